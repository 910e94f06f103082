//! Is the person eligible?
//!
//! *Authority*: the programme's criteria, each with its citation.
//! *Applies*: to every referral. The verdict is the policy's; nothing is decided a second time here. Where the only thing
//! that is not known is whether the rules still hold, whoever runs the programme can say: that is a caution, which the
//! referrer's answer lifts.
//! *Simplified*: an adviser's discretion to refer somebody who is not eligible is not modelled.
//! *Example*: two criteria failed: one obstacle that names both. One fact missing: one that names it. The rules were last
//! confirmed for 31 July 2023: a caution that says so, and how they came out as they stood then.

use super::{obstacle::Obstacle, request::Request};
use policy::{CriterionResult, LastConfirmed, Truth, Verdict};
use std::collections::BTreeSet;

const CODE: &str = "rules/referral/verdict";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let verdict = request.verdict;
    let obstacle = match verdict.verdict {
        Verdict::Eligible => return Vec::new(),
        Verdict::NotEligible => Obstacle::blocks(
            CODE,
            format!(
                "The person is not eligible for {}. Not met: {}. If a fact is wrong, correct it; otherwise choose \
                 another programme.",
                request.programme.name,
                listed(verdict.criteria.iter().filter(|criterion| criterion.result == Truth::NotMet))
            ),
        ),
        Verdict::Undetermined => not_known(request),
    };
    vec![obstacle.citing(&verdict.cites)]
}

/// Blocks while answers of the person are missing; is a caution when only the rules themselves are not known any more.
fn not_known(request: &Request<'_>) -> Obstacle {
    let unknown = || request.verdict.criteria.iter().filter(|criterion| criterion.result == Truth::Unknown);
    let open: Vec<&CriterionResult> = unknown().filter(|criterion| criterion.last_confirmed.is_none()).collect();
    let name = &request.programme.name;
    if open.is_empty() {
        return Obstacle::caution(CODE, out_of_date(name, unknown()));
    }
    let missing: BTreeSet<String> =
        open.iter().flat_map(|criterion| &criterion.needs).map(|fact| fact.replace('_', " ")).collect();
    Obstacle::blocks(
        CODE,
        format!(
            "It is not yet known whether the person is eligible for {name}. Not known: {}. Ask for: {}.",
            listed(open.into_iter()),
            missing.into_iter().collect::<Vec<_>>().join(", ")
        ),
    )
}

/// That rules were last confirmed for a day that is over, and how they came out as they stood then.
fn out_of_date<'a>(name: &str, unknown: impl Iterator<Item = &'a CriterionResult>) -> String {
    let said = unknown.filter_map(|criterion| {
        let last = criterion.last_confirmed.as_deref()?;
        Some(format!("{} ({}): {}, {}", criterion.says, criterion.code, last.reason(), stood(last)))
    });
    format!(
        "It is not known whether the person is eligible for {name}, because its rules may have changed. {}. Ask whoever \
         runs {name} what is asked now, and write down what they said.",
        said.collect::<Vec<_>>().join("; ")
    )
}

fn stood(last: &LastConfirmed) -> &'static str {
    match last.then {
        Truth::Met => "and was met as it stood then",
        Truth::NotMet => "and was not met as it stood then",
        Truth::Unknown => "and it is not known whether it was met as it stood then",
    }
}

fn listed<'a>(criteria: impl Iterator<Item = &'a CriterionResult>) -> String {
    criteria.map(|criterion| format!("{} ({})", criterion.says, criterion.code)).collect::<Vec<_>>().join("; ")
}
