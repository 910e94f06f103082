//! A link in a letter, for whoever has no password or forgot it. It signs a resident in, who comes seldom; anybody else
//! chooses a new password with it and signs in with that.
//!
//! The link is good once, for half an hour. Opening it does nothing yet: programs that look through letters open links too.
//! Whether an address is known here is never said.

use super::{
    Tried, create,
    hashed::{hashed, token},
    sign_in::enter_or_ask,
    store::{self, Account},
    throttle,
};
use crate::{
    Application,
    action::ActionError,
    audit,
    db::entities::{asked_link, sign_in_link as row},
    letters::{self, Letter},
};
use axum::http::HeaderMap;
use chrono::TimeDelta;
use kernel::{AccountId, AuditId};
use rules::access::Role;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use tower_sessions::Session;

/// How long a link is good.
const GOOD: TimeDelta = TimeDelta::minutes(30);

/// Whether links are sent at all: where letters are carried.
#[must_use]
pub fn are_sent(app: &Application) -> bool {
    app.settings.letters && app.settings.address.is_some()
}

/// Keeps that a link was asked for at an address. Whether it has an account is looked up afterwards ([`answer_asked`]), so that
/// neither words nor time tell whoever asks. Whether it may be asked for so often.
///
/// # Errors
/// A fault when the database refuses.
pub async fn ask(app: &Application, email: &str) -> Result<bool, ActionError> {
    let email = kernel::address_for_comparing(email);
    if !throttle::may_try(app, &hashed(format!("link {email}").as_bytes())).await? {
        return Ok(false);
    }
    let now = app.clock.now();
    let wish = asked_link::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        email: Set(email),
        at: Set(now),
    };
    asked_link::Entity::insert(wish).exec_without_returning(app.db.reader()).await?;
    Ok(true)
}

/// Sends a link to each address that asked for one and has an account; nothing to any other. What was asked is forgotten.
///
/// # Errors
/// A fault when the database refuses.
pub async fn answer_asked(app: &Application) -> Result<(), ActionError> {
    for wish in asked_link::Entity::find().order_by_asc(asked_link::Column::At).all(app.db.reader()).await? {
        answer(app, wish).await?;
    }
    Ok(())
}

async fn answer(app: &Application, wish: asked_link::Model) -> Result<(), ActionError> {
    let (email, still_good) = (wish.email, app.clock.now() <= wish.at + GOOD);
    let transaction = app.db.begin().await?;
    // Of two programs on one database, one answers.
    let taken = asked_link::Entity::delete_by_id(wish.id).exec(&transaction).await?;
    let found = store::account_by_email(&transaction, &email).await?;
    if let Some(account) = found.filter(|_| taken.rows_affected == 1 && still_good)
        && store::hold(&transaction, account.id).await?.is_some()
    {
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
    Ok(())
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
    // Before anything is worked on for it; and before a transaction, which would hold up others meanwhile.
    whose(app, app.db.reader(), typed).await?;
    let hash = create::hash_of(app, Some(password)).await?;
    let transaction = app.db.begin().await?;
    let account = whose(app, &transaction, typed).await?;
    let used = row::Entity::delete_by_id(hashed(typed.as_bytes())).exec(&transaction).await?;
    if used.rows_affected != 1 {
        return Err(ActionError::NotFound);
    }
    store::set_password_hash(&transaction, account.id, hash).await?;
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
    enter_or_ask(app, session, headers, &account).await
}

/// Forgets that links were asked for at an address: whoever it is of is erased.
pub(super) async fn forget_asked(connection: &impl ConnectionTrait, email: &str) -> Result<(), DbErr> {
    asked_link::Entity::delete_many().filter(asked_link::Column::Email.eq(email)).exec(connection).await?;
    Ok(())
}

/// Makes every link of an account worth nothing.
pub(super) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::AccountId.eq(account.0)).exec(connection).await?;
    Ok(())
}
