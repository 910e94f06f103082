//! The pages of an adviser who refers: choosing a provider with the person, and a referral that was sent.

mod refer;
mod sharing;
mod show;

pub(crate) use sharing::after_the_end;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

/// `/people/{person}/refer/{programme}` and `/referrals/{referral}`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{person}/refer/{programme}", get(refer::show).post(refer::send))
        .route("/referrals/{referral}", get(show::show))
        .route("/referrals/{referral}/sharing", get(sharing::show).post(sharing::stop))
        .route("/referrals/{referral}/share-again", post(sharing::again))
        .route("/referrals/{referral}/withdraw", post(show::withdraw))
}
