//! When a service is open: a repeating rule in the manner of iCalendar.

use super::Figure;
use super::field::record;
use kernel::Day;
use std::str::FromStr;

record! {
    /// A repeating time at which a service is open.
    Schedule {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// The service at one place it belongs to.
        service_at_location_id: Option<String>,
        /// The first day it holds (`YYYY-MM-DD`).
        valid_from: Option<String>,
        /// The last day it holds (`YYYY-MM-DD`).
        valid_to: Option<String>,
        /// The first time it happens (`YYYY-MM-DD`).
        dtstart: Option<String>,
        /// `WEEKLY` or `MONTHLY`.
        freq: Option<String>,
        /// Every how many weeks or months.
        interval: Option<Figure>,
        /// Days of the week, with commas: `TH,FR`; with a number before it in a month: `-1FR`.
        byday: Option<String>,
        /// Days of the month, with commas; negative ones count from its end.
        bymonthday: Option<String>,
        /// When it is open, for people.
        description: Option<String>,
        /// The time it opens (`HH:MM` or `HH:MM:SS`, perhaps with a time zone).
        opens_at: Option<String>,
        /// The time it closes.
        closes_at: Option<String>,
        /// A page with the single sessions.
        schedule_link: Option<String>,
        /// How to attend, in words.
        attending_type: Option<String>,
        /// Anything else.
        notes: Option<String>,
    }
}

/// A day of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Schedule {
    /// The days of the week it names, Monday first. A day of one week in a month counts as named.
    #[must_use]
    pub fn weekdays(&self) -> Vec<Weekday> {
        let mut days: Vec<Weekday> = self
            .byday
            .as_deref()
            .unwrap_or_default()
            .split(',')
            .filter_map(|part| {
                let is_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ');
                part.trim_start_matches(is_number).parse().ok()
            })
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Whether it may hold on `day`; what it does not say, or says in no date, does not forbid.
    #[must_use]
    pub fn is_valid_on(&self, day: Day) -> bool {
        let read = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Day>().ok());
        read(&self.valid_from).is_none_or(|from| from <= day) && read(&self.valid_to).is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_any_order_and_manner() {
        let on = |byday: &str| Schedule { byday: Some(byday.into()), ..Schedule::default() }.weekdays();
        assert_eq!(on("TH,FR"), [Weekday::Thursday, Weekday::Friday]);
        assert_eq!(on("-1FR, 2MO,fr"), [Weekday::Monday, Weekday::Friday]);
        assert_eq!(on("every day"), []);
        assert_eq!("T".parse::<Weekday>(), Err(()));
        assert_eq!("thursday".parse(), Ok(Weekday::Thursday));
    }
}
