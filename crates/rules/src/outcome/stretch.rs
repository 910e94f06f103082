//! Days in a row as numbers, so that a million people's work is laid together as quickly as one person's.
//!
//! *Authority*: none; a calendar. *Applies*: wherever days in work are joined. Day 1 is 1 January of the year 1.
//! *Simplified*: nothing. *Example*: days 5 to 9 and 10 to 12 are one stretch from 5 to 12; 5 to 9 and 11 to 12 are two.

use super::spells::Run;
use chrono::Datelike;
use kernel::Day;

/// Days in a row, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    /// The number of the first day.
    pub(crate) first: i32,
    /// The number of the last day.
    pub(crate) last: i32,
}

impl Stretch {
    /// Number of days.
    pub(crate) fn days(&self) -> i64 {
        i64::from(self.last) - i64::from(self.first) + 1
    }

    /// Days between the end of this stretch and the start of a later one.
    pub(crate) fn break_before(&self, later: &Self) -> i64 {
        i64::from(later.first) - i64::from(self.last) - 1
    }
}

impl From<Run> for Stretch {
    fn from(run: Run) -> Self {
        Self { first: number_of(run.first), last: number_of(run.last) }
    }
}

/// The number of a day.
pub(crate) fn number_of(day: Day) -> i32 {
    day.num_days_from_ce()
}

/// The day of a number; `None` beyond the calendar.
pub(crate) fn day_of(number: i32) -> Option<Day> {
    Day::from_num_days_from_ce_opt(number)
}

/// Puts pieces in order and joins those that overlap or touch; what is left neither overlaps nor touches.
pub(crate) fn join(pieces: &mut Vec<Stretch>) {
    pieces.sort_unstable();
    pieces.dedup_by(|later, earlier| {
        let joins = earlier.break_before(later) <= 0;
        if joins {
            earlier.last = earlier.last.max(later.last);
        }
        joins
    });
}
