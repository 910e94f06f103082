//! The pages of what is due to be deleted: the list, one record, and certificates.

mod certificate;
mod due;
mod one;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

/// `/retention`, `/retention/people/{person}` with its two answers, and `/retention/certificates`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/retention", get(due::show).post(due::submit))
        .route("/retention/alike/{alike}", post(due::say_alike))
        .route("/retention/people/{person}", get(one::show))
        .route("/retention/people/{person}/delete", post(one::delete))
        .route("/retention/people/{person}/keep", post(one::keep))
        .route("/retention/certificates", get(certificate::list))
        .route("/retention/certificates/{certificate}", get(certificate::show))
}
