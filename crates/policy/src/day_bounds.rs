//! How far from the day on which it is written down a day of one kind can lie, as the text says.

use kernel::{Day, in_words};
use std::fmt;

/// What a day that is kept of a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayKind {
    /// The first or last day of a job.
    Work,
    /// The first or last day on a programme.
    Help,
    /// The day of something else that was recorded of a participant.
    Record,
    /// The day on which an answer was so.
    Known,
    /// A last day that somebody sets for something of now: cover for an absence, keeping a record.
    Ahead,
}

impl DayKind {
    /// Every kind.
    pub const ALL: [DayKind; 5] = [Self::Work, Self::Help, Self::Record, Self::Known, Self::Ahead];

    /// What follows from what it is, without any number.
    pub(crate) fn by_meaning(self) -> DayBounds {
        match self {
            Self::Work | Self::Help | Self::Record | Self::Known => {
                DayBounds { years_before: None, years_after: Some(0) }
            }
            Self::Ahead => DayBounds { years_before: Some(0), years_after: None },
        }
    }

    /// The word for it in the text.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Help => "help",
            Self::Record => "record",
            Self::Known => "known",
            Self::Ahead => "ahead",
        }
    }
}

/// How many whole years before and after the day on which it is written down a day can lie. `None`: as far as days are read at
/// all ([`kernel::is_likely`]).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayBounds {
    /// Years before; 0 for not before that day.
    pub years_before: Option<u16>,
    /// Years after; 0 for not after that day.
    pub years_after: Option<u16>,
}

/// A day lies outside its bounds: the first day that it can be, and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub struct OutOfBounds {
    /// The first day that it can be; `None` when any before would do.
    pub first: Option<Day>,
    /// The last day that it can be; `None` when any after would do.
    pub last: Option<Day>,
}

/// `between 1 December 1906 and 1 December 2026`, `1 December 2026 or before`.
impl fmt::Display for OutOfBounds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) => write!(formatter, "between {} and {}", in_words(first), in_words(last)),
            (Some(first), None) => write!(formatter, "{} or after", in_words(first)),
            (None, Some(last)) => write!(formatter, "{} or before", in_words(last)),
            (None, None) => formatter.write_str("any day"),
        }
    }
}

impl DayBounds {
    /// The first and the last day that a day can be which is written down on `today`; `None` where there is no bound.
    #[must_use]
    pub fn ends(self, today: Day) -> (Option<Day>, Option<Day>) {
        let months = |years: u16| chrono::Months::new(u32::from(years) * 12);
        let first = self.years_before.and_then(|years| today.checked_sub_months(months(years)));
        (first, self.years_after.and_then(|years| today.checked_add_months(months(years))))
    }

    /// Whether a day that is written down on `today` lies within the bounds, both ends included.
    ///
    /// # Errors
    /// The bounds that it lies outside of.
    pub fn check(self, day: Day, today: Day) -> Result<(), OutOfBounds> {
        let (first, last) = self.ends(today);
        let is_within = first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last);
        if is_within { Ok(()) } else { Err(OutOfBounds { first, last }) }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn both_ends_are_within_and_the_days_beside_them_are_not() {
        let bounds = DayBounds { years_before: Some(120), years_after: Some(0) };
        let check = |text: &str| bounds.check(day(text), day("2026-12-01")).map_err(|out| out.to_string());
        for within in ["1906-12-01", "2026-12-01", "1984-02-29"] {
            assert_eq!(check(within), Ok(()), "{within}");
        }
        for outside in ["1906-11-30", "2026-12-02", "1900-01-01"] {
            assert_eq!(check(outside), Err("between 1 December 1906 and 1 December 2026".to_owned()), "{outside}");
        }
    }

    #[test]
    fn a_bound_that_the_text_does_not_set_is_none() {
        let after = DayBounds { years_before: None, years_after: Some(1) };
        assert_eq!(after.check(day("1900-01-01"), day("2024-02-29")), Ok(()));
        // A year after 29 February is 28 February.
        assert_eq!(after.check(day("2025-02-28"), day("2024-02-29")), Ok(()));
        let out = after.check(day("2025-03-01"), day("2024-02-29")).unwrap_err();
        assert_eq!(out.to_string(), "28 February 2025 or before");
        assert_eq!(DayBounds::default().check(day("2199-12-31"), day("2024-02-29")), Ok(()));
        let before = DayBounds { years_before: Some(0), years_after: None };
        let out = before.check(day("2024-02-28"), day("2024-02-29")).unwrap_err();
        assert_eq!(out.to_string(), "29 February 2024 or after");
    }
}
