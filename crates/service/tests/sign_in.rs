//! Signing in: guessing is stopped without stopping the guessed; sessions are seen and ended; a code is asked for, once each.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/browser.rs"]
mod browser;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::Router;
use browser::Browser;
use chrono::TimeDelta;
use kernel::Clock;
use rules::access::{Action, Role};
use sea_orm::{ConnectionTrait, Statement};
use service::{
    ActionError, App,
    account::{self, DatabaseSessions, NewAccount, SignedIn, key},
};
use support::{AREA, World, databases, world};
use totp_rs::{Builder, Secret};
use tower_sessions::{SessionStore, session::Id};

const EMAIL: &str = "ann@example.org";
const PASSWORD: &str = "three brave otters";

async fn stage(url: &str, folder: Option<tempfile::TempDir>) -> (World, Router) {
    let world = world(url, folder).await;
    let app = &world.app;
    let body = account::organisation_of(app, AREA, "jobcentre-plus-birmingham-solihull").await.unwrap();
    let new = NewAccount {
        email: EMAIL,
        name: "Ann Adviser",
        role: Role::Adviser,
        organisation: body.as_ref(),
        person: None,
        password: Some(PASSWORD),
    };
    account::create(app, app.db.reader(), new).await.unwrap();
    // Sessions end by the clock on the wall, so that the world's clock stands where that is.
    world.clock.set(chrono::Utc::now());
    let router = service::router(app.clone());
    (world, router)
}

#[tokio::test]
async fn guessing_is_stopped_and_the_guessed_is_not() {
    for (url, folder) in databases().await {
        let (world, router) = stage(&url, folder).await;
        let mut own = Browser::new(&router);
        assert_eq!(own.sign_in(EMAIL, PASSWORD).await, (303, "/".to_owned()));
        own.post("/sign-out", &[]).await;

        let mut guesser = Browser::new(&router);
        for _ in 0..10 {
            assert_eq!(guesser.sign_in(EMAIL, "not the password").await.0, 200);
        }
        // From here on not even the right one is looked at, in whichever browser that is not known.
        assert_eq!(guesser.sign_in(EMAIL, PASSWORD).await.0, 429);
        let mut another = Browser::new(&router);
        let (status, _, page) = another.post("/sign-in", &[("email", EMAIL), ("password", PASSWORD)]).await;
        assert!(status == 429 && page.contains("There were too many tries"), "{page}");
        // An address that nobody has is stopped in the same way: it says nothing of who is here.
        for _ in 0..10 {
            another.post("/sign-in", &[("email", "nobody@example.org"), ("password", "not the password")]).await;
        }
        let (status, ..) = another.post("/sign-in", &[("email", "nobody@example.org"), ("password", "x")]).await;
        assert_eq!(status, 429);
        // At their own browser the person gets in all the same.
        assert_eq!(own.sign_in(EMAIL, PASSWORD).await.0, 303);
        // And everywhere, after a while.
        world.clock.set(world.clock.now() + TimeDelta::minutes(16));
        assert_eq!(guesser.sign_in(EMAIL, PASSWORD).await.0, 303);
    }
}

#[tokio::test]
async fn sessions_are_seen_and_ended_from_elsewhere() {
    for (url, folder) in databases().await {
        let (world, router) = stage(&url, folder).await;
        let (mut here, mut there) = (Browser::new(&router), Browser::new(&router));
        here.sign_in(EMAIL, PASSWORD).await;
        there.sign_in(EMAIL, PASSWORD).await;
        let (_, _, page) = here.get("/account").await;
        assert!(page.contains("Firefox on Linux") && page.contains("Sign out there"), "{page}");
        let id = page.split("name=\"session\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        // Somebody else's session is none of theirs.
        let works = world.somebody("works@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let mut stranger = Browser::new(&router);
        stranger.post(&format!("/sign-in/persona/{}", works.id), &[]).await;
        assert_eq!(stranger.post("/account/sessions/end", &[("session", &id)]).await.0, 404);
        assert!(there.is_in().await);
        // What will happen is said first: nobody is signed out yet.
        let (status, _, says) = here.post("/account/sessions/end", &[("session", &id)]).await;
        assert!(status == 200 && says.contains("will be signed out at once") && there.is_in().await, "{says}");
        assert_eq!(here.post("/account/sessions/end", &[("session", &id), ("sure", &id)]).await.0, 303);
        assert!(here.is_in().await && !there.is_in().await);
        there.sign_in(EMAIL, PASSWORD).await;
        assert_eq!(here.post("/account/sessions/end-others", &[]).await.0, 200);
        assert!(there.is_in().await);
        assert_eq!(here.post("/account/sessions/end-others", &[("sure", "others")]).await.0, 303);
        assert!(here.is_in().await && !there.is_in().await && stranger.is_in().await);
        // A new password ends them all.
        account::set_password(&world.app, world.app.db.reader(), EMAIL, "four brave otters").await.unwrap();
        assert!(!here.is_in().await);
        assert_eq!(here.sign_in(EMAIL, "four brave otters").await.0, 303);
    }
}

#[tokio::test]
async fn what_ended_a_session_is_not_undone_by_what_was_under_way() {
    for (url, folder) in databases().await {
        let (world, router) = stage(&url, folder).await;
        let app = &world.app;
        let mut browser = Browser::new(&router);
        browser.sign_in(EMAIL, PASSWORD).await;

        // A request that has read the session writes it again after it was ended: it stays ended.
        let store = DatabaseSessions::new(app.db.clone());
        let cookie = browser.cookies["tapestry"].clone();
        let id: Id = cookie.parse().unwrap();
        let read = store.load(&id).await.unwrap().unwrap();
        browser.post("/sign-out", &[]).await;
        store.save(&read).await.unwrap();
        assert!(store.load(&id).await.unwrap().is_none());
        browser.cookies.insert("tapestry".to_owned(), cookie.clone());
        assert!(!browser.is_in().await);

        // A sign-in whose password was looked at before a new one was set, and which is written after, is none.
        let mut late = Browser::new(&router);
        late.sign_in(EMAIL, PASSWORD).await;
        let id: Id = late.cookies["tapestry"].parse().unwrap();
        let mut written_late = store.load(&id).await.unwrap().unwrap();
        account::set_password(app, app.db.reader(), EMAIL, "four brave otters").await.unwrap();
        assert!(store.load(&id).await.unwrap().is_none());
        store.create(&mut written_late).await.unwrap();
        assert!(store.load(&id).await.unwrap().is_some());
        assert!(!late.is_in().await);
        browser = Browser::new(&router);
        assert_eq!(browser.sign_in(EMAIL, "four brave otters").await.0, 303);
        assert!(browser.is_in().await);

        // Nothing of an account comes back with it: neither sessions nor links, keys or browsers that were known.
        let (by, until) = (signed_in(app).await, app.today() + TimeDelta::days(9));
        let key = key::make(app, &by, "report", &[Action::SeeReport], until).await.unwrap();
        account::leave(app, EMAIL).await.unwrap();
        assert!(!browser.is_in().await);
        account::come_back(app, EMAIL).await.unwrap();
        assert!(!browser.is_in().await, "the session ended when the account was closed");
        assert!(key::of(app, signed_in(app).await.id).await.unwrap().is_empty(), "{key}");
        for table in ["known_browser", "sign_in_link", "session"] {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE account_id IS NOT NULL");
            let statement = Statement::from_string(app.db.reader().get_database_backend(), sql);
            let row = app.db.reader().query_one_raw(statement).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0, "{table}");
        }
        // And nothing is written for one that is closed.
        account::leave(app, EMAIL).await.unwrap();
        let closed = written_late.data.get("account").unwrap().as_str().unwrap().parse().unwrap();
        let secret = account::second_factor::new_secret(app);
        let set = account::second_factor::set(app, closed, &secret, &code(&world, &secret), false).await;
        assert!(matches!(set, Err(ActionError::NotFound)), "{set:?}");
    }
}

async fn signed_in(app: &App) -> SignedIn {
    SignedIn(account::account_by_email(app.db.reader(), EMAIL).await.unwrap().unwrap())
}

/// One that was taken away while another was put in its place is not back.
#[tokio::test]
async fn a_second_factor_that_was_taken_away_does_not_come_back() {
    for (url, folder) in databases().await {
        let (world, _) = stage(&url, folder).await;
        let (app, id) = (&world.app, signed_in(&world.app).await.id);
        let (first, second) = (account::second_factor::new_secret(app), account::second_factor::new_secret(app));
        account::second_factor::set(app, id, &first, &code(&world, &first), false).await.unwrap();
        let twice = account::second_factor::set(app, id, &second, &code(&world, &second), false).await;
        assert!(matches!(twice, Err(ActionError::Lost)), "a first one, where there is one: {twice:?}");
        account::second_factor::take_away(app, id, id).await.unwrap();
        let late = account::second_factor::set(app, id, &second, &code(&world, &second), true).await;
        assert!(matches!(late, Err(ActionError::Lost)), "{late:?}");
        assert!(!account::second_factor::is_set(app, id).await.unwrap());
    }
}

/// The code that the app shows now.
fn code(world: &World, secret: &str) -> String {
    let maker = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    maker.generate(u64::try_from(world.clock.now().timestamp()).unwrap()).to_string()
}

#[tokio::test]
async fn a_code_is_asked_for_and_each_is_good_once() {
    for (url, folder) in databases().await {
        let (world, router) = stage(&url, folder).await;
        let mut browser = Browser::new(&router);
        browser.sign_in(EMAIL, PASSWORD).await;
        let (_, _, page) = browser.get("/account/second-factor").await;
        let letters = page.split("tapestry-code\">").nth(1).unwrap().split('<').next().unwrap();
        let secret: String = letters.chars().filter(|letter| !letter.is_whitespace()).collect();
        assert_eq!(secret.len(), 32);
        assert_eq!(browser.post("/account/second-factor", &[("code", "000000")]).await.0, 422);
        let (status, _, page) = browser.post("/account/second-factor", &[("code", &code(&world, &secret))]).await;
        assert_eq!(status, 200, "{page}");
        let recovery: Vec<&str> =
            page.split("<li>").skip(1).filter_map(|rest| rest.get(..11)).filter(|code| code.contains('-')).collect();
        assert_eq!(recovery.len(), 10, "{page}");
        browser.post("/sign-out", &[]).await;

        // The password alone opens nothing; nor does the code that was used, nor a wrong one.
        assert_eq!(browser.sign_in(EMAIL, PASSWORD).await, (303, "/sign-in/code?next=%2F".to_owned()));
        assert!(!browser.is_in().await);
        assert_eq!(browser.post("/sign-in/code", &[("code", &code(&world, &secret))]).await.0, 422);
        world.clock.set(world.clock.now() + TimeDelta::seconds(60));
        let next = code(&world, &secret);
        assert_eq!(browser.post("/sign-in/code", &[("code", &next)]).await.0, 303);
        assert!(browser.is_in().await);
        browser.post("/sign-out", &[]).await;

        // A recovery code, typed as people type, is good once.
        let lower = recovery.first().unwrap().to_lowercase().replace('-', " ");
        for expected in [303, 422] {
            browser.sign_in(EMAIL, PASSWORD).await;
            assert_eq!(browser.post("/sign-in/code", &[("code", &lower)]).await.0, expected);
            browser.post("/sign-out", &[]).await;
        }

        // Codes cannot be guessed either; and what was begun lapses.
        let mut guesser = Browser::new(&router);
        guesser.sign_in(EMAIL, PASSWORD).await;
        let mut last = 0;
        for _ in 0..11 {
            last = guesser.post("/sign-in/code", &[("code", "123456")]).await.0;
        }
        assert_eq!(last, 429);
        world.clock.set(world.clock.now() + TimeDelta::minutes(20));
        assert_eq!(guesser.post("/sign-in/code", &[("code", "123456")]).await.1, "/sign-in");

        // Whoever sits at an open browser puts no other telephone in its place, and does not guess either.
        browser.sign_in(EMAIL, PASSWORD).await;
        let now = code(&world, &secret);
        assert_eq!(browser.post("/sign-in/code", &[("code", &now)]).await.0, 303);
        let (_, _, page) = browser.get("/account/second-factor").await;
        let letters = page.split("tapestry-code\">").nth(1).unwrap().split('<').next().unwrap();
        let other: String = letters.chars().filter(|letter| !letter.is_whitespace()).collect();
        let of_other = code(&world, &other);
        assert_eq!(browser.post("/account/second-factor", &[("code", &of_other)]).await.0, 422);
        let third = recovery.get(2).copied().unwrap_or_default();
        // A code of the old one is not spent on a wrong one of the new.
        assert_eq!(browser.post("/account/second-factor", &[("current", third), ("code", "1")]).await.0, 422);
        for _ in 0..10 {
            let form = [("current", "123456"), ("code", of_other.as_str())];
            assert_eq!(browser.post("/account/second-factor", &form).await.0, 422);
        }
        let (status, _, page) = browser.post("/account/second-factor/take-away", &[("code", third)]).await;
        assert!(status == 422 && page.contains("There were too many tries"), "{page}");
        world.clock.set(world.clock.now() + TimeDelta::minutes(16));
        // With a code of the old one it is replaced, and the old codes are worth nothing.
        let form = [("current", third), ("code", &code(&world, &other))];
        let (status, _, page) = browser.post("/account/second-factor", &form).await;
        assert!(status == 200 && page.contains("Keep these codes"), "{page}");
        let secret = other;
        let recovery: Vec<&str> =
            page.split("<li>").skip(1).filter_map(|rest| rest.get(..11)).filter(|code| code.contains('-')).collect();
        world.clock.set(world.clock.now() + TimeDelta::seconds(60));
        browser.post("/sign-out", &[]).await;

        // Taken away with a code.
        browser.sign_in(EMAIL, PASSWORD).await;
        let now = code(&world, &secret);
        assert_eq!(browser.post("/sign-in/code", &[("code", &now)]).await.0, 303);
        assert_eq!(browser.post("/account/second-factor/take-away", &[("code", &now)]).await.0, 422);
        let another = recovery.get(1).copied().unwrap_or_default();
        assert_eq!(browser.post("/account/second-factor/take-away", &[("code", another)]).await.0, 303);
        browser.post("/sign-out", &[]).await;
        assert_eq!(browser.sign_in(EMAIL, PASSWORD).await, (303, "/".to_owned()));
    }
}
