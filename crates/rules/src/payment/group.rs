//! In which payment group is this person?
//!
//! *Authority*: the contract's `[[group]]`s; the Work Programme's nine payment groups were fixed at attachment.
//! *Applies*: to what was known on the day of the start. The first group in the order of the text that holds is theirs.
//! *Simplified*: what becomes known later of the day of the start is read anew; what is so since then changes nothing.
//! *Example*: groups `18-24` and `25-and-over`, born on 1 May 2000: started on 30 April 2025, the first; on 1 May, the
//! second; without a date of birth, unknown.

use crate::outcome::Group;
use kernel::Day;
use policy::{Area, Contract, Facts, Policy, Truth, holds};

pub(super) const CODE: &str = "rules/payment/group";

/// The group by the facts known on the day of the start.
#[must_use]
pub fn group(policy: &Policy, area: &Area, contract: &Contract, facts: &Facts, started_on: Day) -> Group {
    for group in &contract.groups {
        match holds(policy, area, &group.when, facts, started_on) {
            Truth::Met => return Group::Is(group.id.to_string()),
            Truth::NotMet => {}
            Truth::Unknown => {
                let unknown = group.when.facts().iter().filter_map(|index| policy.facts.iter().nth(index.0));
                let unknown = unknown
                    .filter(|fact| facts.get(&fact.id).is_none_or(|answer| !fact.is_good_on(answer, started_on)));
                return Group::Unknown {
                    needs: unknown.map(|fact| format!("{} on the day of the start", fact.says)).collect(),
                };
            }
        }
    }
    Group::None
}
