//! Who can sign in, for administrators: the accounts of their area, new ones, and those who leave.

mod admit;
mod leave;
mod list;
mod new;
mod store;

use crate::App;
use axum::{Router, routing::get};

pub use admit::admit;
pub use leave::leave;

/// `/accounts`, `/accounts/new` and `/accounts/{account}/leave`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/accounts", get(list::show))
        .route("/accounts/new", get(new::show).post(new::submit))
        .route("/accounts/{account}/leave", get(leave::show).post(leave::submit))
}
