//! What was ended or erased does not come back: not by an old link, session or key when an account is opened again, not by an
//! invitation, not in a copy made afterwards, and not by going back to a copy made before.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/browser.rs"]
mod browser;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::http::{Request, header};
use browser::Browser;
use chrono::TimeDelta;
use kernel::Clock;
use rules::access::Role;
use sea_orm::{ConnectionTrait, Statement};
use service::{
    ActionError, Settings,
    account::{
        self, NewAccount, SignedIn,
        invitation::{self, Invited},
        key, link,
    },
    db::{Database, copy_sqlite},
    person::{self, requests::RequestKind},
    retention::{self, Again, Ground},
};
use std::{fs, path::Path, sync::Arc};
use support::{AREA, World, amina, databases, world};

const COUNCIL: &str = "birmingham-city-council";
const PASSWORD: &str = "three brave otters";
/// A word in everything that is said of her.
const WORD: &str = "Zebedee";

async fn stage(url: &str, folder: Option<tempfile::TempDir>) -> World {
    let mut world = world(url, folder).await;
    let address = Some("https://help.example.org".parse().unwrap());
    let settings = Settings { address, letters: true, ..Settings::default() };
    Arc::get_mut(&mut world.app).unwrap().settings = Arc::new(settings);
    world
}

/// The links of the letters to an address that wait to be carried.
async fn links(world: &World, to: &str) -> Vec<String> {
    link::answer_asked(&world.app).await.unwrap();
    let connection = world.app.db.reader();
    let of_one = format!("SELECT text FROM letter WHERE lower(to_address) = lower('{to}')");
    let all = Statement::from_string(connection.get_database_backend(), of_one);
    let rows = connection.query_all_raw(all).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
    texts
        .filter_map(|text| {
            let link = text.split("https://help.example.org").nth(1)?.split_whitespace().next()?;
            Some(link.to_owned())
        })
        .collect()
}

#[tokio::test]
async fn an_account_that_is_opened_again_is_not_opened_by_what_was_good_before() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder).await;
        let app = &world.app;
        let administrator = world.somebody("administrator@example.org", Role::Administrator, AREA, COUNCIL).await;
        let router = service::router(app.clone());
        for by_command in [true, false] {
            let email = if by_command { "one@example.org" } else { "other@example.org" };
            let analyst = world.somebody(email, Role::Analyst, AREA, COUNCIL).await;
            account::set_password(app, app.db.reader(), email, PASSWORD).await.unwrap();
            let mut browser = Browser::new(&router);
            assert_eq!(browser.sign_in(email, PASSWORD).await.0, 303);
            assert!(browser.is_in().await);
            let until = app.today() + TimeDelta::days(30);
            let scopes = key::scopes(app, &analyst);
            let secret = key::make(app, &analyst, "a report", &scopes, until).await.unwrap();
            let with_key = async || {
                let request =
                    Request::get("/reports/first-year").header(header::AUTHORIZATION, format!("Bearer {secret}"));
                Browser::new(&router).ask(request, String::new()).await.0
            };
            assert_ne!(with_key().await, 401);
            assert!(link::ask(app, email).await.unwrap());
            let path = links(&world, email).await.pop().unwrap();
            assert_eq!(Browser::new(&router).get(&path).await.0, 200);

            if by_command {
                account::leave(app, email).await.unwrap();
            } else {
                account::staff::leave(app, &administrator, analyst.id).await.unwrap();
            }
            let opened = format!("UPDATE account SET left_at = NULL WHERE email = '{email}'");
            app.db.reader().execute_unprepared(&opened).await.unwrap();
            assert!(!browser.is_in().await, "an old session");
            assert_eq!(with_key().await, 401, "an old key");
            assert_eq!(Browser::new(&router).get(&path).await.0, 404, "an old link");
            let form = [("password", "four calm badgers"), ("again", "four calm badgers")];
            assert_eq!(Browser::new(&router).post(&path, &form).await.0, 404, "an old link");
            assert_eq!(browser.sign_in(email, PASSWORD).await.0, 303, "it is open");
        }
    }
}

struct Story {
    adviser: SignedIn,
    lead: SignedIn,
    person: kernel::PersonId,
}

/// Somebody who was told of, who sees their own record, and asks to be deleted.
async fn story(world: &World) -> Story {
    let app = &world.app;
    let body = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, body).await;
    let lead = world.somebody("lead@example.org", Role::DataLead, AREA, body).await;
    world.on("2025-04-07");
    let mut new = amina();
    new.given_name = WORD.to_owned();
    new.email = Some(format!("{WORD}@example.org"));
    let person = person::register(app, &adviser, new).await.unwrap();
    let mut answer = world.answer("disabled", serde_json::json!(true));
    answer.source = format!("Told by {WORD}");
    person::record_answers(app, &adviser, person, vec![answer]).await.unwrap();
    assert_eq!(invitation::invite_person(app, &adviser, person).await.unwrap(), Invited::ByLetter);
    Story { adviser, lead, person }
}

impl Story {
    async fn is_erased(&self, world: &World) {
        let app = &world.app;
        let email = format!("{}@own.example.org", WORD.to_lowercase());
        let new = NewAccount {
            email: &email,
            name: WORD,
            role: Role::Resident,
            organisation: None,
            person: Some(self.person),
            password: Some(PASSWORD),
        };
        account::create(app, app.db.reader(), new).await.unwrap();
        let resident = SignedIn(account::account_by_email(app.db.reader(), &email).await.unwrap().unwrap());
        person::requests::ask(app, &resident, self.person, RequestKind::Delete, WORD).await.unwrap();
        retention::erase(app, &self.lead, self.person, Ground::Asked).await.unwrap();
    }
}

#[tokio::test]
async fn no_old_link_opens_what_was_erased() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder).await;
        let (app, story) = (&world.app, story(&world).await);
        let invited = links(&world, &format!("{WORD}@example.org")).await.pop().unwrap();
        let router = service::router(app.clone());
        assert_eq!(Browser::new(&router).get(&invited).await.0, 200);
        let record = format!("/people/{}", story.person);
        account::set_password(app, app.db.reader(), "adviser@example.org", PASSWORD).await.unwrap();
        let mut adviser = Browser::new(&router);
        adviser.sign_in("adviser@example.org", PASSWORD).await;
        assert!(adviser.get(&record).await.2.contains(WORD));
        story.is_erased(&world).await;
        assert_eq!(Browser::new(&router).get(&invited).await.0, 404);
        assert_eq!(Browser::new(&router).post(&invited, &[("name", WORD)]).await.0, 404);
        let mut resident = Browser::new(&router);
        let own = format!("{}@own.example.org", WORD.to_lowercase());
        assert_ne!(resident.sign_in(&own, PASSWORD).await.0, 303);
        assert!(link::ask(app, &own).await.unwrap());
        for to in [own, format!("{WORD}@example.org")] {
            assert_eq!(
                links(&world, &to).await.len(),
                0,
                "a letter to somebody erased, or one that was not carried yet"
            );
        }
        for path in [record.clone(), format!("{record}/contact")] {
            assert_eq!(adviser.get(&path).await.0, 404, "{path}");
        }
        assert!(!adviser.get("/caseload").await.2.contains(WORD));
        let again = person::record_answers(app, &story.adviser, story.person, Vec::new()).await;
        assert!(matches!(again, Err(ActionError::NotFound)), "{again:?}");
    }
}

/// Whether the word stands anywhere in a file, in either case.
fn holds(file: &Path) -> bool {
    let bytes = fs::read(file).unwrap().to_ascii_lowercase();
    let word = WORD.to_lowercase();
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

#[tokio::test]
async fn what_was_erased_is_in_no_copy_made_afterwards_and_goes_again_from_one_made_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let url = |name: &str| format!("sqlite:{}", path(name).display());
    let world = stage(&url("live.db"), None).await;
    let story = story(&world).await;
    copy_sqlite(&world.app.db, &path("before.db")).await.unwrap();
    story.is_erased(&world).await;
    assert!(world.app.db.wipe_what_was_erased(false).await.unwrap(), "the erasure did not make it due");
    copy_sqlite(&world.app.db, &path("after.db")).await.unwrap();
    assert!(holds(&path("before.db")), "the word is looked for in the right way");
    for name in ["after.db", "live.db", "live.db-wal"] {
        assert!(!holds(&path(name)), "{name}");
    }

    // Going back to the copy made before.
    let mut back = support::world(&url("before.db"), None).await;
    back.clock.set(world.clock.now() + TimeDelta::days(1));
    let elsewhere = Database::open(&url("live.db")).await.unwrap();
    let app = Arc::get_mut(&mut back.app).unwrap();
    let again = retention::erase_again(app, &elsewhere).await.unwrap();
    assert_eq!(again, Again { erased: 1, nothing_to_do: 0 });
    assert_eq!(retention::erase_again(app, &elsewhere).await.unwrap(), Again { erased: 0, nothing_to_do: 1 });
    assert!(app.db.wipe_what_was_erased(false).await.unwrap());
    for name in ["before.db", "before.db-wal"] {
        assert!(!holds(&path(name)), "{name}");
    }
    let lead = SignedIn(account::account_by_email(app.db.reader(), "lead@example.org").await.unwrap().unwrap());
    let certificates = retention::certificates(app, &lead).await.unwrap();
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates.first().map(|one| one.at), Some(world.clock.now()), "as it was done");
    assert!(matches!(retention::record(app, &lead, story.person).await, Err(ActionError::NotFound)));
}
