//! Who can sign in, for administrators: the accounts of their organisation, invitations, what somebody does, and those who
//! leave. Of other organisations in the area an administrator sees and invites the administrators only.

mod caseload;
mod change_role;
mod come_back;
mod leave;
mod list;
mod new;
mod store;

use crate::{
    App, Application, access, account::SignedIn, action::ActionError, db::entities::account as row, web::forms::Choice,
};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::AccountId;
use rules::access::{Action, Role};
use uuid::Uuid;

pub use change_role::change_role;
pub use come_back::come_back;
pub use leave::leave;
pub(crate) use new::told;

/// `/accounts`, `/accounts/new`, what an account does, leaving and coming back, an adviser's caseload, and taking an invitation back.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/accounts", get(list::show))
        .route("/accounts/new", get(new::show).post(new::submit))
        .route("/accounts/{account}/role", get(change_role::show).post(change_role::submit))
        .route("/accounts/{account}/leave", get(leave::show).post(leave::submit))
        .route("/accounts/{account}/return", get(come_back::show).post(come_back::submit))
        .route("/accounts/{account}/caseload", get(caseload::show).post(caseload::hand_over))
        .route("/accounts/{account}/cover", post(caseload::cover))
        .route("/accounts/{account}/cover/{cover}/end", post(caseload::end_cover))
        .route("/accounts/invitations/{invitation}/take-back", post(list::take_back))
}

/// The roles that work for an organisation.
fn roles() -> Vec<Choice> {
    let staff = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Visitor | Role::Resident));
    staff.map(|role| Choice::new(role.word(), super::role_in_words(role))).collect()
}

/// The account, if the administrator looks after it: of their own organisation, or an administrator of another in the area.
pub(super) async fn looked_after(app: &Application, by: &SignedIn, id: AccountId) -> Result<row::Model, ActionError> {
    let area = access::own_area(app, by, Action::ManageUsers).await?;
    let accounts = store::accounts(app.db.reader(), &area).await?;
    let found = accounts
        .into_iter()
        .find(|account| account.id == id.0 && looks_after(by, account.organisation_id, &account.role));
    found.ok_or(ActionError::NotFound)
}

/// The adviser, if they are of the administrator's own organisation; also when they have left.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who is no administrator; [`ActionError::NotFound`] for anybody else.
pub(crate) async fn of_own_organisation(
    app: &Application,
    by: &SignedIn,
    id: AccountId,
) -> Result<row::Model, ActionError> {
    access::general(app, by, Action::ManageCaseloads).await?;
    let account = looked_after(app, by, id).await?;
    let own = by.organisation.as_ref().map(|own| own.id.0);
    let is_own = own.is_some() && account.organisation_id == own && account.role == Role::Adviser.word();
    if is_own { Ok(account) } else { Err(ActionError::NotFound) }
}

/// Whether an administrator looks after who has this role in this organisation of their area: everybody in their own, and the
/// administrators of the others.
pub(super) fn looks_after(by: &SignedIn, organisation: Option<Uuid>, role: &str) -> bool {
    let own = by.organisation.as_ref().map(|own| own.id.0);
    (own.is_some() && organisation == own) || role == Role::Administrator.word()
}
