//! Whether somebody has an account is told to nobody: the same words after the same work, on every way in.
//!
//! The work is counted and not timed: the statements that the database is asked, by kind, and the passwords that are worked on.
//! A single test, because passwords are counted for the whole program.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod browser;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::{
    Router,
    http::{Request, header},
};
use browser::Browser;
use chrono::TimeDelta;
use rules::access::{Action, Role};
use service::{
    Mode, Settings,
    account::{
        self, Organisation, SignedIn,
        invitation::{self, Invited},
        key, link,
        provider::{Provider, Said, account_of},
    },
    person::{self, Contact},
};
use std::sync::{Arc, Mutex};
use support::{AREA, World, amina, databases, world};

const PASSWORD: &str = "three brave otters";
const COUNCIL: &str = "birmingham-city-council";
const WORKS: &str = "heartlands-works";

/// A world whose database is listened to.
struct Overheard {
    world: World,
    router: Router,
    heard: Arc<Mutex<Vec<String>>>,
}

/// What was done: the statements asked, without their values, and how many passwords were worked on.
#[derive(Debug, PartialEq)]
struct Work(Vec<String>, u64);

async fn stage(url: &str, folder: Option<tempfile::TempDir>, letters: bool) -> Overheard {
    let mut world = world(url, folder).await;
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let listener = Arc::clone(&heard);
    let app = Arc::get_mut(&mut world.app).unwrap();
    // How many values a list has, and which numbers they bear, is not work.
    app.db = app.db.clone().overheard(move |sql| listener.lock().unwrap().push(sql.to_owned()));
    // Where nobody is shown to be signed in as.
    app.mode = Mode::Live;
    app.settings = Arc::new(Settings {
        address: letters.then(|| "https://help.example.org".parse().unwrap()),
        letters,
        ..Settings::default()
    });
    world.clock.set(chrono::Utc::now());
    let router = service::router(world.app.clone());
    Overheard { world, router, heard }
}

impl Overheard {
    /// What somebody did, and what came of it.
    async fn work<T>(&self, done: impl Future<Output = T>) -> (T, Work) {
        self.heard.lock().unwrap().clear();
        let before = account::passwords_worked_on();
        let came = done.await;
        let statements = std::mem::take(&mut *self.heard.lock().unwrap());
        assert!(!statements.is_empty(), "nothing was overheard");
        (came, Work(statements, account::passwords_worked_on() - before))
    }

    /// A form sent by a browser that knows nothing of the site, or that was signed in before.
    async fn send(&self, browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> ((u16, String, String), Work) {
        self.work(browser.post(path, form)).await
    }
}

async fn body(world: &World, name: &str) -> Organisation {
    account::organisation_of(&world.app, AREA, name).await.unwrap().unwrap()
}

/// Somebody with a password, somebody without, somebody who has left, and an address that nobody has.
async fn people(world: &World) -> [&'static str; 4] {
    let app = &world.app;
    for email in ["with@example.org", "without@example.org", "left@example.org"] {
        world.somebody(email, Role::Auditor, AREA, COUNCIL).await;
    }
    for email in ["with@example.org", "left@example.org"] {
        account::set_password(app, app.db.reader(), email, PASSWORD).await.unwrap();
    }
    account::leave(app, "left@example.org").await.unwrap();
    ["with@example.org", "without@example.org", "left@example.org", "nobody@example.org"]
}

/// All of these are the same, save for the address that was typed.
fn the_same<T: PartialEq + std::fmt::Debug>(found: &[(T, Work)], what: &str) {
    let Some((first, others)) = found.split_first() else { panic!("nothing to compare") };
    for other in others {
        assert_eq!(first, other, "{what}");
    }
}

#[tokio::test]
async fn no_way_in_tells_who_has_an_account() {
    for (url, folder) in databases().await {
        let stage = stage(&url, folder, true).await;
        signing_in(&stage).await;
        links(&stage).await;
        keys(&stage).await;
        providers(&stage).await;
        invitations(&stage).await;
    }
    for (url, folder) in databases().await {
        let stage = stage(&url, folder, false).await;
        links_to_pass_on(&stage).await;
    }
}

async fn signing_in(stage: &Overheard) {
    let everybody = people(&stage.world).await;
    let mut found = Vec::new();
    for email in everybody {
        let form = [("email", email), ("password", "not the password")];
        let ((status, place, page), work) = stage.send(&mut Browser::new(&stage.router), "/sign-in", &form).await;
        assert_eq!(work.1, 1, "{email}: one password is looked at");
        found.push(((status, place, page.replace(email, "…")), work));
    }
    the_same(&found, "signing in");
    // The same in a browser in which somebody was signed in before.
    let mut known = Browser::new(&stage.router);
    assert_eq!(known.sign_in("with@example.org", PASSWORD).await.0, 303);
    known.post("/sign-out", &[]).await;
    let mut found = Vec::new();
    for email in everybody {
        let form = [("email", email), ("password", "not the password")];
        let ((status, place, page), work) = stage.send(&mut known, "/sign-in", &form).await;
        found.push(((status, place, page.replace(email, "…")), work));
    }
    the_same(&found, "signing in where somebody was signed in before");
    // Too many tries look the same, too, and nothing is looked at.
    let mut found = Vec::new();
    for email in everybody {
        let form = [("email", email), ("password", "not the password")];
        for _ in 0..12 {
            Browser::new(&stage.router).post("/sign-in", &form).await;
        }
        let ((status, place, page), work) = stage.send(&mut Browser::new(&stage.router), "/sign-in", &form).await;
        assert_eq!((status, work.1), (429, 0));
        found.push(((status, place, page.replace(email, "…")), work));
    }
    the_same(&found, "too many tries");
}

async fn links(stage: &Overheard) {
    let mut found = Vec::new();
    for email in ["with@example.org", "without@example.org", "left@example.org", "nobody@example.org"] {
        let form = [("email", email)];
        let ((status, place, page), work) = stage.send(&mut Browser::new(&stage.router), "/sign-in/link", &form).await;
        assert_eq!(status, 200);
        found.push(((status, place, page.replace(email, "…")), work));
    }
    the_same(&found, "asking for a link");
    link::answer_asked(&stage.world.app).await.unwrap();
}

async fn keys(stage: &Overheard) {
    let app = &stage.world.app;
    let until = app.today() + TimeDelta::days(2);
    let mut secrets = vec!["tapestry_00000000000000000000000000000000".to_owned()];
    for email in ["stays@example.org", "goes@example.org"] {
        let holder = stage.world.somebody(email, Role::Auditor, AREA, COUNCIL).await;
        secrets.push(key::make(app, &holder, "report", &[Action::SeeAudit], until).await.unwrap());
    }
    account::leave(app, "goes@example.org").await.unwrap();
    // One that is over.
    stage.world.clock.set(app.clock.now() + TimeDelta::days(3));
    let mut found = Vec::new();
    for secret in &secrets {
        let request = Request::get("/audit").header(header::AUTHORIZATION, format!("Bearer {secret}"));
        found.push(stage.work(Browser::new(&stage.router).ask(request, String::new())).await);
    }
    assert_eq!(found.first().unwrap().0.0, 401);
    the_same(&found, "a key that is not good");
}

async fn providers(stage: &Overheard) {
    let app = &stage.world.app;
    let provider = Provider {
        id: "council".to_owned(),
        name: "Example Council".to_owned(),
        issuer: "https://login.example.org".to_owned(),
        client_id: "tapestry".to_owned(),
        client_secret: None,
        organisations: vec![(AREA.to_owned(), COUNCIL.to_owned())],
        verified_addresses: true,
        second_factor: false,
    };
    let said = |subject: &str, email: &str| Said {
        subject: subject.to_owned(),
        email: Some(email.to_owned()),
        name: Some("Jo".to_owned()),
    };
    // Known by the provider's name for them, and left since.
    stage.world.somebody("was@example.org", Role::Auditor, AREA, COUNCIL).await;
    account_of(app, &provider, said("was", "was@example.org")).await.unwrap();
    account::leave(app, "was@example.org").await.unwrap();
    stage.world.somebody("elsewhere@example.org", Role::DataLead, AREA, WORKS).await;
    let administrator = stage.world.somebody("boss@example.org", Role::Administrator, AREA, WORKS).await;
    invitation::invite(app, &administrator, "invited@example.org", Role::DataLead, &body(&stage.world, WORKS).await)
        .await
        .unwrap();
    let mut found = Vec::new();
    for (subject, email) in [
        ("nobody", "nobody@example.org"),
        ("elsewhere", "elsewhere@example.org"),
        ("invited", "invited@example.org"),
        ("was", "was@example.org"),
        ("left", "left@example.org"),
    ] {
        let (came, work) = stage.work(account_of(app, &provider, said(subject, email))).await;
        found.push((came.unwrap_err().to_string(), work));
    }
    assert!(found.first().unwrap().0.contains("account/provider-unknown"), "{found:?}");
    the_same(&found, "coming back from a provider");
}

async fn invitations(stage: &Overheard) {
    let app = &stage.world.app;
    // An adviser cannot find out by the address in a record whether somebody has an account.
    let adviser = stage.world.somebody("adviser@example.org", Role::Adviser, AREA, COUNCIL).await;
    let mut found = Vec::new();
    for email in ["elsewhere@example.org", "fresh@example.org"] {
        let person = person::register(app, &adviser, amina()).await.unwrap();
        let contact = Contact {
            given_name: "Amina".to_owned(),
            family_name: "Hussain".to_owned(),
            telephone: None,
            email: Some(email.to_owned()),
            hidden: false,
        };
        person::change_contact(app, &adviser, person, 1, contact).await.unwrap();
        let (came, work) = stage.work(invitation::invite_person(app, &adviser, person)).await;
        assert_eq!(came.unwrap(), Invited::ByLetter);
        let mut page = Browser::new(&stage.router);
        account::set_password(app, app.db.reader(), "adviser@example.org", PASSWORD).await.unwrap();
        page.sign_in("adviser@example.org", PASSWORD).await;
        let shown = page.get(&format!("/people/{person}")).await.2;
        assert!(shown.contains("Invited"), "{shown}");
        found.push(((), work));
    }
    the_same(&found, "inviting a person");
    // Nor an administrator, save of whom they look after and see in their list.
    let administrator = stage.world.somebody("head@example.org", Role::Administrator, AREA, COUNCIL).await;
    let council = body(&stage.world, COUNCIL).await;
    let mut found = Vec::new();
    for email in ["elsewhere@example.org", "other@example.org"] {
        let (came, work) = stage.work(invitation::invite(app, &administrator, email, Role::Auditor, &council)).await;
        found.push((came.unwrap(), work));
    }
    the_same(&found, "inviting to an organisation");
    let own = invitation::invite(app, &administrator, "left@example.org", Role::Auditor, &council).await;
    assert!(own.unwrap_err().to_string().contains("account/e-mail-taken"));
}

/// Where no letters are carried, the link for an address that has an account ends like one that is over.
async fn links_to_pass_on(stage: &Overheard) {
    let app = &stage.world.app;
    let administrator: SignedIn = stage.world.somebody("head@example.org", Role::Administrator, AREA, COUNCIL).await;
    stage.world.somebody("elsewhere@example.org", Role::DataLead, AREA, WORKS).await;
    let council = body(&stage.world, COUNCIL).await;
    let mut links = Vec::new();
    for email in ["elsewhere@example.org", "over@example.org"] {
        let invited = invitation::invite(app, &administrator, email, Role::Auditor, &council).await.unwrap();
        let Invited::PassOn(link) = invited else { panic!("no letters are carried") };
        let page = Browser::new(&stage.router).get(&link).await;
        assert_eq!(page.0, 200, "{email}");
        links.push(link);
    }
    let form = [("name", "Jo"), ("password", PASSWORD), ("again", PASSWORD)];
    let taken = Browser::new(&stage.router).post(links.first().unwrap(), &form).await;
    stage.world.clock.set(app.clock.now() + TimeDelta::days(15));
    let over = Browser::new(&stage.router).post(links.get(1).unwrap(), &form).await;
    assert_eq!(taken, over);
    assert_eq!(taken.0, 404);
}
