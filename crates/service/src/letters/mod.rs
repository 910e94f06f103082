//! Letters: what is sent to people by e-mail. Never anything of a record: that something waits, and a link.
//!
//! A letter is written in the same transaction as what it tells of, and carried afterwards, again and again until it
//! arrives or a day has passed. Who carries it is for the program: [`Carrier`].

mod carry;
mod store;

pub use carry::{Carrier, carry};
pub(crate) use store::forget_to;

use crate::{Application, db::entities::letter as row};
use kernel::AuditId;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To which address.
    pub to: String,
    /// What stands above it.
    pub subject: String,
    /// What it says, in plain text.
    pub text: String,
}

/// Writes a letter, to be carried once the transaction is done; whether letters are carried at all.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn write(app: &Application, connection: &impl ConnectionTrait, letter: Letter) -> Result<bool, DbErr> {
    if !app.settings.letters || app.settings.address.is_none() {
        return Ok(false);
    }
    let now = app.clock.now();
    let written = row::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        to_address: Set(letter.to),
        subject: Set(letter.subject),
        text: Set(letter.text),
        written_at: Set(now),
        next_try_at: Set(now),
        tries: Set(0),
    };
    row::Entity::insert(written).exec_without_returning(connection).await?;
    Ok(true)
}
