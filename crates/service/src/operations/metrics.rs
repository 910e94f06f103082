//! `/metrics`, in the text that Prometheus reads.
//!
//! Served on an address of its own (`serve --metrics`), never beside the pages: who may read it is for the network
//! to say.

use crate::App;
use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use webkit::watch::Watch;

/// `/metrics` and the questions of health, for a listener of their own, which answers however many ask for pages.
pub fn routes(app: App, watch: Watch) -> Router {
    let health = super::health_routes(app.clone(), watch.clone());
    Router::new().route("/metrics", get(metrics)).with_state((app, watch)).merge(health)
}

async fn metrics(State((app, watch)): State<(App, Watch)>) -> impl IntoResponse {
    let in_force = crate::publication::in_force(&app.db, app.today()).await;
    let metrics = watch.metrics();
    metrics.database_answers(in_force.is_ok());
    metrics.in_force(in_force.ok().flatten().map_or(0, |found| i64::from(found.number)));
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], metrics.text())
}
