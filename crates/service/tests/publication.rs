//! Publishing policy text: who may, what is refused, and that what was published is what decides, at once
//! and on every node.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use kernel::{DecisionId, ReferralId, SpellId};
use rules::{access::Role, outcome::SpellKind};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use service::{
    ActionError, App,
    account::{self, NewAccount, SignedIn},
    claim,
    decision::{self, Own, Tally},
    delivery::{self, NewSpell},
    person,
    policy_text::Source,
    publication::{self, Prepared, Standing},
    referral::{self, Chosen, NewReferral, Outcome},
};
use support::{AREA, World, amina, databases, day, world};
use tower::ServiceExt;

const RESTART: &str = "spine/programmes/restart.toml";

/// The text with one file changed.
fn with(path: &str, change: impl Fn(&str) -> String) -> Source {
    let source = Source::embedded();
    let text = change(source.file(path).unwrap());
    assert_ne!(source.file(path).unwrap(), text, "{path} did not change");
    source.with_file(path, text)
}

fn without(path: &str) -> Source {
    let source = Source::embedded();
    let files = source.files().filter(|(known, _)| *known != path);
    Source::new(files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
}

fn another(line: &str) -> Source {
    with(RESTART, |text| format!("{text}\n# {line}\n"))
}

async fn national(world: &World) -> SignedIn {
    let new = NewAccount {
        email: "national@example.org",
        name: "Owen Pritchard",
        role: Role::Analyst,
        organisation: None,
        person: None,
        password: None,
    };
    account::create(&world.app, world.app.db.reader(), new).await.unwrap();
    SignedIn(account::account_by_email(world.app.db.reader(), "national@example.org").await.unwrap().unwrap())
}

fn code(error: &ActionError) -> &str {
    match error {
        ActionError::Refused { code, .. } => code,
        ActionError::NotAllowed(_) => "not-allowed",
        ActionError::Lost => "lost",
        other => panic!("{other:?}"),
    }
}

async fn prepared(world: &World, by: &SignedIn, source: Source) -> Prepared {
    publication::prepare(&world.app, by, source).await.unwrap()
}

/// The version that the public rule book says it is made from.
async fn shown(router: &Router) -> String {
    let request = Request::get("/rules").header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let page = String::from_utf8(bytes.to_vec()).unwrap();
    let (_, rest) = page.split_once("Version <code>").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

#[tokio::test]
async fn what_is_published_decides_at_once_and_on_every_node() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let other_node = support::world(&url, None).await;
        let (router, other) = (service::router(world.app.clone()), service::router(other_node.app.clone()));
        let first = world.app.policy.version.short().to_owned();
        assert_eq!((shown(&router).await, shown(&other).await), (first.clone(), first));

        let analyst = national(&world).await;
        let ready = prepared(&world, &analyst, another("one")).await;
        let second = ready.version().short().to_owned();
        assert_eq!(ready.changes.in_words(), "1 file changed; 1 programme");
        let done = publication::publish(&world.app, &analyst, ready, "A line more", None).await.unwrap();
        assert_eq!(done.number, 2);
        assert_eq!((shown(&router).await, shown(&other).await), (second.clone(), second));

        // The next one has its day: until then nothing changes.
        let current = publication::current(&world.app).await.unwrap();
        let ready = publication::prepare(&current, &analyst, another("two")).await.unwrap();
        let third = ready.version().short().to_owned();
        publication::publish(&current, &analyst, ready, "From December", Some(day("2026-12-01"))).await.unwrap();
        assert_ne!(shown(&router).await, third);
        world.on("2026-12-01");
        assert_eq!(shown(&router).await, third);

        let history =
            publication::history(world.app.db.reader(), (day("2026-11-30"), kernel::Zone::UTC)).await.unwrap();
        let standing: Vec<(i32, Standing)> = history.iter().map(|entry| (entry.number, entry.standing)).collect();
        assert_eq!(standing, [(3, Standing::ToCome), (2, Standing::InForce), (1, Standing::Replaced)]);
        assert_eq!(history.first().unwrap().by, "Owen Pritchard");
        assert_eq!(history.first().unwrap().under, ["spine/access.cedar#analyst-national"]);
    }
}

#[tokio::test]
async fn of_two_who_publish_at_once_one_is_told_that_they_lost() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let analyst = national(&world).await;
        let one = prepared(&world, &analyst, another("one")).await;
        let two = prepared(&world, &analyst, another("two")).await;
        let publish = |ready| publication::publish(&world.app, &analyst, ready, "A note", None);
        let (one, two) = tokio::join!(publish(one), publish(two));
        let lost: Vec<&str> = [&one, &two].into_iter().filter_map(|one| one.as_ref().err()).map(code).collect();
        assert_eq!(lost, ["lost"], "{one:?} {two:?}");
        assert_eq!(
            publication::history(world.app.db.reader(), (day("2026-11-23"), kernel::Zone::UTC)).await.unwrap().len(),
            2
        );
    }
}

#[tokio::test]
async fn the_power_to_publish_follows_from_role_and_area() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let authority = "west-midlands-combined-authority";
        let local = world.somebody("local@example.org", Role::Analyst, AREA, authority).await;
        let administrator = world.somebody("admin@example.org", Role::Administrator, AREA, authority).await;
        let area_file = format!("areas/{AREA}/area.toml");
        let own = || with(&area_file, |text| format!("{text}\n# A line of ours.\n"));
        let refused = publication::prepare(&world.app, &administrator, own()).await.unwrap_err();
        assert_eq!(code(&refused), "not-allowed");
        let refused = publication::prepare(&world.app, &local, another("one")).await.unwrap_err();
        assert_eq!(code(&refused), "publication/not-your-area");
        assert!(refused.to_string().contains(RESTART), "{refused}");
        let ready = prepared(&world, &local, own()).await;
        publication::publish(&world.app, &local, ready, "Ours", None).await.unwrap();
        let again = publication::prepare(&world.app, &local, own()).await.unwrap_err();
        assert_eq!(code(&again), "publication/already-published");
    }
}

#[tokio::test]
async fn bad_text_no_note_and_a_day_that_is_over_are_refused() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let analyst = national(&world).await;
        let broken = with(RESTART, |text| text.replacen("id = ", "id == ", 1));
        let refused = publication::prepare(&world.app, &analyst, broken).await.unwrap_err();
        assert_eq!(code(&refused), "publication/faults");
        assert!(refused.to_string().contains(RESTART), "{refused}");
        let nobody = without("spine/access.cedar");
        assert_eq!(code(&publication::prepare(&world.app, &analyst, nobody).await.unwrap_err()), "publication/faults");
        for (note, from, expected) in
            [(" ", None, "publication/note-missing"), ("A note", Some(day("2026-11-22")), "publication/from-the-past")]
        {
            let ready = prepared(&world, &analyst, another("one")).await;
            let refused = publication::publish(&world.app, &analyst, ready, note, from).await.unwrap_err();
            assert_eq!(code(&refused), expected);
        }
        assert_eq!(
            publication::history(world.app.db.reader(), (day("2026-11-23"), kernel::Zone::UTC)).await.unwrap().len(),
            1
        );
    }
}

#[tokio::test]
async fn a_text_that_takes_away_what_records_name_is_refused_with_the_list() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let app = &world.app;
        let jobcentre = "jobcentre-plus-birmingham-solihull";
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        world.on("2025-01-06");
        start(&world, &adviser, &provider).await;
        let analyst = national(&world).await;
        let served = app.policy.area(AREA).unwrap();
        let contract = served.contract_for("restart", "heartlands-works", day("2025-03-03")).unwrap();
        let ready = prepared(&world, &analyst, without(&format!("{}.toml", contract.path))).await;
        let gone = format!("the contract {} is gone, and", contract.id);
        let expected = [
            format!("{gone} claims would be left without it"),
            format!("{gone} participants would be left without it"),
        ];
        assert_eq!(ready.affected.orphans, expected);
        let refused = publication::publish(app, &analyst, ready, "Away with it", None).await.unwrap_err();
        assert_eq!(code(&refused), "publication/orphans");

        // Fewer hours are taken as an answer: the one that says more counts as not known, and that is said.
        let narrowed = with("spine/facts.toml", |text| text.replacen("maximum = 168", "maximum = 39", 1));
        let unread = prepared(&world, &analyst, narrowed).await.affected.unread;
        let says = "the fact hours_per_week is asked otherwise, and answers would count as not known";
        assert_eq!(unread, [says]);
    }
}

/// Somebody who was referred to Restart, in vain at first, and has started and found work.
async fn start(world: &World, adviser: &SignedIn, provider: &SignedIn) -> (ReferralId, SpellId, NewSpell) {
    let app = &world.app;
    let person = person::register(app, adviser, amina()).await.unwrap();
    let answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!("intensive-work-search")),
        world.answer("benefit_since", json!("2024-06-01")),
        world.answer("current_programmes", json!([])),
        world.answer("hours_per_week", json!(40)),
    ];
    person::record_answers(app, adviser, person, answers).await.unwrap();
    let new = NewReferral {
        person,
        programme: "restart".to_owned(),
        provider: "heartlands-works".to_owned(),
        chosen: Chosen::ByThePerson,
        message: None,
        agreed: true,
        answers: [
            ("rules/referral/excludes".to_owned(), "She is on no other programme".to_owned()),
            ("rules/referral/capacity".to_owned(), "Rang: yes".to_owned()),
        ]
        .into(),
    };
    world.on("2025-01-06");
    let too_soon = referral::send(app, adviser, new.clone()).await.unwrap();
    assert!(matches!(too_soon, Outcome::Blocked { .. }), "{too_soon:?}");
    world.on("2025-03-03");
    let Outcome::Sent(sent) = referral::send(app, adviser, new).await.unwrap() else { panic!("not sent") };
    referral::accept(app, provider, sent, 1).await.unwrap();
    delivery::record_start(app, provider, sent, 2, day("2025-03-03")).await.unwrap();
    let spell = NewSpell {
        employer: "Bordesley Bakery".to_owned(),
        kind: SpellKind::Employee,
        from: day("2025-03-03"),
        until: None,
        hours_per_week: Some(20),
        earnings_week: Some(kernel::Pence(25_000)),
        source: "Payslip".to_owned(),
    };
    let recorded = delivery::record_spell(app, provider, sent, spell.clone()).await.unwrap();
    (sent, recorded, spell)
}

#[tokio::test]
async fn every_decision_comes_out_the_same_under_its_own_version_whatever_is_published_later() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let app = &world.app;
        let jobcentre = "jobcentre-plus-birmingham-solihull";
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        world.on("2025-01-06");
        let (sent, spell, job) = start(&world, &adviser, &provider).await;
        world.on("2026-01-13");
        claim::sweep(app).await.unwrap();
        let corrected = NewSpell { until: Some(day("2025-07-06")), ..job };
        delivery::correct_spell(app, &provider, sent, spell, corrected).await.unwrap();
        // Referred in vain, referred, owed twice, and once not any more.
        let all_the_same = Tally { same: 5, ..Tally::default() };
        let (tally, _) = worked_out(app).await;
        assert_eq!(tally, all_the_same);

        // Six months on the benefit are enough from now on, and for all days that are over as well.
        let analyst = national(&world).await;
        let shorter = with(RESTART, |text| text.replacen("is = 9,", "is = 6,", 1));
        let ready = prepared(&world, &analyst, shorter).await;
        publication::publish(app, &analyst, ready, "Six months", None).await.unwrap();
        let current = publication::current(app).await.unwrap();
        assert_ne!(current.policy.version, app.policy.version);
        let (tally, _) = worked_out(&current).await;
        assert_eq!(tally, all_the_same);
        let blocked = decision_with(&current, "blocked").await;
        let again = decision::again(&current, blocked).await.unwrap().unwrap();
        assert_eq!((again.own, again.same_version), (Own::Same, false));
        let otherwise: Vec<(String, String)> =
            again.today.unwrap().into_iter().map(|one| (one.code, one.says)).collect();
        let code = "spine/programmes/restart#long-enough";
        let says = |text: &str| format!("Has been on the benefit for at least {text} months");
        let expected = [
            ("answer", "The answer was “blocked” and comes out as “allowed”".to_owned()),
            ("rules/referral/verdict", "The person was not eligible and comes out as eligible".to_owned()),
            (code, format!("“{}” became “{}”", says("9"), says("6"))),
            (code, format!("{}: was not met and comes out as met", says("6"))),
        ];
        assert_eq!(otherwise, expected.map(|(code, says)| (code.to_owned(), says)));

        // Nobody changes a decision, or what it read, without its being told.
        let connection = current.db.reader();
        let run = async |sql: &str| connection.execute_unprepared(sql).await.unwrap();
        run("UPDATE decision SET answer = 'allowed' WHERE answer = 'blocked'").await;
        let (tally, told) = worked_out(&current).await;
        assert_eq!(tally, Tally { same: 4, different: 1, ..Tally::default() });
        assert_eq!(told, [blocked]);
        run("UPDATE decision SET answer = 'blocked' WHERE kind = 'referral'").await;
        run("UPDATE decision SET answer = 'allowed' WHERE kind = 'referral' AND on_day = '2025-03-03'").await;
        assert_eq!(worked_out(&current).await.0, all_the_same);
        run("DELETE FROM fact_answer WHERE fact = 'benefit_since'").await;
        assert_eq!(worked_out(&current).await.0, Tally { same: 3, not_possible: 2, ..Tally::default() });
        run("UPDATE policy_file SET contents = contents || ' ' WHERE contents LIKE '%id = \"restart\"%'").await;
        assert_eq!(worked_out(&current).await.0, Tally { not_possible: 5, ..Tally::default() });
    }
}

async fn worked_out(app: &App) -> (Tally, Vec<DecisionId>) {
    let mut told = Vec::new();
    let tally = decision::recompute(app, &mut |again| told.push(again.id)).await.unwrap();
    (tally, told)
}

async fn decision_with(app: &App, answer: &str) -> DecisionId {
    let sql = format!("SELECT id FROM decision WHERE answer = '{answer}'");
    let connection = app.db.reader();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    DecisionId(row.try_get("", "id").unwrap())
}

#[tokio::test]
async fn a_stored_file_that_was_tampered_with_is_noticed() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let connection = world.app.db.reader();
        let version = world.app.policy.version.to_string();
        assert_eq!(publication::text(connection, &version).await.unwrap().unwrap().version(), world.app.policy.version);
        assert_eq!(publication::find(connection, world.app.policy.version.short()).await.unwrap(), version);
        assert!(publication::text(connection, "nothing").await.unwrap().is_none());
        let tamper = "UPDATE policy_file SET contents = contents || ' ' WHERE contents LIKE '%id = \"restart\"%'";
        connection.execute_unprepared(tamper).await.unwrap();
        let noticed = publication::text(connection, &version).await.unwrap_err().to_string();
        assert!(noticed.contains(RESTART) && noticed.contains("was changed after it was kept"), "{noticed}");
        connection.execute_unprepared("DELETE FROM policy_version_file WHERE path LIKE '%restart%'").await.unwrap();
        let noticed = publication::text(connection, &version).await.unwrap_err().to_string();
        assert!(noticed.contains("its list of files was changed"), "{noticed}");
    }
}
