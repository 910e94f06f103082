//! Counts of people on pages: the same for everybody, of fixed days and questions, and none that can be undone.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[expect(dead_code, reason = "this test uses a part of it")]
#[path = "support/browser.rs"]
mod browser;
#[path = "support/refer.rs"]
mod refer;
mod support;
#[path = "support/under.rs"]
mod under;

use browser::Browser;
use kernel::{Day, PersonId, ReferralId};
use policy::Value;
use refer::refer;
use rules::{access::Role, outcome::SpellKind};
use serde_json::json;
use service::{
    account::SignedIn,
    claim,
    delivery::{self, NewSpell},
    evidence::{self, BarriersQuestion},
    person, places, referral,
};
use support::{AREA, World, amina, databases, day, world};
use under::under;

const JOBCENTRE: &str = "jobcentre-plus-birmingham-solihull";
const HEARTLANDS: &str = "heartlands-works";

async fn browser(world: &World, account: &SignedIn) -> Browser {
    let mut browser = Browser::new(&service::router(world.app.clone()));
    browser.post(&format!("/sign-in/persona/{}", account.id), &[]).await;
    browser
}

/// Somebody who may join Restart, registered today.
async fn ready(world: &World, adviser: &SignedIn) -> PersonId {
    let person = person::register(&world.app, adviser, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
    let answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!("intensive-work-search")),
        world.answer("benefit_since", json!("2022-01-01")),
        world.answer("current_programmes", json!([])),
    ];
    person::record_answers(&world.app, adviser, person, answers).await.unwrap();
    person
}

/// Somebody starts on Restart today, and finds work on a day, if they do.
async fn starts(world: &World, (adviser, provider): (&SignedIn, &SignedIn), found_work: Option<Day>) -> ReferralId {
    let today = world.app.today();
    let person = ready(world, adviser).await;
    let sent = refer(world, adviser, person, "restart", HEARTLANDS).await;
    referral::accept(&world.app, provider, sent, 1).await.unwrap();
    delivery::record_start(&world.app, provider, sent, 2, today).await.unwrap();
    let Some(from) = found_work else { return sent };
    world.on(&from.to_string());
    let job = NewSpell {
        employer: "A shop".to_owned(),
        kind: SpellKind::Employee,
        from,
        until: None,
        hours_per_week: Some(20),
        earnings_week: None,
        source: "Payslip".to_owned(),
    };
    delivery::record_spell(&world.app, provider, sent, job).await.unwrap();
    world.on(&today.to_string());
    sent
}

/// The page on which an adviser compares providers for somebody.
async fn comparison(world: &World, adviser: &SignedIn) -> String {
    let person = ready(world, adviser).await;
    let (status, _, page) = browser(world, adviser).await.get(&format!("/people/{person}/refer/restart")).await;
    assert_eq!(status, 200, "{page}");
    page
}

/// Forty people started in March 2025, twenty-four of whom found work within a year and eight later; forty more have only just
/// started, and none of them has work yet. Outcomes so far by starts so far would say 32 of 80.
#[tokio::test]
async fn results_are_of_people_who_have_had_the_whole_time() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let adviser = world.somebody("a@example.org", Role::Adviser, AREA, JOBCENTRE).await;
        let provider = world.somebody("p@example.org", Role::ProviderStaff, AREA, HEARTLANDS).await;
        for number in 0..40 {
            world.on("2025-03-03");
            let found_work = match number % 5 {
                0..=2 => Some(day("2025-10-06")),
                3 => Some(day("2026-03-03")),
                _ => None,
            };
            starts(&world, (&adviser, &provider), found_work).await;
        }
        world.on("2025-11-24");
        assert!(comparison(&world, &adviser).await.contains("Too early to say"), "nobody has had twelve months");
        world.on("2026-09-14");
        for _ in 0..40 {
            starts(&world, (&adviser, &provider), None).await;
        }
        world.on("2026-11-23");
        let page = comparison(&world, &adviser).await;
        let words = "people who started from 1 October 2024 to 30 September 2025 found work within 12 months";
        assert!(page.contains(words), "{page}");
        let percent = page.split("About ").filter_map(|rest| rest.split_once("% of about ")).next();
        let (percent, rest) = percent.unwrap();
        let people: u64 = rest.split(' ').next().unwrap().parse().unwrap();
        let percent: u64 = percent.parse().unwrap();
        assert!(people.abs_diff(40) <= 15 && people.is_multiple_of(5), "{people}");
        assert!(percent.abs_diff(60) <= 30, "of those 24 in 40, and not 32 in 80: {percent}");
        // The share is of the numbers told.
        let found = (0..=people).step_by(5).find(|found| (found * 200 + people) / (people * 2) == percent);
        assert!(found.is_some(), "{percent}% of {people} is no share of told counts");
    }
}

#[tokio::test]
async fn pages_answer_the_same_few_questions_and_no_others() {
    let (url, folder) = databases().await.remove(0);
    let world = world(&url, folder).await;
    let commissioner = world.somebody("c@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    let mut browser = browser(&world, &commissioner).await;
    for (path, says) in [
        ("/reports/first-year?year=2026-11-23", "Select a year of the list"),
        (
            "/reports/first-year?from-day=23&from-month=11&from-year=2026&until-day=23&until-month=11&until-year=2026",
            "1 April 2025 to 31 March 2026",
        ),
        ("/barriers?on=2026-11-22", "Select a day of the list"),
        ("/what-if?change=restart/months_on_benefit&value=6&from=2026-11-22", "Select a day of the list"),
        ("/what-if?change=restart/months_on_benefit&value=11", "the same few values for everybody"),
    ] {
        let (status, _, page) = browser.get(path).await;
        assert_eq!(status, 200, "{path}");
        assert!(page.contains(says), "{path}: {says} is not in {page}");
    }
    let form = [("kind", "barriers"), ("on", "2026-11-22"), ("title", "A day")];
    let (status, _, page) = browser.post("/notes", &form).await;
    assert!(status == 422 && page.contains("Select a day of the list"), "{page}");
}

/// On no page is a small or exact count of the people registered: one person, then eleven, are told alike, and so is nobody.
#[tokio::test]
async fn one_person_cannot_be_seen_on_any_page_of_counts() {
    let (url, folder) = databases().await.remove(0);
    let world = world(&url, folder).await;
    let adviser = world.somebody("a@example.org", Role::Adviser, AREA, JOBCENTRE).await;
    let commissioner = world.somebody("c@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    let mut browser = browser(&world, &commissioner).await;
    let pages = [
        "/barriers",
        "/what-if?change=restart/months_on_benefit&value=6",
        "/reports/first-year",
        "/places/compare",
        "/ahead",
    ];
    let mut before = Vec::new();
    for path in pages {
        before.push(without_words_of_forms(&browser.get(path).await.2));
    }
    world.on("2026-09-14");
    let person = ready(&world, &adviser).await;
    let home = world
        .app
        .places
        .iter()
        .find(|(_, record)| world.app.policy.area(AREA).unwrap().lsoas.contains(&record.place.lsoa));
    let home = vec![person::NewAnswer {
        value: Some(Value::Place(home.unwrap().1.place.clone())),
        ..world.answer("benefit", json!("UC"))
    }];
    let home = home.into_iter().map(|answer| person::NewAnswer { fact: "home".to_owned(), ..answer }).collect();
    person::record_answers(&world.app, &adviser, person, home).await.unwrap();
    refer(&world, &adviser, person, "restart", HEARTLANDS).await;
    world.on("2026-11-23");
    for (path, before) in pages.into_iter().zip(before) {
        assert_eq!(without_words_of_forms(&browser.get(path).await.2), before, "{path}");
    }
}

/// A page without the word of its own that each form carries.
fn without_words_of_forms(page: &str) -> String {
    let mut parts = page.split("name=\"once\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('"').map_or("", |(_, rest)| rest))
}

/// Under a text that does not say how counts are told, none is: the pages say so, and are no fault.
#[tokio::test]
async fn without_a_text_on_counting_no_count_is_told() {
    let (url, folder) = databases().await.remove(0);
    let mut world = world(&url, folder).await;
    let commissioner = world.somebody("c@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    without_counting(&mut world);
    let mut browser = browser(&world, &commissioner).await;
    for path in ["/barriers", "/what-if", "/reports/first-year"] {
        let (status, _, page) = browser.get(path).await;
        assert!(status == 403 && page.contains("does not say how counts of people are told"), "{path}: {status}");
    }
    for (path, says) in [("/places/compare", "not told"), ("/ahead", "the policy text does not say how")] {
        let (status, _, page) = browser.get(path).await;
        assert!(status == 200 && page.contains(says), "{path}: {status} {page}");
    }
    let on = world.app.today();
    let question = BarriersQuestion { programme: None, on, rule: None, by: Vec::new() };
    assert!(evidence::ask_barriers(&world.app, &commissioner, AREA, question).await.is_err());
    assert!(places::caseload(&world.app, Some(AREA)).await.unwrap().is_none());
    evidence::warm(&world.app).await.unwrap();
}

fn without_counting(world: &mut World) {
    // A text of before has no such file; here the policy is read with it and then goes without.
    under(world, "spine/standards.toml", str::to_owned);
    let app = std::sync::Arc::get_mut(&mut world.app).unwrap();
    std::sync::Arc::get_mut(&mut app.policy).unwrap().counting = None;
}

/// An analyst, who may see no claim, is not told how many claims there are of each provider and outcome.
#[tokio::test]
async fn who_may_not_see_claims_sees_no_number_of_them_beside_the_money() {
    let (url, folder) = databases().await.remove(0);
    let world = world(&url, folder).await;
    let adviser = world.somebody("a@example.org", Role::Adviser, AREA, JOBCENTRE).await;
    let provider = world.somebody("p@example.org", Role::ProviderStaff, AREA, HEARTLANDS).await;
    let commissioner = world.somebody("c@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    let analyst = world.somebody("n@example.org", Role::Analyst, AREA, "west-midlands-combined-authority").await;
    let sent = starts(&world, (&adviser, &provider), None).await;
    let claims = claim::of_referral(&world.app, &provider, sent).await.unwrap();
    claim::approve(&world.app, &commissioner, claims[0].id, claims[0].version, "").await.unwrap();
    let (_, _, seen) = browser(&world, &commissioner).await.get("/money").await;
    let (_, _, hidden) = browser(&world, &analyst).await.get("/money").await;
    assert!(seen.contains("What was bought, by partner and outcome") && seen.contains("1 claim is approved"), "{seen}");
    assert!(!hidden.contains("What was bought, by partner and outcome"), "{hidden}");
    assert!(!hidden.contains("1 claim is approved"), "{hidden}");
}

/// A page gets a count of people from `statistics::Rule`, or not at all: nowhere in the rooms or the command is one made.
#[test]
fn no_room_makes_a_told_count_of_its_own() {
    let mut files = Vec::new();
    for folder in ["src", "../tapestry/src"] {
        rust_files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    assert!(files.len() > 100);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for maker in ["Told::About", "Told::FewerThan"] {
            assert!(!code.contains(maker), "{} makes a count that is told: use statistics::Rule", file.display());
        }
    }
}

fn rust_files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
