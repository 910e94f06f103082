//! Taking up an invitation.

use super::{code_address, read_new_password};
use crate::{
    App,
    account::{
        Tried,
        invitation::{self, Invitation},
        link, role_in_words,
        sign_in::enter_or_ask,
        store::account_by_id,
    },
    web::{PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use rules::access::Role;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/pages/invitation.html")]
struct InvitationPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    token: &'a str,
    email: String,
    role: &'static str,
    resident: bool,
    /// Whether a password may be left out: for residents where links are sent.
    without: bool,
}

fn page(
    app: &App,
    shell: &Shell,
    form: &Form,
    (token, invitation): (&str, Invitation),
) -> Result<Html<String>, PageError> {
    let resident = invitation.role == Role::Resident;
    render(&InvitationPage {
        shell,
        form,
        token,
        email: invitation.email,
        role: role_in_words(invitation.role),
        resident,
        without: resident && link::are_sent(app),
    })
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    Path(token): Path<String>,
    form: Form,
) -> Result<Html<String>, PageError> {
    let invitation = invitation::find(&app, &token).await?;
    page(&app, &shell, &form, (&token, invitation))
}

pub(super) async fn take_up(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    Path(token): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let invitation = invitation::find(&app, &token).await?;
    let without = invitation.role == Role::Resident && link::are_sent(&app) && form.text("password").is_empty();
    let name = form.required("name", "Your name", 100);
    let password = if without { None } else { read_new_password(&mut form) };
    let status = match name.filter(|_| !form.is_faulty()) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(name) => match invitation::take_up(&app, &token, &name, password.as_deref()).await {
            Ok(account) => {
                let account = account_by_id(app.db.reader(), account).await?.ok_or(PageError::NotFound)?;
                return Ok(match enter_or_ask(&app, &session, &headers, &account).await? {
                    Tried::In(known) => ([(header::SET_COOKIE, known)], Redirect::to("/home")).into_response(),
                    _ => Redirect::to(&code_address("/home")).into_response(),
                });
            }
            Err(error) => error.onto(&mut form, "name")?,
        },
    };
    Ok((status, page(&app, &shell, &form, (&token, invitation))?).into_response())
}
