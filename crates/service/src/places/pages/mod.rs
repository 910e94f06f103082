//! Pages of places.

mod compare;

use crate::App;
use axum::{Router, routing::get};

/// `/places/compare`.
pub fn routes() -> Router<App> {
    Router::new().route("/places/compare", get(compare::show))
}
