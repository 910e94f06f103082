//! The whole site: every room's routes, the session, and the layers around them.

use crate::{
    App, Mode,
    account::{self, DatabaseSessions},
    directory, performance, person, referral, web,
};
use axum::{Router, middleware::from_fn_with_state};
use time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// How long somebody stays signed in: a working day.
const SIGNED_IN: Duration = Duration::hours(10);

/// The site as axum serves it.
pub fn router(app: App) -> Router {
    let sessions = SessionManagerLayer::new(DatabaseSessions::new(app.db.clone()))
        .with_name("tapestry")
        .with_secure(app.mode == Mode::Live)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(SIGNED_IN));
    let rooms = Router::new()
        .merge(account::routes())
        .merge(directory::routes())
        .merge(performance::routes())
        .merge(referral::inbox::routes())
        .merge(crate::delivery::routes())
        .merge(crate::claim::routes())
        .merge(crate::decision::routes())
        .merge(crate::audit::routes())
        .merge(account::staff::routes())
        .merge(crate::places::routes())
        .merge(crate::ahead::routes())
        .merge(crate::rulebook::routes())
        .merge(person::pages::routes())
        .merge(referral::pages::routes())
        .merge(web::pages::routes())
        .merge(web::assets::routes());
    let site = web::framed(rooms)
        .layer(from_fn_with_state(app.clone(), account::frame))
        .layer(sessions)
        .with_state(app.clone());
    web::layers(site.merge(directory::oruk_routes().with_state(app)))
}
