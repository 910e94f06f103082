//! On which days and at what times a service is open, read from a schedule of the standard.
//!
//! *Authority*: RFC 5545 (iCalendar), 3.3.10, as far as the Human Services Data Specification 3.1 names its parts:
//! `freq interval byday bymonthday byweekno byyearday bymonth count until dtstart wkst`.
//!
//! A schedule that cannot be read whole is not read at all: it then has no [`Timing`], so that nobody is told a day that
//! its source did not mean. What is shown and what is found both ask this module.
//!
//! *Simplified*: a time is the time on the clock of the place. Times written with `Z` or `+01:00` are taken as such a
//! time too, because a repeating time has one offset in summer and another in winter.

mod days;
mod hours;
mod read;
mod words;

#[cfg(test)]
mod tests;

pub use days::DAYS_LOOKED_AHEAD;
pub use hours::{Hours, time_of_day};
pub use read::{Reading, day_of};
pub use words::weekdays_in_words;

use super::Weekday;
use kernel::Day;
use serde::{Deserialize, Serialize};

/// Which days, as a rule that repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// The kind of rule.
    pub repeats: Repeats,
    /// Every how many days, weeks or months; at least 1.
    pub every: u16,
    /// Only in these months, 1 to 12 in order; empty for all.
    pub months: Vec<u8>,
    /// The day from which it repeats (`dtstart`).
    pub starts_on: Option<Day>,
    /// The first day on which the schedule holds (`valid_from`).
    pub valid_from: Option<Day>,
    /// The last day on which it can be open: the earliest of `valid_to`, `until` and the last of `count`.
    pub ends_on: Option<Day>,
    /// The day on which weeks begin.
    pub week_start: Weekday,
}

/// The kinds of rule. Lists are in order and never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repeats {
    /// On one day.
    Once(Day),
    /// Every this number of days.
    Daily,
    /// On days of the week, every a given number of weeks.
    Weekly(Vec<Weekday>),
    /// On days of the week in weeks of the year (ISO 8601; from the end when negative).
    WeeksOfYear(Vec<i8>, Vec<Weekday>),
    /// On days of the month (from its end when negative).
    DaysOfMonth(Vec<i8>),
    /// On days of the week in the month: 1 the first, -1 the last, 0 every one.
    WeekdaysOfMonth(Vec<(i8, Weekday)>),
    /// On days of the week, where they fall on days of the month.
    WeekdaysOnDaysOfMonth(Vec<Weekday>, Vec<i8>),
    /// On days of the year (from its end when negative).
    DaysOfYear(Vec<i16>),
}

/// How a schedule stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Current,
    /// It holds from this day on.
    NotYet(Day),
    /// It was over with this day.
    Over(Day),
}

/// How something that holds between two days, both included, stands on a day. What has no bound holds.
#[must_use]
pub fn standing((from, until): (Option<Day>, Option<Day>), today: Day) -> Standing {
    match (from, until) {
        (_, Some(until)) if until < today => Standing::Over(until),
        (Some(from), _) if today < from => Standing::NotYet(from),
        _ => Standing::Current,
    }
}

impl Timing {
    /// How it stands on a day. A first session in days to come (`starts_on`) does not make it one that has not begun.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        standing((self.valid_from, self.ends_on), today)
    }
}
