//! Was the outcome reached soon enough after the start?
//!
//! *Authority*: the contract outcome's `within_days`.
//! *Applies*: to outcomes for which the contract sets a limit; the last day counts.
//! *Simplified*: calendar days from the day of the start, which is day nought.
//! *Example*: within 365 days of 1 January 2023: 1 January 2024 is in time, 2 January is not.

use super::line::Reason;
use kernel::{Day, completed_days, in_words};

const CODE: &str = "rules/payment/within_days";

/// The reason for which it was in time (none where there is no limit), or for which it was not.
pub(super) fn check(within_days: Option<i64>, started_on: Day, reached_on: Day) -> Result<Option<Reason>, Reason> {
    let Some(limit) = within_days else { return Ok(None) };
    let taken = completed_days(started_on, reached_on);
    let took = format!("It was reached on {}, {taken} days after the start", in_words(reached_on));
    if taken <= limit {
        Ok(Some(Reason::new(CODE, format!("{took}; the contract allows {limit}."))))
    } else {
        Err(Reason::new(CODE, format!("{took}, but the contract pays only within {limit} days.")))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_in_time() {
        let in_time = |reached: &str| check(Some(365), "2023-01-01".parse().unwrap(), reached.parse().unwrap()).is_ok();
        assert!(in_time("2023-12-31"));
        assert!(in_time("2024-01-01"));
        assert!(!in_time("2024-01-02"));
        assert_eq!(check(None, "2023-01-01".parse().unwrap(), "2033-01-01".parse().unwrap()), Ok(None));
    }
}
