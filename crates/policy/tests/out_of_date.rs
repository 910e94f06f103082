//! Rules of which nobody knows any more whether they hold: on the text of this repository and on small ones.
#![expect(clippy::unwrap_used, reason = "tests")]

mod repository;

use kernel::Day;
use policy::{
    Facts, Policy, ProgrammeVerdict, Truth, Verdict, ahead, assess, assess_as_written, assess_one,
    population::{Detail, Plan, Population},
};
use serde_json::{Value, json};

const EAST: &str = "east-birmingham-north-solihull";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn facts(policy: &Policy, values: Value) -> Facts {
    let gazetteer = repository::gazetteer(&repository::root());
    Facts::from_json(&policy.facts, &gazetteer, &json!({ "facts": values })).unwrap()
}

fn verdict(policy: &Policy, (area, programme): (&str, &str), values: Value, on: &str) -> ProgrammeVerdict {
    let area = policy.area(area).unwrap();
    let programme = policy.programme(area, programme).unwrap();
    assess_one(policy, area, programme, &facts(policy, values), day(on))
}

/// Well paid: by the rules of 2022-23 no course in the West Midlands is free.
fn well_paid() -> Value {
    json!({
        "home": "B9 5HP", "date_of_birth": "1990-01-01", "employment": "employee", "annual_earnings_pence": 5_000_000,
        "has_ehcp": false,
    })
}

#[test]
fn rules_of_a_funding_year_that_is_over_say_neither_yes_nor_no() {
    let policy = repository::loaded().policy.unwrap();
    let on = |on: &str| verdict(&policy, (EAST, "wmca-free-courses"), well_paid(), on);
    assert_eq!(on("2023-07-31").verdict, Verdict::NotEligible);
    let later = on("2023-08-01");
    assert_eq!(later.verdict, Verdict::Undetermined);
    let pay = later.criteria.iter().find(|one| one.code.ends_with("#out-of-work-or-low-paid")).unwrap();
    let last = pay.last_confirmed.as_deref().unwrap();
    assert_eq!((pay.result, last.then, pay.needs.len()), (Truth::Unknown, Truth::NotMet, 0));
    assert_eq!(last.reason(), "this rule was last confirmed for 31 July 2023");
    assert!(last.cites.contains("1 August 2022 to 31 July 2023"), "{}", last.cites);
}

#[test]
fn a_programme_without_a_last_day_is_not_open_for_ever() {
    let policy = repository::loaded().policy.unwrap();
    let open = |on: &str| {
        let verdict = verdict(&policy, ("newcastle", "intensive-personalised-employment-support"), json!({}), on);
        verdict.criteria.iter().find(|one| one.code.ends_with("#open")).unwrap().result
    };
    assert_eq!(open("2019-11-30"), Truth::NotMet);
    assert_eq!(open("2023-05-10"), Truth::Met);
    assert_eq!(open("2023-05-11"), Truth::Unknown);
}

#[test]
fn what_does_not_age_stays_definite() {
    let policy = repository::loaded().policy.unwrap();
    // It runs in Scotland, and its rules are long out of date.
    let elsewhere = verdict(&policy, ("newcastle", "job-start-payment"), json!({}), "2026-11-30");
    assert_eq!(elsewhere.verdict, Verdict::NotEligible);
    // Its last day is over.
    let over = verdict(&policy, ("newcastle", "work-and-health-programme"), json!({}), "2026-11-30");
    assert_eq!(over.verdict, Verdict::NotEligible);
}

#[test]
fn a_criterion_may_be_known_for_less_long_than_its_programme() {
    let policy = repository::loaded().policy.unwrap();
    let restart = policy.programmes.get("restart").unwrap();
    let values = json!({"benefit": "UC", "uc_group": "intensive-work-search", "benefit_since": "2020-01-01"});
    let area = policy.area("newcastle").unwrap();
    let on = |on: &str| assess_one(&policy, area, restart, &facts(&policy, values.clone()), day(on));
    let result = |verdict: &ProgrammeVerdict, id: &str| {
        verdict.criteria.iter().find(|one| one.code.ends_with(id)).unwrap().result
    };
    assert_eq!(on("2024-06-30").verdict, Verdict::Eligible);
    let extended = on("2025-01-01");
    assert_eq!(result(&extended, "#long-enough"), Truth::Unknown);
    assert_eq!(result(&extended, "#on-intensive-work-search"), Truth::Met);
    assert_eq!(result(&extended, "#open"), Truth::Met);
    assert_eq!(result(&on("2026-07-01"), "#open"), Truth::Unknown);
}

#[test]
fn an_area_that_confirms_a_programme_answers_for_longer_than_the_spine() {
    let policy = repository::loaded().policy.unwrap();
    let values = json!({"benefit": "UC", "uc_group": "intensive-work-search", "benefit_since": "2020-01-01"});
    let confirmed = verdict(&policy, ("newcastle", "restart"), values.clone(), "2026-11-30");
    assert_eq!(confirmed.verdict, Verdict::Eligible);
    let too_late = verdict(&policy, ("newcastle", "restart"), values, "2027-07-01");
    assert_eq!(too_late.verdict, Verdict::Undetermined);
    assert!(too_late.criteria.iter().filter_map(|one| one.last_confirmed.as_deref()).all(|last| last.example));
}

#[test]
fn a_population_and_what_is_asked_next_say_the_same() {
    let policy = repository::loaded().policy.unwrap();
    let (area, on) = (policy.area(EAST).unwrap(), day("2026-11-30"));
    let person = facts(&policy, well_paid());
    let population = Population::from_facts(&policy.facts, [&person], on);
    let screening = Plan::new(&policy, area, on).screen(&population, Detail::Barriers);
    let assessment = assess(&policy, area, &person, on);
    for (one, many) in assessment.programmes.iter().zip(&screening.programmes) {
        assert_eq!((&one.id, one.verdict), (&many.id, many.verdict(0)));
    }
    let courses = screening.programme("wmca-free-courses").unwrap();
    assert_eq!(courses.counts.undetermined, 1);
    assert!(courses.barriers.iter().all(|barrier| barrier.fails == 0));
    // Nothing is asked of a person that would settle nothing.
    let courses = assessment.programmes.iter().find(|one| &*one.id == "wmca-free-courses").unwrap();
    assert!(courses.criteria.iter().all(|one| one.needs.is_empty()));
}

#[test]
fn what_rules_read_is_known_though_they_are_out_of_date() {
    let policy = repository::loaded().policy.unwrap();
    let area = policy.area(EAST).unwrap();
    let programme = policy.programme(area, "wmca-free-courses").unwrap();
    let written = assess_as_written(&policy, area, programme, &Facts::new(), day("2026-11-30"));
    assert!(written.criteria.iter().any(|one| one.needs.iter().any(|fact| &**fact == "annual_earnings_pence")));
}

#[test]
fn the_calendar_tells_when_a_text_ends_to_be_known() {
    let policy = repository::loaded().policy.unwrap();
    let area = policy.area("newcastle").unwrap();
    let coming = ahead(&policy, area, day("2026-09-01"), 3);
    let careers = coming.iter().find(|one| one.code == "spine/programmes/national-careers-service#open").unwrap();
    assert_eq!(careers.on, day("2026-09-30"));
    assert!(careers.says.contains("last confirmed for 30 September 2026"), "{}", careers.says);
}

#[test]
fn every_programme_of_the_text_says_until_when_it_is_known() {
    let policy = repository::loaded().policy.unwrap();
    let local = policy.areas.values().flat_map(|area| area.programmes.values());
    for programme in policy.programmes.values().chain(local) {
        assert!(!programme.answers_for_ever(), "{} has no last day and no known_until", programme.path);
    }
    assert_eq!(policy::advice(&policy), []);
}

#[test]
fn what_nobody_here_can_join_any_more_is_told_from_what_is_not_known() {
    let policy = repository::loaded().policy.unwrap();
    let (area, on) = (policy.area("newcastle").unwrap(), day("2026-11-30"));
    let over = |id: &str| policy.programme(area, id).unwrap().is_over_for(area, on);
    assert!(over("kickstart") && over("fair-start-scotland") && over("job-start-payment"));
    assert!(!over("restart") && !over("intensive-personalised-employment-support"));
}
