//! What stands between the network and every handler, from the outside in: one log line, safe headers, a kind
//! page for whatever goes wrong, compression, 30 seconds, one megabyte, and no form sent from another site.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::error::{PageError, fault_page, page_for};
use super::headers;

/// The longest a request may take.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// The most a request may carry, in bytes: one mebibyte.
pub const BODY_LIMIT_BYTES: usize = 1024 * 1024;

/// Puts every layer around a finished router, and answers what it does not know with "page not found".
///
/// Call it once, on the outermost router, after `with_state`.
pub fn layers(router: Router) -> Router {
    router
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(
            CsrfLayer::new()
                .with_rejection_response(|_: ProtectionError| page_for(StatusCode::FORBIDDEN)),
        )
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT_BYTES))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(kind_pages))
        .layer(CompressionLayer::new().gzip(true))
        .layer(map_response(headers::guard))
        .layer(from_fn(log))
}

async fn not_found() -> PageError {
    PageError::NotFound
}

/// The message of a panic may hold what someone typed, so it is not repeated in our log line.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    fault_page("a handler panicked")
}

/// Gives the bare answers of the layers and extractors below (plain text or nothing) our error page. Machines
/// that ask under `/api` or `/oruk` get them as they are.
async fn kind_pages(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_machines = ["/api/", "/oruk/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
        || path == "/oruk";
    let response = next.run(request).await;
    let status = response.status();
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let bare = kind.is_empty() || kind.starts_with("text/plain");
    let wrong = status.is_client_error() || status.is_server_error();
    if wrong && bare && !for_machines {
        page_for(status)
    } else {
        response
    }
}

/// One line for each request: its method, the pattern of its path, the status and the time it took. Never the
/// path itself, nor its query: they hold identities and what people searched for.
async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(no such page)", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await.into_response();
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status = response.status().as_u16(), milliseconds, "request");
    response
}

#[cfg(test)]
mod tests;
