//! What is shown of a service and what is found are one answer; what cannot be true is neither.

use crate::get;
use crate::import::{a_world, take_in_options};
use crate::support::World;
use serde_json::{Value, json};
use service::directory::import::{Options, Report};

/// Takes in services with these fields, their ids counted from 1.
async fn with(world: &World, services: &[Value]) -> Report {
    let services: Vec<Value> = (1..)
        .zip(services)
        .map(|(id, fields)| {
            let mut service = json!({ "id": id.to_string(), "name": format!("Service {id}"), "status": "active" });
            service.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            service
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.json");
    std::fs::write(&file, json!(services).to_string()).unwrap();
    take_in_options(world, file.to_str().unwrap(), &Options::default()).await
}

async fn page(world: &World, id: u32) -> String {
    let (status, page) = get(world, &format!("/services/{id}")).await;
    assert_eq!(status, 200);
    page
}

async fn is_found(world: &World, id: u32, query: &str) -> bool {
    let (status, page) = get(world, &format!("/services?text=Service&{query}")).await;
    assert_eq!(status, 200);
    page.contains(&format!("href=\"/services/{id}?"))
}

async fn is_listed(world: &World, id: u32, query: &str) -> bool {
    let (status, body) = get(world, &format!("/oruk/services?{query}")).await;
    assert_eq!(status, 200, "{body}");
    let page: Value = serde_json::from_str(&body).unwrap();
    page["contents"].as_array().unwrap().iter().any(|one| one["id"].as_str() == Some(id.to_string().as_str()))
}

#[tokio::test]
async fn every_kind_of_schedule_is_found_on_the_days_that_its_page_shows() {
    let world = a_world().await;
    let today = world.app.today();
    let long_ago = "2005-01-03";
    let schedules = [
        (json!({ "freq": "MONTHLY", "byday": "1MO" }), "First Monday of the month", "MO", "TU"),
        (
            json!({ "freq": "WEEKLY", "interval": 2, "byday": "WE", "dtstart": long_ago }),
            "Every second week on Wednesday",
            "WE",
            "MO",
        ),
        (json!({ "freq": "DAILY" }), "Every day", "SU", ""),
        (json!({ "freq": "WEEKLY", "dtstart": long_ago }), "Monday", "MO", "TU"),
        (
            json!({ "freq": "MONTHLY", "bymonthday": "1,2,3,4,5,6,7", "byday": "SA" }),
            "Saturday, when it is the 1st",
            "SA",
            "SU",
        ),
        (
            json!({ "freq": "WEEKLY", "byday": "FR", "bymonthday": "2", "description": "Ring us first" }),
            "Ring us first",
            "",
            "FR",
        ),
        (
            json!({ "byday": "TH", "valid_to": (today.pred_opt().unwrap()).to_string() }),
            "This service has ended",
            "",
            "TH",
        ),
        (
            json!({ "byday": "TH", "valid_from": (today.succ_opt().unwrap()).to_string() }),
            "This service has not begun",
            "",
            "TH",
        ),
        (
            json!({ "byday": "TH", "opens_at": "20:00", "closes_at": "01:00" }),
            "Thursday, 8pm to 1am the next day",
            "TH",
            "FR",
        ),
    ];
    let services: Vec<Value> = schedules.iter().map(|(schedule, ..)| json!({ "schedules": [schedule] })).collect();
    let report = with(&world, &services).await;
    assert_eq!(report.summary.fault_count, 0, "{report}");
    for (id, (schedule, says, on, not_on)) in (1..).zip(&schedules) {
        assert!(page(&world, id).await.contains(says), "{schedule}: {}", page(&world, id).await);
        for (day, is_open) in [(on, true), (not_on, false)].into_iter().filter(|(day, _)| !day.is_empty()) {
            assert_eq!(is_found(&world, id, &format!("day={day}")).await, is_open, "{schedule} {day}");
            assert_eq!(is_listed(&world, id, &format!("day={day}")).await, is_open, "{schedule} {day}");
        }
    }
    // What is over or has not begun is not in any list of the finder.
    for (id, is_there) in [(6, true), (7, false), (8, false), (9, true)] {
        assert_eq!(is_found(&world, id, "").await, is_there, "{id}");
    }
    assert!(is_listed(&world, 9, "start_time=19:00").await && !is_listed(&world, 9, "end_time=02:00").await);
}

#[tokio::test]
async fn a_price_of_years_ago_and_times_that_are_none_are_not_shown() {
    let world = a_world().await;
    let report = with(
        &world,
        &[json!({
            "cost_options": [{ "amount": 3, "valid_from": "2019-01-01", "valid_to": "2019-12-31" }, { "amount": -4 }],
            "schedules": [{ "byday": "MO", "opens_at": "5:30 PM", "closes_at": "7:00 PM" }, { "byday": "TU", "opens_at": "dawn" }],
        })],
    )
    .await;
    let page = page(&world, 1).await;
    assert!(!page.contains('£'), "{page}");
    assert!(page.contains("Monday, 5:30pm to 7pm"), "{page}");
    assert!(page.contains("Tuesday. We could not read all of the times") && page.contains("We left it out"), "{page}");
    assert!(!is_listed(&world, 1, "end_time=08:00").await && is_listed(&world, 1, "start_time=17:00").await);
    let noticed = report.summary.noticed.join("\n");
    for said in ["a price of -4 is below zero", "`dawn` is not a time like 09:30"] {
        assert!(noticed.contains(said), "{noticed}");
    }
}

#[tokio::test]
async fn what_cannot_be_true_of_this_place_is_said_and_not_searched_by() {
    let world = a_world().await;
    let at = |latitude: f64, longitude: f64| {
        json!([{ "location": {
        "latitude": latitude, "longitude": longitude, "addresses": [{ "postal_code": "B9 5HP" }],
    } }])
    };
    let report = with(
        &world,
        &[
            json!({ "service_at_locations": at(48.85, 2.35) }),
            json!({ "service_at_locations": at(-1.85, 52.48) }),
            json!({ "minimum_age": 60, "maximum_age": 16 }),
        ],
    )
    .await;
    let noticed = report.summary.noticed.join("\n");
    assert_eq!(report.summary.noticed_count, 3, "{noticed}");
    assert!(report.is_clean(), "what is noticed is no fault: {report}");
    assert!(
        noticed.contains(
            "service `1`: `service_at_locations[0]`: its point (latitude 48.85, longitude 2.35) lies outside"
        )
    );
    assert!(
        noticed.contains("are the two the wrong way round?") && noticed.contains("`minimum_age` 60 is more"),
        "{noticed}"
    );
    // The point of the postcode takes the place of one that cannot be.
    for id in [1, 2] {
        assert!(is_found(&world, id, "postcode=B9+5HP&miles=1").await, "{id}");
    }
    assert!(is_found(&world, 3, "age=30").await, "an age that is not known leaves nobody out");
    let page = page(&world, 3).await;
    assert!(!page.contains("People aged") && page.contains("cannot be right"), "{page}");
}

#[tokio::test]
async fn text_of_web_pages_and_numbers_to_ring_are_made_plain() {
    let world = a_world().await;
    with(
        &world,
        &[json!({
            "name": "Men&#8217;s <b>shed</b>", "description": "<p>Tools &amp; tea.</p><ul><li>Wood</li><li>Metal</li></ul>",
            "phones": [
                { "number": "+44 (0)191 496 0101", "extension": 12, "description": "Mornings only" },
                { "number": "0191 496 0102 / 0191 496 0103" },
                { "number": "ask for Ann" },
            ],
        })],
    )
    .await;
    let page = page(&world, 1).await;
    for shown in [
        "Men’s shed",
        "Tools &#38; tea.\n\n• Wood\n• Metal",
        "href=\"tel:+441914960101;ext=12\"",
        "(Mornings only)",
        "href=\"tel:+441914960102\"",
        "href=\"tel:+441914960103\"",
        "Phone: ask for Ann",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let (_, list) = get(&world, "/services?text=metal").await;
    assert!(list.contains("href=\"/services/1?text=metal\""), "{list}");
}

#[tokio::test]
async fn a_change_without_a_zone_a_day_or_a_time_is_not_missed() {
    let world = a_world().await;
    with(
        &world,
        &[
            json!({ "last_modified": "2026-07-01T10:00:00" }),
            json!({ "last_modified": "2026-07-01" }),
            json!({ "last_modified": "last week" }),
            json!({}),
            json!({ "last_modified": "2026-06-30T23:59:59Z" }),
        ],
    )
    .await;
    for (id, since, is_there) in [
        (1, "2026-07-01T10:00:00Z", true),
        (1, "2026-07-01T10:00:01Z", false),
        (2, "2026-07-01T18:00:00Z", true),
        (2, "2026-07-02", false),
        (3, "2026-07-01", true),
        (4, "2026-07-01", true),
        (5, "2026-07-01", false),
    ] {
        // The last two say nothing of when they changed: they came today.
        assert_eq!(is_listed(&world, id, &format!("modified_after={since}")).await, is_there, "{id} since {since}");
    }
    let tomorrow = world.app.today().succ_opt().unwrap();
    assert!(!is_listed(&world, 4, &format!("modified_after={tomorrow}")).await);
}

#[tokio::test]
async fn values_of_nearly_the_right_shape_keep_their_service() {
    let world = a_world().await;
    let report =
        with(&world, &[json!({ "id": 1, "fees": 5, "schedules": { "byday": "MO" }, "minimum_age": "over 18" })]).await;
    assert_eq!((report.summary.new, report.summary.fault_count, report.summary.noticed_count), (1, 0, 4), "{report}");
    assert!(page(&world, 1).await.contains("Monday") && is_found(&world, 1, "day=MO&age=17").await);
}
