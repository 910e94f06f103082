//! By when does a service standard ask for something, and how long is that from now?
//!
//! *Authority*: the days and the way of counting are in `spine/standards.toml`; bank holidays are a list
//! the caller gives.
//! *Applies*: the day of the event is day zero. Working days are Monday to Friday without bank holidays.
//! *Simplified*: whole days only; an event late in the evening counts for its day.
//! *Example*: sent on a Friday, two working days: due by Tuesday; on Monday one day is left.

use chrono::{Datelike, Weekday};
use kernel::Day;
use policy::DayCount;
use serde::{Deserialize, Serialize};

/// Days after which nobody is helped by the number of days.
const YEAR_DAYS: i64 = 365;

/// By when something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day that still meets the standard.
    pub by: Day,
    /// Days left, counted as the standard counts: 0 on the last day, negative when late.
    pub days_left: i64,
}

impl Due {
    /// Whether the last day has passed.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.days_left < 0
    }

    /// How long is left, in words: `2 days left`, `due today`, `1 day late`, `more than a year late`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let days = |count: u64| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
        match self.days_left {
            0 => "due today".to_owned(),
            left if left > 0 => format!("{} left", days(left.unsigned_abs())),
            late if late < -YEAR_DAYS => "more than a year late".to_owned(),
            late => format!("{} late", days(late.unsigned_abs())),
        }
    }
}

/// When something is due that must follow an event on `from` within `days`, as seen on `today`.
///
/// Zero days or fewer: on the day of the event.
#[must_use]
pub fn due(from: Day, days: i64, counting: DayCount, bank_holidays: &[Day], today: Day) -> Due {
    let counts = |day: Day| counts(day, counting, bank_holidays);
    let after = from.iter_days().skip(1).filter(|day| counts(*day));
    let by = match usize::try_from(days.saturating_sub(1)).ok() {
        Some(skipped) => after.into_iter().nth(skipped).unwrap_or(Day::MAX),
        None => from,
    };
    let between = |first: Day, last: Day| {
        let counted = first.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| counts(*day)).count();
        i64::try_from(counted).unwrap_or(i64::MAX)
    };
    let days_left = if today <= by { between(today, by) } else { -late_days(between(by, today)) };
    Due { by, days_left }
}

/// Whether a day counts.
pub(super) fn counts(day: Day, counting: DayCount, bank_holidays: &[Day]) -> bool {
    match counting {
        DayCount::CalendarDays => true,
        DayCount::WorkingDays => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !bank_holidays.contains(&day),
    }
}

/// Late is late, also on a day that does not count.
fn late_days(counted: i64) -> i64 {
    counted.max(1)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn working(from: &str, today: &str, holidays: &[Day]) -> (String, i64) {
        let due = due(day(from), 2, DayCount::WorkingDays, holidays, day(today));
        (due.by.to_string(), due.days_left)
    }

    #[test]
    fn weekends_do_not_count() {
        // 5 January 2024 is a Friday.
        assert_eq!(working("2024-01-05", "2024-01-05", &[]), ("2024-01-09".into(), 2));
        assert_eq!(working("2024-01-05", "2024-01-07", &[]), ("2024-01-09".into(), 2));
        assert_eq!(working("2024-01-05", "2024-01-08", &[]), ("2024-01-09".into(), 1));
        assert_eq!(working("2024-01-05", "2024-01-09", &[]), ("2024-01-09".into(), 0));
        assert_eq!(working("2024-01-05", "2024-01-10", &[]), ("2024-01-09".into(), -1));
    }

    #[test]
    fn late_on_a_weekend_is_late() {
        // Wednesday to Friday; Saturday is one day late.
        assert_eq!(working("2024-01-10", "2024-01-13", &[]), ("2024-01-12".into(), -1));
        assert_eq!(working("2024-01-10", "2024-01-16", &[]), ("2024-01-12".into(), -2));
    }

    #[test]
    fn bank_holidays_do_not_count() {
        // Christmas 2023: Friday 22 December, then Monday and Tuesday are holidays.
        let christmas = [day("2023-12-25"), day("2023-12-26")];
        assert_eq!(working("2023-12-22", "2023-12-22", &christmas), ("2023-12-28".into(), 2));
        assert_eq!(working("2023-12-22", "2023-12-22", &[]), ("2023-12-26".into(), 2));
    }

    #[test]
    fn calendar_days_and_no_days() {
        let calendar = due(day("2024-01-05"), 2, DayCount::CalendarDays, &[], day("2024-01-05"));
        assert_eq!(calendar, Due { by: day("2024-01-07"), days_left: 2 });
        let at_once = due(day("2024-01-05"), 0, DayCount::WorkingDays, &[], day("2024-01-05"));
        assert_eq!(at_once, Due { by: day("2024-01-05"), days_left: 0 });
        assert_eq!(at_once.in_words(), "due today");
    }
}
