//! The commissioner's pages: the claims under the body's contracts, and one claim with all that it rests on.

mod list;
mod reject;
mod show;

use crate::{App, web::forms::Form};
use axum::{
    Router,
    routing::{get, post},
};

/// `/claims` and `/claims/{claim}`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/claims", get(list::show))
        .route("/claims/{claim}", get(show::show))
        .route("/claims/{claim}/approve", post(show::approve))
        .route("/claims/{claim}/reject", get(reject::show).post(reject::submit))
}

/// The version that a form was opened with; one that does not say is as good as one that was overtaken.
fn version(form: &Form) -> i32 {
    form.text("version").parse().unwrap_or_default()
}
