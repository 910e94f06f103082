//! The days of the week, as the standard and people write them.

use chrono::Datelike;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A day of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Weekday {
    /// Monday, `MO`.
    Monday,
    /// Tuesday, `TU`.
    Tuesday,
    /// Wednesday, `WE`.
    Wednesday,
    /// Thursday, `TH`.
    Thursday,
    /// Friday, `FR`.
    Friday,
    /// Saturday, `SA`.
    Saturday,
    /// Sunday, `SU`.
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Weekday; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        match day.weekday() {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }

    /// The same day in the calendar's own type.
    pub(super) fn of_calendar(self) -> chrono::Weekday {
        match self {
            Self::Monday => chrono::Weekday::Mon,
            Self::Tuesday => chrono::Weekday::Tue,
            Self::Wednesday => chrono::Weekday::Wed,
            Self::Thursday => chrono::Weekday::Thu,
            Self::Friday => chrono::Weekday::Fri,
            Self::Saturday => chrono::Weekday::Sat,
            Self::Sunday => chrono::Weekday::Sun,
        }
    }

    /// Its two letters: `MO`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Monday => "MO",
            Self::Tuesday => "TU",
            Self::Wednesday => "WE",
            Self::Thursday => "TH",
            Self::Friday => "FR",
            Self::Saturday => "SA",
            Self::Sunday => "SU",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

impl FromStr for Weekday {
    type Err = ();

    /// Reads `MO`, `mon` or `Monday`, in any case.
    fn from_str(text: &str) -> Result<Self, ()> {
        let lower = text.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|day| {
                let name = day.name().to_ascii_lowercase();
                lower.len() >= 2 && name.starts_with(&lower)
            })
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_any_manner() {
        assert_eq!("T".parse::<Weekday>(), Err(()));
        assert_eq!("thursday".parse(), Ok(Weekday::Thursday));
        assert_eq!("TH".parse(), Ok(Weekday::Thursday));
    }
}
