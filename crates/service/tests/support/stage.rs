//! A world with one of everything and a session for each role, and every route of the rooms: for tests that ask all of them.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use crate::support::{AREA, World, databases, day, world};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use kernel::NoteId;
use rules::{access::Role, outcome::SpellKind};
use serde_json::json;
use service::{
    App,
    account::{self, NewAccount, SignedIn},
    claim,
    delivery::{self, NewSpell},
    evidence::{self, BarriersQuestion, NewNote},
    person::{self, NewPerson},
    policy_text::Source,
    publication,
    referral::{self, Chosen, NewReferral, Outcome},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use tower::ServiceExt;

/// Who asks, in the order of the table's columns.
pub const WHO: [&str; 15] = [
    "nobody",
    "adviser",
    "other-adviser",
    "provider",
    "other-provider",
    "commissioner",
    "other-commissioner",
    "data-lead",
    "other-data-lead",
    "administrator",
    "auditor",
    "analyst",
    "national-analyst",
    "resident",
    "other-resident",
];

/// A world with one of everything, and a session for each who asks.
pub struct Stage {
    pub router: Router,
    pub cookies: BTreeMap<&'static str, String>,
    pub values: BTreeMap<&'static str, String>,
    pub app: App,
    _world: World,
}

/// The stage, with `word` in every place where people write.
pub async fn stage_with(word: &str) -> Stage {
    stage_on(databases().await.remove(0), word).await
}

/// The stage on a database, with `word` in every place where people write.
pub async fn stage_on((url, folder): (String, Option<tempfile::TempDir>), word: &str) -> Stage {
    let world = world(&url, folder).await;
    let app = world.app.clone();
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let mut people: BTreeMap<&'static str, SignedIn> = BTreeMap::new();
    for (who, role, body) in [
        ("adviser", Role::Adviser, jobcentre),
        ("other-adviser", Role::Adviser, jobcentre),
        ("provider", Role::ProviderStaff, "heartlands-works"),
        ("other-provider", Role::ProviderStaff, "chelmsley-pathways"),
        ("commissioner", Role::Commissioner, "dwp-birmingham-solihull"),
        ("other-commissioner", Role::Commissioner, "west-midlands-combined-authority"),
        ("data-lead", Role::DataLead, "heartlands-works"),
        ("other-data-lead", Role::DataLead, jobcentre),
        ("administrator", Role::Administrator, "birmingham-city-council"),
        ("auditor", Role::Auditor, "birmingham-city-council"),
        ("analyst", Role::Analyst, "west-midlands-combined-authority"),
    ] {
        people.insert(who, world.somebody(&format!("{who}@example.org"), role, AREA, body).await);
    }
    world.on("2025-03-03");
    let adviser = &people["adviser"].clone();
    let person = person::register(&app, adviser, named(word)).await.unwrap();
    // Called the same, and reached otherwise: another person.
    let other = NewPerson { telephone: None, ..named(word) };
    let other = person::register(&app, adviser, other).await.unwrap();
    for (who, whose) in [("resident", Some(person)), ("other-resident", Some(other)), ("national-analyst", None)] {
        let email = format!("{who}@example.org");
        let new = NewAccount {
            email: &email,
            name: who,
            role: if whose.is_some() { Role::Resident } else { Role::Analyst },
            organisation: None,
            person: whose,
            password: None,
        };
        account::create(&app, app.db.reader(), new).await.unwrap();
        let account = account::account_by_email(app.db.reader(), &email).await.unwrap().unwrap();
        people.insert(who, SignedIn(account));
    }
    let answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!("intensive-work-search")),
        world.answer("benefit_since", json!("2024-06-01")),
        world.answer("current_programmes", json!([])),
    ];
    person::record_answers(&app, adviser, person, answers).await.unwrap();
    let new = NewReferral {
        person,
        programme: "restart".to_owned(),
        provider: "heartlands-works".to_owned(),
        chosen: Chosen::ByThePerson,
        message: Some(word.to_owned()),
        agreed: true,
        answers: [("rules/referral/capacity".to_owned(), word.to_owned())].into(),
    };
    let Outcome::Sent(sent) = referral::send(&app, adviser, new).await.unwrap() else { panic!("not sent") };
    let provider = &people["provider"];
    referral::accept(&app, provider, sent, 1).await.unwrap();
    delivery::record_start(&app, provider, sent, 2, day("2025-03-03")).await.unwrap();
    let spell = NewSpell {
        employer: word.to_owned(),
        kind: SpellKind::Employee,
        from: day("2025-03-03"),
        until: None,
        hours_per_week: Some(20),
        earnings_week: None,
        source: word.to_owned(),
    };
    let spell = delivery::record_spell(&app, provider, sent, spell).await.unwrap();
    let claims = claim::of_referral(&app, provider, sent).await.unwrap();
    let decision = claim::decision_of(&app, provider, claims[0].id).await.unwrap();
    let note = note(&app, &people["commissioner"], word).await;
    world.on("2025-03-04");
    let kept = keep_another(&app).await;
    let router = service::router(app.clone());
    let mut cookies = BTreeMap::new();
    for (who, account) in &people {
        cookies.insert(*who, sign_in(&router, account).await);
    }
    let values = BTreeMap::from([
        ("person", person.to_string()),
        ("referral", sent.to_string()),
        ("claim", claims[0].id.to_string()),
        ("decision", decision.to_string()),
        ("spell", spell.to_string()),
        ("note", note.to_string()),
        ("account", people["auditor"].id.to_string()),
        ("fact", "benefit".to_owned()),
        ("programme", "restart".to_owned()),
        ("id", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("area", AREA.to_owned()),
        ("agreement", "restart-payment".to_owned()),
        ("request", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("certificate", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("alike", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("token", "nothing".to_owned()),
        ("provider", "nobody".to_owned()),
        ("invitation", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("cover", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("key", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("alert", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("event", "00000000-0000-0000-0000-000000000000".to_owned()),
        ("need", "job-search".to_owned()),
        ("contract", "restart-heartlands-works".to_owned()),
        ("file", "tapestry.css".to_owned()),
        ("version", kept),
        ("*rest", "nothing".to_owned()),
    ]);
    Stage { router, cookies, values, app, _world: world }
}

/// Somebody to register, who is called by a word.
fn named(word: &str) -> NewPerson {
    NewPerson {
        given_name: word.to_owned(),
        family_name: word.to_owned(),
        telephone: Some("0121 496 0000".to_owned()),
        email: None,
        agreed: true,
    }
}

/// Keeps a text that is not published: another line in a file of an area.
async fn keep_another(app: &App) -> String {
    let source = Source::embedded();
    let path = format!("areas/{AREA}/area.toml");
    let text = format!("{}\n# Another line.\n", source.file(&path).unwrap());
    let another = source.with_file(&path, text);
    publication::begin(&app.db, &another, app.clock.now(), "Not published").await.unwrap().given
}

async fn note(app: &App, commissioner: &SignedIn, word: &str) -> NoteId {
    let (_, on) = evidence::days_of(app, AREA).await.unwrap();
    let question = BarriersQuestion { programme: None, on, rule: None, by: Vec::new() };
    let answer = evidence::ask_barriers(app, commissioner, AREA, question).await.unwrap().unwrap();
    let answer = evidence::Answer::Barriers(Box::new(answer));
    let new = NewNote { title: word.to_owned(), remark: Some(word.to_owned()), answer };
    evidence::save_note(app, commissioner, new).await.unwrap()
}

async fn sign_in(router: &Router, account: &SignedIn) -> String {
    let request = Request::post(format!("/sign-in/persona/{}", account.id))
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 303, "cannot sign in");
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

impl Stage {
    /// A path with its parameters.
    pub fn fill(&self, pattern: &str) -> String {
        let mut path = pattern.to_owned();
        for (name, value) in &self.values {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "give {pattern} a value for each of its parameters in routes.rs");
        path
    }
}

/// Every route of the rooms, read from their source: `GET /people/{person}`.
pub fn routes() -> Vec<String> {
    let mut files = Vec::new();
    // Of every crate that may serve pages: all but the program, which has only its own.
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap() {
        let sources = entry.unwrap().path().join("src");
        if sources.is_dir() && !sources.ends_with("tapestry/src") {
            rust_files(&sources, &mut files);
        }
    }
    let mut found = Vec::new();
    for file in files {
        let text: String = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        for rest in text.split(".route(").skip(1) {
            let Some(path) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            let call = rest.split(".route(").next().unwrap().split(".merge(").next().unwrap();
            for (word, method) in [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE")] {
                if call.contains(word) {
                    found.push(format!("{method} {path}"));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !is_only_for_tests(&path) {
            files.push(path);
        }
    }
}

fn is_only_for_tests(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name == "tests.rs" || name == "samples.rs" || path.ends_with("tests/mod.rs")
}
