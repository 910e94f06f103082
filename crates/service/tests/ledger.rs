//! A contract's statement is booked and paid once, and a month that is closed stays as it was.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/refused.rs"]
mod refused;
mod support;
#[path = "support/under.rs"]
mod under;

use kernel::{Pence, ReferralId};
use refused::code;
use rules::{access::Role, outcome::SpellKind, payment::LineKind};
use serde_json::json;
use service::{
    ActionError,
    account::SignedIn,
    claim,
    delivery::{self, NewSpell},
    ledger, person,
    referral::{self, Chosen, NewReferral, Outcome},
};
use support::{AREA, World, amina, databases, day, world};
use under::under;

const CONTRACT: &str = "connect-to-work-heartlands-works";
/// The monthly fee of the contract.
const FEE: Pence = Pence(250_000);

#[tokio::test]
async fn a_statement_is_booked_once_and_a_closed_month_stays_as_it_was() {
    for (url, folder) in databases().await {
        let mut world = world(&url, folder).await;
        under(&mut world, &format!("areas/{AREA}/contracts/{CONTRACT}.toml"), |text| {
            text.replace("is = 0 }", "is = 250000 }")
        });
        play(&world).await;
    }
}

/// A benchmark is a share of all who started, and not of those of whom something is claimed.
#[tokio::test]
async fn an_incentive_counts_starts_of_which_nothing_is_claimed() {
    let incentive = r#"
[[incentive]]
id = "more"
outcome = "13-of-16-weeks"
within_days = 183
benchmark_percent = 0
pence_each = 100
example = true
"#;
    for (url, folder) in databases().await {
        let mut world = world(&url, folder).await;
        under(&mut world, &format!("areas/{AREA}/contracts/{CONTRACT}.toml"), |text| {
            // Nothing is paid for a start, so that a start alone leaves no claim.
            let start = text.find("[[outcome]]\nid = \"start\"").unwrap();
            let next = text[start + 1..].find("[[outcome]]").unwrap() + start + 1;
            let text = format!("{}{}", &text[..start], &text[next..]);
            let price = text.find("[[price]]\noutcome = \"start\"").unwrap();
            let next = text[price + 1..].find("[[price]]").unwrap() + price + 1;
            let text = format!("{}{}", &text[..price], &text[next..]);
            let profile = text.find("[[profile]]\noutcome = \"start\"").unwrap();
            let next = text[profile + 1..].find("[[profile]]").unwrap() + profile + 1;
            format!("{}{}{incentive}", &text[..profile], &text[next..])
        });
        let app = &world.app;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let authority = "west-midlands-combined-authority";
        let buyer = world.somebody("buyer@example.org", Role::Commissioner, AREA, authority).await;
        let sent = started(&world, &provider).await;
        let other = another(&world, &provider).await;
        world.on("2025-09-15");
        delivery::record_spell(app, &provider, sent, job()).await.unwrap();
        let claims = claim::of_referral(app, &provider, sent).await.unwrap();
        assert!(claim::of_referral(app, &provider, other).await.unwrap().is_empty());
        claim::submit(app, &provider, claims[0].id, claims[0].version, "payslip").await.unwrap();
        claim::approve(app, &buyer, claims[0].id, claims[0].version + 1, "").await.unwrap();
        let contract = app.policy.contract(CONTRACT).unwrap();
        // The first year ends on 31 March; 183 days later everybody who started in it has had their time.
        world.on("2026-09-29");
        let due = ledger::due(app, contract, app.today()).await.unwrap();
        assert!(due.changes.iter().all(|change| change.line.kind != LineKind::Incentive));
        world.on("2026-09-30");
        let due = ledger::due(app, contract, app.today()).await.unwrap();
        let says = due.changes.iter().find(|change| change.line.kind == LineKind::Incentive).unwrap().says.clone();
        assert!(says.contains("0% of 2 starts"), "{says}");
    }
}

fn job() -> NewSpell {
    NewSpell {
        employer: "Bordesley Bakery".to_owned(),
        kind: SpellKind::Employee,
        from: day("2025-05-05"),
        until: None,
        hours_per_week: Some(20),
        earnings_week: Some(Pence(25_000)),
        source: "Payslip".to_owned(),
    }
}

/// Somebody who started on 14 April 2025, with an adviser of this address.
async fn started_with(world: &World, provider: &SignedIn, email: &str) -> ReferralId {
    let app = &world.app;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody(email, Role::Adviser, AREA, jobcentre).await;
    world.on("2025-04-07");
    let person = person::register(app, &adviser, amina()).await.unwrap();
    let answers = vec![world.answer("disabled", json!(true)), world.answer("current_programmes", json!([]))];
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let new = NewReferral {
        person,
        programme: "connect-to-work".to_owned(),
        provider: "heartlands-works".to_owned(),
        chosen: Chosen::ByThePerson,
        message: None,
        agreed: true,
        answers: [("rules/referral/capacity".to_owned(), "Rang: yes".to_owned())].into(),
    };
    let Outcome::Sent(sent) = referral::send(app, &adviser, new).await.unwrap() else { panic!("it is not blocked") };
    referral::accept(app, provider, sent, 1).await.unwrap();
    world.on("2025-04-14");
    delivery::record_start(app, provider, sent, 2, day("2025-04-14")).await.unwrap();
    sent
}

async fn started(world: &World, provider: &SignedIn) -> ReferralId {
    started_with(world, provider, "adviser@example.org").await
}

async fn another(world: &World, provider: &SignedIn) -> ReferralId {
    started_with(world, provider, "colleague-adviser@example.org").await
}

async fn play(world: &World) {
    let app = &world.app;
    let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let authority = "west-midlands-combined-authority";
    let buyer = world.somebody("buyer@example.org", Role::Commissioner, AREA, authority).await;
    let colleague = world.somebody("colleague@example.org", Role::Commissioner, AREA, authority).await;
    let stranger = world.somebody("dwp@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    let sent = started(world, &provider).await;
    let contract = app.policy.contract(CONTRACT).unwrap();

    // The start is claimed and approved in May; the fee of April is due.
    world.on("2025-05-06");
    let start = claim::of_referral(app, &provider, sent).await.unwrap().remove(0);
    claim::submit(app, &provider, start.id, start.version, "attendance-record").await.unwrap();
    claim::approve(app, &buyer, start.id, start.version + 1, "").await.unwrap();
    let due = ledger::due(app, contract, app.today()).await.unwrap();
    let kinds: Vec<_> = due.changes.iter().map(|change| (change.line.kind, change.amount)).collect();
    assert_eq!((kinds, due.to_pay), (vec![(LineKind::ServiceFee, FEE)], Pence::ZERO));

    // Booked once and paid once, whoever presses the button at the same moment; nobody else may.
    let wrong = ledger::book(app, &buyer, CONTRACT, Pence(1)).await.unwrap_err();
    assert_eq!(code(&wrong), "ledger/changed");
    let refused = ledger::book(app, &provider, CONTRACT, FEE).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
    let theirs = ledger::book(app, &stranger, CONTRACT, FEE).await.unwrap_err();
    assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
    let (one, other) =
        tokio::join!(ledger::book(app, &buyer, CONTRACT, FEE), ledger::book(app, &colleague, CONTRACT, FEE));
    assert_eq!([one, other].into_iter().filter_map(Result::ok).collect::<Vec<_>>(), [FEE]);
    let (one, other) =
        tokio::join!(ledger::pay(app, &buyer, CONTRACT, FEE), ledger::pay(app, &colleague, CONTRACT, FEE));
    assert_eq!([one, other].into_iter().filter_map(Result::ok).collect::<Vec<_>>(), [FEE]);
    let due = ledger::due(app, contract, app.today()).await.unwrap();
    assert_eq!((due.changes.len(), due.to_pay), (0, Pence::ZERO));

    // May is over in June. Its fee was earned and not booked: it is accrued. The month is closed once.
    let early = ledger::close(app, &buyer, day("2025-05-31")).await.unwrap_err();
    assert_eq!(code(&early), "ledger/no-such-month");
    world.on("2025-06-02");
    let refused = ledger::close(app, &provider, day("2025-05-31")).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
    let skipped = ledger::close(app, &buyer, day("2025-06-30")).await.unwrap_err();
    assert_eq!(code(&skipped), "ledger/no-such-month");
    let may = day("2025-05-31");
    let (one, other) = tokio::join!(ledger::close(app, &buyer, may), ledger::close(app, &colleague, may));
    let closed: Vec<_> = [one, other].into_iter().filter_map(Result::ok).collect();
    assert_eq!(closed, [ledger::Closed { contracts: 1, accrued: FEE }]);

    // What is booked after that is booked after that, even when the clock is set back.
    world.on("2025-05-20");
    claim::pay_all(app, &buyer, CONTRACT, Pence(50_000)).await.unwrap();
    world.on("2025-06-02");
    ledger::book(app, &buyer, CONTRACT, FEE).await.unwrap();
    let months = ledger::months(app, &[CONTRACT.to_owned()]).await.unwrap();
    assert_eq!(months.len(), 1);
    assert_eq!((months[0].until, months[0].accrued, months[0].unchanged), (may, FEE, true));

    // What will fall due: thirteen weeks of work that began in May are complete in August.
    delivery::record_spell(app, &provider, sent, job()).await.unwrap();
    let outlook = ledger::of_provider(app, provider.organisation.as_ref().unwrap()).await.unwrap();
    let expected = outlook.months.iter().filter(|month| month.outcomes > 0);
    let expected: Vec<_> = expected.map(|month| (month.first_day.to_string(), month.expected)).collect();
    assert_eq!(expected, [("2025-08-01".to_owned(), Pence(100_000))]);
    assert!(outlook.soon.is_empty());
    world.on("2025-07-10");
    let outlook = ledger::of_provider(app, provider.organisation.as_ref().unwrap()).await.unwrap();
    assert_eq!(outlook.soon.iter().map(|one| one.expected.on).collect::<Vec<_>>(), [day("2025-08-03")]);
}
