//! A set of LSOAs of one vintage, and what two of them have in common.

use super::{LsoaVintage, VintageError};
use serde::Serialize;
use std::collections::BTreeSet;

/// LSOAs of one vintage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LsoaSet {
    vintage: LsoaVintage,
    codes: BTreeSet<String>,
}

/// How two sets lie to each other: every LSOA of either is in exactly one of the three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// The vintage of both.
    pub vintage: LsoaVintage,
    /// LSOAs of both.
    pub both: BTreeSet<String>,
    /// LSOAs of the first only.
    pub only_first: BTreeSet<String>,
    /// LSOAs of the second only.
    pub only_second: BTreeSet<String>,
}

/// A sum over some LSOAs, and how many of them it leaves out because nothing is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// The sum of those that are known.
    pub known: u64,
    /// LSOAs of which nothing is known.
    pub unknown_lsoas: usize,
}

impl LsoaSet {
    /// The LSOAs with these codes, all of this vintage.
    #[must_use]
    pub fn new(vintage: LsoaVintage, codes: impl IntoIterator<Item = String>) -> Self {
        Self { vintage, codes: codes.into_iter().collect() }
    }

    /// The year in which they were drawn.
    #[must_use]
    pub fn vintage(&self) -> LsoaVintage {
        self.vintage
    }

    /// The codes, in order.
    #[must_use]
    pub fn codes(&self) -> &BTreeSet<String> {
        &self.codes
    }

    /// How this set and another lie to each other.
    ///
    /// # Errors
    /// [`VintageError::Mixed`] when they are of different vintages: codes that look alike may be other places.
    pub fn overlap(&self, other: &Self) -> Result<Overlap, VintageError> {
        if self.vintage != other.vintage {
            return Err(VintageError::Mixed { first: self.vintage, second: other.vintage });
        }
        Ok(Overlap {
            vintage: self.vintage,
            both: self.codes.intersection(&other.codes).cloned().collect(),
            only_first: self.codes.difference(&other.codes).cloned().collect(),
            only_second: other.codes.difference(&self.codes).cloned().collect(),
        })
    }
}

impl Overlap {
    /// The three parts: both, only the first, only the second.
    #[must_use]
    pub fn parts(&self) -> [&BTreeSet<String>; 3] {
        [&self.both, &self.only_first, &self.only_second]
    }

    /// Adds up something of each LSOA in each of the three parts.
    #[must_use]
    pub fn sums(&self, of: impl Fn(&str) -> Option<u64>) -> [Tally; 3] {
        self.parts().map(|part| {
            part.iter().fold(Tally::default(), |tally, code| match of(code) {
                Some(number) => Tally { known: tally.known.saturating_add(number), ..tally },
                None => Tally { unknown_lsoas: tally.unknown_lsoas + 1, ..tally },
            })
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(vintage: LsoaVintage, numbers: impl IntoIterator<Item = u8>) -> LsoaSet {
        LsoaSet::new(vintage, numbers.into_iter().map(|number| format!("E0100{number:04}")))
    }

    #[test]
    fn vintages_never_mix() {
        let (old, new) = (set(LsoaVintage::Y2011, 1..4), set(LsoaVintage::Y2021, 1..4));
        let said = old.overlap(&new).unwrap_err().to_string();
        assert!(said.contains("2011") && said.contains("2021"), "{said}");
        assert_eq!(old.overlap(&old).unwrap().both.len(), 3);
    }

    #[test]
    fn what_nothing_is_known_of_is_counted_and_not_taken_for_zero() {
        let overlap = set(LsoaVintage::Y2011, 1..=3).overlap(&set(LsoaVintage::Y2011, 2..=5)).unwrap();
        let [both, first, second] = overlap.sums(|code| (code != "E01000005").then_some(10));
        assert_eq!((both.known, first.known), (20, 10));
        assert_eq!(second, Tally { known: 10, unknown_lsoas: 1 });
    }

    proptest! {
        #[test]
        fn overlap_is_symmetric_and_covers_both(
            one in proptest::collection::btree_set(0_u8..40, 0..30),
            other in proptest::collection::btree_set(0_u8..40, 0..30),
        ) {
            let (one, other) = (set(LsoaVintage::Y2011, one), set(LsoaVintage::Y2011, other));
            let (there, back) = (one.overlap(&other).unwrap(), other.overlap(&one).unwrap());
            prop_assert_eq!(&there.both, &back.both);
            prop_assert_eq!(&there.only_first, &back.only_second);
            prop_assert_eq!(&there.only_second, &back.only_first);
            prop_assert_eq!(there.both.len() + there.only_first.len(), one.codes().len());
            prop_assert_eq!(there.both.len() + there.only_second.len(), other.codes().len());
        }
    }
}
