//! The pages of emergencies: the reason, the record for some hours, and the alerts of a body's data protection lead.

mod alerts;
mod open;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

/// `/emergency`, `/emergency/people/{person}`, `/emergency/alerts` and the answer to one.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/emergency", get(open::show).post(open::submit))
        .route("/emergency/people/{person}", get(open::person))
        .route("/emergency/alerts", get(alerts::show))
        .route("/emergency/alerts/{alert}", post(alerts::submit))
}
