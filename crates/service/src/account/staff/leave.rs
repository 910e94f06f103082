//! Somebody leaves: their account stays in the record and opens nothing any more.

use super::store;
use crate::{
    App, Application, access,
    account::SignedIn,
    action::ActionError,
    audit,
    db::entities::account as row,
    notice,
    web::{Address, Notice, PageError, Shell, render},
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use kernel::AccountId;
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/staff/leave.html")]
struct LeavePage<'a> {
    shell: &'a Shell,
    id: AccountId,
    name: &'a str,
    email: &'a str,
}

/// Marks an account as left. Whoever is signed in with it is out at once.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] for an account
/// of another area; `account/own` for one's own; [`ActionError::Lost`] when it has left already.
pub async fn leave(app: &Application, by: &SignedIn, id: AccountId) -> Result<(), ActionError> {
    find(app, by, id).await?;
    if id == by.id {
        return Err(ActionError::refused(
            "account/own",
            "You cannot close your own account. Ask another administrator",
        ));
    }
    let transaction = app.db.begin().await?;
    store::mark_left(&transaction, id, app.clock.now()).await?;
    let line = audit::Line {
        account: Some(by.id),
        action: "close-account",
        subject_kind: "account",
        subject: Some(id.0),
        allowed: true,
        reasons: Vec::new(),
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// The account, if it is of the administrator's area.
async fn find(app: &Application, by: &SignedIn, id: AccountId) -> Result<row::Model, ActionError> {
    let area = access::own_area(app, by, Action::ManageUsers).await?;
    let accounts = store::accounts(app.db.reader(), &area).await?;
    accounts.into_iter().find(|account| account.id == id.0).ok_or(ActionError::NotFound)
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Html<String>, PageError> {
    let account = find(&app, &by, id).await?;
    render(&LeavePage { shell: &shell, id, name: &account.name, email: &account.email })
}

pub(super) async fn submit(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Redirect, PageError> {
    let account = find(&app, &by, id).await?;
    match leave(&app, &by, id).await {
        // Whoever was first, it is done.
        Ok(()) | Err(ActionError::Lost) => {}
        Err(error) => return Err(error.into()),
    }
    notice::leave(&session, Notice::done(format!("{} can no longer sign in.", account.name))).await?;
    Ok(Redirect::to("/accounts"))
}
