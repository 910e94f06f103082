//! To a provider of identity, and back.

use super::code_address;
use crate::{
    App,
    account::{
        Tried,
        provider::{self, Returned},
    },
    web::{PageError, forms::Form},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

pub(super) async fn begin(
    State(app): State<App>,
    session: Session,
    Path(id): Path<String>,
    form: Form,
) -> Result<Redirect, PageError> {
    let address = provider::begin(&app, &session, &id, form.text("next")).await?;
    Ok(Redirect::to(address.as_str()))
}

pub(super) async fn come_back(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let returned = Returned { code: form.text("code").to_owned(), state: form.text("state").to_owned() };
    let (tried, next) = provider::come_back(&app, &session, &headers, &id, returned).await?;
    let next = if next == "/" { "/home".to_owned() } else { next };
    match tried {
        Tried::In(known) => Ok(([(header::SET_COOKIE, known)], Redirect::to(&next)).into_response()),
        Tried::CodeNeeded => Ok(Redirect::to(&code_address(&next)).into_response()),
        Tried::Wrong | Tried::TooMany | Tried::Lapsed => Err(PageError::NotFound),
    }
}
