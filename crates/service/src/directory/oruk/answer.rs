//! Answers in JSON: records, and what is wrong with a request.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// What is wrong with a request, for the program that made it.
#[derive(Debug)]
pub(super) enum OrukError {
    /// A parameter cannot be read. 400.
    Parameter {
        /// Its name.
        name: String,
        /// What it should be.
        says: String,
    },
    /// There is nothing with this id. 404.
    NotFound(&'static str),
    /// A fault of ours, logged. 500.
    Fault(anyhow::Error),
}

#[derive(Serialize)]
struct Problem<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    message: &'a str,
}

fn problem(status: StatusCode, error: &str, parameter: Option<&str>, message: &str) -> Response {
    (status, Json(Problem { error, parameter, message })).into_response()
}

impl IntoResponse for OrukError {
    fn into_response(self) -> Response {
        match self {
            Self::Parameter { name, says } => {
                problem(StatusCode::BAD_REQUEST, "directory/bad-parameter", Some(&name), &says)
            }
            Self::NotFound(kind) => {
                let says = format!("there is no {kind} with this id");
                problem(StatusCode::NOT_FOUND, "directory/not-found", None, &says)
            }
            Self::Fault(fault) => {
                tracing::error!(fault = format!("{fault:#}"), "the directory could not answer");
                let says = "something went wrong on our side; try again later";
                problem(StatusCode::INTERNAL_SERVER_ERROR, "directory/fault", None, says)
            }
        }
    }
}

impl From<anyhow::Error> for OrukError {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}

impl From<sea_orm::DbErr> for OrukError {
    fn from(fault: sea_orm::DbErr) -> Self {
        Self::Fault(fault.into())
    }
}

/// A path under `/oruk` that is none of ours.
pub(super) async fn no_such_endpoint() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "directory/no-such-endpoint",
        None,
        "there is no such endpoint; see /oruk/openapi.json",
    )
}

/// Anything but reading.
pub(super) async fn method_not_allowed() -> Response {
    problem(StatusCode::METHOD_NOT_ALLOWED, "directory/read-only", None, "this interface is for reading only: use GET")
}
