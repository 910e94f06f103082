//! A link in a letter, for whoever has no password or forgot it. It signs a resident in, who comes seldom; anybody else
//! chooses a new password with it and signs in with that.
//!
//! The link is good once, for half an hour. Opening it does nothing yet: programs that look through letters open links too.
//! Whether an address is known here is never said.

use super::{
    Tried,
    hashed::{hashed, token},
    sign_in::enter_or_ask,
    store::{self, Account},
    throttle,
};
use crate::{
    Application,
    action::ActionError,
    audit,
    db::entities::sign_in_link as row,
    letters::{self, Letter},
};
use axum::http::HeaderMap;
use chrono::TimeDelta;
use kernel::AccountId;
use rules::access::Role;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use tower_sessions::Session;

/// How long a link is good.
const GOOD: TimeDelta = TimeDelta::minutes(30);

/// Whether links are sent at all: where letters are carried.
#[must_use]
pub fn are_sent(app: &Application) -> bool {
    app.settings.letters && app.settings.address.is_some()
}

/// Sends a link to an address that has an account; nothing, and nothing is said of it, to any other. Whether it may be asked
/// for so often.
///
/// # Errors
/// A fault when the database refuses.
pub async fn ask(app: &Application, email: &str) -> Result<bool, ActionError> {
    let email = kernel::visible(email).to_lowercase();
    if !throttle::may_try(app, &hashed(format!("link {email}").as_bytes())).await? {
        return Ok(false);
    }
    let transaction = app.db.begin().await?;
    let found = store::account_by_email(&transaction, &email).await?;
    if let Some(account) = found {
        forget(&transaction, account.id).await?;
        let token = token(app.randomness.as_ref());
        let link = row::ActiveModel {
            token: Set(hashed(token.as_bytes())),
            account_id: Set(account.id.0),
            until: Set(app.clock.now() + GOOD),
        };
        row::Entity::insert(link).exec_without_returning(&transaction).await?;
        letters::write(app, &transaction, letter(email, &app.settings.link(&format!("/sign-in/link/{token}")))).await?;
    }
    transaction.commit().await?;
    Ok(true)
}

fn letter(to: String, link: &str) -> Letter {
    let text = format!(
        "Somebody asked for a link to sign in to Tapestry with this address.\n\nIf it was you, open this link. It works once, \
         for 30 minutes:\n\n{link}\n\nIf it was not you, you need not do anything.\n"
    );
    Letter { to, subject: "Your link to sign in".to_owned(), text }
}

/// Whose link it is, if it is still good.
async fn whose(app: &Application, connection: &impl ConnectionTrait, typed: &str) -> Result<Account, ActionError> {
    let link = row::Entity::find_by_id(hashed(typed.as_bytes())).one(connection).await?;
    let link = link.filter(|link| app.clock.now() <= link.until).ok_or(ActionError::NotFound)?;
    store::account_by_id(connection, AccountId(link.account_id)).await?.ok_or(ActionError::NotFound)
}

/// Whether a new password is chosen with the link, and not signed in.
///
/// # Errors
/// [`ActionError::NotFound`] when the link is not good any more; a fault when the database refuses.
pub async fn chooses_password(app: &Application, typed: &str) -> Result<bool, ActionError> {
    Ok(whose(app, app.db.reader(), typed).await?.role != Role::Resident)
}

/// Sets a new password with a link, which is then used up; every session of the account ends.
///
/// # Errors
/// [`ActionError::NotFound`] when the link is not good any more; `account/password-length`; a fault when the database refuses.
pub async fn choose_password(app: &Application, typed: &str, password: &str) -> Result<(), ActionError> {
    let transaction = app.db.begin().await?;
    let account = whose(app, &transaction, typed).await?;
    let used = row::Entity::delete_by_id(hashed(typed.as_bytes())).exec(&transaction).await?;
    if used.rows_affected != 1 {
        return Err(ActionError::NotFound);
    }
    store::set_password_of(app, &transaction, account.id, password).await?;
    let line = audit::Line::done(account.id, "set-password", "account", account.id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// Signs in with a link, which is then used up.
///
/// # Errors
/// A fault when the database refuses or the session cannot be written.
pub async fn follow(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    typed: &str,
) -> Result<Tried, ActionError> {
    let account = whose(app, app.db.reader(), typed).await?;
    let used = row::Entity::delete_by_id(hashed(typed.as_bytes())).exec(app.db.reader()).await?;
    if used.rows_affected != 1 || account.role != Role::Resident {
        return Ok(Tried::Lapsed);
    }
    enter_or_ask(app, session, headers, account.id).await
}

/// Makes every link of an account worth nothing.
pub(super) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::AccountId.eq(account.0)).exec(connection).await?;
    Ok(())
}
