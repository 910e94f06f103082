//! What stopped referrals that people really tried to make, from the decisions that were kept.

use super::{counter::beginning_of, store};
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
    let until = on.min(counter.until());
    let from = until.checked_sub_days(Days::new(DAYS)).unwrap_or(until);
    let rows = store::refused(app.db.reader(), area, programme, (beginning_of(from), beginning_of(until))).await?;
    let attempts = rows.into_iter().filter_map(|(person, reasons, inputs)| {
        let person = person?;
        Some(((person, counter.key(person)), codes(reasons, inputs)))
    });
    Ok(refusals(attempts).told(counter.rule()))
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
    fn a_caution_that_was_answered_stopped_nothing() {
        let answered = json!({ "code": "rules/referral/capacity", "weight": "answered", "answer": "rang", "says": "", "cites": null });
        assert!(codes(json!({ "obstacles": [answered] }), json!({})).is_empty());
    }
}
