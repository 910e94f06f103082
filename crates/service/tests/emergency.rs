//! Breaking the glass: what it takes, what it shows, who is told, and when it is over.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/refused.rs"]
mod refused;
mod support;

use chrono::TimeDelta;
use kernel::{Clock, PersonId};
use refused::code;
use rules::access::{Action, Role};
use serde_json::json;
use service::{ActionError, access, account::SignedIn, emergency, person};
use support::{AREA, World, amina, databases, day, world};

const REASON: &str = "She rang and said that she is not safe at home";

#[tokio::test]
async fn the_glass_is_broken_with_a_reason_that_everybody_concerned_reads() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

async fn opens(world: &World, by: &SignedIn, person: PersonId) -> Result<Vec<String>, ActionError> {
    let seen = access::person(&world.app, by, person, Action::SeeInEmergency).await?;
    Ok(seen.decision.categories.into_iter().collect())
}

async fn play(world: &World) {
    let app = &world.app;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
    let other = world.somebody("other@example.org", Role::Adviser, AREA, "east-birmingham-community-forum").await;
    let far = world.somebody("far@example.org", Role::Adviser, "newcastle", "newcastle-futures").await;
    let works = world.somebody("works@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let lead = world.somebody("lead@example.org", Role::DataLead, AREA, jobcentre).await;
    let stranger = world.somebody("stranger@example.org", Role::DataLead, AREA, "heartlands-works").await;
    world.on("2026-06-01");
    let person = person::register(app, &adviser, amina()).await.unwrap();
    let answers = vec![world.answer("disabled", json!(true))];
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let seen = access::person(app, &adviser, person, Action::SeePerson).await.unwrap();
    assert!(seen.decision.shows("domestic-abuse") && seen.decision.shows("money"), "the own adviser sees all");
    let caseload = person::caseload(app, &adviser).await.unwrap();
    let reference = caseload[0].reference.clone();

    // Nothing opens without a reason, to whoever it is; nor with one for who is elsewhere, or is no adviser.
    assert!(matches!(opens(world, &other, person).await, Err(ActionError::NotFound)));
    let refused = emergency::break_glass(app, &works, &reference, REASON).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
    let elsewhere = emergency::break_glass(app, &far, &reference, REASON).await.unwrap_err();
    assert_eq!(code(&elsewhere), "emergency/no-such-reference");
    let own = emergency::break_glass(app, &adviser, &reference, REASON).await.unwrap_err();
    assert_eq!(code(&own), "emergency/own");
    let unknown = emergency::break_glass(app, &other, "ÄÖ", REASON).await.unwrap_err();
    assert_eq!(code(&unknown), "emergency/no-such-reference");

    // With one it opens, typed as people type: what helps, and never what was said of abuse at home or of money.
    let typed = reference.to_lowercase().replace('-', " ");
    assert_eq!(emergency::break_glass(app, &other, &typed, REASON).await.unwrap(), person);
    let shown = opens(world, &other, person).await.unwrap();
    for category in ["name", "contact", "place", "health"] {
        assert!(shown.iter().any(|one| one == category), "{category}: {shown:?}");
    }
    for category in ["domestic-abuse", "offending", "ethnicity", "money", "immigration", "benefits"] {
        assert!(!shown.iter().any(|one| one == category), "{category}: {shown:?}");
    }
    // It opens nothing else: no record to work in, no facts to change.
    for action in [Action::SeePerson, Action::RecordFact, Action::SendReferral, Action::SeeReadings] {
        let more = access::person(app, &other, person, action).await.unwrap_err();
        assert!(matches!(more, ActionError::NotAllowed(_)), "{more:?}");
    }

    // The person's own page says who, and why in their words; the lead of the body that keeps the record is told.
    let looks = access::readings(app, &adviser, person).await.unwrap();
    let look = looks.iter().find(|look| look.who == "other@example.org").unwrap();
    assert!(look.what_for.contains(REASON), "{look:?}");
    let alerts = emergency::alerts(app, &lead).await.unwrap();
    assert_eq!(alerts.len(), 1);
    assert_eq!((alerts[0].reason.as_str(), alerts[0].reference.as_str()), (REASON, reference.as_str()));
    assert!(emergency::alerts(app, &stranger).await.unwrap().is_empty());
    assert!(matches!(emergency::alerts(app, &other).await, Err(ActionError::NotAllowed(_))));
    let theirs = emergency::find(app, &stranger, alerts[0].id, "All is well").await.unwrap_err();
    assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
    emergency::find(app, &lead, alerts[0].id, "Asked: she was at the door").await.unwrap();
    let again = emergency::find(app, &lead, alerts[0].id, "Something else").await.unwrap_err();
    assert!(matches!(again, ActionError::Lost), "{again:?}");

    // After four hours it is over.
    world.clock.set(world.clock.now() + TimeDelta::hours(4) - TimeDelta::seconds(1));
    assert!(opens(world, &other, person).await.is_ok());
    world.clock.set(world.clock.now() + TimeDelta::seconds(1));
    assert!(matches!(opens(world, &other, person).await, Err(ActionError::NotFound)));
    assert_eq!(app.today(), day("2026-06-01"));
}
