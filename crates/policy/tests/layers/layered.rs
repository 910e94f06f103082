//! Programmes of the spine with what an area's text sets and widens.

use crate::text::{day, files_and, person, policy};
use policy::{CriterionResult, How, Policy, ProgrammeVerdict, Truth, Verdict, assess, assess_one};
use serde_json::{Value, json};

const PATH: &str = "areas/town/layers/restart.toml";

/// A layer with a number set, a criterion widened and the programme as a whole widened.
pub(crate) const LAYER: &str = r#"programme = "restart"
source = "Town deal, 2022"

[[set]]
parameter = "months_on_benefit"
values = [{ from = 2022-06-01, is = 6, source = "Town deal, schedule 1" }]

[[parameter]]
id = "most_hours_of_care_leavers"
unit = "hours"
values = [{ from = 2022-01-01, is = 30 }]

[[widen]]
id = "jobseekers"
criterion = "on-benefit"
says = "Gets Jobseeker's Allowance"
also_when = "benefit == 'JSA'"
pays = "town-council"
from = 2022-06-01
until = 2022-12-31
source = "Town paper 2"

[[widen]]
id = "care-leavers"
says = "Was in care and works no more than {most_hours_of_care_leavers} hours a week"
also_when = "care_leaver && hours_per_week <= most_hours_of_care_leavers"
pays = "dwp"
from = 2022-01-01
example = true
"#;

fn town() -> Policy {
    policy(files_and(PATH, LAYER))
}

fn restart(policy: &Policy, area: &str, facts: Value, on: &str) -> ProgrammeVerdict {
    let area = policy.area(area).unwrap();
    assess_one(policy, area, policy.programme(area, "restart").unwrap(), &person(policy, facts), day(on))
}

fn criterion<'a>(verdict: &'a ProgrammeVerdict, id: &str) -> &'a CriterionResult {
    verdict.criteria.iter().find(|criterion| criterion.code.ends_with(&format!("#{id}"))).unwrap()
}

#[test]
fn a_number_that_is_set_holds_from_its_day_in_that_area_only() {
    let policy = town();
    let facts = || json!({"benefit": "UC", "benefit_since": "2022-01-01", "hours_per_week": 0, "care_leaver": false});
    let verdict = |area, on| restart(&policy, area, facts(), on).verdict;
    assert_eq!(verdict("town", "2022-07-01"), Verdict::Eligible);
    assert_eq!(verdict("village", "2022-07-01"), Verdict::NotEligible);
    let seen = policy.programme(policy.area("town").unwrap(), "restart").unwrap();
    let value = |on| seen.parameter("months_on_benefit").unwrap().value_on(day(on)).unwrap();
    assert_eq!((value("2022-05-31").is, value("2022-06-01").is), (9, 6));
    assert_eq!(value("2022-06-01").set_by.as_deref(), Some("areas/town/layers/restart#months_on_benefit"));
    assert_eq!(seen.cites.on(day("2022-05-31")).as_ref(), "Act 1; Town deal, 2022");
    assert_eq!(
        seen.cites.on(day("2022-06-01")).as_ref(),
        "Act 1; Town deal, schedule 1; Town paper 2; Town deal, 2022"
    );
}

#[test]
fn a_widening_lets_through_and_says_who_pays() {
    let policy = town();
    let facts = || json!({"benefit": "JSA", "benefit_since": "2021-01-01", "hours_per_week": 0, "care_leaver": false});
    let verdict = |area, on| restart(&policy, area, facts(), on);
    assert_eq!(verdict("village", "2022-07-01").verdict, Verdict::NotEligible);
    let here = verdict("town", "2022-07-01");
    assert_eq!(here.verdict, Verdict::Eligible);
    let widened = criterion(&here, "on-benefit");
    assert_eq!(widened.code.as_ref(), "spine/programmes/restart#on-benefit");
    assert_eq!(widened.says.as_ref(), "Gets Universal Credit");
    assert_eq!(widened.widened.as_ref().unwrap().spine, Truth::NotMet);
    let by: Vec<_> = widened.let_through_by().collect();
    assert_eq!(by.len(), 1);
    assert_eq!(by[0].code.as_ref(), "areas/town/layers/restart#jobseekers");
    assert_eq!((by[0].pays.as_ref(), by[0].cites.as_ref()), ("town council", "Town paper 2"));
    // The days of the widening, the last included.
    assert_eq!(verdict("town", "2022-12-31").verdict, Verdict::Eligible);
    assert_eq!(verdict("town", "2023-01-01").verdict, Verdict::NotEligible);
    assert_eq!(verdict("town", "2022-05-31").verdict, Verdict::NotEligible);
}

#[test]
fn a_programme_widened_as_a_whole_asks_nothing_else_of_those_people() {
    let policy = town();
    let facts = |hours: i64| json!({"benefit": "none", "hours_per_week": hours, "care_leaver": true});
    assert_eq!(restart(&policy, "town", facts(30), "2022-01-01").verdict, Verdict::Eligible);
    assert_eq!(restart(&policy, "town", facts(31), "2022-01-01").verdict, Verdict::NotEligible);
    assert_eq!(restart(&policy, "village", facts(30), "2022-01-01").verdict, Verdict::NotEligible);
    // What is not known of benefit_since does not matter to them.
    let verdict = restart(&policy, "town", facts(20), "2022-01-01");
    let by = criterion(&verdict, "long-enough").let_through_by().next().unwrap();
    assert_eq!(by.says.as_ref(), "Was in care and works no more than 30 hours a week");
    assert!(by.example);
    // Not before the programme is open: an area cannot change that.
    assert_eq!(restart(&policy, "town", facts(20), "2021-06-30").verdict, Verdict::NotEligible);
}

#[test]
fn what_is_not_known_is_asked_for_the_spine_and_for_the_widening() {
    let policy = town();
    let verdict = restart(&policy, "town", json!({"benefit": "none", "hours_per_week": 4}), "2022-07-01");
    assert_eq!(verdict.verdict, Verdict::Undetermined);
    let needs: Vec<&str> = criterion(&verdict, "on-benefit").needs.iter().map(AsRef::as_ref).collect();
    assert_eq!(needs, ["care_leaver"]);
}

#[test]
fn the_explanation_has_both_in_its_json_and_one_without_a_widening_is_as_before() {
    let policy = town();
    let facts = json!({"benefit": "JSA", "benefit_since": "2021-01-01", "hours_per_week": 0});
    let verdict = restart(&policy, "town", facts, "2022-07-01");
    let json = serde_json::to_value(criterion(&verdict, "on-benefit")).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
    let village = restart(&policy, "village", json!({"benefit": "JSA"}), "2022-07-01");
    assert!(!serde_json::to_string(&village).unwrap().contains("widened"));
    let read: CriterionResult = serde_json::from_value(json).unwrap();
    assert_eq!(&read, criterion(&verdict, "on-benefit"));
}

#[test]
fn whoever_asks_for_the_programme_in_the_area_gets_the_same() {
    let policy = town();
    let area = policy.area("town").unwrap();
    let one = policy.programme(area, "restart").unwrap();
    let listed: Vec<_> = policy.programmes_in(area).filter(|programme| programme.id.as_ref() == "restart").collect();
    assert_eq!(listed.len(), 1);
    assert!(std::ptr::eq(one, listed[0]));
    assert_eq!(one.layer.as_deref(), Some("areas/town/layers/restart"));
    let facts = person(&policy, json!({"benefit": "JSA", "benefit_since": "2021-01-01", "hours_per_week": 0}));
    let all = assess(&policy, area, &facts, day("2022-07-01"));
    assert_eq!(all.programmes[0], assess_one(&policy, area, one, &facts, day("2022-07-01")));
}

#[test]
fn how_each_claim_is_known_is_said() {
    let loaded = crate::text::load(files_and(PATH, LAYER));
    let known: Vec<(&str, How)> = loaded.proofs.iter().map(|proof| (proof.code.as_ref(), proof.how)).collect();
    assert_eq!(
        known,
        [
            ("areas/town/layers/restart#months_on_benefit", How::Proven),
            ("areas/town/layers/restart#jobseekers", How::ByForm),
            ("areas/town/layers/restart#care-leavers", How::ByForm),
        ]
    );
    insta::assert_snapshot!(
        loaded.proofs.iter().map(|proof| format!("{}\n{}\n", proof.code, proof.says)).collect::<String>()
    );
}

#[test]
fn a_value_set_for_a_question_is_laid_over_the_areas_own() {
    let policy = town().with_value("town", "restart", "months_on_benefit", day("2022-07-01"), 3).unwrap();
    let facts = |benefit: &str| json!({"benefit": benefit, "benefit_since": "2022-03-01", "hours_per_week": 0});
    assert_eq!(restart(&policy, "town", facts("UC"), "2022-07-01").verdict, Verdict::Eligible);
    assert_eq!(restart(&policy, "town", facts("JSA"), "2022-07-01").verdict, Verdict::Eligible);
    assert_eq!(restart(&policy, "town", facts("UC"), "2022-06-30").verdict, Verdict::Undetermined);
}
