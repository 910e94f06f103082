//! Pages of the reports.

mod first_year;

use crate::App;
use axum::{Router, routing::get};

/// `/reports/first-year`.
pub fn routes() -> Router<App> {
    Router::new().route("/reports/first-year", get(first_year::show))
}
