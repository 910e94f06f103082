//! Is the program alive, and may it be sent requests? For whatever stands in front of it or starts it again.
//!
//! `/health/live` asks nothing of anybody: when it does not answer, start the program again. `/health/ready` asks
//! the database and which policy text is in force: when it says no, send requests elsewhere and wait.

use crate::{App, publication, web::headers};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use std::time::Duration;
use webkit::watch::Watch;

/// The longest that readiness waits for the database.
const PATIENCE: Duration = Duration::from_secs(3);

/// The two questions.
pub fn routes(app: App, watch: Watch) -> Router {
    Router::new()
        .route("/health/live", get(async || answer(StatusCode::OK, &Alive { alive: true })))
        .route("/health/ready", get(ready))
        .layer(map_response(headers::guard))
        .with_state(Asked { app, watch })
}

#[derive(Clone)]
struct Asked {
    app: App,
    watch: Watch,
}

#[derive(Serialize)]
struct Alive {
    alive: bool,
}

/// What readiness rests on; no fault is told in detail: this page is public.
#[derive(Serialize)]
struct Readiness {
    ready: bool,
    database: bool,
    policy: bool,
    stopping: bool,
}

async fn ready(State(asked): State<Asked>) -> Response {
    let app = &asked.app;
    let in_time = |answered: Result<bool, tokio::time::error::Elapsed>| answered.unwrap_or(false);
    let database = in_time(tokio::time::timeout(PATIENCE, async { app.db.ping().await.is_ok() }).await);
    let policy = database
        && in_time(
            tokio::time::timeout(PATIENCE, async {
                publication::in_force(&app.db, app.today()).await.is_ok_and(|found| found.is_some())
            })
            .await,
        );
    let stopping = asked.watch.is_stopping();
    let ready = database && policy && !stopping;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    answer(status, &Readiness { ready, database, policy, stopping })
}

fn answer(status: StatusCode, said: &impl Serialize) -> Response {
    (status, Json(said)).into_response()
}
