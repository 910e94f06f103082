//! Giving somebody an account.

use crate::{
    Application, access,
    account::{NewAccount, SignedIn, create},
    action::ActionError,
    audit,
};
use kernel::AccountId;
use rules::access::{Action, Role};

/// Creates an account for somebody of the administrator's area.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] for an
/// organisation of another area; as for [`create`].
pub async fn admit(app: &Application, by: &SignedIn, new: NewAccount<'_>) -> Result<AccountId, ActionError> {
    let area = access::own_area(app, by, Action::ManageUsers).await?;
    let here = new.organisation.is_some_and(|organisation| organisation.area == area);
    if !here || matches!(new.role, Role::Resident | Role::Visitor) {
        return Err(ActionError::NotFound);
    }
    let transaction = app.db.begin().await?;
    let id = create(app, &transaction, new).await?;
    let line = audit::Line {
        account: Some(by.id),
        action: "create-account",
        subject_kind: "account",
        subject: Some(id.0),
        allowed: true,
        reasons: Vec::new(),
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(id)
}
