//! The example's people in a database of their own, so that the real program has claims to answer and money to book.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support::{PASSWORD, Server, agent, sign_in};
use chrono::Utc;
use kernel::SeededRandomness;
use rules::access::{Authoriser, Role};
use sea_orm::{ConnectionTrait, Statement};
use service::{
    Application, Mode,
    account::{self, NewAccount},
    db::Database,
    demo::{self, Plan, World},
    evidence::Held,
    policy_text, publication,
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// Who buys Connect to Work, and a colleague of theirs.
pub const BUYERS: [&str; 2] = ["idris.rahimi@demo.example", "colleague@demo.example"];
/// Who works for its provider.
pub const PROVIDER: &str = "tomasz.wrona@demo.example";
/// Who registers people.
pub const ADVISER: &str = "farzana.siddiqui@demo.example";
/// The area of them all.
pub const AREA: &str = "east-birmingham-north-solihull";

/// The built-in text over a database.
pub fn application(db: Database) -> Application {
    let source = policy_text::Source::embedded();
    let places = Arc::new(source.gazetteer().unwrap());
    let policy = Arc::new(policy_text::load(&source, &places).unwrap());
    let file = |path: &str| source.file(path).unwrap();
    let categories = policy.categories.keys().cloned();
    let authoriser = Authoriser::load(file("spine/access.cedar"), file("spine/access.cedarschema"), categories);
    Application {
        db,
        policy,
        places,
        authoriser: Arc::new(authoriser.unwrap()),
        clock: Arc::new(kernel::FixedClock::new(Utc::now())),
        randomness: Arc::new(SeededRandomness::new(Utc::now().timestamp_micros().unsigned_abs())),
        mode: Mode::Live,
        settings: Arc::default(),
        held: Held::default(),
    }
}

/// Fills the database at `url` with `each` people of every situation, and gives those above a password.
#[tokio::main(flavor = "current_thread")]
pub async fn seed(url: &str, each: usize) {
    let (db, now) = (Database::open(url).await.unwrap(), Utc::now());
    publication::begin(&db, &policy_text::Source::embedded(), now, "The text of the tests").await.unwrap();
    let app = application(db);
    publication::keep_extent(&app.db, &app.policy).await.unwrap();
    let Application { db, policy, places, authoriser, .. } = &app;
    let world =
        World { db: db.clone(), policy: policy.clone(), places: places.clone(), authoriser: authoriser.clone() };
    let plan = Plan { each_situation: each, first_year: None, ..Plan::small(now) };
    demo::seed(world, &plan, &|_| ()).await.unwrap();
    let reader = app.db.reader();
    let [buyer, colleague] = BUYERS;
    let body = account::organisation_of(&app, AREA, "west-midlands-combined-authority").await.unwrap();
    let new = NewAccount {
        email: colleague,
        name: "A colleague",
        role: Role::Commissioner,
        organisation: body.as_ref(),
        person: None,
        password: Some(PASSWORD),
    };
    account::create(&app, reader, new).await.unwrap();
    for email in [buyer, PROVIDER, ADVISER] {
        account::set_password(&app, reader, email, PASSWORD).await.unwrap();
    }
    app.db.close().await.unwrap();
}

/// The rows of one column of whole numbers.
#[tokio::main(flavor = "current_thread")]
pub async fn numbers(url: &str, sql: &str) -> Vec<i64> {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// What was done, by the audit: the action's word, and what it was done to.
#[tokio::main(flavor = "current_thread")]
pub async fn audited(url: &str) -> Vec<(String, Uuid)> {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let sql = "SELECT action, subject_id FROM audit WHERE allowed AND subject_id IS NOT NULL";
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

/// Each of these was done, and once.
pub fn were_done_once(url: &str, acknowledged: &[(String, Uuid)]) {
    let mut times: HashMap<(String, Uuid), usize> = HashMap::new();
    for one in audited(url) {
        *times.entry(one).or_default() += 1;
    }
    for one in acknowledged {
        assert_eq!(times.get(one), Some(&1), "{one:?} was acknowledged");
    }
}

/// The page at a path; empty when the server is gone.
pub fn page(address: &str, path: &str, cookie: &str) -> String {
    let answer = agent().get(format!("{address}{path}")).header("cookie", cookie).call();
    answer.and_then(|mut answer| answer.body_mut().read_to_string()).unwrap_or_default()
}

/// The program is healthy and its books are in order: the audit verifies, every account together comes to zero, and no
/// claim was approved or paid twice.
pub fn in_order(url: &str, server: &Server) {
    let cookie = sign_in(&server.address, BUYERS[0]);
    let ledger = page(&server.address, "/ledger", &cookie);
    // Before anything is booked the page has no sum to show.
    assert!(!ledger.contains("sum to <strong>") || ledger.contains("sum to <strong>£0.00</strong>"), "{ledger}");
    assert_eq!(numbers(url, "SELECT CAST(COALESCE(SUM(amount_pence), 0) AS BIGINT) FROM entry"), [0]);
    let twice = "SELECT COUNT(*) FROM audit WHERE allowed AND action IN ('approve-claim', 'pay-claim') \
                 GROUP BY action, subject_id HAVING COUNT(*) > 1";
    assert_eq!(numbers(url, twice), [0_i64; 0], "a claim was answered or paid twice");
    verify(url);
}

/// `tapestry audit verify` finds nothing wrong.
pub fn verify(url: &str) {
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_tapestry"))
        .args(["audit", "verify", "--database-url", url])
        .output()
        .unwrap();
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
}
