//! The whole site: every room's routes, the session, and the layers around them; under the policy text that
//! is in force as a request comes in.

use crate::{
    App, Mode,
    account::{self, DatabaseSessions},
    directory,
    operations::{self, Watch},
    performance, person,
    publication::{self, InForce},
    referral, web,
};
use axum::{Router, extract::Request, middleware::from_fn_with_state, response::Response};
use std::sync::{Arc, PoisonError, RwLock};
use time::Duration;
use tokio::sync::Mutex;
use tower::ServiceExt;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// How long somebody stays signed in: a working day.
const SIGNED_IN: Duration = Duration::hours(10);

/// How long a request waits to be told whether another version of the policy text is in force.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

/// The site as axum serves it. When another version of the policy text comes into force, here or by another
/// program on the same database, the next request is answered under it.
pub fn router(app: App) -> Router {
    watched_router(app, Watch::default())
}

/// The same, counted in a watch of the caller's, and with the questions of health.
pub fn watched_router(app: App, watch: Watch) -> Router {
    let health = operations::health_routes(app.clone(), watch.clone());
    let serving = RwLock::new(Serving { router: site(app.clone(), watch.clone()), app });
    let live = Arc::new(Live { serving, unusable: Mutex::new(None), watch });
    health.fallback(async move |request: Request| live.answer(request).await)
}

/// What is answered while every connection that there may be is at work: the questions of health, and to whoever asks for
/// anything else, to come again.
pub fn router_when_full(app: App, watch: Watch) -> Router {
    operations::health_routes(app, watch)
        .fallback(async || web::headers::guard(web::layers::when_to_come_again(web::busy_page()).await).await)
}

/// The site under one version of the policy text. A request is answered by one from beginning to end.
#[derive(Clone)]
struct Serving {
    app: App,
    router: Router,
}

/// The site under the version in force.
struct Live {
    serving: RwLock<Serving>,
    /// The publication that could not be used, so that it is not tried at every request. Held while one is tried.
    unusable: Mutex<Option<i32>>,
    watch: Watch,
}

impl Live {
    async fn answer(&self, request: Request) -> Response {
        let request = web::readable(request);
        let is_asset = request.uri().path().starts_with("/assets/");
        let serving = if is_asset { self.serving() } else { self.in_force().await };
        match serving.router.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    fn serving(&self) -> Serving {
        // Whoever panicked while writing left one whole value or the other.
        self.serving.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The site under what is in force, which takes one query to know.
    async fn in_force(&self) -> Serving {
        let serving = self.serving();
        let asked = tokio::time::timeout(PATIENCE, publication::overtaken(&serving.app)).await;
        // Pages that need nothing of the database are not to wait for it; what is new is seen by a later request.
        let Ok(asked) = asked else { return serving };
        match asked {
            Ok(None) => serving,
            Ok(Some(publication)) => self.renewed(&publication).await,
            Err(error) => {
                // The page that was asked for will say that the database does not answer.
                tracing::error!(detail = %format!("{error:#}"), "cannot tell which policy text is in force");
                serving
            }
        }
    }

    async fn renewed(&self, publication: &InForce) -> Serving {
        let mut unusable = self.unusable.lock().await;
        let serving = self.serving();
        let done = serving.app.policy.version.as_str() == publication.version;
        if done || *unusable == Some(publication.number) {
            return serving;
        }
        match publication::open(&serving.app, publication).await {
            Ok(app) => {
                tracing::info!(policy = %publication.version, number = publication.number, "policy text in force");
                let renewed = Serving { router: site(app.clone(), self.watch.clone()), app };
                *self.serving.write().unwrap_or_else(PoisonError::into_inner) = renewed.clone();
                renewed
            }
            Err(error) => {
                tracing::error!(
                    policy = %publication.version, number = publication.number, detail = %format!("{error:#}"),
                    "the policy text in force cannot be used by this program; going on under the one before"
                );
                *unusable = Some(publication.number);
                serving
            }
        }
    }
}

fn site(app: App, watch: Watch) -> Router {
    let sessions = SessionManagerLayer::new(DatabaseSessions::new(app.db.clone()))
        .with_name("tapestry")
        .with_secure(app.mode == Mode::Live)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(SIGNED_IN));
    let rooms = Router::new()
        .merge(account::routes())
        .merge(account::own_routes())
        .merge(directory::routes())
        .merge(performance::routes())
        .merge(crate::evidence::routes())
        .merge(referral::inbox::routes())
        .merge(crate::delivery::routes())
        .merge(crate::claim::routes())
        .merge(crate::ledger::routes())
        .merge(crate::money::routes())
        .merge(crate::decision::routes())
        .merge(crate::audit::routes())
        .merge(account::staff::routes())
        .merge(crate::places::routes())
        .merge(crate::agreements::routes())
        .merge(crate::emergency::routes())
        .merge(crate::retention::routes())
        .merge(crate::ahead::routes())
        .merge(crate::rulebook::routes())
        .merge(publication::routes())
        .merge(person::pages::routes())
        .merge(referral::pages::routes())
        .merge(web::pages::routes())
        .merge(web::assets::routes());
    let site = web::framed(rooms.layer(from_fn_with_state(app.clone(), crate::once::once)))
        .layer(from_fn_with_state(app.clone(), account::frame))
        .layer(sessions)
        .with_state(app.clone());
    web::layers(site.merge(directory::oruk_routes().with_state(app)), watch)
}
