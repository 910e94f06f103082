//! The pages of one's own account: where one is signed in, and the second factor.

mod factor;
mod show;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

/// `/account`, the ends of its sessions, and `/account/second-factor`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(show::show))
        .route("/account/sessions/end", post(show::end))
        .route("/account/sessions/end-others", post(show::end_others))
        .route("/account/second-factor", get(factor::show).post(factor::submit))
        .route("/account/second-factor/take-away", post(factor::take_away))
}
