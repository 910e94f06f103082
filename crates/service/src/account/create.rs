//! Creating an account.

use super::{password, store::Organisation};
use crate::{Application, action::ActionError, db::entities::account, db::is_duplicate};
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
/// `account/e-mail-taken`, `account/e-mail-malformed` or `account/password-length`; a fault when the
/// database refuses.
pub async fn create(
    app: &Application,
    connection: &impl ConnectionTrait,
    new: NewAccount<'_>,
) -> Result<AccountId, ActionError> {
    let email = well_formed(new.email)?;
    if let Some(chosen) = new.password {
        password::check_strength(chosen)
            .map_err(|error| ActionError::refused("account/password-length", error.to_string()))?;
    }
    let hash = new.password.map(|chosen| password::hash(chosen, app.randomness.as_ref())).transpose()?;
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
    };
    match account::Entity::insert(row).exec_without_returning(connection).await {
        Ok(_) => Ok(id),
        Err(error) if is_duplicate(&error) => Err(ActionError::refused("account/e-mail-taken", TAKEN)),
        Err(error) => Err(error.into()),
    }
}
