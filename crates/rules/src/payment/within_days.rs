//! Was the outcome reached soon enough after the start?
//!
//! *Authority*: the contract outcome's `within_days` or `within_months`; National Careers Service: 12 months from the session,
//! 13 for jobs (dss-outcomes `4cb9422b`).
//! *Applies*: to outcomes for which the contract sets a limit; the last day counts.
//! *Simplified*: calendar days or months from the day of the start, which is day zero.
//! *Example*: within 365 days of 1 January 2023: 1 January 2024 is in time, 2 January is not.

use super::line::Reason;
use kernel::{Day, completed_days, in_words};

const CODE: &str = "rules/payment/within_days";

/// The reason for which it was in time (none where there is no limit), or for which it was not. Limits are of days and of
/// calendar months.
pub(super) fn check(
    (days, months): (Option<i64>, Option<i64>),
    started_on: Day,
    reached_on: Day,
) -> Result<Option<Reason>, Reason> {
    let Some(last) = last_day((days, months), started_on) else { return Ok(None) };
    let by_days = days.filter(|days| plus_days(started_on, *days) == last).map(|days| format!("{days} days"));
    let limit = by_days.unwrap_or_else(|| format!("{} months", months.unwrap_or_default()));
    let taken = completed_days(started_on, reached_on);
    let took = format!("It was reached on {}, {taken} days after the start", in_words(reached_on));
    if reached_on <= last {
        Ok(Some(Reason::new(CODE, format!("{took}; the contract allows {limit}."))))
    } else {
        Err(Reason::new(CODE, format!("{took}, but the contract pays only within {limit}.")))
    }
}

/// The last day on which it may be reached; `None` when there is no limit. Of two limits the earlier one holds.
pub(super) fn last_day((days, months): (Option<i64>, Option<i64>), started_on: Day) -> Option<Day> {
    let by_days = days.map(|days| plus_days(started_on, days));
    by_days.into_iter().chain(months.map(|months| plus_months(started_on, months))).min()
}

fn plus_days(day: Day, days: i64) -> Day {
    day.checked_add_days(chrono::Days::new(days.unsigned_abs())).unwrap_or(Day::MAX)
}

fn plus_months(day: Day, months: i64) -> Day {
    let months = u32::try_from(months).unwrap_or(u32::MAX);
    day.checked_add_months(chrono::Months::new(months)).unwrap_or(Day::MAX)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn of_days_and_months_the_earlier_limit_holds_and_is_named() {
        let says = |days, months, reached: &str| {
            let checked = check((days, months), "2023-01-01".parse().unwrap(), reached.parse().unwrap());
            checked.map(|reason| reason.unwrap().says).unwrap_or_else(|reason| reason.says)
        };
        let on = |reached: &str, taken: i64| format!("It was reached on {reached}, {taken} days after the start");
        assert_eq!(
            says(Some(30), Some(12), "2023-01-31"),
            on("31 January 2023", 30) + "; the contract allows 30 days."
        );
        assert_eq!(
            says(Some(400), Some(1), "2023-02-02"),
            on("2 February 2023", 32) + ", but the contract pays only within 1 months."
        );
        assert_eq!(last_day((Some(400), Some(1)), "2023-01-31".parse().unwrap()), "2023-02-28".parse().ok());
        assert_eq!(last_day((Some(5), Some(1)), "2023-01-31".parse().unwrap()), "2023-02-05".parse().ok());
    }

    #[test]
    fn the_last_day_is_in_time() {
        let in_time =
            |reached: &str| check((Some(365), None), "2023-01-01".parse().unwrap(), reached.parse().unwrap()).is_ok();
        assert!(in_time("2023-12-31"));
        assert!(in_time("2024-01-01"));
        assert!(!in_time("2024-01-02"));
        assert_eq!(check((None, None), "2023-01-01".parse().unwrap(), "2033-01-01".parse().unwrap()), Ok(None));
    }
}
