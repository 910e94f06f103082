//! Bank holidays, by nation: days that are no working days.

use crate::Nation;
use kernel::{Day, Period};

/// The bank holidays of `spine/holidays.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    /// The days of which it is known whether they are bank holidays, both ends included; `None` when the text has none.
    pub known: Option<Period>,
    /// Nations with their bank holidays, in order of day.
    pub days: Vec<(Vec<Nation>, Vec<Day>)>,
    /// The citation.
    pub source: String,
}

impl Holidays {
    /// The bank holidays of a nation, in order of day; none where the text has none.
    #[must_use]
    pub fn of(&self, nation: Nation) -> &[Day] {
        let found = self.days.iter().find(|(nations, _)| nations.contains(&nation));
        found.map_or(&[], |(_, days)| days)
    }

    /// Whether it is known of `day` whether it is a bank holiday.
    #[must_use]
    pub fn is_known(&self, day: Day) -> bool {
        self.known.is_some_and(|known| known.contains(day))
    }
}
