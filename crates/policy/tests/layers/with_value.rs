//! A policy in which one number is another one.

use crate::text::{day, files, files_with, person, policy};
use policy::{Policy, Verdict, assess};
use proptest::prelude::*;
use serde_json::json;

const SPINE: &str = "spine/programmes/restart.toml";

fn verdict(policy: &Policy, area: &str, programme: &str, months: u32, hours: i64, on: &str) -> Verdict {
    let since = day(on).checked_sub_months(chrono::Months::new(months)).unwrap();
    let facts = person(policy, json!({"benefit": "UC", "benefit_since": since.to_string(), "hours_per_week": hours}));
    let assessment = assess(policy, policy.area(area).unwrap(), &facts, day(on));
    assessment.programmes.iter().find(|found| found.id.as_ref() == programme).unwrap().verdict
}

#[test]
fn the_value_holds_in_that_area_from_that_day() {
    let before = policy(files());
    let after = before.with_value("town", "restart", "months_on_benefit", day("2022-06-01"), 3).unwrap();
    let town = |on| verdict(&after, "town", "restart", 5, 0, on);
    assert_eq!((town("2022-05-31"), town("2022-06-01")), (Verdict::NotEligible, Verdict::Eligible));
    assert_eq!(verdict(&after, "village", "restart", 5, 0, "2022-06-01"), Verdict::NotEligible);
    assert_eq!(verdict(&before, "town", "restart", 5, 0, "2022-06-01"), Verdict::NotEligible);
    assert_ne!(before.version, after.version);
    let seen = after.programme(after.area("town").unwrap(), "restart").unwrap();
    let says = |on: &str| seen.criteria[1].says.on(day(on)).to_string();
    assert_eq!(says("2022-05-31"), "Has been on it for at least 9 months");
    assert_eq!(says("2022-06-01"), "Has been on it for at least 3 months");
}

#[test]
fn an_areas_own_programme_changes_in_its_place() {
    let before = policy(files());
    let after = before.with_value("town", "town-help", "least_hours", day("2022-01-01"), 8).unwrap();
    assert_eq!(verdict(&before, "town", "town-help", 0, 5, "2022-01-01"), Verdict::Eligible);
    assert_eq!(verdict(&after, "town", "town-help", 0, 5, "2022-01-01"), Verdict::NotEligible);
    let ids = |policy: &Policy| -> Vec<String> {
        policy.programmes_in(policy.area("town").unwrap()).map(|programme| programme.id.to_string()).collect()
    };
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn a_later_change_is_made_on_the_one_before() {
    let policy = policy(files());
    let from = day("2022-01-01");
    let both = policy.with_value("town", "restart", "months_on_benefit", from, 3).unwrap();
    let both = both.with_value("town", "restart", "most_hours", from, 30).unwrap();
    assert_eq!(verdict(&both, "town", "restart", 4, 25, "2022-01-01"), Verdict::Eligible);
}

#[test]
fn what_there_is_not_is_said_with_what_there_is() {
    let policy = policy(files());
    let refused = |area, programme, parameter| {
        policy.with_value(area, programme, parameter, day("2022-01-01"), 1).unwrap_err().to_string()
    };
    assert_eq!(refused("vilage", "restart", "most_hours"), "there is no area `vilage`; did you mean `village`?");
    assert_eq!(
        refused("town", "jets", "most_hours"),
        "there is no programme `jets` in The town area; there are `restart`, `town-help`"
    );
    assert_eq!(
        refused("town", "restart", "most_hour"),
        "there is no number `most_hour` in `restart`; did you mean `most_hours`?"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// To set a value is the same as to read a text that has it.
    #[test]
    fn it_is_the_text_with_that_value(days in 0_u64..2_000, is in -5_i64..40) {
        let from = day("2022-01-01") + chrono::Days::new(days);
        let set = policy(files()).with_value("town", "restart", "months_on_benefit", from, is).unwrap();
        let values = if days == 0 {
            format!("    {{ from = 2022-01-01, is = {is} }},\n")
        } else {
            format!("    {{ from = 2022-01-01, is = 9 }},\n    {{ from = {from}, is = {is} }},\n")
        };
        let written = policy(files_with(SPINE, "    { from = 2022-01-01, is = 9 },\n", &values));
        let seen = |policy: &Policy| format!("{:?}", policy.programme(policy.area("town").unwrap(), "restart").unwrap());
        prop_assert_eq!(seen(&set), seen(&written));
    }
}
