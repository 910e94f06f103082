//! Money: whole pence, never a fraction, never a float.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of money in whole pence. Negative amounts are reversals or debts.
///
/// ```
/// use kernel::Pence;
/// assert_eq!(Pence(370_656).to_string(), "£3,706.56");
/// assert_eq!(Pence(-5).to_string(), "−£0.05");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pence(pub i64);

/// Why an amount could not be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amount is too large to hold in pence")]
pub struct PenceError;

impl Pence {
    /// Nothing.
    pub const ZERO: Pence = Pence(0);

    /// The sum of two amounts.
    ///
    /// # Errors
    /// When the sum does not fit.
    pub fn plus(self, other: Pence) -> Result<Pence, PenceError> {
        self.0.checked_add(other.0).map(Pence).ok_or(PenceError)
    }

    /// This amount with its sign turned, as a reversing entry needs it.
    ///
    /// # Errors
    /// When the amount is the smallest that can be held.
    pub fn reversed(self) -> Result<Pence, PenceError> {
        self.0.checked_neg().map(Pence).ok_or(PenceError)
    }

    /// The sum of many amounts.
    ///
    /// # Errors
    /// When the sum does not fit.
    pub fn total(amounts: impl IntoIterator<Item = Pence>) -> Result<Pence, PenceError> {
        amounts.into_iter().try_fold(Pence::ZERO, Pence::plus)
    }
}

impl fmt::Display for Pence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pounds = (self.0.unsigned_abs() / 100).to_string();
        let grouped = pounds.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
        let sign = if self.0 < 0 { "−" } else { "" };
        write!(formatter, "{sign}£{grouped}.{:02}", self.0.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_as_people_write_it() {
        assert_eq!(Pence(0).to_string(), "£0.00");
        assert_eq!(Pence(99_999).to_string(), "£999.99");
        assert_eq!(Pence(100_000).to_string(), "£1,000.00");
        assert_eq!(Pence(123_456_789).to_string(), "£1,234,567.89");
        assert_eq!(Pence(i64::MIN).to_string(), "−£92,233,720,368,547,758.08");
    }

    #[test]
    fn an_amount_too_large_is_an_error() {
        assert_eq!(Pence(i64::MAX).plus(Pence(1)), Err(PenceError));
        assert_eq!(Pence(i64::MIN).reversed(), Err(PenceError));
    }

    proptest! {
        #[test]
        fn an_amount_and_its_reversal_cancel(amount in -1_000_000_000_000_i64..1_000_000_000_000) {
            let pence = Pence(amount);
            prop_assert_eq!(pence.reversed().and_then(|reversed| pence.plus(reversed)), Ok(Pence::ZERO));
        }
    }
}
