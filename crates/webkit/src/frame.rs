//! Shows error pages inside the reader's own shell: with their navigation, still signed in.
//!
//! A handler's [`super::PageError`] knows nothing of the reader, and the bare answers of axum (no such page, a
//! form that cannot be read) are one line of text. Both become a page here.

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use super::error::{PageError, Words, page_for, words_for};
use super::shell::Shell;

/// Answers every unknown address of `router`, and frames every error of it.
///
/// Call it when all rooms are merged, and put the layer that inserts the [`Shell`] around what it returns.
pub fn framed<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.fallback(not_found).method_not_allowed_fallback(not_found).layer(from_fn(in_own_shell))
}

async fn not_found() -> PageError {
    PageError::NotFound
}

async fn in_own_shell(shell: Shell, request: Request, next: Next) -> Response {
    let machines = is_for_machines(&request);
    let response = next.run(request).await;
    if let Some(words) = response.extensions().get::<Words>() {
        words.page_in(&shell)
    } else if is_bare(&response) && !machines {
        words_for(said_as(response.status())).page_in(&shell)
    } else {
        response
    }
}

/// The same for what the layers outside the sign-in answer: no form from other sites, too much, too slow.
pub(super) async fn in_public_shell(request: Request, next: Next) -> Response {
    let machines = is_for_machines(&request);
    let response = next.run(request).await;
    if is_bare(&response) && !machines { page_for(said_as(response.status())).into_response() } else { response }
}

/// Programs that ask under `/api` or `/oruk` get bare answers as they are.
fn is_for_machines(request: &Request) -> bool {
    let path = request.uri().path();
    ["/api", "/oruk"]
        .iter()
        .any(|prefix| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let wrong = response.status().is_client_error() || response.status().is_server_error();
    wrong && (kind.is_empty() || kind.starts_with("text/plain"))
}

/// An address that knows another method only is no different from one that does not exist.
fn said_as(status: StatusCode) -> StatusCode {
    if status == StatusCode::METHOD_NOT_ALLOWED { StatusCode::NOT_FOUND } else { status }
}
