//! Setting up the second factor: the secret as a picture and as letters, a code to prove it, and recovery codes shown once.

use super::show;
use crate::{
    App,
    account::{SignedIn, second_factor},
    web::{PageError, Shell, forms::Form, render},
};
use anyhow::Context;
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use qrcode::{QrCode, render::svg};
use tower_sessions::Session;

/// The session's entry that holds the secret until a code proves that the app has it.
const SECRET: &str = "new-second-factor";
/// The least side of the picture, in pixels.
const PICTURE_SIDE: u32 = 220;

#[derive(Template)]
#[template(path = "account/own/factor.html")]
struct FactorPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    /// Whether one is set already, of which a code is asked for.
    replaces: bool,
    picture: String,
    /// The secret in fours, to type where the picture cannot be read.
    letters: String,
}

#[derive(Template)]
#[template(path = "account/own/recovery.html")]
struct RecoveryPage<'a> {
    shell: &'a Shell,
    codes: &'a [String],
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    // Asked for again, the same: whoever comes back has the first in their app already.
    let known: Option<String> = session.get(SECRET).await.map_err(anyhow::Error::from)?;
    let secret = match known {
        Some(secret) => secret,
        None => {
            let secret = second_factor::new_secret(&app);
            session.insert(SECRET, &secret).await.map_err(anyhow::Error::from)?;
            secret
        }
    };
    let replaces = second_factor::is_set(&app, by.id).await?;
    page(&shell, &by, &form, (&secret, replaces))
}

fn page(
    shell: &Shell,
    by: &SignedIn,
    form: &Form,
    (secret, replaces): (&str, bool),
) -> Result<Html<String>, PageError> {
    let address = second_factor::address(secret, &by.name)?;
    let code = QrCode::new(address).context("no picture of the address for the app")?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(PICTURE_SIDE, PICTURE_SIDE).build();
    // Within a page there is no declaration of XML.
    let picture = picture.find("<svg").map(|at| picture.split_at(at).1.to_owned()).unwrap_or_default();
    let letters: Vec<char> = secret.chars().collect();
    let letters: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    render(&FactorPage { shell, form, replaces, picture, letters: letters.join(" ") })
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let secret: Option<String> = session.get(SECRET).await.map_err(anyhow::Error::from)?;
    let Some(secret) = secret else {
        return Ok(axum::response::Redirect::to("/account/second-factor").into_response());
    };
    // Whoever sits down at somebody's open browser must not be able to put their own telephone in its place.
    let replaces = second_factor::is_set(&app, by.id).await?;
    let code = form.required("code", "Code", 40);
    // Before a recovery code is spent on it.
    if let Some(says) =
        code.as_ref().map(|code| second_factor::fault_of_new(&app, &secret, code)).transpose()?.flatten()
    {
        form.errors.push("code", says);
    }
    let current = if replaces { form.required("current", "Code from the app that you use now", 40) } else { None };
    if let (Some(current), false) = (current, form.is_faulty())
        && let Some(says) = second_factor::accept(&app, by.id, &current).await?.fault()
    {
        form.errors.push("current", says);
    }
    let Some(code) = code.filter(|_| !form.is_faulty()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shell, &by, &form, (&secret, replaces))?).into_response());
    };
    match second_factor::set(&app, by.id, &secret, &code, replaces).await {
        Ok(codes) => {
            session.remove_value(SECRET).await.map_err(anyhow::Error::from)?;
            Ok(render(&RecoveryPage { shell: &shell, codes: &codes })?.into_response())
        }
        Err(error) => {
            let status = error.onto(&mut form, "code")?;
            Ok((status, page(&shell, &by, &form, (&secret, replaces))?).into_response())
        }
    }
}

pub(super) async fn take_away(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    if let Some(code) = form.required("code", "Code", 40) {
        match second_factor::accept(&app, by.id, &code).await?.fault() {
            Some(says) => form.errors.push("code", says),
            None => {
                second_factor::take_away(&app, by.id, by.id).await?;
                return Ok(show::back(&session, "No code is asked for any more.").await?.into_response());
            }
        }
    }
    let page = show::page(&app, &shell, &session, &by, &form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
