//! From earned to paid and back: the provider claims, the commissioner approves and pays, a correction takes it back.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod browser;
#[path = "support/refused.rs"]
mod refused;
mod support;
#[path = "support/under.rs"]
mod under;

use browser::Browser;
use exchange::events::EARNINGS_HEADER;
use kernel::{Pence, PersonId, ReferralId};
use refused::code;
use rules::{access::Role, outcome::SpellKind, payment::RecordAsked};
use serde_json::json;
use service::{
    ActionError,
    account::SignedIn,
    claim::{self, Claim, Paid, State},
    delivery::{self, NewEvent, NewSpell},
    ledger::{self, Sums},
    person,
    referral::{self, Chosen, NewReferral, Outcome},
};
use support::{AREA, World, amina, databases, day, world};
use under::under;

const CONTRACT: &str = "connect-to-work-heartlands-works";

#[tokio::test]
async fn from_earned_to_paid_and_back() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

/// The same world under a text in which single parents have a price of their own.
async fn with_groups(mut world: World) -> World {
    let groups = r#"
[[group]]
id = "single-parents"
says = "Single parents"
when = "lone_parent"

[[price]]
outcome = "start"
group = "single-parents"
values = [{ from = 2025-04-01, is = 90000 }]
example = true
"#;
    under(&mut world, &format!("areas/{AREA}/contracts/{CONTRACT}.toml"), |text| format!("{text}{groups}"));
    world
}

#[tokio::test]
async fn a_payment_group_follows_from_what_was_so_on_the_day_of_the_start() {
    for (url, folder) in databases().await {
        let world = with_groups(world(&url, folder).await).await;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let (sent, person, adviser) = started(&world, &provider).await;
        assert!(claims(&world, &provider, sent).await.is_empty(), "the group is not known, and that is not no group");
        // What is so only since then changes nothing; what was so on the day of the start does, whenever it is told.
        world.on("2025-05-01");
        let mut answer = world.answer("lone_parent", json!(true));
        person::record_answers(&world.app, &adviser, person, vec![answer.clone()]).await.unwrap();
        claim::sweep(&world.app).await.unwrap();
        assert!(claims(&world, &provider, sent).await.is_empty());
        answer.known_on = day("2025-04-10");
        person::record_answers(&world.app, &adviser, person, vec![answer]).await.unwrap();
        claim::sweep(&world.app).await.unwrap();
        let amounts: Vec<i64> = claims(&world, &provider, sent).await.iter().map(|claim| claim.amount.0).collect();
        assert_eq!(amounts, [90_000]);
    }
}

/// Somebody who started Connect to Work with Heartlands Works on 14 April 2025, and her adviser.
async fn started(world: &World, provider: &SignedIn) -> (ReferralId, PersonId, SignedIn) {
    let app = &world.app;
    let adviser =
        world.somebody("adviser@example.org", Role::Adviser, AREA, "jobcentre-plus-birmingham-solihull").await;
    world.on("2025-04-07");
    let person = person::register(app, &adviser, amina()).await.unwrap();
    let answers = vec![world.answer("disabled", json!(true)), world.answer("current_programmes", json!([]))];
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let sent = referred(world, &adviser, person, ("connect-to-work", "heartlands-works")).await;
    referral::accept(app, provider, sent, 1).await.unwrap();
    world.on("2025-04-14");
    delivery::record_start(app, provider, sent, 2, day("2025-04-14")).await.unwrap();
    (sent, person, adviser)
}

/// Sends a referral to a programme and provider.
async fn referred(
    world: &World,
    adviser: &SignedIn,
    person: PersonId,
    (programme, provider): (&str, &str),
) -> ReferralId {
    let new = NewReferral {
        person,
        programme: programme.to_owned(),
        provider: provider.to_owned(),
        chosen: Chosen::ByThePerson,
        message: None,
        agreed: true,
        answers: ["rules/referral/capacity", "rules/referral/verdict"]
            .map(|caution| (caution.to_owned(), "Rang: yes".to_owned()))
            .into(),
    };
    match referral::send(&world.app, adviser, new).await.unwrap() {
        Outcome::Sent(sent) => sent,
        Outcome::Blocked { obstacles, .. } => panic!("{obstacles:#?}"),
    }
}

fn job(until: Option<&str>) -> NewSpell {
    NewSpell {
        employer: "Bordesley Bakery".to_owned(),
        kind: SpellKind::Employee,
        from: day("2025-05-05"),
        until: until.map(day),
        hours_per_week: Some(20),
        earnings_week: Some(Pence(25_000)),
        source: "Payslip".to_owned(),
    }
}

async fn claims(world: &World, by: &SignedIn, sent: ReferralId) -> Vec<Claim> {
    claim::of_referral(&world.app, by, sent).await.unwrap()
}

async fn play(world: &World) {
    let app = &world.app;
    let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let rival = world.somebody("rival@example.org", Role::ProviderStaff, AREA, "chelmsley-pathways").await;
    let authority = "west-midlands-combined-authority";
    let buyer = world.somebody("buyer@example.org", Role::Commissioner, AREA, authority).await;
    let colleague = world.somebody("colleague@example.org", Role::Commissioner, AREA, authority).await;
    let (sent, _, adviser) = started(world, &provider).await;
    world.on("2025-08-11");
    let spell = delivery::record_spell(app, &provider, sent, job(None)).await.unwrap();

    // Both are earned, and nothing is before the commissioner until the provider claims it.
    let earned = claims(world, &provider, sent).await;
    assert_eq!(earned.iter().map(|claim| claim.state).collect::<Vec<_>>(), [State::Earned, State::Earned]);
    let [start, weeks] = [&earned[0], &earned[1]];
    let early = claim::approve(app, &buyer, weeks.id, weeks.version, "").await.unwrap_err();
    assert_eq!(code(&early), "claim/not-claimed");
    let theirs = claim::submit(app, &rival, weeks.id, weeks.version, "payslip").await.unwrap_err();
    assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
    let word = claim::submit(app, &provider, weeks.id, weeks.version, "self-declaration").await.unwrap_err();
    assert_eq!(code(&word), "claim/evidence-missing");
    claim::submit(app, &provider, weeks.id, weeks.version, "payslip").await.unwrap();
    let again = claim::submit(app, &provider, weeks.id, weeks.version, "payslip").await.unwrap_err();
    assert!(matches!(again, ActionError::Lost), "{again:?}");

    // The window for the start closes; what was not claimed cannot be claimed any more.
    world.on("2025-10-20");
    let late = claim::submit(app, &provider, start.id, start.version, "attendance-record").await.unwrap_err();
    assert_eq!(code(&late), "claim/too-late");

    // Checked against what employers told: a feed without pay speaks against it, and takes a reason.
    let reference = person::caseload(app, &adviser).await.unwrap()[0].reference.clone();
    let feed = |lines: &str| format!("{EARNINGS_HEADER}\n{lines}\n");
    let refused = claim::feed::take_in(app, &provider, day("2025-10-19"), feed("A,,,,").as_bytes()).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
    let faulty = claim::feed::take_in(app, &buyer, day("2025-10-19"), b"who\n").await.unwrap().unwrap_err();
    assert_eq!((faulty.count, claim::feed::feeds(app, &buyer).await.unwrap().len()), (1, 0));
    let tomorrow = claim::feed::take_in(app, &buyer, day("2025-10-21"), feed("A,,,,").as_bytes()).await.unwrap_err();
    assert_eq!(code(&tomorrow), "earnings/future");
    let approve = async |reason: &str| claim::approve(app, &buyer, weeks.id, weeks.version + 1, reason).await;
    claim::feed::take_in(app, &buyer, day("2025-10-19"), feed(&format!("{reference},,,,")).as_bytes())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(code(&approve(" ").await.unwrap_err()), "claim/feed-against");
    let months = [("05-05", "05-31"), ("06-01", "06-30"), ("07-01", "07-31"), ("08-01", "08-31")];
    let paid = months.map(|(from, until)| format!("{reference},Bordesley Bakery,2025-{from},2025-{until},108000"));
    let taken = claim::feed::take_in(app, &buyer, day("2025-10-20"), feed(&paid.join("\n")).as_bytes()).await.unwrap();
    assert_eq!(taken.unwrap().lines, 4);

    // Approved, and paid once, whoever presses the button at the same moment.
    approve("").await.unwrap();
    let wrong = claim::pay_all(app, &buyer, CONTRACT, Pence(1)).await.unwrap_err();
    assert_eq!(code(&wrong), "claim/nothing-to-pay");
    let (one, other) = tokio::join!(
        claim::pay_all(app, &buyer, CONTRACT, Pence(100_000)),
        claim::pay_all(app, &colleague, CONTRACT, Pence(100_000)),
    );
    let paid: Vec<Paid> = [one, other].into_iter().filter_map(Result::ok).collect();
    assert_eq!(paid, [Paid { claims: 1, amount: Pence(100_000) }]);
    let booked = claim::ledger(app, &buyer, weeks.id).await.unwrap();
    let amounts: Vec<i64> = booked.iter().map(|line| line.amount.0).collect();
    assert_eq!(amounts, [100_000, -100_000, 100_000, -100_000]);
    assert_eq!(claims(world, &provider, sent).await[1].state, State::Paid);

    // The job turns out to have ended after a week: what was paid is owed back, by entries of its own.
    delivery::correct_spell(app, &provider, sent, spell, job(Some("2025-05-11"))).await.unwrap();
    assert_eq!(claims(world, &provider, sent).await[1].state, State::Reversed);
    let booked = claim::ledger(app, &buyer, weeks.id).await.unwrap();
    let owed: i64 = booked.iter().filter(|line| line.account.starts_with("provider-payable")).map(|l| l.amount.0).sum();
    assert_eq!((booked.len(), owed), (6, 100_000), "the provider owes back what was paid");
    let sums = ledger::sums(app, &[CONTRACT.to_owned()]).await.unwrap();
    let expected = Sums { approved: Pence(0), to_pay: Pence(0), paid: Pence(100_000), owed_back: Pence(100_000) };
    assert_eq!(sums, expected, "nothing is approved any more, and what was paid is owed back");
    let router = service::router(app.clone());
    let page = async |by: &SignedIn, path: &str| {
        let mut browser = Browser::new(&router);
        browser.post(&format!("/sign-in/persona/{}", by.id), &[]).await;
        browser.get(path).await.2
    };
    let earned = page(&buyer, "/claims?show=earned").await;
    assert!(earned.contains("too late to claim") && earned.contains("Not claimed yet: £0.00"), "{earned}");
    for (by, path) in [(&buyer, "/money"), (&buyer, "/contracts"), (&provider, "/earned")] {
        let page = page(by, path).await;
        assert!(page.contains("wed back") && page.contains("£1,000.00"), "{path}: {page}");
        assert!(!page.contains("Everything is paid"), "{path}");
    }
    assert_eq!(booked.iter().map(|line| line.amount.0).sum::<i64>(), 0);
}

/// An approved claim rests on a job of known hours. A job recorded later, of which the hours are not known, could have made
/// the outcome a day earlier: nothing goes back while that is not known, and the claim follows once it is.
#[tokio::test]
async fn what_is_not_known_takes_no_approved_claim_back() {
    for (url, folder) in databases().await {
        let mut world = world(&url, folder).await;
        under(&mut world, &format!("areas/{AREA}/contracts/{CONTRACT}.toml"), |text| {
            text.replace("\"work-13-of-16-weeks\"", "\"work-13-of-16-weeks-7-hours\"")
        });
        let app = &world.app;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let authority = "west-midlands-combined-authority";
        let buyer = world.somebody("buyer@example.org", Role::Commissioner, AREA, authority).await;
        let (sent, ..) = started(&world, &provider).await;
        world.on("2025-08-11");
        delivery::record_spell(app, &provider, sent, job(None)).await.unwrap();
        let weeks = claims(&world, &provider, sent).await.remove(1);
        claim::submit(app, &provider, weeks.id, weeks.version, "payslip").await.unwrap();
        claim::approve(app, &buyer, weeks.id, weeks.version + 1, "").await.unwrap();
        let state = async || claims(&world, &provider, sent).await.iter().find(|one| one.id == weeks.id).unwrap().state;
        assert_eq!(state().await, State::Approved);
        let mill = |hours_per_week| NewSpell {
            employer: "Digbeth Mill".to_owned(),
            from: day("2025-05-04"),
            hours_per_week,
            ..job(Some("2025-05-04"))
        };
        let other = delivery::record_spell(app, &provider, sent, mill(None)).await.unwrap();
        assert_eq!(state().await, State::Approved, "it is not known whether a day earlier was the day");
        delivery::correct_spell(app, &provider, sent, other, mill(Some(7))).await.unwrap();
        assert_eq!(state().await, State::Reversed, "the outcome falls on the day before");
    }
}

#[tokio::test]
async fn work_that_is_paid_for_twice_is_found() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let app = &world.app;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let college = world.somebody("college@example.org", Role::ProviderStaff, AREA, "stechford-learning").await;
        let auditor = world.somebody("auditor@example.org", Role::Auditor, AREA, "birmingham-city-council").await;
        let (sent, person, adviser) = started(&world, &provider).await;
        let answers = [
            ("date_of_birth", json!("1990-05-01")),
            ("employment", json!("not-working")),
            ("qualification_level", json!(2)),
            ("able_to_start_work", json!(true)),
            ("in_west_midlands", json!(true)),
        ];
        let answers = answers.map(|(fact, value)| world.answer(fact, value)).to_vec();
        person::record_answers(app, &adviser, person, answers).await.unwrap();
        let course = referred(&world, &adviser, person, ("wmca-free-courses", "stechford-learning")).await;
        referral::accept(app, &college, course, 1).await.unwrap();
        delivery::record_start(app, &college, course, 2, day("2025-04-14")).await.unwrap();
        world.on("2025-08-11");
        delivery::record_spell(app, &provider, sent, job(None)).await.unwrap();
        assert_eq!(claim::paid_twice(app, &auditor).await.unwrap(), []);
        // The college records the same job, and is owed for it too.
        delivery::record_spell(app, &college, course, job(None)).await.unwrap();
        let found = claim::paid_twice(app, &auditor).await.unwrap();
        assert_eq!(found.len(), 1, "{found:#?}");
        let contracts: Vec<&str> = found[0].claims.iter().map(|claim| claim.contract.as_str()).collect();
        assert!(
            contracts.contains(&CONTRACT) && contracts.contains(&"wmca-courses-stechford-learning"),
            "{contracts:?}"
        );
        assert_eq!(found[0].days.0, day("2025-05-05"));
        assert!(matches!(claim::paid_twice(app, &provider).await.unwrap_err(), ActionError::NotAllowed(_)));
    }
}

/// Somebody who is trained: what a contract asks for besides work is recorded, and taken back.
#[tokio::test]
async fn what_a_contract_asks_for_besides_work_is_recorded_and_taken_back() {
    let more = r#"
[[outcome]]
id = "trained"
definition = "training-complete"

[[price]]
outcome = "trained"
values = [{ from = 2025-04-01, is = 12000 }]
example = true
"#;
    for (url, folder) in databases().await {
        let mut world = world(&url, folder).await;
        under(&mut world, &format!("areas/{AREA}/contracts/{CONTRACT}.toml"), |text| format!("{text}{more}"));
        let app = &world.app;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let rival = world.somebody("rival@example.org", Role::ProviderStaff, AREA, "chelmsley-pathways").await;
        let (sent, ..) = started(&world, &provider).await;
        world.on("2025-05-20");
        let asked = delivery::records_asked_of(app, &provider, sent).await.unwrap();
        assert_eq!(asked.iter().map(RecordAsked::word).collect::<Vec<_>>(), ["event-training-complete"]);
        let new = |what: &str, from: &str| NewEvent {
            what: what.to_owned(),
            from: day(from),
            until: None,
            employer: None,
            amount: None,
            hours: None,
            source: "Certificate".to_owned(),
        };
        let record = async |by: &SignedIn, event: NewEvent| delivery::record_event(app, by, sent, event).await;
        let trained = "event-training-complete";
        assert!(matches!(record(&rival, new(trained, "2025-05-19")).await, Err(ActionError::NotFound)));
        for (event, refused) in [
            (new("benefit", "2025-05-19"), "delivery/not-asked"),
            (new(trained, "2025-05-21"), "delivery/event-in-future"),
            (
                NewEvent { until: Some(day("2025-05-01")), ..new(trained, "2025-05-02") },
                "delivery/event-ends-before-it-begins",
            ),
        ] {
            assert_eq!(code(&record(&provider, event).await.unwrap_err()), refused);
        }
        let event = record(&provider, new(trained, "2025-05-19")).await.unwrap();
        let earned = claims(&world, &provider, sent).await;
        let told: Vec<_> = earned.iter().map(|claim| (claim.outcome.as_str(), claim.state)).collect();
        assert_eq!(told, [("start", State::Earned), ("trained", State::Earned)]);
        delivery::take_back_event(app, &provider, sent, event).await.unwrap();
        let again = delivery::take_back_event(app, &provider, sent, event).await.unwrap_err();
        assert!(matches!(again, ActionError::Lost), "{again:?}");
        assert_eq!(claims(&world, &provider, sent).await[1].state, State::Reversed);
    }
}
