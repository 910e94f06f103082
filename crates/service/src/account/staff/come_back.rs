//! Somebody who had left comes back: their account opens again.

use super::looked_after;
use crate::{
    App, Application,
    account::{SignedIn, leave::open_again},
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
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/staff/come_back.html")]
struct ComeBackPage<'a> {
    shell: &'a Shell,
    id: AccountId,
    name: &'a str,
    email: &'a str,
    role: &'static str,
}

/// The account, if its holder has left.
async fn left(app: &Application, by: &SignedIn, id: AccountId) -> Result<row::Model, ActionError> {
    let account = looked_after(app, by, id).await?;
    if account.left_at.is_some() { Ok(account) } else { Err(ActionError::NotFound) }
}

/// Opens the account of somebody who had left. They sign in as before; no session, link or key of theirs comes back.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] for an account that is not looked
/// after by this one, or is open; a fault when the database refuses.
pub async fn come_back(app: &Application, by: &SignedIn, id: AccountId) -> Result<(), ActionError> {
    left(app, by, id).await?;
    let transaction = app.db.begin().await?;
    open_again(&transaction, id).await?;
    audit::record(app, &transaction, audit::Line::done(by.id, "open-account", "account", id.0)).await?;
    transaction.commit().await?;
    Ok(())
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Html<String>, PageError> {
    let account = left(&app, &by, id).await?;
    let role = rules::access::Role::from_word(&account.role).map_or("", crate::account::role_in_words);
    render(&ComeBackPage { shell: &shell, id, name: &account.name, email: &account.email, role })
}

pub(super) async fn submit(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Redirect, PageError> {
    let account = left(&app, &by, id).await?;
    come_back(&app, &by, id).await?;
    notice::leave(&session, Notice::done(format!("{} can sign in again.", account.name))).await?;
    Ok(Redirect::to("/accounts"))
}
