//! The rule book: every programme's rules in words, for anyone to read, search and print.
//!
//! Written out afresh from the policy text at each request, so that it cannot say anything else.

mod list;
mod programme;
mod words;

use crate::App;
use axum::{Router, routing::get};

/// `/rules` and `/rules/{programme}`: public.
pub fn routes() -> Router<App> {
    Router::new().route("/rules", get(list::show)).route("/rules/{programme}", get(programme::show))
}
