//! What is due to be deleted, what stands in the way, and what is left when it is gone: the accounts, the counts, the chain
//! of the audit, and nothing of the person.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/refer.rs"]
mod refer;
#[path = "support/refused.rs"]
mod refused;
mod support;

use chrono::TimeDelta;
use kernel::{Clock, Pence, Period, PersonId, ReferralId};
use refer::refer;
use refused::code;
use rules::{
    access::{Action, Role},
    outcome::SpellKind,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use service::{
    ActionError, Settings, access,
    account::{self, NewAccount, SignedIn, invitation},
    audit, claim, decision,
    delivery::{self, NewSpell},
    emergency, performance,
    person::{self, requests::RequestKind},
    referral,
    retention::{self, Ground},
};
use std::sync::Arc;
use support::{AREA, World, amina, databases, day, world};

/// A word in everything that somebody writes, that must be nowhere in the end.
const WORD: &str = "Zebedee";

struct Story {
    adviser: SignedIn,
    provider: SignedIn,
    commissioner: SignedIn,
    lead: SignedIn,
    stranger: SignedIn,
    resident: SignedIn,
    person: PersonId,
    referral: ReferralId,
}

/// A world in which letters are written.
async fn stage(url: &str, folder: Option<tempfile::TempDir>) -> World {
    let mut world = world(url, folder).await;
    let address = Some("https://help.example.org".parse().unwrap());
    let settings = Settings { address, letters: true, ..Settings::default() };
    Arc::get_mut(&mut world.app).unwrap().settings = Arc::new(settings);
    world
}

/// Somebody who was helped by Connect to Work, and worked for a bakery.
async fn story(world: &World) -> Story {
    let app = &world.app;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
    let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let buyer = "west-midlands-combined-authority";
    let commissioner = world.somebody("commissioner@example.org", Role::Commissioner, AREA, buyer).await;
    let lead = world.somebody("lead@example.org", Role::DataLead, AREA, jobcentre).await;
    let stranger = world.somebody("stranger@example.org", Role::DataLead, AREA, "heartlands-works").await;
    world.on("2025-04-07");
    let mut new = amina();
    new.given_name = format!("Amina {WORD}");
    new.email = Some(format!("{WORD}@example.org"));
    let person = person::register(app, &adviser, new).await.unwrap();
    // Invited, and the letter not carried yet, before she has an account of another address.
    invitation::invite_person(app, &adviser, person).await.unwrap();
    let email = format!("{}-own@example.org", WORD.to_lowercase());
    let new = NewAccount {
        email: &email,
        name: WORD,
        role: Role::Resident,
        organisation: None,
        person: Some(person),
        password: None,
    };
    account::create(app, app.db.reader(), new).await.unwrap();
    let resident = SignedIn(account::account_by_email(app.db.reader(), &email).await.unwrap().unwrap());
    let mut answers = vec![
        world.answer("disabled", json!(true)),
        world.answer("current_programmes", json!([])),
        world.answer("employment", json!("not-working")),
    ];
    for answer in &mut answers {
        answer.source = format!("Told by {WORD}");
    }
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let referral = refer(world, &adviser, person, "connect-to-work", "heartlands-works").await;
    referral::accept(app, &provider, referral, 1).await.unwrap();
    world.on("2025-04-14");
    delivery::record_start(app, &provider, referral, 2, day("2025-04-14")).await.unwrap();
    world.on("2025-08-11");
    let job = NewSpell {
        employer: format!("{WORD}'s Bakery"),
        kind: SpellKind::Employee,
        from: day("2025-05-05"),
        until: Some(day("2025-08-10")),
        hours_per_week: Some(20),
        earnings_week: None,
        source: format!("Told by {WORD}'s mother"),
    };
    delivery::record_spell(app, &provider, referral, job).await.unwrap();
    Story { adviser, provider, commissioner, lead, stranger, resident, person, referral }
}

impl Story {
    /// What is owed for the job is claimed, approved and paid, and the participant leaves.
    async fn is_paid_and_leaves(&self, world: &World) {
        let app = &world.app;
        world.on("2025-08-12");
        let mut lines = claim::of_referral(app, &self.provider, self.referral).await.unwrap();
        // The start is given up.
        lines.retain(|line| line.outcome != "start");
        let amount = Pence(lines.iter().map(|line| line.amount.0).sum());
        for line in lines {
            claim::submit(app, &self.provider, line.id, 1, "payslip").await.unwrap();
            claim::approve(app, &self.commissioner, line.id, 2, &format!("{WORD} looked")).await.unwrap();
        }
        claim::pay_all(app, &self.commissioner, "connect-to-work-heartlands-works", amount).await.unwrap();
        world.on("2025-11-12");
        delivery::record_end(app, &self.provider, self.referral, 3, day("2025-11-12"), WORD).await.unwrap();
    }
}

/// How many people, each once for each group, were counted in the first-year report for good.
async fn counted_for_good(world: &World) -> i64 {
    let connection = world.app.db.reader();
    let backend = connection.get_database_backend();
    let count = "SELECT CAST(COALESCE(SUM(yes + no + not_known), 0) AS BIGINT) AS number FROM group_count";
    let row = connection.query_one_raw(Statement::from_string(backend, count)).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}

/// How many rows of every table hold the word anywhere, save of the tables named.
async fn rows_with_the_word(world: &World) -> Vec<String> {
    let connection = world.app.db.reader();
    let backend = connection.get_database_backend();
    let tables = if backend == sea_orm::DbBackend::Sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'"
    };
    let mut found = Vec::new();
    for row in connection.query_all_raw(Statement::from_string(backend, tables)).await.unwrap() {
        let table: String = row.try_get("", "name").unwrap();
        let columns = if backend == sea_orm::DbBackend::Sqlite {
            format!("SELECT name FROM pragma_table_info('{table}')")
        } else {
            format!("SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = '{table}'")
        };
        for column in connection.query_all_raw(Statement::from_string(backend, columns)).await.unwrap() {
            let column: String = column.try_get("", "name").unwrap();
            let count = format!(
                "SELECT count(*) AS number FROM \"{table}\" WHERE lower(CAST(\"{column}\" AS TEXT)) LIKE '%{}%'",
                WORD.to_lowercase()
            );
            let row = connection.query_one_raw(Statement::from_string(backend, count)).await.unwrap().unwrap();
            if row.try_get::<i64>("", "number").unwrap() > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

/// What was paid for.
async fn paid(world: &World, story: &Story) -> Vec<String> {
    let lines = claim::of_referral(&world.app, &story.commissioner, story.referral).await.unwrap();
    lines.iter().map(|line| format!("{} {:?} {} {:?}", line.id, line.outcome, line.amount.0, line.state)).collect()
}

fn kinds(parts: &[retention::Part]) -> Vec<&str> {
    parts.iter().map(|part| part.kind.as_str()).collect()
}

#[tokio::test]
async fn what_is_due_goes_and_the_accounts_stay() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder).await;
        let story = story(&world).await;
        schedule(&world, &story).await;
    }
}

async fn schedule(world: &World, story: &Story) {
    let app = &world.app;
    let (lead, person) = (&story.lead, story.person);
    // While she is helped, nothing is due, however long ago.
    world.on("2040-01-01");
    assert!(retention::due(app, lead).await.unwrap().0.is_empty());
    let nothing = retention::erase(app, lead, person, Ground::Schedule).await.unwrap_err();
    assert_eq!(code(&nothing), "retention/nothing-due");
    story.is_paid_and_leaves(world).await;

    // Who may: the lead of the body that keeps the record, and nobody else.
    for other in [&story.adviser, &story.provider, &story.commissioner, &story.resident] {
        assert!(matches!(retention::due(app, other).await, Err(ActionError::NotAllowed(_))));
        let refused = retention::erase(app, other, person, Ground::Schedule).await;
        assert!(matches!(refused, Err(ActionError::NotAllowed(_))), "{refused:?}");
    }
    assert!(matches!(retention::record(app, &story.stranger, person).await, Err(ActionError::NotFound)));

    // Health is kept for 24 months, and not a day longer.
    world.on("2027-11-12");
    assert!(retention::due(app, lead).await.unwrap().0.is_empty());
    world.on("2027-11-13");
    assert!(retention::due(app, &story.stranger).await.unwrap().0.is_empty());
    let (due, more) = retention::due(app, lead).await.unwrap();
    assert_eq!((due.len(), more), (1, false));
    // Decided to be kept for longer it is not due; on the day after it is again.
    retention::keep_longer(app, lead, person, day("2028-01-31"), &format!("{WORD} complained")).await.unwrap();
    assert!(retention::due(app, lead).await.unwrap().0.is_empty());
    let behind = retention::keep_longer(app, lead, person, day("2027-11-13"), "No").await.unwrap_err();
    assert_eq!(code(&behind), "retention/day-passed");
    world.on("2028-02-01");
    let before = paid(world, story).await;
    assert!(before.iter().any(|line| line.contains("Paid")), "{before:?}");
    assert_eq!(counted_for_good(world).await, 0);
    let period = Period::new(day("2025-04-01"), Some(day("2026-03-31"))).unwrap();
    let counted = performance::first_year(app, AREA, period).await.unwrap();
    let id = retention::erase(app, lead, person, Ground::Schedule).await.unwrap();
    let certificate = retention::certificate(app, lead, id).await.unwrap();
    assert_eq!(kinds(&certificate.erased), ["health", "words"]);
    assert_eq!(kinds(&certificate.kept), ["identity", "work", "programmes", "payment"]);
    assert!(certificate.kept[1].why.contains("Until 12 November 2028"), "{certificate:?}");
    assert!(retention::due(app, lead).await.unwrap().0.is_empty());
    let seen = access::person(app, &story.adviser, person, Action::SeePerson).await.unwrap();
    assert!(
        seen.name().contains(WORD)
            && seen.visible().facts.get("disabled").is_none()
            && seen.visible().facts.get("employment").is_some()
    );

    // The report of the year comes out the same, though it cannot be asked of her any more: she was counted in each group.
    let groups = counted_for_good(world).await;
    assert!(groups > 1, "{groups}");
    assert_eq!(performance::first_year(app, AREA, period).await.unwrap(), counted);
    // The claims stand; the referral's decision says that its reasons are gone, the claims' come out again.
    claim::sweep(app).await.unwrap();
    assert_eq!(paid(world, story).await, before);
    let mut wrong = Vec::new();
    let tally = decision::recompute(app, &mut |again| wrong.push(format!("{again:?}"))).await.unwrap();
    assert!(tally.is_clean() && tally.erased == 1 && tally.same > 0, "{tally:?} {wrong:?}");

    let still = rows_with_the_word(world).await;
    for column in [
        "account.name",
        "decision.inputs",
        "invitation.email",
        "letter.to_address",
        "person.given_name",
        "spell.employer",
        "spell.source",
    ] {
        assert!(still.iter().any(|found| found == column), "{column}: {still:?}");
    }
    assert!(!still.iter().any(|found| found.starts_with("fact_answer.") && !found.ends_with("source")), "{still:?}");
    // When all is over, nothing of her is left anywhere; the accounts come to the same.
    world.on("2032-11-13");
    let (due, _) = retention::due(app, lead).await.unwrap();
    assert_eq!(due.len(), 1);
    let id = retention::erase(app, lead, person, Ground::Schedule).await.unwrap();
    let certificate = retention::certificate(app, lead, id).await.unwrap();
    assert_eq!(kinds(&certificate.erased), ["identity", "work", "programmes", "payment"]);
    assert!(certificate.kept.is_empty());
    assert_eq!(rows_with_the_word(world).await, Vec::<String>::new());
    claim::sweep(app).await.unwrap();
    assert_eq!(paid(world, story).await, before);
    let tally = decision::recompute(app, &mut |again| wrong.push(format!("{again:?}"))).await.unwrap();
    assert!(tally.is_clean() && tally.erased == 1 && tally.same > 0, "{tally:?} {wrong:?}");
    assert!(person::caseload(app, &story.adviser).await.unwrap().is_empty());
    assert!(matches!(retention::record(app, lead, person).await, Err(ActionError::NotFound)));
    assert_eq!(counted_for_good(world).await, groups, "once, however often something is erased");
    // Looks and lines of the audit stay as they were sealed.
    audit::seal(&app.db).await.unwrap();
    let verified = audit::verify(&app.db).await.unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
    let auditor = world.somebody("auditor@example.org", Role::Auditor, AREA, "birmingham-city-council").await;
    assert_eq!(retention::certificates(app, &auditor).await.unwrap().len(), 2);
    let theirs = retention::certificate(app, &story.stranger, id).await;
    assert!(matches!(theirs, Err(ActionError::NotFound)), "{theirs:?}");
}

#[tokio::test]
async fn who_asks_has_all_deleted_save_what_was_paid_for() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder).await;
        let story = story(&world).await;
        asked(&world, &story).await;
    }
}

async fn asked(world: &World, story: &Story) {
    let app = &world.app;
    let (lead, person) = (&story.lead, story.person);
    let not_asked = retention::erase(app, lead, person, Ground::Asked).await.unwrap_err();
    assert_eq!(code(&not_asked), "retention/not-asked");
    let says = format!("Please delete me, {WORD}");
    person::requests::ask(app, &story.resident, person, RequestKind::Delete, &says).await.unwrap();
    assert_eq!(retention::asked(app, lead).await.unwrap().len(), 1);
    assert!(retention::asked(app, &story.stranger).await.unwrap().is_empty());
    // She is being helped: nothing goes, and the page says why.
    let nothing = retention::erase(app, lead, person, Ground::Asked).await.unwrap_err();
    assert_eq!(code(&nothing), "retention/nothing-due");
    story.is_paid_and_leaves(world).await;

    // An emergency that nobody looked into holds who she is and what was written.
    let other = world.somebody("other@example.org", Role::Adviser, AREA, "east-birmingham-community-forum").await;
    let reference = person::caseload(app, &story.adviser).await.unwrap()[0].reference.clone();
    let reason = format!("{WORD} rang and was afraid");
    emergency::break_glass(app, &other, &reference, &reason).await.unwrap();
    let record = retention::record(app, lead, person).await.unwrap();
    let words = record.parts.iter().find(|part| part.kind == "words").unwrap();
    assert!(!words.when_asked.is_now(), "{words:?}");
    let alert = emergency::alerts(app, lead).await.unwrap()[0].id;
    emergency::find(app, lead, alert, &format!("{WORD} is safe")).await.unwrap();

    let id = retention::erase(app, lead, person, Ground::Asked).await.unwrap();
    let certificate = retention::certificate(app, lead, id).await.unwrap();
    assert_eq!(kinds(&certificate.erased), ["work", "health", "programmes", "words"]);
    assert_eq!(kinds(&certificate.kept), ["identity", "payment"]);
    // She reads what became of it, and that what she wrote is gone too.
    let answered = person::requests::of(app, &story.resident, person).await.unwrap();
    let answer = answered[0].answer.clone().unwrap();
    assert!(answered[0].says.is_empty() && answer.contains("Until 12 November 2032"), "{answer}");
    let looks = access::readings(app, &story.adviser, person).await.unwrap();
    assert!(!looks.is_empty() && looks.iter().all(|look| !look.what_for.contains(WORD)), "{looks:?}");
    // Once more there is nothing to do.
    let again = retention::erase(app, lead, person, Ground::Asked).await.unwrap_err();
    assert_eq!(code(&again), "retention/not-asked");
    world.clock.set(world.clock.now() + TimeDelta::days(1));
    let nothing = retention::erase(app, lead, person, Ground::Schedule).await.unwrap_err();
    assert_eq!(code(&nothing), "retention/nothing-due");
}

#[tokio::test]
async fn two_who_delete_at_once_make_one_certificate() {
    for (url, folder) in databases().await {
        let world = stage(&url, folder).await;
        let story = story(&world).await;
        story.is_paid_and_leaves(&world).await;
        world.on("2032-11-13");
        let (app, lead) = (&world.app, &story.lead);
        let both = tokio::join!(
            retention::erase(app, lead, story.person, Ground::Schedule),
            retention::erase(app, lead, story.person, Ground::Schedule)
        );
        let done = [both.0.is_ok(), both.1.is_ok()].iter().filter(|is| **is).count();
        assert_eq!((done, retention::certificates(app, lead).await.unwrap().len()), (1, 1));
        assert_eq!(rows_with_the_word(&world).await, Vec::<String>::new());
    }
}
