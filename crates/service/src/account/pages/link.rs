//! Asking for a link, and following it: a resident is signed in, others choose a new password.

use super::{code_address, read_new_password};
use crate::{
    App,
    account::{Tried, link},
    notice,
    web::{Notice, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/pages/ask_link.html")]
struct AskPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    /// Whether it was asked for.
    sent: bool,
}

#[derive(Template)]
#[template(path = "account/pages/link.html")]
struct LinkPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    token: &'a str,
    /// Whether a new password is chosen.
    chooses: bool,
}

pub(super) async fn show_ask(State(app): State<App>, shell: Shell, form: Form) -> Result<Html<String>, PageError> {
    if !link::are_sent(&app) {
        return Err(PageError::NotFound);
    }
    render(&AskPage { shell: &shell, form: &form, sent: false })
}

pub(super) async fn ask(State(app): State<App>, shell: Shell, mut form: Form) -> Result<Response, PageError> {
    if !link::are_sent(&app) {
        return Err(PageError::NotFound);
    }
    let Some(email) = form.required("email", "Email address", 254) else {
        let page = render(&AskPage { shell: &shell, form: &form, sent: false })?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if !link::ask(&app, &email).await? {
        form.errors.push("email", "You have asked very often. Wait 15 minutes, then ask again");
        let page = render(&AskPage { shell: &shell, form: &form, sent: false })?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    Ok(render(&AskPage { shell: &shell, form: &form, sent: true })?.into_response())
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    Path(token): Path<String>,
    form: Form,
) -> Result<Html<String>, PageError> {
    let chooses = link::chooses_password(&app, &token).await?;
    render(&LinkPage { shell: &shell, form: &form, token: &token, chooses })
}

pub(super) async fn follow(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    Path(token): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let chooses = link::chooses_password(&app, &token).await?;
    let password = if chooses { read_new_password(&mut form) } else { None };
    if form.is_faulty() {
        let page = render(&LinkPage { shell: &shell, form: &form, token: &token, chooses })?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if let Some(password) = password {
        if let Err(error) = link::choose_password(&app, &token, &password).await {
            let status = error.onto(&mut form, "password")?;
            let page = render(&LinkPage { shell: &shell, form: &form, token: &token, chooses })?;
            return Ok((status, page).into_response());
        }
        notice::leave(&session, Notice::done("Your new password is set. Sign in with it.")).await?;
        return Ok(Redirect::to("/sign-in").into_response());
    }
    match link::follow(&app, &session, &headers, &token).await? {
        Tried::In(known) => Ok(([(header::SET_COOKIE, known)], Redirect::to("/home")).into_response()),
        Tried::CodeNeeded => Ok(Redirect::to(&code_address("/home")).into_response()),
        Tried::Wrong | Tried::TooMany | Tried::Lapsed => Err(PageError::NotFound),
    }
}
