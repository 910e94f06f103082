//! To a provider of identity, and back.

use super::{code_address, page};
use crate::{
    App,
    account::{
        Tried,
        provider::{self, Returned},
    },
    action::ActionError,
    web::{PageError, Shell, forms::Form},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

pub(super) async fn begin(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    match provider::begin(&app, &session, &id, form.text("next")).await {
        Ok(address) => Ok(Redirect::to(address.as_str()).into_response()),
        Err(error) => refused(&app, &shell, form, error).await,
    }
}

/// The page to sign in with what went wrong, so that another way can be tried.
async fn refused(app: &App, shell: &Shell, mut form: Form, error: ActionError) -> Result<Response, PageError> {
    let status = error.onto(&mut form, "email")?;
    Ok((status, page(app, shell, &form).await?).into_response())
}

pub(super) async fn come_back(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let returned = Returned { code: form.text("code").to_owned(), state: form.text("state").to_owned() };
    let (tried, next) = match provider::come_back(&app, &session, &headers, &id, returned).await {
        Ok(came) => came,
        Err(error) => return refused(&app, &shell, form, error).await,
    };
    let next = if next == "/" { "/home".to_owned() } else { next };
    match tried {
        Tried::In(known) => Ok(([(header::SET_COOKIE, known)], Redirect::to(&next)).into_response()),
        Tried::CodeNeeded => Ok(Redirect::to(&code_address(&next)).into_response()),
        Tried::Wrong | Tried::TooMany | Tried::Lapsed => Err(PageError::NotFound),
    }
}
