//! Every route as every role and as nobody, against the reviewed table in `routes.txt`.
//!
//! The routes are read from the source of the rooms: one that is not in the table fails. When a
//! change is meant, run with `WRITE_ROUTE_TABLE=1`, read the difference, and commit it. Each request
//! is made on a world of its own people, with an empty form for a POST.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/stage.rs"]
mod stage;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use kernel::{Pence, PersonId, ReferralId};
use policy::Value;
use rules::{access::Role, outcome::SpellKind};
use service::{
    account::{self, NewAccount, SignedIn},
    claim,
    delivery::{self, NewSpell},
    person::{
        self, NewAnswer, NewPerson,
        requests::{self, RequestKind},
    },
    referral::{self, Chosen, NewReferral, Outcome},
    retention::{self, Ground},
};
use stage::{Stage, WHO, routes, stage_on, stage_with};
use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};
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

/// Pages, tables and JSON alike: what was erased of somebody who was helped and found work is in none of them, whoever asks and by
/// whatever address that led to it before. That no table of the database holds it either is in `retention.rs`.
#[tokio::test]
async fn nothing_that_is_read_brings_back_who_was_erased() {
    const WORD: &str = "Quenchwort";
    for database in databases().await {
        let mut stage = stage_on(database, "Bordesley Bakery").await;
        let (person, referral) = stage.somebody_helped(WORD).await;
        let read = |route: &String| route.strip_prefix("GET ").map(|pattern| stage.fill(pattern));
        let paths: Vec<String> = routes().iter().filter_map(read).collect();
        let before = stage.that_say(WORD, &paths).await;
        for path in [format!("/people/{person}"), format!("/participants/{referral}"), format!("/referrals/{referral}")]
        {
            assert!(before.iter().any(|(_, said)| *said == path), "{path}: {before:?}");
        }
        stage.erases(person, referral).await;
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

    /// Registers somebody who is referred, starts and finds work, with a word wherever somebody writes one, and turns the
    /// addresses of the stage to them.
    async fn somebody_helped(&mut self, word: &str) -> (PersonId, ReferralId) {
        let app = self.app.clone();
        let (adviser, provider) =
            (self.account("adviser@example.org").await, self.account("provider@example.org").await);
        let new = NewPerson {
            given_name: "Amina".to_owned(),
            family_name: "Hussain".to_owned(),
            telephone: None,
            email: None,
            agreed: true,
        };
        let today = app.today();
        let answer = |fact: &str, value: Value| NewAnswer {
            fact: fact.to_owned(),
            value: Some(value),
            source: format!("Told by {word}"),
            known_on: today,
        };
        let answers = vec![
            answer("benefit", Value::OneOf("UC".to_owned())),
            answer("uc_group", Value::OneOf("intensive-work-search".to_owned())),
            answer("benefit_since", Value::Date("2024-01-01".parse().unwrap())),
            answer("current_programmes", Value::AnyOf(BTreeSet::new())),
        ];
        let person = person::register_with_answers(&app, &adviser, new, answers).await.unwrap();
        let new = NewReferral {
            person,
            programme: "restart".to_owned(),
            provider: "heartlands-works".to_owned(),
            chosen: Chosen::ByThePerson,
            message: Some(word.to_owned()),
            agreed: true,
            answers: [("rules/referral/capacity".to_owned(), word.to_owned())].into(),
        };
        let Outcome::Sent(referral) = referral::send(&app, &adviser, new).await.unwrap() else { panic!("not sent") };
        referral::accept(&app, &provider, referral, 1).await.unwrap();
        delivery::record_start(&app, &provider, referral, 2, today).await.unwrap();
        let job = NewSpell {
            employer: "Bordesley Bakery".to_owned(),
            kind: SpellKind::Employee,
            from: today,
            until: None,
            hours_per_week: Some(20),
            earnings_week: None,
            source: "Payslip".to_owned(),
        };
        let spell = delivery::record_spell(&app, &provider, referral, job).await.unwrap();
        let claim = claim::of_referral(&app, &provider, referral).await.unwrap()[0].id;
        let turned = [
            ("person", person.to_string()),
            ("referral", referral.to_string()),
            ("spell", spell.to_string()),
            ("claim", claim.to_string()),
            ("decision", claim::decision_of(&app, &provider, claim).await.unwrap().to_string()),
        ];
        self.values.extend(turned);
        (person, referral)
    }

    /// What is owed is paid, the help ends, the person asks that their record is deleted, and the data protection lead of the
    /// body that keeps it does so. Who they are and the job that was paid for are kept, as the certificate says; what was written and answered is not.
    async fn erases(&self, person: PersonId, referral: ReferralId) {
        let app = &self.app;
        let (provider, buyer) =
            (self.account("provider@example.org").await, self.account("commissioner@example.org").await);
        let mut owed = Pence::ZERO;
        for line in claim::of_referral(app, &provider, referral).await.unwrap() {
            claim::approve(app, &buyer, line.id, 1, "").await.unwrap();
            owed = Pence(owed.0 + line.amount.0);
        }
        claim::pay_all(app, &buyer, "restart-heartlands-works", owed).await.unwrap();
        delivery::record_end(app, &provider, referral, 3, app.today(), "Found work").await.unwrap();
        let email = "leaves@example.org";
        let new = NewAccount {
            email,
            name: "Amina",
            role: Role::Resident,
            organisation: None,
            person: Some(person),
            password: None,
        };
        account::create(app, app.db.reader(), new).await.unwrap();
        let resident = self.account(email).await;
        requests::ask(app, &resident, person, RequestKind::Delete, "I want it gone").await.unwrap();
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
