//! An application for tests: the real policy text, a clock that stands still, a database of its own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use kernel::{Clock, Day, FixedClock, Moment, SeededRandomness};
use policy::Value;
use rules::access::{Authoriser, Role};
use sea_orm::ConnectionTrait;
use service::{
    App, Application, Mode,
    account::{self, NewAccount, SignedIn},
    db::Database,
    evidence::Held,
    person::{NewAnswer, NewPerson},
    policy_text, publication,
};
use std::sync::Arc;

/// The area in which the story plays.
pub const AREA: &str = "east-birmingham-north-solihull";

/// An application with its own clock to move.
pub struct World {
    /// What rooms work with.
    pub app: App,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    _folder: Option<tempfile::TempDir>,
}

/// The databases that tests run on: SQLite always; PostgreSQL where `TAPESTRY_TEST_POSTGRES` says where.
pub async fn databases() -> Vec<(String, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let mut databases = vec![(format!("sqlite:{}", folder.path().join("tapestry.db").display()), Some(folder))];
    match std::env::var("TAPESTRY_TEST_POSTGRES") {
        Ok(server) => databases.push((new_database(&server).await, None)),
        Err(_) => eprintln!("SKIPPED on PostgreSQL: set TAPESTRY_TEST_POSTGRES to a server's URL to run it there"),
    }
    databases
}

/// Makes a database of its own on the server and gives its URL.
async fn new_database(server: &str) -> String {
    let connection = sea_orm::Database::connect(server).await.unwrap();
    let name = format!("test_{}", uuid::Uuid::now_v7().simple());
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    format!("{address}/{name}")
}

/// A world on the database at `url`, at noon on 23 November 2026, with every body of every area.
pub async fn world(url: &str, folder: Option<tempfile::TempDir>) -> World {
    let clock = Arc::new(FixedClock::new(moment("2026-11-23")));
    let source = policy_text::Source::embedded();
    let db = Database::open(url).await.unwrap();
    let places = source.gazetteer().unwrap();
    let policy = policy_text::load(&source, &places).unwrap_or_else(|faults| panic!("{faults:#}"));
    let authoriser = Authoriser::load(
        source.file("spine/access.cedar").unwrap(),
        source.file("spine/access.cedarschema").unwrap(),
        policy.categories.keys().cloned(),
    )
    .unwrap();
    publication::begin(&db, &source, clock.now(), "The text of the tests").await.unwrap();
    publication::keep_extent(&db, &policy).await.unwrap();
    let app = Arc::new(Application {
        db,
        policy: Arc::new(policy),
        places: Arc::new(places),
        authoriser: Arc::new(authoriser),
        clock: clock.clone(),
        randomness: Arc::new(SeededRandomness::new(42)),
        mode: Mode::Demo,
        settings: Arc::default(),
        held: Held::default(),
    });
    for area in app.policy.areas.values() {
        account::register_organisations(&app, app.db.reader(), area).await.unwrap();
    }
    World { app, clock, _folder: folder }
}

/// Noon on a day, in UTC.
pub fn moment(day: &str) -> Moment {
    format!("{day}T12:00:00Z").parse().unwrap()
}

/// A day.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

impl World {
    /// Moves the clock to noon on a day.
    pub fn on(&self, day: &str) {
        self.clock.set(moment(day));
        assert_eq!(self.app.today().to_string(), day);
    }

    /// Somebody with an account in a body of an area.
    pub async fn somebody(&self, email: &str, role: Role, area: &str, body: &str) -> SignedIn {
        let organisation = account::organisation_of(&self.app, area, body).await.unwrap().unwrap();
        let new =
            NewAccount { email, name: email, role, organisation: Some(&organisation), person: None, password: None };
        account::create(&self.app, self.app.db.reader(), new).await.unwrap();
        SignedIn(account::account_by_email(self.app.db.reader(), email).await.unwrap().unwrap())
    }

    /// An answer to a fact's question, as a person file writes it.
    pub fn answer(&self, fact: &str, value: serde_json::Value) -> NewAnswer {
        let definition = self.app.policy.facts.get(fact).unwrap();
        let value: Value = definition.from_json(&value, &self.app.places).unwrap();
        NewAnswer {
            fact: fact.to_owned(),
            value: Some(value),
            source: "Told to the adviser".to_owned(),
            known_on: self.app.today(),
        }
    }
}

/// Somebody to register, who agreed.
pub fn amina() -> NewPerson {
    NewPerson {
        given_name: "Amina".to_owned(),
        family_name: "Hussain".to_owned(),
        telephone: Some("0121 496 0000".to_owned()),
        email: None,
        agreed: true,
    }
}
