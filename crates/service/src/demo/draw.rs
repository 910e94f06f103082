//! Chance from a fixed seed: the same seed gives the same people, on every machine.

use kernel::Day;
use rand::{RngExt, SeedableRng, rngs::ChaCha12Rng, seq::SliceRandom};
use std::ops::RangeInclusive;

/// A source of chance.
#[derive(Debug)]
pub(super) struct Draw(ChaCha12Rng);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha12Rng::seed_from_u64(seed))
    }

    /// A whole number of the range, both ends included.
    pub(super) fn number(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// True with the chance given, in percent.
    pub(super) fn percent(&mut self, percent: u8) -> bool {
        self.0.random_range(0..100_u8) < percent
    }

    /// One of the choices; `None` when there is none.
    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        if choices.is_empty() {
            return None;
        }
        let last = i64::try_from(choices.len() - 1).unwrap_or(i64::MAX);
        choices.get(usize::try_from(self.number(0..=last)).unwrap_or_default())
    }

    /// A code of the choices, which are never empty.
    pub(super) fn word(&mut self, choices: &[&'static str]) -> &'static str {
        self.one_of(choices).copied().unwrap_or_default()
    }

    /// `marked` of `total` cards say yes, in an order by chance.
    ///
    /// A share drawn card by card from such a pack comes out as stated; one thrown with dice would
    /// miss it by a percent or two.
    pub(super) fn pack(&mut self, marked: usize, total: usize) -> Vec<bool> {
        let mut cards: Vec<bool> = (0..total).map(|card| card < marked).collect();
        cards.shuffle(&mut self.0);
        cards
    }

    /// A day of birth of somebody whose age on `on` lies in the range.
    pub(super) fn born(&mut self, on: Day, ages: RangeInclusive<i64>) -> Day {
        let age_years = self.number(ages);
        // Between one birthday and the next, with a margin for the leap days on the way.
        let days = age_years * 365 + age_years / 4 + self.number(5..=355);
        on - chrono::Days::new(days.unsigned_abs())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn ages_lie_in_the_range() {
        let on: Day = "2007-06-15".parse().unwrap();
        let mut draw = Draw::new(1);
        for _ in 0..2_000 {
            let age = kernel::completed_years(draw.born(on, 18..=24), on);
            assert!((18..=24).contains(&age), "{age}");
        }
    }

    #[test]
    fn a_pack_holds_what_was_put_into_it() {
        let pack = Draw::new(2).pack(7, 10);
        assert_eq!((pack.len(), pack.iter().filter(|card| **card).count()), (10, 7));
        assert_eq!(Draw::new(3).pack(7, 10), Draw::new(3).pack(7, 10));
    }
}
