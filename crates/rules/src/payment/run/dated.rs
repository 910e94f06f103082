//! What depends on a day alone, looked up once for every day.

use crate::outcome::stretch::{day_of, number_of};
use kernel::Day;

/// A value for each day from one to another, both included.
pub(super) struct Dated<T> {
    from: i32,
    values: Vec<T>,
}

impl<T> Dated<T> {
    /// Asks for the value of each day.
    pub(super) fn ask((from, until): (Day, Day), of: impl FnMut(Day) -> T) -> Self {
        let (from, until) = (number_of(from), number_of(until));
        Self { from, values: (from..=until).filter_map(day_of).map(of).collect() }
    }

    /// The value of a day; `None` outside the days asked for.
    pub(super) fn on(&self, day: i32) -> Option<&T> {
        self.values.get(usize::try_from(i64::from(day) - i64::from(self.from)).ok()?)
    }
}
