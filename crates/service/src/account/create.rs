//! Creating an account.

use super::{OPERATOR, password, password_work, store::Organisation};
use crate::{Application, action::ActionError, audit, db::entities::account, db::is_duplicate};
use kernel::{AccountId, PersonId};
use rules::access::Role;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

/// What is needed to create an account.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// E-mail address: what they sign in with. One account an address.
    pub email: &'a str,
    /// What to call them.
    pub name: &'a str,
    /// What they may be asked to do.
    pub role: Role,
    /// The organisation they work for, if any.
    pub organisation: Option<&'a Organisation>,
    /// The person record that is theirs, for a resident.
    pub person: Option<PersonId>,
    /// `None` when they cannot sign in with a password (the demo's made-up people).
    pub password: Option<&'a str>,
}

/// What is said of an address that has an account.
pub(super) const TAKEN: &str = "There is an account with this email address already";

/// An e-mail address as it is kept.
///
/// # Errors
/// `account/e-mail-malformed`.
pub(super) fn well_formed(typed: &str) -> Result<String, ActionError> {
    let email = kernel::email_address(typed)
        .map_err(|error| ActionError::refused("account/e-mail-malformed", error.to_string()))?
        .to_lowercase();
    Ok(email)
}

/// Creates an account.
///
/// # Errors
/// `account/e-mail-taken`, `account/e-mail-malformed` or `account/password-length`; [`ActionError::Busy`] when too many
/// passwords are worked on; a fault when the database refuses.
pub async fn create(
    app: &Application,
    connection: &impl ConnectionTrait,
    new: NewAccount<'_>,
) -> Result<AccountId, ActionError> {
    well_formed(new.email)?;
    let hash = hash_of(app, new.password).await?;
    insert(app, connection, new, hash).await
}

/// Creates an account from the command line, and keeps that it was done there.
///
/// # Errors
/// As [`create`].
pub async fn open_from_the_command_line(app: &Application, new: NewAccount<'_>) -> Result<AccountId, ActionError> {
    well_formed(new.email)?;
    let hash = hash_of(app, new.password).await?;
    let transaction = app.db.begin().await?;
    let id = insert(app, &transaction, new, hash).await?;
    audit::record(app, &transaction, audit::Line::done(OPERATOR, "add-account", "account", id.0)).await?;
    transaction.commit().await?;
    Ok(id)
}

/// The hash of a password that somebody chose, worked out in its turn: before a transaction is begun, which would hold up
/// others meanwhile.
///
/// # Errors
/// `account/password-length`; [`ActionError::Busy`].
pub(super) async fn hash_of(app: &Application, chosen: Option<&str>) -> Result<Option<String>, ActionError> {
    let Some(chosen) = chosen else { return Ok(None) };
    password::check_strength(chosen)
        .map_err(|error| ActionError::refused("account/password-length", error.to_string()))?;
    Ok(Some(password_work::place()?.hash(chosen, app.randomness.bytes()).await?))
}

/// Writes a new account with the hash of its password.
///
/// # Errors
/// As [`create`].
pub(super) async fn insert(
    app: &Application,
    connection: &impl ConnectionTrait,
    new: NewAccount<'_>,
    hash: Option<String>,
) -> Result<AccountId, ActionError> {
    let email = well_formed(new.email)?;
    let now = app.clock.now();
    let id = AccountId::make(now, app.randomness.as_ref());
    let row = account::ActiveModel {
        id: Set(id.0),
        email: Set(email),
        name: Set(new.name.trim().to_owned()),
        role: Set(new.role.word().to_owned()),
        organisation_id: Set(new.organisation.map(|organisation| organisation.id.0)),
        person_id: Set(new.person.map(|person| person.0)),
        password_hash: Set(hash),
        created_at: Set(now),
        left_at: Set(None),
        session_epoch: Set(0),
    };
    match account::Entity::insert(row).exec_without_returning(connection).await {
        Ok(_) => Ok(id),
        Err(error) if is_duplicate(&error) => Err(ActionError::refused("account/e-mail-taken", TAKEN)),
        Err(error) => Err(error.into()),
    }
}
