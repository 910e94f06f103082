//! What may a program do that asks with somebody's key?
//!
//! *Authority*: none outside; least privilege.
//! *Applies*: to a key that somebody made for a program, with the actions that they chose. A key never does more than its
//! holder may, never shows a fact, a name or how to get in touch, and only reads.
//! *Simplified*: a scope is an action, wherever its holder may do it.
//! *Example*: a commissioner's key for claims lists the claims of their body's contracts, and nobody's name.

use super::{
    action::Action,
    decision::{Decision, Ground},
};
use std::collections::BTreeSet;

/// Actions that a key may be made for: reading, and of nobody's record.
pub const SCOPES: [Action; 10] = [
    Action::SeeClaims,
    Action::SeeClaim,
    Action::SeeDecision,
    Action::SeeEarned,
    Action::SeeReport,
    Action::SeeBarriers,
    Action::SeeMoney,
    Action::SeeAudit,
    Action::SeeAgreements,
    Action::SeeVersions,
];

/// The answer to a program whose key has this scope; `holder` gives the answer to its holder.
pub(super) fn scoped(scope: &BTreeSet<Action>, action: Action, holder: impl FnOnce() -> Decision) -> Decision {
    if !scope.contains(&action) || !SCOPES.contains(&action) {
        let says = "The key was not made for this.".to_owned();
        return Decision::no(vec![Ground { code: "rules/access/scope".to_owned(), says }]);
    }
    let answer = holder();
    Decision { categories: BTreeSet::new(), ..answer }
}
