//! What share is it, and how sure can one be?
//!
//! *Authority*: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
//! the American Statistical Association 22 (1927): the score interval.
//! *Applies*: to counts out of a total of independent cases; also near zero and one, where the
//! textbook interval fails.
//! *Simplified*: no continuity correction.
//! *Example*: 20 of 100: 20.0%, 95% interval 13.3% to 28.9%.

use serde::{Deserialize, Serialize};

/// The 97.5th percentile of the normal distribution: 95% of it lies between minus and plus this.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// A count out of a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportion {
    part: u64,
    whole: u64,
}

/// The part is larger than the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{part} is more than the {whole} it is a part of")]
pub struct ProportionError {
    /// The part given.
    pub part: u64,
    /// The whole given.
    pub whole: u64,
}

/// A range with a lower and an upper end, as shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Proportion {
    /// `part` out of `whole`.
    ///
    /// # Errors
    /// When the part is larger than the whole.
    pub fn new(part: u64, whole: u64) -> Result<Self, ProportionError> {
        if part > whole { Err(ProportionError { part, whole }) } else { Ok(Self { part, whole }) }
    }

    /// Nothing out of nothing.
    pub(crate) fn none() -> Self {
        Self { part: 0, whole: 0 }
    }

    /// The count.
    #[must_use]
    pub fn part(self) -> u64 {
        self.part
    }

    /// The total.
    #[must_use]
    pub fn whole(self) -> u64 {
        self.whole
    }

    /// The share, from 0 to 1; `None` of nothing.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.whole > 0).then(|| as_float(self.part) / as_float(self.whole))
    }

    /// The share in whole percent, a half rounded up; `None` of nothing. Exact: no float is involved.
    #[must_use]
    pub fn percent(self) -> Option<u64> {
        let (part, whole) = (u128::from(self.part), u128::from(self.whole));
        let percent = (part * 200 + whole).checked_div(whole * 2)?;
        u64::try_from(percent).ok()
    }

    /// The Wilson score interval at 95%; `None` of nothing.
    #[must_use]
    pub fn interval_95(self) -> Option<Interval> {
        let share = self.share()?;
        let whole = as_float(self.whole);
        let squared = NORMAL_95 * NORMAL_95;
        let centre = share + squared / (2.0 * whole);
        let spread = NORMAL_95 * (share * (1.0 - share) / whole + squared / (4.0 * whole * whole)).sqrt();
        let scale = 1.0 + squared / whole;
        let low = if self.part == 0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
        let high = if self.part == self.whole { 1.0 } else { ((centre + spread) / scale).min(1.0) };
        Some(Interval { low, high })
    }

    /// The share in words: `70% (525 of 750)`; `none of 0` says that there is nothing to share.
    #[must_use]
    pub fn in_words(self) -> String {
        match self.percent() {
            Some(percent) => format!("{percent}% ({} of {})", self.part, self.whole),
            None => "none of 0".to_owned(),
        }
    }
}

/// Counts below 2⁵³ are exact; no register is larger.
#[expect(clippy::cast_precision_loss, reason = "counts of people and events are far below 2^53")]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(part: u64, whole: u64) -> Proportion {
        Proportion::new(part, whole).unwrap()
    }

    fn rounded(part: u64, whole: u64) -> (f64, f64) {
        let interval = of(part, whole).interval_95().unwrap();
        ((interval.low * 1000.0).round() / 10.0, (interval.high * 1000.0).round() / 10.0)
    }

    /// R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17
    /// (1998), table I, method 3: 81/263 → 0.2553 to 0.3662; 15/148 → 0.0624 to 0.1605; 0/20 → 0 to 0.1611;
    /// 1/29 → 0.0061 to 0.1718.
    #[test]
    fn newcombe_1998_score_intervals() {
        let cases =
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
        for (part, whole, low, high) in cases {
            let interval = of(part, whole).interval_95().unwrap();
            assert!((interval.low - low).abs() < 5e-5, "{part}/{whole} {interval:?}");
            assert!((interval.high - high).abs() < 5e-5, "{part}/{whole} {interval:?}");
        }
    }

    #[test]
    fn the_example_of_the_header() {
        assert_eq!(rounded(20, 100), (13.3, 28.9));
    }

    #[test]
    fn percent_rounds_a_half_up_and_nothing_has_no_share() {
        assert_eq!(of(1, 200).percent(), Some(1));
        assert_eq!(of(1, 201).percent(), Some(0));
        assert_eq!(of(525, 750).percent(), Some(70));
        assert_eq!(of(0, 0).percent(), None);
        assert_eq!(of(0, 0).interval_95(), None);
        assert_eq!(of(0, 0).in_words(), "none of 0");
        assert_eq!(of(u64::MAX, u64::MAX).percent(), Some(100));
        assert!(Proportion::new(2, 1).is_err());
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share(whole in 1_u64..100_000, seed in any::<u64>()) {
            let proportion = of(seed % (whole + 1), whole);
            let interval = proportion.interval_95().unwrap();
            let share = proportion.share().unwrap();
            prop_assert!(0.0 <= interval.low && interval.low <= share + 1e-12);
            prop_assert!(share <= interval.high + 1e-12 && interval.high <= 1.0);
        }

        #[test]
        fn the_rest_has_the_mirrored_interval(whole in 1_u64..10_000, seed in any::<u64>()) {
            let part = seed % (whole + 1);
            let (one, rest) = (of(part, whole).interval_95().unwrap(), of(whole - part, whole).interval_95().unwrap());
            prop_assert!((one.low - (1.0 - rest.high)).abs() < 1e-9);
            prop_assert!((one.high - (1.0 - rest.low)).abs() < 1e-9);
        }
    }
}
