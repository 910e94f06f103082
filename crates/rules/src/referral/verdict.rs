//! Is the person eligible?
//!
//! *Authority*: the programme's criteria, each with its citation.
//! *Applies*: to every referral. The verdict is the policy's; nothing is decided a second time here.
//! *Simplified*: an adviser's discretion to refer somebody who is not eligible is not modelled.
//! *Example*: two criteria failed: one obstacle that names both. One fact missing: one that names it.

use super::{obstacle::Obstacle, request::Request};
use policy::{CriterionResult, Truth, Verdict};
use std::collections::BTreeSet;

const CODE: &str = "rules/referral/verdict";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let verdict = request.verdict;
    let with = |truth: Truth| verdict.criteria.iter().filter(move |criterion| criterion.result == truth);
    let says = match verdict.verdict {
        Verdict::Eligible => return Vec::new(),
        Verdict::NotEligible => format!(
            "The person is not eligible for {}. Not met: {}. If a fact is wrong, correct it; otherwise choose \
             another programme.",
            request.programme.name,
            listed(with(Truth::NotMet))
        ),
        Verdict::Undetermined => {
            let missing: BTreeSet<String> = with(Truth::Unknown)
                .flat_map(|criterion| &criterion.needs)
                .map(|fact| fact.replace('_', " "))
                .collect();
            format!(
                "It is not yet known whether the person is eligible for {}. Not known: {}. Ask for: {}.",
                request.programme.name,
                listed(with(Truth::Unknown)),
                missing.into_iter().collect::<Vec<_>>().join(", ")
            )
        }
    };
    vec![Obstacle::blocks(CODE, says).citing(&verdict.cites)]
}

fn listed<'a>(criteria: impl Iterator<Item = &'a CriterionResult>) -> String {
    criteria.map(|criterion| format!("{} ({})", criterion.says, criterion.code)).collect::<Vec<_>>().join("; ")
}
