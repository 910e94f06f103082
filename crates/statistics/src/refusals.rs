//! Which reasons stopped people whom somebody really tried to refer?
//!
//! *Authority*: the decisions that were stored when each referral was refused (`rules/referral`).
//! *Applies*: to everybody of whom a referral was refused; each reason counts once for each of them.
//! *Simplified*: people are counted, not attempts: of one who tried twelve times a count of attempts would tell. Who never
//! tried, because everybody knew the rule, is not here: that is what [`crate::barriers`] computes.
//! *Example*: one person failed a criterion twice, another failed it once and had no agreement either: the criterion
//! stopped two, and one of them alone.

use crate::{Cell, Key, Rule, Told};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::Hash,
};

/// People whose referral was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusals<N> {
    /// How many people were stopped. Notes of before counted attempts under another name.
    #[serde(alias = "referrals")]
    pub people: N,
    /// The reasons: once told, the one that alone stopped most first.
    pub reasons: Vec<Reason<N>>,
}

/// One reason, and how many people it stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason<N> {
    /// The reason code: of a criterion, or of a rule for referrals.
    pub code: String,
    /// How many people it stopped.
    pub stopped: N,
    /// How many of them it alone stopped, in one attempt at least.
    pub alone: N,
}

/// Counts the reasons of refused attempts: for each who it was, their key, and the reasons.
#[must_use]
pub fn refusals<P: Ord + Hash>(attempts: impl IntoIterator<Item = ((P, Key), BTreeSet<String>)>) -> Refusals<Cell> {
    let mut people: BTreeMap<P, (Key, BTreeMap<String, bool>)> = BTreeMap::new();
    for ((person, key), reasons) in attempts {
        let alone = reasons.len() == 1;
        let (_, found) = people.entry(person).or_insert_with(|| (key, BTreeMap::new()));
        for code in reasons {
            *found.entry(code).or_default() |= alone;
        }
    }
    let all = people.values().map(|(key, _)| *key).collect();
    let mut found: BTreeMap<String, (Cell, Cell)> = BTreeMap::new();
    for (key, reasons) in people.into_values() {
        for (code, is_alone) in reasons {
            let (stopped, alone) = found.entry(code).or_default();
            stopped.add(key);
            if is_alone {
                alone.add(key);
            }
        }
    }
    let reasons = found.into_iter().map(|(code, (stopped, alone))| Reason { code, stopped, alone });
    Refusals { people: all, reasons: reasons.collect() }
}

impl Refusals<Cell> {
    /// The same as it may be told. Reasons that stopped too few to be told are left out; others that are told alike stand in
    /// the order of their codes.
    #[must_use]
    pub fn told(self, rule: &Rule) -> Refusals<Told> {
        let people = rule.tell(self.people);
        let told = |reason: Reason<Cell>| {
            let stopped = rule.tell(reason.stopped).within(people);
            Reason { code: reason.code, stopped, alone: rule.tell(reason.alone).within(stopped) }
        };
        let told = self.reasons.into_iter().map(told).filter(|reason| !reason.stopped.is_few());
        let mut reasons: Vec<Reason<Told>> = told.collect();
        reasons.sort_by(|one, other| one.code.cmp(&other.code));
        reasons.sort_by_key(|reason| std::cmp::Reverse((reason.alone, reason.stopped)));
        Refusals { people, reasons }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Secret, disclosure::tests::counting};

    fn attempt(person: u64, codes: &[&str]) -> ((u64, Key), BTreeSet<String>) {
        let key = Secret::new([1; 32]).key_of(&person.to_le_bytes());
        ((person, key), codes.iter().map(|code| (*code).to_owned()).collect())
    }

    #[test]
    fn each_reason_counts_once_for_a_person_however_often_they_tried() {
        let attempts =
            [attempt(1, &["a", "b"]), attempt(1, &["b"]), attempt(1, &["b"]), attempt(2, &["c"]), attempt(3, &[])];
        let found = refusals(attempts);
        let reasons: Vec<(&str, u64, u64)> = found
            .reasons
            .iter()
            .map(|reason| (reason.code.as_str(), reason.stopped.people(), reason.alone.people()))
            .collect();
        assert_eq!((found.people.people(), reasons), (3, vec![("a", 1, 0), ("b", 1, 1), ("c", 1, 1)]));
    }

    #[test]
    fn a_reason_that_stopped_few_is_not_listed() {
        let many = (0..40).map(|person| attempt(person, &["a"]));
        let found = refusals(many.chain([attempt(100, &["b"])]));
        let told = found.told(&Rule::new(&counting(10, 5, 1), Secret::new([1; 32])));
        let codes: Vec<&str> = told.reasons.iter().map(|reason| reason.code.as_str()).collect();
        assert_eq!((told.people, codes), (Told::About(40), vec!["a"]));
    }
}
