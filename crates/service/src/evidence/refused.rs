//! What stopped referrals that people really tried to make, from the decisions that were kept.

use super::store;
use crate::{Application, action::ActionError};
use chrono::Days;
use kernel::Day;
use serde::Deserialize;
use statistics::{Refusals, Told, refusals};
use std::collections::BTreeSet;

/// How far back attempts are counted.
pub(super) const DAYS: u64 = 365;
/// The rule whose reasons are the criteria that are not met.
const VERDICT: &str = "rules/referral/verdict";
/// The rule that says who may refer, and its word for people who refer themselves.
const MAY_REFER: &str = "rules/referral/may_refer";
const ONESELF: &str = "self";

/// The part of a kept decision that is counted.
#[derive(Deserialize)]
struct Kept {
    verdict: Option<Verdict>,
}

#[derive(Deserialize)]
struct Verdict {
    criteria: Vec<Criterion>,
}

#[derive(Deserialize)]
struct Criterion {
    code: String,
    result: policy::Truth,
}

/// Counts the reasons of the attempts in the year that ends before the day `on`, or before the day of the count where that
/// is earlier.
pub(super) async fn refused(
    app: &Application,
    area: &str,
    programme: Option<&str>,
    on: Day,
) -> Result<Refusals<Told>, ActionError> {
    let counter = app.held.counter(app, area).await?;
    let zone = app.zone_in(area);
    let until = on.min(counter.until());
    let from = until.checked_sub_days(Days::new(DAYS)).unwrap_or(until);
    let between = (zone.beginning_of(from), zone.beginning_of(until));
    let rows = store::refused(app.db.reader(), area, programme, between).await?;
    let attempts = rows.into_iter().filter_map(|(person, reasons, inputs)| {
        let person = person?;
        let applied_for = applied_for(app, area, &inputs);
        let codes = without_the_wrong_door(codes(reasons, inputs), applied_for);
        (!codes.is_empty()).then(|| ((person, counter.key(person)), codes))
    });
    Ok(refusals(attempts).told(counter.rule()))
}

/// Whether people apply for the programme of an attempt themselves.
fn applied_for(app: &Application, area: &str, inputs: &serde_json::Value) -> bool {
    let id = inputs.get("programme").and_then(serde_json::Value::as_str);
    let programme = app.policy.area(area).zip(id).and_then(|(area, id)| app.policy.programme(area, id));
    programme.is_some_and(|programme| programme.may_refer.iter().any(|kind| kind == ONESELF))
}

/// Takes out that somebody else may refer, where the person can apply themselves: that stopped the referral, and not the person.
fn without_the_wrong_door(mut codes: BTreeSet<String>, applied_for: bool) -> BTreeSet<String> {
    if applied_for {
        codes.remove(MAY_REFER);
    }
    codes
}

/// The codes of what stopped one attempt: of the criteria that are not met, in place of the verdict that says so.
fn codes(reasons: serde_json::Value, inputs: serde_json::Value) -> BTreeSet<String> {
    let decision: rules::referral::Decision =
        serde_json::from_value(reasons).unwrap_or_else(|_| rules::referral::Decision { obstacles: Vec::new() });
    let kept: Kept = serde_json::from_value(inputs).unwrap_or(Kept { verdict: None });
    let criteria = kept.verdict.map(|verdict| verdict.criteria).unwrap_or_default();
    let failed: BTreeSet<String> = criteria
        .into_iter()
        .filter(|criterion| criterion.result == policy::Truth::NotMet)
        .map(|criterion| criterion.code)
        .collect();
    let stops = decision.stops().map(|obstacle| obstacle.code.clone());
    let mut codes: BTreeSet<String> = stops.collect();
    if !failed.is_empty() && codes.remove(VERDICT) {
        codes.extend(failed);
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_criteria_that_are_not_met_stand_for_the_verdict() {
        let obstacle = |code: &str, weight: &str| json!({ "code": code, "weight": weight, "says": "", "cites": null });
        let reasons =
            json!({ "obstacles": [obstacle(VERDICT, "blocks"), obstacle("rules/referral/sharing", "blocks")] });
        let criterion = |code: &str, result: &str| json!({ "code": code, "result": result });
        let inputs =
            json!({ "verdict": { "criteria": [criterion("p#long-enough", "not-met"), criterion("p#group", "met")] } });
        let found: Vec<String> = codes(reasons.clone(), inputs).into_iter().collect();
        assert_eq!(found, ["p#long-enough", "rules/referral/sharing"]);
        let found: Vec<String> = codes(reasons, json!({})).into_iter().collect();
        assert_eq!(found, ["rules/referral/sharing", VERDICT]);
    }

    #[test]
    fn a_referral_to_what_people_apply_for_themselves_is_no_barrier() {
        let codes = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<String>>();
        assert!(without_the_wrong_door(codes(&[MAY_REFER]), true).is_empty());
        assert_eq!(without_the_wrong_door(codes(&[MAY_REFER, "p#old"]), true), codes(&["p#old"]));
        assert_eq!(without_the_wrong_door(codes(&[MAY_REFER]), false), codes(&[MAY_REFER]), "only somebody else may");
    }

    #[test]
    fn a_caution_that_was_answered_stopped_nothing() {
        let answered = json!({ "code": "rules/referral/capacity", "weight": "answered", "answer": "rang", "says": "", "cites": null });
        assert!(codes(json!({ "obstacles": [answered] }), json!({})).is_empty());
    }
}
