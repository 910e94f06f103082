//! Where the people of an area live, how areas overlap, and what is coming for whom: on SQLite always, on
//! PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use exchange::places::{boundaries, place_table};
use policy::Happens;
use rules::access::Role;
use serde_json::json;
use service::{
    ahead::look_ahead,
    person, places,
    referral::{self, Chosen, NewReferral, Outcome},
};
use statistics::Told;
use support::{AREA, World, amina, databases, day, world};

const WARD: &str = "E05011127";

#[tokio::test]
async fn people_are_counted_where_they_live_and_where_things_end() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        homes(&world).await;
        coming(&world).await;
        brought_in(&world).await;
    }
}

/// Forty people live in one small area of a ward, and of twenty it is not known; those who came later are not counted yet.
async fn homes(world: &World) {
    let app = &world.app;
    let adviser =
        world.somebody("adviser@example.org", Role::Adviser, AREA, "jobcentre-plus-birmingham-solihull").await;
    world.on("2025-03-03");
    let ward = places::named_set(&app.policy, &app.places, WARD).unwrap();
    let lsoa = ward.lsoas.codes().first().unwrap().clone();
    let home = app.places.iter().find(|(_, record)| record.place.lsoa == lsoa).unwrap().0.to_string();
    for number in 0..60 {
        let person = person::register(app, &adviser, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        if number >= 20 {
            let moved = vec![world.answer("home", json!("B12 9ST"))];
            person::record_answers(app, &adviser, person, moved).await.unwrap();
            // Which of two answers of one moment is the newer one nobody knows.
            world.on("2025-03-04");
            let answers = vec![world.answer("home", json!(home))];
            person::record_answers(app, &adviser, person, answers).await.unwrap();
            world.on("2025-03-03");
        }
    }
    let area = places::named_set(&app.policy, &app.places, AREA).unwrap();
    let overlap = places::compare(&app.places, &area.lsoas, &ward.lsoas).unwrap();
    let told = async || {
        let caseload = places::caseload(app, Some(AREA)).await.unwrap().unwrap();
        (caseload.of_lsoa(&lsoa), caseload.without_home(), caseload.of_parts(&overlap.overlap))
    };
    assert!(told().await.0.is_few(), "nobody is counted before the step is over");
    world.on("2025-04-01");
    let (of_lsoa, without_home, parts) = told().await;
    let near = |told: Told, count: u64| told.number().is_some_and(|number| number.abs_diff(count) <= 15);
    assert!(near(of_lsoa, 40), "the newest home counts: {of_lsoa}");
    assert!(near(without_home, 20), "{without_home}");
    assert_eq!(parts[0], of_lsoa, "the same people are told as the same number");
    assert!(parts[1].is_few() && parts[2].is_few(), "{parts:?}");
    person::register(app, &adviser, amina()).await.unwrap();
    assert_eq!(told().await, (of_lsoa, without_home, parts), "one more within the step changes nothing");
    world.on("2025-07-01");
    assert_eq!(told().await, (of_lsoa, without_home, parts), "and one alone waits for others");
    assert_eq!(overlap.overlap.both.len(), ward.lsoas.codes().len(), "the ward lies within the area");
    let elsewhere = places::caseload(app, Some("newcastle")).await.unwrap().unwrap();
    assert!(elsewhere.without_home().is_few());
    assert!(places::caseload(app, Some("nowhere")).await.unwrap().is_none());
}

/// Thirty people are on Restart; an agreement that serves its provider ends in March 2027.
async fn coming(world: &World) {
    let app = &world.app;
    let adviser = world.somebody("refers@example.org", Role::Adviser, AREA, "jobcentre-plus-birmingham-solihull").await;
    world.on("2026-09-07");
    for _ in 0..30 {
        let person = person::register(app, &adviser, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        let answers = vec![
            world.answer("benefit", json!("UC")),
            world.answer("uc_group", json!("intensive-work-search")),
            world.answer("benefit_since", json!("2024-01-01")),
            world.answer("current_programmes", json!([])),
        ];
        person::record_answers(app, &adviser, person, answers).await.unwrap();
        let new = NewReferral {
            person,
            programme: "restart".to_owned(),
            provider: "heartlands-works".to_owned(),
            chosen: Chosen::ByThePerson,
            message: None,
            agreed: true,
            answers: [("rules/referral/capacity".to_owned(), "Rang: yes".to_owned())].into(),
        };
        let Outcome::Sent(_) = referral::send(app, &adviser, new).await.unwrap() else { panic!("not sent") };
    }
    world.on("2026-11-23");
    let ahead = look_ahead(app, AREA, day("2026-11-23"), 12).await.unwrap();
    let items: Vec<_> = ahead.calendar.iter().flat_map(|month| &month.items).collect();
    let agreement = items.iter().find(|item| item.code.ends_with("#west-midlands-payment")).unwrap();
    assert_eq!((agreement.on, agreement.happens), (day("2027-03-31"), Happens::Ends));
    let on = agreement.people_on.unwrap();
    assert!(on.number().is_some_and(|number| number.abs_diff(30) <= 15), "{on}");
    let contract = items.iter().find(|item| item.code.ends_with("contracts/wmca-courses-stechford-learning")).unwrap();
    assert!(contract.people_on.is_some_and(Told::is_few));
    // The money of her programme ends in the month in which the agreement about it ends.
    let cliffs: Vec<_> = ahead.calendar.iter().filter_map(|month| Some((month.month, month.cliff?))).collect();
    assert_eq!(cliffs, [(day("2027-03-01"), on)], "the same people, told as the same number");
    assert!(look_ahead(app, AREA, day("2020-01-01"), 0).await.unwrap().calendar.is_empty());
    assert!(look_ahead(app, "nowhere", day("2026-11-23"), 12).await.is_err());
}

/// Names, people and outlines come back from the database.
async fn brought_in(world: &World) {
    let app = &world.app;
    let table = "lsoa11,people\nE01008985,1500\n";
    assert!(place_table(table.as_bytes()).is_some());
    places::keep_table(&app.db, "people.csv", table).await.unwrap();
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"LSOA11CD":"E01009331"},
        "geometry":{"type":"Polygon","coordinates":[[[-1.86,52.47],[-1.85,52.47],[-1.85,52.48],[-1.86,52.47]]]}}]}"#;
    places::keep_outlines(&app.db, &boundaries(square).unwrap().areas).await.unwrap();
    let mut gazetteer = policy::Gazetteer::new();
    places::all(&app.db).await.unwrap().add_to(&mut gazetteer);
    assert_eq!(gazetteer.people(policy::LsoaVintage::Y2011, "E01008985"), Some(1500));
    let ground = places::ground(app, ["E01009331", "E01009332"]).await.unwrap();
    assert_eq!((ground.outlines.len(), ground.middles.len()), (1, 2));
    assert!((places::land(&app.db, &app.places).await.unwrap().get("E01009331").unwrap() - 0.376).abs() < 0.01);
}
