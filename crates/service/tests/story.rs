//! The story that everything stands on, played through the commands that the screens call: an
//! adviser registers a person, refers her, a provider helps her into work, and the commissioner pays.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use rules::{access::Role, outcome::SpellKind};
use serde_json::json;
use service::{
    ActionError,
    claim::{self, State},
    delivery::{self, NewSpell},
    person,
    referral::{self, Chosen, NewReferral, Outcome},
};
use support::{AREA, World, amina, databases, day, world};

#[tokio::test]
async fn from_one_persons_facts_to_a_paid_explained_outcome() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

async fn play(world: &World) {
    let app = &world.app;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
    let stranger = world.somebody("other@example.org", Role::Adviser, AREA, jobcentre).await;
    let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let rival = world.somebody("rival@example.org", Role::ProviderStaff, AREA, "chelmsley-pathways").await;
    let commissioner = world.somebody("buyer@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;

    // The adviser registers her and learns enough for Restart.
    world.on("2025-01-06");
    let amina = person::register(app, &adviser, amina()).await.unwrap();
    let answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!("intensive-work-search")),
        world.answer("benefit_since", json!("2024-06-01")),
    ];
    let refused = person::record_answers(app, &stranger, amina, answers.clone()).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotFound), "{refused:?}");
    person::record_answers(app, &adviser, amina, answers).await.unwrap();

    // Seven months on the benefit are not nine: the referral is stopped, and kept.
    let wish = |provider: &str| NewReferral {
        person: amina,
        programme: "restart".to_owned(),
        provider: provider.to_owned(),
        chosen: Chosen::ByThePerson,
        message: None,
        agreed: true,
        answers: [
            ("rules/referral/excludes".to_owned(), "She is on no other programme".to_owned()),
            ("rules/referral/capacity".to_owned(), "Rang: there is a place".to_owned()),
        ]
        .into(),
    };
    let Outcome::Blocked { obstacles, .. } = referral::send(app, &adviser, wish("heartlands-works")).await.unwrap()
    else {
        panic!("seven months must not be enough");
    };
    let codes: Vec<&str> = obstacles.obstacles.iter().map(|obstacle| obstacle.code.as_str()).collect();
    assert!(codes.contains(&"rules/referral/verdict"), "{codes:?}");

    // Two months later they are.
    world.on("2025-03-03");
    let Outcome::Sent(sent) = referral::send(app, &adviser, wish("heartlands-works")).await.unwrap() else {
        panic!("nine months must be enough");
    };
    let not_theirs = referral::accept(app, &rival, sent, 1).await.unwrap_err();
    assert!(matches!(not_theirs, ActionError::NotFound), "{not_theirs:?}");

    // The provider accepts once; the second click is told so.
    referral::accept(app, &provider, sent, 1).await.unwrap();
    assert!(matches!(referral::accept(app, &provider, sent, 1).await.unwrap_err(), ActionError::Lost));
    let again = referral::accept(app, &provider, sent, 2).await.unwrap_err();
    assert!(matches!(again, ActionError::Refused { code: "referral/already-answered", .. }), "{again:?}");

    // She starts and finds work.
    world.on("2025-03-10");
    delivery::record_start(app, &provider, sent, 2, day("2025-03-10")).await.unwrap();
    world.on("2025-06-09");
    let job = NewSpell {
        employer: "Bordesley Bakery".to_owned(),
        kind: SpellKind::Employee,
        from: day("2025-06-02"),
        until: None,
        hours_per_week: Some(20),
        earnings_week: Some(kernel::Pence(25_000)),
        source: "Payslips".to_owned(),
    };
    let spell = delivery::record_spell(app, &provider, sent, job.clone()).await.unwrap();
    assert_eq!(claim::of_referral(app, &commissioner, sent).await.unwrap().len(), 1);

    // She stays in the job. Nobody records anything, and yet the line appears in time.
    world.on("2026-01-13");
    assert_eq!(claim::sweep(app).await.unwrap(), 1);
    assert_eq!(claim::of_referral(app, &commissioner, sent).await.unwrap().len(), 2);
    claim::sweep(app).await.unwrap();

    // Two lines are owed: the start, and the earnings threshold that her wages crossed.
    let claims = claim::of_referral(app, &commissioner, sent).await.unwrap();
    let owed: Vec<(&str, i64)> = claims.iter().map(|claim| (claim.outcome.as_str(), claim.amount.0)).collect();
    assert_eq!(owed, [("start", 30_000), ("job-outcome", 160_000)]);

    // The commissioner approves the job outcome, once.
    let job_outcome = &claims[1];
    assert!(matches!(
        claim::approve(app, &provider, job_outcome.id, 1, "").await.unwrap_err(),
        ActionError::NotAllowed(_)
    ));
    claim::approve(app, &commissioner, job_outcome.id, 1, "").await.unwrap();
    assert!(matches!(claim::approve(app, &commissioner, job_outcome.id, 1, "").await.unwrap_err(), ActionError::Lost));
    let ledger = claim::ledger(app, &commissioner, job_outcome.id).await.unwrap();
    assert_eq!(ledger.iter().map(|entry| entry.amount.0).collect::<Vec<_>>(), [160_000, -160_000]);

    // A payslip shows that the job ended early: what was paid goes back by entries, nothing is edited.
    let corrected = NewSpell { until: Some(day("2025-07-06")), ..job };
    delivery::correct_spell(app, &provider, sent, spell, corrected.clone()).await.unwrap();
    let claims = claim::of_referral(app, &commissioner, sent).await.unwrap();
    let states: Vec<State> = claims.iter().map(|claim| claim.state).collect();
    assert_eq!(states, [State::ToApprove, State::Reversed]);
    let ledger = claim::ledger(app, &commissioner, job_outcome.id).await.unwrap();
    assert_eq!(ledger.iter().map(|entry| entry.amount.0).collect::<Vec<_>>(), [160_000, -160_000, -160_000, 160_000]);
    let lost = delivery::correct_spell(app, &provider, sent, spell, corrected).await.unwrap_err();
    assert!(matches!(lost, ActionError::Lost), "{lost:?}");
}
