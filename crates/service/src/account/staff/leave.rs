//! Somebody leaves: their account stays in the record and opens nothing any more.

use super::{looked_after, store};
use crate::{
    App, Application,
    account::{SignedIn, leave::end_ways_in},
    action::ActionError,
    audit, notice,
    web::{Address, Notice, PageError, Shell, render},
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use kernel::AccountId;
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
/// that is not looked after by this one; `account/own` for one's own; [`ActionError::Lost`] when it has left already.
pub async fn leave(app: &Application, by: &SignedIn, id: AccountId) -> Result<(), ActionError> {
    looked_after(app, by, id).await?;
    if id == by.id {
        return Err(ActionError::refused(
            "account/own",
            "You cannot close your own account. Ask another administrator",
        ));
    }
    let transaction = app.db.begin().await?;
    store::mark_left(&transaction, id, app.clock.now()).await?;
    end_ways_in(&transaction, id).await?;
    let line = audit::Line::done(by.id, "close-account", "account", id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Html<String>, PageError> {
    let account = looked_after(&app, &by, id).await?;
    render(&LeavePage { shell: &shell, id, name: &account.name, email: &account.email })
}

pub(super) async fn submit(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Redirect, PageError> {
    let account = looked_after(&app, &by, id).await?;
    match leave(&app, &by, id).await {
        // Whoever was first, it is done.
        Ok(()) | Err(ActionError::Lost) => {}
        Err(error) => return Err(error.into()),
    }
    notice::leave(&session, Notice::done(format!("{} can no longer sign in.", account.name))).await?;
    Ok(Redirect::to("/accounts"))
}
