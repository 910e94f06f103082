//! Every route as every role and as nobody, against the reviewed table in `routes.txt`.
//!
//! The routes are read from the source of the rooms: one that is not in the table fails. When a
//! change is meant, run with `WRITE_ROUTE_TABLE=1`, read the difference, and commit it. Each request
//! is made on a world of its own people, with an empty form for a POST.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/stage.rs"]
mod stage;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use kernel::PersonId;
use policy::Value;
use rules::access::Role;
use service::{
    account::{self, NewAccount, SignedIn},
    person::{
        self, NewAnswer, NewPerson,
        requests::{self, RequestKind},
    },
    retention::{self, Ground},
};
use stage::{Stage, WHO, routes, stage_on, stage_with};
use std::{fmt::Write as _, fs, path::Path};
use support::databases;
use tower::ServiceExt;

async fn stage() -> Stage {
    stage_with("Bordesley Bakery").await
}

impl Stage {
    async fn ask(&self, who: &str, method: &Method, path: &str) -> u16 {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(cookie) = self.cookies.get(who) {
            request = request.header(header::COOKIE, cookie);
        }
        if *method == Method::POST {
            request = request
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
    }
}

#[tokio::test]
async fn every_route_as_every_role_and_as_nobody() {
    let mut table = format!("{:<44} {}\n", "route", WHO.join(" "));
    // Reading changes nothing, so that one stage serves all; each POST has a stage of its own.
    let reading = stage().await;
    for route in routes() {
        let (method, pattern) = route.split_once(' ').unwrap();
        let own = if method == "GET" { None } else { Some(stage().await) };
        let stage = own.as_ref().unwrap_or(&reading);
        let path = stage.fill(pattern);
        let mut row = format!("{route:<44}");
        for who in WHO {
            let status = stage.ask(who, &method.parse().unwrap(), &path).await;
            assert!(status < 500, "{route} as {who}: {status}");
            write!(row, " {status:<width$}", width = who.len()).unwrap();
        }
        table.push_str(row.trim_end());
        table.push('\n');
    }
    let reviewed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes.txt");
    if std::env::var_os("WRITE_ROUTE_TABLE").is_some() {
        fs::write(&reviewed, &table).unwrap();
    }
    let reviewed = fs::read_to_string(reviewed).unwrap_or_default();
    for (found, expected) in table.lines().zip(reviewed.lines()) {
        assert_eq!(found, expected, "a route answers otherwise than was reviewed");
    }
    assert_eq!(table.lines().count(), reviewed.lines().count(), "routes and reviewed rows differ in number");
}

/// What is not one's own looks just like what does not exist: the same status and the same page.
#[tokio::test]
async fn a_stranger_learns_nothing() {
    let stage = stage().await;
    let nonsense = "018f0000-0000-7000-8000-000000000000";
    for (who, pattern, parameter) in [
        ("other-adviser", "/people/{person}", "person"),
        ("other-provider", "/participants/{referral}", "referral"),
        ("other-commissioner", "/claims/{claim}", "claim"),
        ("other-adviser", "/decisions/{decision}", "decision"),
        ("other-resident", "/decisions/{decision}", "decision"),
    ] {
        let real = stage.fill(pattern);
        let unreal = pattern.replace(&format!("{{{parameter}}}"), nonsense);
        let (real, unreal) = (stage.page(who, &real).await, stage.page(who, &unreal).await);
        assert_eq!(real, unreal, "{who} on {pattern}");
        assert_eq!(real.0, 404);
    }
}

/// Pages, tables, JSON and calendars alike: what was erased is in none of them, whoever asks and by whatever address.
#[tokio::test]
async fn nothing_that_is_read_brings_back_who_was_erased() {
    const WORD: &str = "Quenchwort";
    for database in databases().await {
        let mut stage = stage_on(database, "Bordesley Bakery").await;
        let person = stage.somebody_called(WORD).await;
        stage.values.insert("person", person.to_string());
        let read = |route: &String| route.strip_prefix("GET ").map(|pattern| stage.fill(pattern));
        let paths: Vec<String> = routes().iter().filter_map(read).collect();
        let before = stage.that_say(WORD, &paths).await;
        for end in ["/caseload", "/contact", "/hand-over"] {
            assert!(before.iter().any(|(_, path)| path.ends_with(end)), "{end}: {before:?}");
        }
        stage.erases(person, WORD).await;
        assert_eq!(stage.that_say(WORD, &paths).await, [], "erased, and told all the same");
    }
}

impl Stage {
    /// Who is told the word, and where.
    async fn that_say(&self, word: &str, paths: &[String]) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        for who in WHO.into_iter().filter(|who| *who != "nobody") {
            for path in paths {
                let request =
                    Request::get(path).header(header::HOST, "localhost").header(header::COOKIE, &self.cookies[who]);
                let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
                let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
                if String::from_utf8_lossy(&bytes).to_lowercase().contains(&word.to_lowercase()) {
                    found.push((who, path.clone()));
                }
            }
        }
        found
    }

    async fn account(&self, email: &str) -> SignedIn {
        SignedIn(account::account_by_email(self.app.db.reader(), email).await.unwrap().unwrap())
    }

    /// Registers somebody on the adviser's caseload, with a word wherever one is written.
    async fn somebody_called(&self, word: &str) -> PersonId {
        let new = NewPerson {
            given_name: word.to_owned(),
            family_name: word.to_owned(),
            telephone: None,
            email: Some(format!("{word}@example.org")),
            agreed: true,
        };
        let answer = NewAnswer {
            fact: "disabled".to_owned(),
            value: Some(Value::YesNo(true)),
            source: word.to_owned(),
            known_on: self.app.today(),
        };
        let adviser = self.account("adviser@example.org").await;
        person::register_with_answers(&self.app, &adviser, new, vec![answer]).await.unwrap()
    }

    /// The person asks that their record is deleted, and the data protection lead of the body that keeps it does so.
    async fn erases(&self, person: PersonId, word: &str) {
        let app = &self.app;
        let email = "leaves@example.org";
        let new = NewAccount {
            email,
            name: word,
            role: Role::Resident,
            organisation: None,
            person: Some(person),
            password: None,
        };
        account::create(app, app.db.reader(), new).await.unwrap();
        let resident = self.account(email).await;
        requests::ask(app, &resident, person, RequestKind::Delete, word).await.unwrap();
        let lead = self.account("other-data-lead@example.org").await;
        retention::erase(app, &lead, person, Ground::Asked).await.unwrap();
    }

    async fn page(&self, who: &str, path: &str) -> (u16, String) {
        let request = Request::get(path).header(header::HOST, "localhost").header(header::COOKIE, &self.cookies[who]);
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }
}
