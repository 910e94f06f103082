//! The finder, open to everyone: what do you need, and what is near you.

mod asked;
mod card;
mod sheet;
mod show;

use crate::App;
use axum::Router;
use axum::routing::get;

/// `/`, `/services` and `/services/{id}`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(show::home))
        .route("/services", get(show::results))
        .route("/services/{id}", get(show::service))
}
