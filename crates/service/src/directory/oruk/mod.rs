//! The open interface under `/oruk`: Open Referral UK 3.0, for any program, from any site.
//!
//! No key, no registration, `Access-Control-Allow-Origin: *` on every answer. A parameter that
//! cannot be read is answered with 400, an id that is not there with 404, both in JSON.

mod answer;
mod description;
mod lists;
mod parameters;

use crate::App;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{MethodRouter, get};

/// Everything under `/oruk`.
pub fn routes() -> Router<App> {
    let open = |handler: MethodRouter<App>| handler.options(allowed).fallback(answer::method_not_allowed);
    Router::new()
        .route("/oruk", open(get(description::details)))
        .route("/oruk/", open(get(description::details)))
        .route("/oruk/openapi.json", open(get(description::openapi)))
        .route("/oruk/services", open(get(lists::services)))
        .route("/oruk/services/{id}", open(get(lists::service)))
        .route("/oruk/service_at_locations", open(get(lists::service_at_locations)))
        .route("/oruk/service_at_locations/{id}", open(get(lists::service_at_location)))
        .route("/oruk/organizations", open(get(lists::organizations)))
        .route("/oruk/organizations/{id}", open(get(lists::organization)))
        .route("/oruk/taxonomies", open(get(lists::taxonomies)))
        .route("/oruk/taxonomies/{id}", open(get(lists::taxonomy)))
        .route("/oruk/taxonomy_terms", open(get(lists::taxonomy_terms)))
        .route("/oruk/taxonomy_terms/{id}", open(get(lists::taxonomy_term)))
        .route("/oruk/{*rest}", get(answer::no_such_endpoint))
        .layer(map_response(from_anywhere))
}

/// What a browser is told before it asks from another site.
async fn allowed() -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn from_anywhere(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
    response
}
