//! Days and times are those of the area: just after midnight in summer time it is the new day everywhere.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/refused.rs"]
mod refused;
mod support;
#[path = "support/under.rs"]
mod under;

use kernel::{Moment, Zone};
use refused::code;
use rules::access::Role;
use serde_json::json;
use service::{
    delivery, person,
    referral::{self, Chosen, NewReferral, Outcome},
};
use support::{AREA, World, amina, databases, day, world};
use under::under;

const JOBCENTRE: &str = "jobcentre-plus-birmingham-solihull";

/// Moves the clock to a moment in UTC.
fn at(world: &World, moment: &str) {
    world.clock.set(moment.parse::<Moment>().unwrap());
}

#[tokio::test]
async fn at_twenty_past_midnight_in_summer_time_the_new_day_is_today_and_not_the_future() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let app = &world.app;
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, JOBCENTRE).await;
        let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        at(&world, "2025-06-30T23:20:00Z");
        assert_eq!([app.today_in(AREA), app.today(), adviser.today(app)], [day("2025-07-01"); 3]);
        let amina = person::register(app, &adviser, amina()).await.unwrap();
        let answers = vec![
            world.answer("benefit", json!("UC")),
            world.answer("uc_group", json!("intensive-work-search")),
            world.answer("benefit_since", json!("2024-06-01")),
        ];
        person::record_answers(app, &adviser, amina, answers).await.unwrap();
        let cautions = ["excludes", "capacity"].map(|rule| (format!("rules/referral/{rule}"), "Asked: yes".to_owned()));
        let wish = NewReferral {
            person: amina,
            programme: "restart".to_owned(),
            provider: "heartlands-works".to_owned(),
            chosen: Chosen::ByThePerson,
            message: None,
            agreed: true,
            answers: cautions.into(),
        };
        let Outcome::Sent(sent) = referral::send(app, &adviser, wish).await.unwrap() else { panic!("must be sent") };
        referral::accept(app, &provider, sent, 1).await.unwrap();
        let before = delivery::record_start(app, &provider, sent, 2, day("2025-06-30")).await.unwrap_err();
        assert_eq!(code(&before), "referral/too-early");
        let ahead = delivery::record_start(app, &provider, sent, 2, day("2025-07-02")).await.unwrap_err();
        assert_eq!(code(&ahead), "referral/in-future");
        delivery::record_start(app, &provider, sent, 2, day("2025-07-01")).await.unwrap();
    }
}

#[tokio::test]
async fn in_winter_and_in_both_nights_of_the_clock_change_the_day_turns_at_midnight_of_the_area() {
    let (url, folder) = databases().await.remove(0);
    let world = world(&url, folder).await;
    for (moment, today) in [
        ("2026-01-31T23:59:59Z", "2026-01-31"),
        ("2026-02-01T00:00:00Z", "2026-02-01"),
        ("2026-03-28T23:59:59Z", "2026-03-28"),
        ("2026-03-29T00:00:00Z", "2026-03-29"),
        ("2026-03-29T22:59:59Z", "2026-03-29"),
        ("2026-03-29T23:00:00Z", "2026-03-30"),
        ("2026-10-24T22:59:59Z", "2026-10-24"),
        ("2026-10-24T23:00:00Z", "2026-10-25"),
        ("2026-10-25T23:59:59Z", "2026-10-25"),
        ("2026-10-26T00:00:00Z", "2026-10-26"),
    ] {
        at(&world, moment);
        assert_eq!(world.app.today_in(AREA), day(today), "{moment}");
    }
    world.on("2026-07-01");
    assert_eq!(world.app.today_in(AREA), day("2026-07-01"));
}

#[tokio::test]
async fn an_area_with_a_time_zone_of_its_own_has_its_own_day_and_text_without_one_counts_in_utc() {
    let (url, folder) = databases().await.remove(0);
    let mut world = world(&url, folder).await;
    let path = format!("areas/{AREA}/area.toml");
    under(&mut world, &path, |text| text.replacen("Europe/London", "Pacific/Auckland", 1));
    at(&world, "2026-06-30T13:00:00Z");
    assert_eq!(world.app.today_in(AREA), day("2026-07-01"));
    assert_eq!(world.app.today(), day("2026-06-30"));
    assert_eq!(world.app.today_in("newcastle"), day("2026-06-30"));
    assert_eq!(policy::zone_of(&policy::PolicyText::new([])), Zone::UTC);
}
