//! National Careers Service: DC-NCS `a9ddfb6d` (rates by date and priority), dss-outcomes `4cb9422b` (how soon).

use crate::support::{contract, day, event, group_of, lines, owed, says, started};
use rules::{
    outcome::{Group, Participation},
    payment::{OutcomeLine, price},
};
use serde_json::json;

const ID: &str = "national-careers-service";
/// The outcome types 1 to 5, by what is recorded for them.
const TYPES: [(&str, &str); 5] = [
    ("customer-satisfaction", "satisfaction"),
    ("career-management", "career-management"),
    ("sustainable-employment", "sustainable-employment"),
    ("accredited-learning", "accredited-learning"),
    ("career-progression", "career-progression"),
];

/// What is owed for each outcome type with this effective date, in pounds.
fn tariff(group: Option<&str>, effective: &str) -> Vec<i64> {
    let events = TYPES.iter().map(|(outcome, kind)| event(outcome, kind, effective)).collect();
    let person = Participation { events, ..started("2020-06-01", group) };
    owed(ID, &person, "2021-03-31").into_iter().map(|(_, _, pounds)| pounds).collect()
}

/// W1: priority, types 1 to 5, on both sides of the boundary.
#[test]
fn dc_ncs_rates_for_priority_groups_on_the_boundary_days() {
    assert_eq!(tariff(Some("priority"), "2020-09-30"), [45, 50, 70, 70, 70]);
    assert_eq!(tariff(Some("priority"), "2020-10-01"), [45, 50, 70, 60, 70]);
}

#[test]
fn dc_ncs_rates_for_everybody_else_on_the_boundary_days() {
    assert_eq!(tariff(None, "2020-09-30"), [10, 10, 20, 20, 20]);
    assert_eq!(tariff(None, "2020-10-01"), [10, 10, 30, 20, 30]);
}

/// W1, the errors: no rate on 1 April 2016, outcome type 0, a priority flag that is neither 0 nor 1.
#[test]
fn dc_ncs_errors_no_rate_no_such_outcome_no_such_group() {
    let contract = contract(ID);
    let none = price(contract, "customer-satisfaction", day("2016-04-01")).unwrap_err();
    assert_eq!(none.to_string(), "the contract has no price for `customer-satisfaction` on 1 April 2016");
    assert!(price(contract, "0", day("2020-04-01")).is_err());
    let unknown = Group::Unknown { needs: vec!["whether they are in a priority group".into()] };
    let person = Participation {
        group: unknown,
        events: vec![event("s", "satisfaction", "2020-07-01")],
        ..started("2020-06-01", None)
    };
    let lines = lines(ID, &person, "2020-12-31");
    let OutcomeLine::Unknown(line) = &lines[0] else { panic!("{lines:#?}") };
    assert_eq!(line.needs, ["whether they are in a priority group"]);
}

#[test]
fn dss_outcomes_twelve_months_from_the_session_and_thirteen_for_jobs() {
    let reached = |outcome: usize, on: &str| {
        let (id, kind) = TYPES[outcome - 1];
        let person = Participation { events: vec![event(id, kind, on)], ..started("2019-03-15", Some("priority")) };
        owed(ID, &person, "2021-01-01").len() == 1
    };
    for outcome in [1, 2, 4] {
        assert!(reached(outcome, "2020-03-15") && !reached(outcome, "2020-03-16"), "type {outcome}");
    }
    for outcome in [3, 5] {
        assert!(reached(outcome, "2020-04-15") && !reached(outcome, "2020-04-16"), "type {outcome}");
    }
    // An effective date before the session is none.
    assert!(!reached(1, "2019-03-14"));
}

#[test]
fn dss_outcomes_priority_groups() {
    let group = |facts| group_of(ID, facts, "2020-06-01");
    let base = json!({
        "date_of_birth": "1985-06-01", "employment": "employee", "qualification_level": 3, "lone_parent": false,
        "special_educational_needs": false, "disabled": false, "under_redundancy_notice": false,
    });
    let with = |key: &str, value: serde_json::Value| {
        let mut facts = base.clone();
        facts[key] = value;
        group(facts)
    };
    let priority = Group::Is("priority".into());
    assert_eq!(group(base.clone()), Group::None);
    assert_eq!(with("qualification_level", json!(1)), priority);
    assert_eq!(with("disabled", json!(true)), priority);
    let mut out_of_work = base.clone();
    out_of_work["employment"] = json!("not-working");
    out_of_work["out_of_work_since"] = json!("2019-06-01");
    assert_eq!(group(out_of_work.clone()), Group::None, "twelve months are not more than twelve");
    out_of_work["out_of_work_since"] = json!("2019-05-31");
    assert_eq!(group(out_of_work), priority);
    let mut silent = base.clone();
    silent.as_object_mut().unwrap().remove("disabled");
    let Group::Unknown { needs } = group(silent) else { panic!("not unknown") };
    assert_eq!(needs.len(), 4, "{needs:?}");
}

#[test]
fn a_line_says_for_which_group_and_day_its_price_is() {
    let person = Participation {
        events: vec![event("l", "accredited-learning", "2020-10-01")],
        ..started("2020-06-01", Some("priority"))
    };
    let lines = lines(ID, &person, "2020-12-31");
    let line = lines.iter().find(|line| line.owed().is_some()).unwrap();
    assert!(
        says(line).contains("The price for the group `priority` on 1 October 2020, the day it was reached, is £60.00.")
    );
}
