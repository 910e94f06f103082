//! A body's data protection lead signs and withdraws, and what is shared follows at once.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/refer.rs"]
mod refer;
#[path = "support/refused.rs"]
mod refused;
mod support;

use refer::{refer, try_to_refer};
use refused::code;
use rules::access::{Action, Role};
use serde_json::json;
use service::{ActionError, access, agreements, person, referral};
use support::{AREA, World, amina, databases, day, world};

const JOBCENTRE: &str = "jobcentre-plus-birmingham-solihull";

#[tokio::test]
async fn what_is_shared_follows_what_the_parties_say() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

async fn play(world: &World) {
    let app = &world.app;
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, JOBCENTRE).await;
    let works = world.somebody("works@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let lead = world.somebody("lead@example.org", Role::DataLead, AREA, "heartlands-works").await;
    let other = world.somebody("other@example.org", Role::DataLead, AREA, "stechford-learning").await;
    world.on("2026-06-01");
    let person = person::register(app, &adviser, amina()).await.unwrap();
    let answers = [("disabled", json!(true)), ("current_programmes", json!([]))];
    let answers = answers.into_iter().map(|(fact, value)| world.answer(fact, value)).collect();
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let sent = refer(world, &adviser, person, "connect-to-work", "heartlands-works").await;

    // Before the provider says yes, only what serves a referral; after, what serves help. Never what serves payment.
    let sees = async |category: &str| {
        let seen = access::referral(app, &works, sent, Action::SeeReferral).await.unwrap();
        seen.decision.shows(category)
    };
    assert!(!sees("health").await);
    referral::accept(app, &works, sent, 1).await.unwrap();
    assert!(sees("health").await && sees("work").await);

    // A stranger to the agreement signs nothing, nor does anybody but the lead.
    let strange = agreements::withdraw(app, &other, "partners-support", "We would like to").await.unwrap_err();
    assert!(matches!(strange, ActionError::NotFound), "{strange:?}");
    let refused = agreements::withdraw(app, &works, "partners-support", "We would like to").await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");

    // The lead withdraws: at once the provider sees only what the other agreement lets through.
    agreements::withdraw(app, &lead, "partners-support", "A laptop was lost").await.unwrap();
    let twice = agreements::withdraw(app, &lead, "partners-support", "Again").await.unwrap_err();
    assert_eq!(code(&twice), "agreement/withdrawn");
    assert!(!sees("health").await && sees("work").await);

    // Signed again, as it stands: what was shown is shown again. Other terms than those shown are not signed.
    let area = app.policy.area(AREA).unwrap();
    let agreement = area.agreements.get("partners-support").unwrap();
    assert!(agreement.lets(JOBCENTRE, "heartlands-works", day("2026-06-01")), "the text has not changed");
    let terms = agreement.terms();
    let changed = agreements::sign(app, &lead, "partners-support", "other terms").await.unwrap_err();
    assert_eq!(code(&changed), "agreement/changed");
    agreements::sign(app, &lead, "partners-support", &terms).await.unwrap();
    let twice = agreements::sign(app, &lead, "partners-support", &terms).await.unwrap_err();
    assert_eq!(code(&twice), "agreement/signed");
    assert!(sees("health").await);

    // Without the agreement to refer, nobody can be sent there.
    agreements::withdraw(app, &lead, "partners-referral", "A laptop was lost").await.unwrap();
    let next = person::register(app, &adviser, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
    let answers = vec![world.answer("disabled", json!(true)), world.answer("current_programmes", json!([]))];
    person::record_answers(app, &adviser, next, answers).await.unwrap();
    let blocked = try_to_refer(world, &adviser, next, "connect-to-work", "heartlands-works").await.unwrap_err();
    assert!(blocked.iter().any(|code| code == "rules/referral/sharing"), "{blocked:?}");

    // The person can read under which agreement somebody saw something.
    let looks = access::readings(app, &adviser, person).await.unwrap();
    let under = |name: &str| looks.iter().any(|look| look.under.iter().any(|one| one == name));
    assert!(under("Helping one person together") && under("Referrals between partners"), "{looks:?}");
    assert!(!under("Checking what is owed by the West Midlands Combined Authority"), "{looks:?}");
}
