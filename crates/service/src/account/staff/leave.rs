//! Somebody leaves: their account stays in the record and opens nothing any more.

use super::{looked_after, of_own_organisation};
use crate::{
    App, Application,
    account::{SignedIn, leave::close},
    action::ActionError,
    audit, notice,
    person::handover,
    web::{Address, Notice, PageError, Shell, render},
    wording::count,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
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
    /// People who have to be handed over first, in words; "" when there are none.
    people: String,
    /// Whether this administrator can hand them over.
    own: bool,
}

impl LeavePage<'_> {
    /// Where their people are handed over.
    fn caseload(&self) -> String {
        super::caseload::address(self.id)
    }
}

/// Marks an account as left. Whoever is signed in with it is out at once.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] for an account
/// that is not looked after by this one; `account/own` for one's own; `account/has-caseload` while people are on its caseload;
/// [`ActionError::Lost`] when it has left already.
pub async fn leave(app: &Application, by: &SignedIn, id: AccountId) -> Result<(), ActionError> {
    looked_after(app, by, id).await?;
    if id == by.id {
        return Err(ActionError::refused(
            "account/own",
            "You cannot close your own account. Ask another administrator",
        ));
    }
    let transaction = app.db.begin().await?;
    close(&transaction, id, app.clock.now()).await?;
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
    page(&app, &shell, &by, id).await
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, id: AccountId) -> Result<Html<String>, PageError> {
    let account = looked_after(app, by, id).await?;
    let people = handover::people_of(app.db.reader(), id).await?;
    let people = match people {
        0 => String::new(),
        number => count(usize::try_from(number).unwrap_or(usize::MAX), "person is", "people are"),
    };
    let own = of_own_organisation(app, by, id).await.is_ok();
    render(&LeavePage { shell, id, name: &account.name, email: &account.email, people, own })
}

pub(super) async fn submit(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    shell: Shell,
    Address(id): Address<AccountId>,
) -> Result<Response, PageError> {
    let account = looked_after(&app, &by, id).await?;
    match leave(&app, &by, id).await {
        // Whoever was first, it is done.
        Ok(()) | Err(ActionError::Lost) => {}
        // The page says how many people there are, and where to hand them over.
        Err(error) if error.is("account/has-caseload") => {
            let page = page(&app, &shell, &by, id).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(error) => return Err(error.into()),
    }
    notice::leave(&session, Notice::done(format!("{} can no longer sign in.", account.name))).await?;
    Ok(Redirect::to("/accounts").into_response())
}
