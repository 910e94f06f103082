//! How people come to have an account: invitations, roles, leaving, links in letters, keys for programs, and a second factor
//! that a role must have.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/refused.rs"]
mod refused;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::http::{Request, header};
use browser::Browser;
use chrono::TimeDelta;
use kernel::Clock;
use refused::code;
use rules::access::{Action, Role};
use service::{
    ActionError, Settings,
    account::{
        self, Organisation, SignedIn,
        invitation::{self, Invited},
        key, link, staff,
    },
    letters::{self, Carrier, Letter},
    person::{self, Contact},
};
use std::{
    pin::Pin,
    sync::{Arc, Mutex},
};
use support::{AREA, World, amina, databases, day, world};

const PASSWORD: &str = "three brave otters";
const COUNCIL: &str = "birmingham-city-council";

async fn stage(url: &str, folder: Option<tempfile::TempDir>, settings: Settings) -> World {
    let mut world = world(url, folder).await;
    Arc::get_mut(&mut world.app).unwrap().settings = Arc::new(settings);
    // Sessions end by the clock on the wall, so that the world's clock stands where that is.
    world.clock.set(chrono::Utc::now());
    world
}

/// Letters are carried, and the program is reached at an address.
fn with_letters() -> Settings {
    Settings { address: Some("https://help.example.org".parse().unwrap()), letters: true, ..Settings::default() }
}

/// Whoever carries letters here lays them on a table; now and then it drops one.
#[derive(Default)]
struct Table {
    letters: Mutex<Vec<Letter>>,
    closed: Mutex<bool>,
}

impl Carrier for Table {
    fn carry<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
        Box::pin(async move {
            anyhow::ensure!(!*self.closed.lock().unwrap(), "the table is closed");
            self.letters.lock().unwrap().push(letter.clone());
            Ok(())
        })
    }
}

impl Table {
    /// Carries what waits; gives the newest letter's address and the path of the link in it.
    async fn newest(&self, world: &World) -> (String, String) {
        link::answer_asked(&world.app).await.unwrap();
        letters::carry(&world.app, self).await.unwrap();
        let letters = self.letters.lock().unwrap();
        let letter = letters.last().unwrap_or_else(|| panic!("no letter"));
        let link = letter.text.split_whitespace().find_map(|word| word.strip_prefix("https://help.example.org"));
        (letter.to.clone(), link.unwrap().to_owned())
    }
}

async fn body(world: &World, name: &str) -> Organisation {
    account::organisation_of(&world.app, AREA, name).await.unwrap().unwrap()
}

fn link(invited: Invited) -> String {
    match invited {
        Invited::PassOn(link) => link,
        Invited::ByLetter => panic!("no letters are carried"),
    }
}

#[tokio::test]
async fn an_administrator_invites_and_never_knows_the_password() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder, Settings::default()).await;
        let app = &world.app;
        let administrator = world.somebody("admin@example.org", Role::Administrator, AREA, COUNCIL).await;
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, COUNCIL).await;
        let (council, works) = (body(&world, COUNCIL).await, body(&world, "heartlands-works").await);
        let elsewhere = account::organisation_of(app, "newcastle", "newcastle-futures").await.unwrap().unwrap();
        let invite = |email, role, organisation| invitation::invite(app, &administrator, email, role, organisation);

        // To the own organisation in any role; to others in the area as their administrator; nowhere else.
        let first = link(invite("jo@example.org", Role::Auditor, &council).await.unwrap());
        let other = invite("sam@example.org", Role::ProviderStaff, &works).await.unwrap_err();
        assert_eq!(code(&other), "account/other-organisation");
        invite("sam@example.org", Role::Administrator, &works).await.unwrap();
        for (role, organisation) in [(Role::Administrator, &elsewhere), (Role::Resident, &council)] {
            let refused = invite("x@example.org", role, organisation).await.unwrap_err();
            assert!(matches!(refused, ActionError::NotFound), "{refused:?}");
        }
        let taken = invite("Adviser@example.org", Role::Adviser, &council).await.unwrap_err();
        assert_eq!(code(&taken), "account/e-mail-taken");
        let none = invitation::invite(app, &adviser, "x@example.org", Role::Adviser, &council).await.unwrap_err();
        assert!(matches!(none, ActionError::NotAllowed(_)), "{none:?}");

        // A second invitation makes the first worth nothing. Taken up it is used up.
        let second = link(invite("jo@example.org", Role::Analyst, &council).await.unwrap());
        let router = service::router(app.clone());
        let mut jo = Browser::new(&router);
        assert_eq!(jo.get(&first).await.0, 404);
        assert_eq!(jo.get(&second).await.0, 200);
        let weak = [("name", "Jo"), ("password", "short"), ("again", "short")];
        assert_eq!(jo.post(&second, &weak).await.0, 422);
        let right = [("name", "Jo Council"), ("password", PASSWORD), ("again", PASSWORD)];
        assert_eq!(jo.post(&second, &right).await.0, 303);
        assert!(jo.is_in().await);
        let account = account::account_by_email(app.db.reader(), "jo@example.org").await.unwrap().unwrap();
        assert_eq!((account.role, account.name.as_str()), (Role::Analyst, "Jo Council"));
        assert_eq!(Browser::new(&router).post(&second, &right).await.0, 404);
        let jo_account = account.id;

        // Another role signs out; a leaver is out at once; one does neither to oneself, nor to people of others.
        staff::change_role(app, &administrator, jo_account, Role::Auditor).await.unwrap();
        assert!(!jo.is_in().await);
        let own = staff::change_role(app, &administrator, administrator.id, Role::Auditor).await.unwrap_err();
        assert_eq!(code(&own), "account/own");
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let theirs = staff::change_role(app, &administrator, provider.id, Role::Administrator).await.unwrap_err();
        assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
        // The administrator of another organisation is seen, and closed when they leave; what they do is not decided here.
        let other = world.somebody("other@example.org", Role::Administrator, AREA, "heartlands-works").await;
        let role = staff::change_role(app, &administrator, other.id, Role::Auditor).await.unwrap_err();
        assert!(matches!(role, ActionError::NotFound), "{role:?}");
        assert!(matches!(staff::leave(app, &administrator, provider.id).await, Err(ActionError::NotFound)));
        assert_eq!(jo.sign_in("jo@example.org", PASSWORD).await.0, 303);
        staff::leave(app, &administrator, jo_account).await.unwrap();
        assert!(!jo.is_in().await);

        // Not taken up for two weeks, or taken back, it opens nothing.
        let late = link(invite("late@example.org", Role::Auditor, &council).await.unwrap());
        let back = link(invite("back@example.org", Role::Auditor, &council).await.unwrap());
        let mut browser = Browser::new(&router);
        let list = signed_in(&world, "admin@example.org", &router).await.get("/accounts").await.2;
        assert!(list.contains("late@example.org") && list.contains("sam@example.org"), "{list}");
        let id = list.split("back@example.org").nth(1).unwrap().split("/invitations/").nth(1).unwrap();
        invitation::take_back(app, &administrator, id.get(..36).unwrap().parse().unwrap()).await.unwrap();
        assert_eq!(browser.get(&back).await.0, 404);
        world.clock.set(world.clock.now() + TimeDelta::days(14) - TimeDelta::seconds(60));
        assert_eq!(browser.get(&late).await.0, 200);
        world.clock.set(world.clock.now() + TimeDelta::seconds(120));
        assert_eq!(browser.get(&late).await.0, 404);
    }
}

/// A browser of somebody who has no password: given one here.
async fn signed_in(world: &World, email: &str, router: &axum::Router) -> Browser {
    account::set_password(&world.app, world.app.db.reader(), email, PASSWORD).await.unwrap();
    let mut browser = Browser::new(router);
    assert_eq!(browser.sign_in(email, PASSWORD).await.0, 303);
    browser
}

#[tokio::test]
async fn a_resident_is_invited_and_signs_in_by_links_alone() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder, with_letters()).await;
        let (app, table) = (&world.app, Table::default());
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, COUNCIL).await;
        let other = world.somebody("other@example.org", Role::Adviser, AREA, COUNCIL).await;
        let person = person::register(app, &adviser, amina()).await.unwrap();
        let without = invitation::invite_person(app, &adviser, person).await.unwrap_err();
        assert_eq!(code(&without), "account/no-e-mail");
        let contact = Contact {
            given_name: "Amina".to_owned(),
            family_name: "Hussain".to_owned(),
            telephone: None,
            email: Some("amina@example.org".to_owned()),
            hidden: false,
        };
        person::change_contact(app, &adviser, person, 1, contact).await.unwrap();
        assert!(matches!(invitation::invite_person(app, &other, person).await, Err(ActionError::NotFound)));
        assert_eq!(invitation::invite_person(app, &adviser, person).await.unwrap(), Invited::ByLetter);
        let (to, path) = table.newest(&world).await;
        assert_eq!(to, "amina@example.org");
        let letter = table.letters.lock().unwrap().last().unwrap().clone();
        assert!(!format!("{}{}", letter.subject, letter.text).contains("Amina"), "{letter:?}");
        let router = service::router(app.clone());
        let mut amina = Browser::new(&router);
        assert_eq!(amina.post(&path, &[("name", "Amina")]).await.0, 303);
        assert!(amina.get("/my-record").await.2.contains("Amina Hussain"));
        amina.post("/sign-out", &[]).await;

        // A link: asked for, opened by a program that looks through letters, and followed once.
        let asked = amina.post("/sign-in/link", &[("email", " AMINA@example.org ")]).await;
        assert!(asked.0 == 200 && asked.2.contains("Look at your email"), "{}", asked.2);
        world.clock.set(world.clock.now() + TimeDelta::seconds(1));
        let stranger = amina.post("/sign-in/link", &[("email", "stranger@example.org")]).await;
        assert_eq!(
            stranger.2,
            asked.2.replace(" AMINA@example.org ", "stranger@example.org"),
            "nothing tells who is known"
        );
        let (_, path) = table.newest(&world).await;
        assert_eq!(table.letters.lock().unwrap().len(), 2, "none to who is not known");
        assert_eq!(amina.get(&path).await.0, 200);
        assert!(!amina.is_in().await);
        assert_eq!(amina.post(&path, &[]).await.0, 303);
        assert!(amina.is_in().await);
        assert_eq!(Browser::new(&router).post(&path, &[]).await.0, 404);
        // One that was not followed is worth nothing after half an hour, nor after the next.
        amina.post("/sign-in/link", &[("email", "amina@example.org")]).await;
        let (_, early) = table.newest(&world).await;
        amina.post("/sign-in/link", &[("email", "amina@example.org")]).await;
        let (_, late) = table.newest(&world).await;
        assert_eq!(Browser::new(&router).get(&early).await.0, 404);
        world.clock.set(world.clock.now() + TimeDelta::minutes(31));
        assert_eq!(Browser::new(&router).post(&late, &[]).await.0, 404);
        // Nobody's letter box is filled by somebody else.
        let mut last = 0;
        for _ in 0..12 {
            last = Browser::new(&router).post("/sign-in/link", &[("email", "amina@example.org")]).await.0;
        }
        assert_eq!(last, 429);
        table.newest(&world).await;
        world.clock.set(world.clock.now() + TimeDelta::seconds(1));

        // Staff choose a new password with it, and are out everywhere; they are not signed in by it.
        let mut staff = signed_in(&world, "adviser@example.org", &router).await;
        staff.post("/sign-in/link", &[("email", "adviser@example.org")]).await;
        let (to, path) = table.newest(&world).await;
        assert_eq!(to, "adviser@example.org");
        let mut elsewhere = Browser::new(&router);
        assert!(elsewhere.get(&path).await.2.contains("Choose a new password"));
        let another = "four calm badgers";
        assert_eq!(elsewhere.post(&path, &[("password", another), ("again", "other")]).await.0, 422);
        assert_eq!(elsewhere.post(&path, &[("password", another), ("again", another)]).await.1, "/sign-in");
        assert!(!elsewhere.is_in().await && !staff.is_in().await);
        assert_eq!(staff.sign_in("adviser@example.org", another).await.0, 303);
    }
}

#[tokio::test]
async fn a_letter_waits_until_it_is_taken() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder, with_letters()).await;
        let (app, table) = (&world.app, Table::default());
        let administrator = world.somebody("admin@example.org", Role::Administrator, AREA, COUNCIL).await;
        let council = body(&world, COUNCIL).await;
        *table.closed.lock().unwrap() = true;
        invitation::invite(app, &administrator, "jo@example.org", Role::Auditor, &council).await.unwrap();
        assert_eq!(letters::carry(app, &table).await.unwrap(), 0);
        *table.closed.lock().unwrap() = false;
        // Not before its time, and by one of two who look at the same moment.
        assert_eq!(letters::carry(app, &table).await.unwrap(), 0);
        world.clock.set(world.clock.now() + TimeDelta::minutes(1));
        let (one, other) = tokio::join!(letters::carry(app, &table), letters::carry(app, &table));
        assert_eq!(one.unwrap() + other.unwrap(), 1);
        assert_eq!(letters::carry(app, &table).await.unwrap(), 0);
        // Given up after a day.
        *table.closed.lock().unwrap() = true;
        invitation::invite(app, &administrator, "jo@example.org", Role::Auditor, &council).await.unwrap();
        letters::carry(app, &table).await.unwrap();
        world.clock.set(world.clock.now() + TimeDelta::hours(25));
        letters::carry(app, &table).await.unwrap();
        *table.closed.lock().unwrap() = false;
        world.clock.set(world.clock.now() + TimeDelta::hours(25));
        assert_eq!(letters::carry(app, &table).await.unwrap(), 0);
    }
}

/// What a program with a key is answered: the status and the page.
async fn with_key(router: &axum::Router, secret: &str, request: axum::http::request::Builder) -> (u16, String) {
    let request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
    let (status, _, page) = Browser::new(router).ask(request, String::new()).await;
    (status, page)
}

#[tokio::test]
async fn a_key_reads_what_it_was_made_for_and_nothing_of_a_person() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder, Settings::default()).await;
        let app = &world.app;
        let buyer = "dwp-birmingham-solihull";
        let commissioner = world.somebody("buyer@example.org", Role::Commissioner, AREA, buyer).await;
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, COUNCIL).await;
        let person = person::register(app, &adviser, amina()).await.unwrap();
        let router = service::router(app.clone());
        let until = app.today() + TimeDelta::days(30);

        // Only what its holder may; an adviser's key never opens a record.
        let make = |by: &SignedIn, scopes: Vec<Action>, until| {
            let by = by.clone();
            async move { key::make(app, &by, "monthly report", &scopes, until).await }
        };
        let secret = make(&commissioner, vec![Action::SeeClaims], until).await.unwrap();
        for wanted in [Action::SeeAudit, Action::SeePerson] {
            assert!(matches!(make(&commissioner, vec![wanted], until).await, Err(ActionError::NotFound)), "{wanted:?}");
        }
        assert!(key::scopes(app, &adviser).contains(&Action::SeeReport));
        assert!(!key::scopes(app, &adviser).iter().any(|action| action.about() == "Person"));
        for wrong in [app.today(), app.today() + TimeDelta::days(366)] {
            assert_eq!(code(&make(&commissioner, vec![Action::SeeClaims], wrong).await.unwrap_err()), "key/day");
        }
        let reports = make(&adviser, vec![Action::SeeReport], until).await.unwrap();
        let get = |path: &str| Request::get(path.to_owned());
        assert_eq!(with_key(&router, &secret, get("/claims")).await.0, 200);
        assert_eq!(with_key(&router, &secret, get("/ledger.csv")).await.0, 200);
        // Not what it was not made for, nor its holder's account, nor anything that writes.
        assert_eq!(with_key(&router, &secret, get("/money")).await.0, 403);
        for path in ["/account", "/account/keys", "/account/second-factor"] {
            assert_eq!(with_key(&router, &secret, get(path)).await.0, 403, "{path}");
        }
        assert_eq!(with_key(&router, &secret, Request::post("/sign-out")).await.0, 403);
        for path in [format!("/people/{person}"), "/caseload".to_owned()] {
            let (status, page) = with_key(&router, &reports, get(&path)).await;
            assert!(matches!(status, 403 | 404) && !page.contains("Amina"), "{path}: {status}");
        }
        // Wrong, ended, over, or its holder gone: nothing.
        for wrong in ["", "tapestry_0", &secret[..secret.len() - 1]] {
            assert_eq!(with_key(&router, wrong, get("/claims")).await.0, 401, "{wrong}");
        }
        assert!(key::of(app, commissioner.id).await.unwrap()[0].used_at.is_some());
        let theirs = key::of(app, adviser.id).await.unwrap()[0].id;
        assert!(matches!(key::end(app, &commissioner, theirs).await, Err(ActionError::NotFound)));
        key::end(app, &adviser, theirs).await.unwrap();
        assert_eq!(with_key(&router, &reports, get("/reports/first-year")).await.0, 401);
        world.clock.set(world.clock.now() + TimeDelta::days(30));
        assert_eq!(with_key(&router, &secret, get("/claims")).await.0, 200, "the last day");
        world.clock.set(world.clock.now() + TimeDelta::days(1));
        assert_eq!(with_key(&router, &secret, get("/claims")).await.0, 401);
        let last = make(&commissioner, vec![Action::SeeClaims], day("2027-06-01")).await.unwrap();
        account::leave(app, "buyer@example.org").await.unwrap();
        assert_eq!(with_key(&router, &last, get("/claims")).await.0, 401);
    }
}

#[tokio::test]
async fn a_role_that_must_have_a_second_factor_sees_nothing_without() {
    for (url, folder) in databases().await {
        let settings = Settings { second_factor: [Role::Adviser].into(), ..Settings::default() };
        let world = stage(&url, folder, settings).await;
        world.somebody("adviser@example.org", Role::Adviser, AREA, COUNCIL).await;
        world.somebody("auditor@example.org", Role::Auditor, AREA, COUNCIL).await;
        let router = service::router(world.app.clone());
        let mut adviser = signed_in(&world, "adviser@example.org", &router).await;
        for path in ["/caseload", "/account", "/people/new", "/home"] {
            assert_eq!(adviser.get(path).await.1, "/account/second-factor", "{path}");
        }
        let (status, _, page) = adviser.get("/account/second-factor").await;
        assert!(status == 200 && page.contains("Your role needs a code"), "{page}");
        assert_eq!(signed_in(&world, "auditor@example.org", &router).await.get("/audit").await.0, 200);
        adviser.post("/sign-out", &[]).await;
        assert!(!adviser.is_in().await);
    }
}
