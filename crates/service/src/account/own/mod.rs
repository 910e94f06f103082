//! The pages of one's own account: where one is signed in, and the second factor.

mod factor;
mod keys;
mod show;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

/// `/account`, the ends of its sessions, `/account/keys` and `/account/second-factor`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(show::show))
        .route("/account/sessions/end", post(show::end))
        .route("/account/sessions/end-others", post(show::end_others))
        .route("/account/keys", get(keys::show).post(keys::make))
        .route("/account/keys/{key}/end", post(keys::end))
        .route("/account/second-factor", get(factor::show).post(factor::submit))
        .route("/account/second-factor/take-away", post(factor::take_away))
}
