//! What stands between the network and every handler, from the outside in: an id and one log line, safe headers, when to come
//! again, compression, a kind page for whatever goes wrong, all of a request or none of it ([`super::body`]), so many at once,
//! 30 seconds, and no form sent from another site.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument;

use super::body::{Room, whole};
use super::error::{busy_page, fault_page, page_for};
use super::frame::in_public_shell;
use super::headers;
use crate::watch::{REQUEST_ID, Watch, request_id};

/// The longest a request may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Requests that are worked on at once; the next are asked to come again, so that those under way are answered in time.
pub const AT_ONCE: usize = 512;

/// Puts every layer around a finished router.
///
/// Call it once, last, after `with_state` and after the sign-in layer around [`super::framed`].
pub fn layers(router: Router, watch: Watch) -> Router {
    router
        .layer(CsrfLayer::new().with_rejection_response(|_: ProtectionError| page_for(StatusCode::FORBIDDEN)))
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(from_fn_with_state(Arc::new(Semaphore::new(AT_ONCE)), so_many_at_once))
        .layer(from_fn_with_state(Room::default(), whole))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(in_public_shell))
        .layer(CompressionLayer::new().gzip(true))
        .layer(map_response(when_to_come_again))
        .layer(map_response(headers::guard))
        .layer(from_fn_with_state(watch, log))
}

/// Answers 503 at once where too many requests are under way.
async fn so_many_at_once(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.try_acquire() else { return busy_page() };
    next.run(request).await
}

/// Says in every answer that asks somebody to come again when that is: in ten seconds, or after the quarter of an hour in which
/// tries are counted.
pub async fn when_to_come_again(mut response: Response) -> Response {
    let seconds = match response.status() {
        StatusCode::SERVICE_UNAVAILABLE => "10",
        StatusCode::TOO_MANY_REQUESTS => "900",
        _ => return response,
    };
    response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static(seconds));
    response
}

/// The message of a panic may hold what someone typed, so it is not repeated in our log line.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    fault_page("a handler panicked")
}

/// One line for each request: its id, its method, the pattern of its path, the status and the time it took; the
/// same is counted. Never the path itself, nor its query: they hold identities and what people searched for. The id
/// stands in every line that is logged on the way, and in the answer.
async fn log(State(watch): State<Watch>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    watch.metrics().begin();
    let method = known(request.method());
    let path = request.extensions().get::<MatchedPath>().map_or("(no such page)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id);
    let mut response = next.run(request).instrument(span.clone()).await.into_response();
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(method, path, status, milliseconds, "answered"));
    watch.metrics().end(method, &path, status, took);
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The method of a request where it is one that the site knows. Any other is a word that somebody made up: it is neither logged
/// nor counted apart.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

#[cfg(test)]
mod tests;
