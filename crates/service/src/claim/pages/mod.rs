//! The commissioner's pages: the claims under the body's contracts, one claim with all that it rests on, and paying. The provider's: what was earned and not claimed, and what became of the claims.

mod earned;
mod example;
mod feed;
mod list;
mod reject;
mod sample;
mod show;
mod twice;

use crate::{App, web::forms::Form};
use axum::{
    Router,
    routing::{get, post},
};

/// `/claims` and `/claims/{claim}`, `/earned`, `/earnings`, `/paid-twice`, `/sample`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/claims", get(list::show))
        .route("/claims/{claim}", get(show::show))
        .route("/claims/{claim}/walk.json", get(show::walk))
        .route("/claims/pay", post(list::pay))
        .route("/claims/{claim}/approve", post(show::approve))
        .route("/claims/{claim}/claim", post(show::submit))
        .route("/earned", get(earned::show))
        .route("/earnings", get(feed::show).post(feed::submit))
        .route("/paid-twice", get(twice::show))
        .route("/sample", get(sample::show).post(sample::work_out))
        .route("/claims/{claim}/reject", get(reject::show).post(reject::submit))
}

/// The version that a form was opened with; one that does not say is as good as one that was overtaken.
fn version(form: &Form) -> i32 {
    form.text("version").parse().unwrap_or_default()
}
