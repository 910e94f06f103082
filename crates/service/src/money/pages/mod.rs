//! The pages of money: an area, and one cost.

mod area;
mod cost;

use crate::App;
use axum::{Router, routing::get};

/// `/money` and `/money/{claim}`.
pub fn routes() -> Router<App> {
    Router::new().route("/money", get(area::show)).route("/money/{claim}", get(cost::show))
}
