//! How often does something happen, for each hundred or thousand?
//!
//! *Authority*: arithmetic. A rate may be more than one for one, unlike a share: outcomes in a year over
//! referrals in that year can be (Work Programme year 3: 57.6% against a target of 44%).
//! *Applies*: to events counted against another count that they are not a part of.
//! *Simplified*: no interval; where the events are a part of the count, use `Proportion`.
//! *Example*: 13 outcomes for 20 referrals: 65 for each hundred.

use serde::{Deserialize, Serialize};

/// Events for a count of something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// How many events.
    pub events: u64,
    /// What they are counted against.
    pub base: u64,
}

/// There is nothing to count against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rate needs something to count against")]
pub struct RateError;

impl Rate {
    /// Events for each `per` of the base, in tenths, a half rounded up: `per_tenths(100)` of 13 for 20 is 650.
    ///
    /// # Errors
    /// When the base is zero or the rate is too large to hold.
    pub fn per_tenths(self, per: u64) -> Result<u64, RateError> {
        let base = u128::from(self.base);
        let scaled = u128::from(self.events) * u128::from(per) * 20 + base;
        let tenths = scaled.checked_div(base * 2).ok_or(RateError)?;
        u64::try_from(tenths).map_err(|_| RateError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_may_be_more_than_one_for_one() {
        assert_eq!(Rate { events: 13, base: 20 }.per_tenths(100), Ok(650));
        assert_eq!(Rate { events: 30, base: 20 }.per_tenths(100), Ok(1_500));
        assert_eq!(Rate { events: 1, base: 3 }.per_tenths(100), Ok(333));
        assert_eq!(Rate { events: 2, base: 3 }.per_tenths(100), Ok(667));
        assert_eq!(Rate { events: 0, base: 3 }.per_tenths(1_000), Ok(0));
    }

    #[test]
    fn there_is_no_rate_of_nothing() {
        assert_eq!(Rate { events: 1, base: 0 }.per_tenths(100), Err(RateError));
    }

    /// Public Accounts Committee, February 2013, on the Work Programme: 18,270 outcomes for 785,360 referrals in the first twelve months: 2.33%.
    #[test]
    fn work_programme_first_year() {
        assert_eq!(Rate { events: 18_270, base: 785_360 }.per_tenths(1_000), Ok(233));
    }
}
