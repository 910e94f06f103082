//! How many of a count fall to each place of another geography?
//!
//! *Authority*: the two ways of the Office for National Statistics: areal apportioning by the share of postcodes,
//! people or land, and best fit, by which the whole of a unit goes where most of it lies.
//! *Applies*: to counts of a set of units, none of which is negative, and to weights that say how much of each
//! unit lies in each unit of the other geography, or outside it.
//! *Simplified*: people of one count are taken to be spread like the weights. How far that can be wrong is told:
//! at least what lies wholly inside, at most what touches.
//! *Example*: 10 people of a unit, two thirds of which lie in A and one third in B: 7 and 3 in proportion, 10 and
//! 0 by best fit; A has from 0 to 10 of them in truth.

use serde::Serialize;
use std::collections::BTreeMap;

/// Weights of one unit are measured in a given number of parts; the arithmetic is exact from there on.
const PARTS: f64 = 4_294_967_296.0;

/// How a unit is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Each part gets its share; whole numbers by the largest remainders.
    Proportional,
    /// The part with most of it gets all; the first in order of code when two have as much.
    Best,
}

/// How much of each unit lies in each unit of the other geography; `None` is outside all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crossing {
    units: BTreeMap<String, BTreeMap<Option<String>, f64>>,
}

/// What falls to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Fallen {
    /// The count apportioned to it.
    pub count: u64,
    /// What lies wholly inside: it cannot be less, if each count belongs to its unit.
    pub least: u64,
    /// What touches it: it cannot be more.
    pub most: u64,
}

/// A count apportioned. All counts and what was not placed add up to what was given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Apportioned {
    /// By unit of the other geography.
    pub places: BTreeMap<String, Fallen>,
    /// What falls outside all of them.
    pub outside: Fallen,
    /// Counts of units of which nobody knows where they lie.
    pub not_placed: BTreeMap<String, u64>,
    /// Units with a count that lie in more than one place, or partly outside.
    pub divided: usize,
}

impl Crossing {
    /// Adds some of a unit. What is not a number above zero adds nothing, but the unit is then known.
    pub fn add(&mut self, from: &str, to: Option<&str>, weight: f64) {
        let parts = self.units.entry(from.to_owned()).or_default();
        if weight.is_finite() && weight > 0.0 {
            *parts.entry(to.map(str::to_owned)).or_default() += weight;
        }
    }

    /// Whether anything is known of the unit.
    #[must_use]
    pub fn knows(&self, from: &str) -> bool {
        self.units.get(from).is_some_and(|parts| !parts.is_empty())
    }

    /// Apportions counts by unit.
    #[must_use]
    pub fn apportion(&self, counts: &BTreeMap<String, u64>, fit: Fit) -> Apportioned {
        let mut done = Apportioned::default();
        for (from, count) in counts {
            match self.units.get(from).filter(|parts| !parts.is_empty()) {
                None => drop(done.not_placed.insert(from.clone(), *count)),
                Some(parts) => done.place(*count, parts, fit),
            }
        }
        done
    }
}

impl Apportioned {
    fn place(&mut self, count: u64, parts: &BTreeMap<Option<String>, f64>, fit: Fit) {
        let whole = parts.len() == 1;
        self.divided += usize::from(!whole);
        for ((to, _), share) in parts.iter().zip(shares(count, parts, fit)) {
            let fallen = match to {
                Some(to) => self.places.entry(to.clone()).or_default(),
                None => &mut self.outside,
            };
            fallen.count = fallen.count.saturating_add(share);
            fallen.most = fallen.most.saturating_add(count);
            if whole {
                fallen.least = fallen.least.saturating_add(count);
            }
        }
    }
}

/// The count divided among the parts, in their order.
fn shares(count: u64, parts: &BTreeMap<Option<String>, f64>, fit: Fit) -> Vec<u64> {
    let weights = in_parts(parts);
    if fit == Fit::Best {
        let most = weights.iter().copied().max().unwrap_or_default();
        let first = weights.iter().position(|weight| *weight == most);
        return (0..weights.len()).map(|number| if Some(number) == first { count } else { 0 }).collect();
    }
    let total: u128 = weights.iter().sum::<u128>().max(1);
    let exact = |weight: &u128| u128::from(count) * weight;
    let mut found: Vec<u64> =
        weights.iter().map(|weight| u64::try_from(exact(weight) / total).unwrap_or(u64::MAX)).collect();
    let given = found.iter().fold(0_u64, |sum, share| sum.saturating_add(*share));
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |number: &usize| weights.get(*number).map(|weight| exact(weight) % total).unwrap_or_default();
    order.sort_by(|one, other| remainder(other).cmp(&remainder(one)).then(one.cmp(other)));
    let left = usize::try_from(count.saturating_sub(given)).unwrap_or_default();
    for number in order.into_iter().take(left) {
        if let Some(share) = found.get_mut(number) {
            *share = share.saturating_add(1);
        }
    }
    found
}

/// The weights as whole parts, at least one each.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and PARTS")]
fn in_parts(parts: &BTreeMap<Option<String>, f64>) -> Vec<u128> {
    let total: f64 = parts.values().sum();
    parts.values().map(|weight| (weight / total * PARTS).round().max(1.0) as u128).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
        counts.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect()
    }

    fn crossing(pieces: &[(&str, &str, f64)]) -> Crossing {
        let mut crossing = Crossing::default();
        for (from, to, weight) in pieces {
            crossing.add(from, (!to.is_empty()).then_some(*to), *weight);
        }
        crossing
    }

    #[test]
    fn the_example_of_the_header() {
        let crossing = crossing(&[("U", "A", 2.0), ("U", "B", 1.0)]);
        let counts = counts(&[("U", 10)]);
        let of = |fit| crossing.apportion(&counts, fit).places.into_values().map(|fallen| fallen.count);
        assert_eq!(of(Fit::Proportional).collect::<Vec<_>>(), [7, 3]);
        assert_eq!(of(Fit::Best).collect::<Vec<_>>(), [10, 0]);
        let a = crossing.apportion(&counts, Fit::Best).places.get("A").copied();
        assert_eq!(a, Some(Fallen { count: 10, least: 0, most: 10 }));
    }

    #[test]
    fn what_lies_outside_or_nowhere_is_told_apart() {
        let crossing = crossing(&[("U", "A", 1.0), ("U", "", 1.0), ("V", "A", 0.0), ("W", "A", 3.0)]);
        let done = crossing.apportion(&counts(&[("U", 5), ("V", 6), ("W", 7), ("X", 8)]), Fit::Proportional);
        assert_eq!(done.outside.count + done.places.get("A").map_or(0, |fallen| fallen.count), 12);
        assert_eq!(done.not_placed, counts(&[("V", 6), ("X", 8)]));
        assert_eq!((done.divided, done.places.get("A").map(|fallen| fallen.least)), (1, Some(7)));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_place_leaves_its_bounds(
            pieces in proptest::collection::vec((0_u8..8, 0_u8..6, 0.0_f64..50.0), 0..40),
            given in proptest::collection::btree_map(0_u8..10, 0_u64..1_000_000_000, 0..10),
            best in any::<bool>(),
        ) {
            let mut crossing = Crossing::default();
            for (from, to, weight) in pieces {
                crossing.add(&from.to_string(), (to > 0).then_some(to.to_string()).as_deref(), weight);
            }
            let given: BTreeMap<String, u64> = given.into_iter().map(|(code, count)| (code.to_string(), count)).collect();
            let done = crossing.apportion(&given, if best { Fit::Best } else { Fit::Proportional });
            let placed: u64 = done.places.values().map(|fallen| fallen.count).sum();
            let lost: u64 = done.not_placed.values().sum();
            prop_assert_eq!(placed + done.outside.count + lost, given.values().sum::<u64>());
            for fallen in done.places.values().chain([&done.outside]) {
                prop_assert!(fallen.least <= fallen.count && fallen.count <= fallen.most);
            }
        }
    }
}
