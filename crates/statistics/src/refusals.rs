//! Which reasons stopped referrals that people really tried to make?
//!
//! *Authority*: the decisions that were stored when each referral was refused (`rules/referral`).
//! *Applies*: to every refused attempt; each of its reasons counts once.
//! *Simplified*: attempts are counted, not people: somebody who tried twice counts twice. Who never tried, because
//! everybody knew the rule, is not here: that is what [`crate::barriers`] computes.
//! *Example*: two attempts failed the same criterion, one of them for want of an agreement too: the criterion stopped
//! two, one of them alone.

use crate::Told;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Refused attempts and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusals<N> {
    /// How many attempts were refused.
    pub referrals: N,
    /// The reasons: the one that alone stopped most first.
    pub reasons: Vec<Reason<N>>,
}

/// One reason, and how many attempts it stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason<N> {
    /// The reason code: of a criterion, or of a rule for referrals.
    pub code: String,
    /// How many attempts it stopped.
    pub stopped: N,
    /// How many of them it alone stopped.
    pub alone: N,
}

/// Counts the reasons of refused attempts.
#[must_use]
pub fn refusals(attempts: impl IntoIterator<Item = BTreeSet<String>>) -> Refusals<u64> {
    let mut referrals = 0;
    let mut found: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for reasons in attempts {
        referrals += 1;
        let alone = u64::from(reasons.len() == 1);
        for code in reasons {
            let counts = found.entry(code).or_default();
            *counts = (counts.0 + 1, counts.1 + alone);
        }
    }
    let reasons = found.into_iter().map(|(code, (stopped, alone))| Reason { code, stopped, alone });
    let mut reasons: Vec<Reason<u64>> = reasons.collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse((reason.alone, reason.stopped)));
    Refusals { referrals, reasons }
}

impl Refusals<u64> {
    /// The same as it may be told; reasons that are told alike stand in the order of their codes.
    #[must_use]
    pub fn told(self) -> Refusals<Told> {
        let told = |reason: Reason<u64>| Reason {
            code: reason.code,
            stopped: Told::of(reason.stopped),
            alone: Told::of(reason.alone),
        };
        let mut reasons: Vec<Reason<Told>> = self.reasons.into_iter().map(told).collect();
        reasons.sort_by(|one, other| one.code.cmp(&other.code));
        reasons.sort_by_key(|reason| std::cmp::Reverse((reason.alone, reason.stopped)));
        Refusals { referrals: Told::of(self.referrals), reasons }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_of_an_attempt_counts_once() {
        let attempt = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        let attempts = [attempt(&["a", "b"]), attempt(&["b"]), attempt(&["c"]), attempt(&["c"]), attempt(&[])];
        let found = refusals(attempts);
        let reasons: Vec<(&str, u64, u64)> =
            found.reasons.iter().map(|reason| (reason.code.as_str(), reason.stopped, reason.alone)).collect();
        assert_eq!((found.referrals, reasons), (5, vec![("c", 2, 2), ("b", 2, 1), ("a", 1, 0)]));
        let told = found.told();
        let order: Vec<&str> = told.reasons.iter().map(|reason| reason.code.as_str()).collect();
        assert_eq!((told.referrals, order), (Told::About(5), vec!["b", "c", "a"]));
    }
}
