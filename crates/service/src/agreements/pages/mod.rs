//! The pages of agreements to share: the list, one with who has signed it, and what cannot flow.

mod gaps;
mod list;
mod one;
mod words;

use crate::{App, account::SignedIn, web::PageError};
use axum::{
    Router,
    routing::{get, post},
};
use policy::Area;

/// `/agreements`, `/agreements/gaps`, `/agreements/{area}/{agreement}` and what is done to one.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/agreements", get(list::show))
        .route("/agreements/gaps", get(gaps::show))
        .route("/agreements/{area}/{agreement}", get(one::show))
        .route("/agreements/{area}/{agreement}/sign", post(one::sign))
        .route("/agreements/{area}/{agreement}/withdraw", post(one::withdraw))
}

/// The areas whose agreements the account sees: its own, or every one when it works for none.
fn areas<'a>(app: &'a App, by: &SignedIn) -> Vec<&'a Area> {
    app.policy.areas.values().filter(|area| by.area().is_none_or(|own| *own == *area.id)).collect()
}

/// One of them.
fn area<'a>(app: &'a App, by: &SignedIn, id: &str) -> Result<&'a Area, PageError> {
    areas(app, by).into_iter().find(|area| *area.id == *id).ok_or(PageError::NotFound)
}
