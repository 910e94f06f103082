//! Asking a provider over HTTP.

use openidconnect::{HttpRequest, HttpResponse};
use std::{io::Read, time::Duration};

/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer at most.
const MAX_ANSWER: u64 = 1_000_000;

/// Why a provider could not be asked.
#[derive(Debug, thiserror::Error)]
#[error("a provider of identity could not be asked: {0}")]
pub(super) struct Unanswered(String);

/// Asks, away from the threads that serve pages. Redirects are not followed: what a provider says of itself is where it says.
pub(super) async fn ask(request: HttpRequest) -> Result<HttpResponse, Unanswered> {
    let asked = tokio::task::spawn_blocking(move || ask_now(request)).await;
    asked.map_err(|error| Unanswered(error.to_string()))?
}

fn ask_now(request: HttpRequest) -> Result<HttpResponse, Unanswered> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let (mut parts, body) = agent.run(request).map_err(|error| Unanswered(error.to_string()))?.into_parts();
    let mut bytes = Vec::new();
    body.into_reader().take(MAX_ANSWER).read_to_end(&mut bytes).map_err(|error| Unanswered(error.to_string()))?;
    parts.headers.remove(axum::http::header::CONTENT_ENCODING);
    Ok(HttpResponse::from_parts(parts, bytes))
}
