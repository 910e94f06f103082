//! Whole days, weeks, months and years between two days.
//!
//! *Authority*: the day-of-month rule is that of the ILR validation service (DC-ILR-2021-ValidationService `85682bea`, DateTimeQueryService): a month or
//! year is complete on the same day of the month, not before.

use crate::Day;
use chrono::Datelike;

/// The years in which a day of anybody's life or work lies. Any other is a slip of the hand: `0226` for `2026`.
pub const LIKELY_YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Whether a day lies in [`LIKELY_YEARS`]. Forms, person files, feeds, events and costs ask here before a day is kept.
#[must_use]
pub fn is_likely(day: Day) -> bool {
    LIKELY_YEARS.contains(&day.year())
}

/// Completed years from `from` to `to`; negative when `to` is before `from`.
///
/// ```
/// use kernel::{Day, completed_years};
/// let born = Day::from_ymd_opt(1988, 3, 10).unwrap();
/// assert_eq!(completed_years(born, Day::from_ymd_opt(2018, 3, 9).unwrap()), 29);
/// assert_eq!(completed_years(born, Day::from_ymd_opt(2018, 3, 10).unwrap()), 30);
/// ```
#[must_use]
pub fn completed_years(from: Day, to: Day) -> i64 {
    completed_months(from, to).div_euclid(12)
}

/// Completed calendar months from `from` to `to`; negative when `to` is before `from`.
///
/// A month that has no such day (31st, 29 February) is complete on the first day of the next month.
#[must_use]
pub fn completed_months(from: Day, to: Day) -> i64 {
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month()) - i64::from(from.month());
    if to.day() < from.day() { months - 1 } else { months }
}

/// Completed weeks of seven days from `from` to `to`, rounded towards minus infinity.
#[must_use]
pub fn completed_weeks(from: Day, to: Day) -> i64 {
    completed_days(from, to).div_euclid(7)
}

/// Days from `from` to `to`: 0 for the same day, negative when `to` is before `from`.
#[must_use]
pub fn completed_days(from: Day, to: Day) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// A day as people in the United Kingdom write it: `3 April 2024`.
#[must_use]
pub fn in_words(day: Day) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// The published cases of DC-ILR-2021-ValidationService `85682bea`, `DateTimeQueryServiceTests`.
    #[test]
    fn ilr_date_time_query_service() {
        assert_eq!(completed_years(day("1988-03-10"), day("2018-02-18")), 29);
        assert_eq!(completed_years(day("1988-03-10"), day("2018-03-10")), 30);
        assert_eq!(completed_months(day("2018-01-10"), day("2018-02-18")), 1);
        assert_eq!(completed_months(day("2018-01-10"), day("2018-03-10")), 2);
    }

    #[test]
    fn ends_of_months() {
        assert_eq!(completed_months(day("2024-01-31"), day("2024-02-29")), 0);
        assert_eq!(completed_months(day("2024-01-31"), day("2024-03-01")), 1);
        assert_eq!(completed_years(day("2004-02-29"), day("2022-02-28")), 17);
        assert_eq!(completed_years(day("2004-02-29"), day("2022-03-01")), 18);
        assert_eq!(completed_years(day("2024-03-10"), day("2024-03-09")), -1);
    }

    #[test]
    fn a_year_that_lost_a_figure_is_not_likely() {
        for (text, likely) in [
            ("0226-11-23", false),
            ("0084-05-01", false),
            ("1899-12-31", false),
            ("1900-01-01", true),
            ("2199-12-31", true),
            ("2200-01-01", false),
        ] {
            assert_eq!(is_likely(day(text)), likely, "{text}");
        }
    }

    #[test]
    fn weeks_round_down() {
        assert_eq!(completed_weeks(day("2024-01-01"), day("2024-01-07")), 0);
        assert_eq!(completed_weeks(day("2024-01-01"), day("2024-01-08")), 1);
        assert_eq!(completed_weeks(day("2024-01-08"), day("2024-01-07")), -1);
    }
}
