//! A run of days, first and last day included.

use crate::Day;
use serde::{Deserialize, Serialize};

/// A run of days from `from` to `until`, **both included**; without `until` it has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day, included.
    pub from: Day,
    /// Last day, included; `None` means that no end is known.
    pub until: Option<Day>,
}

/// Why two days do not make a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the last day ({until}) is before the first day ({from})")]
pub struct PeriodError {
    /// The first day given.
    pub from: Day,
    /// The last day given.
    pub until: Day,
}

impl Period {
    /// A period from `from` to `until`, both included.
    ///
    /// # Errors
    /// When `until` is before `from`.
    pub fn new(from: Day, until: Option<Day>) -> Result<Self, PeriodError> {
        match until {
            Some(until) if until < from => Err(PeriodError { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// Whether `day` lies in the period; the first and last day do.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the two periods share at least one day.
    #[must_use]
    pub fn overlaps(&self, other: &Period) -> bool {
        self.until.is_none_or(|until| other.from <= until) && other.until.is_none_or(|until| self.from <= until)
    }

    /// Number of days, both ends included; `None` when there is no end.
    #[must_use]
    pub fn days(&self) -> Option<i64> {
        self.until.map(|until| crate::completed_days(self.from, until) + 1)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn period(from: &str, until: Option<&str>) -> Period {
        Period::new(from.parse().unwrap(), until.map(|day| day.parse().unwrap())).unwrap()
    }

    #[test]
    fn both_ends_belong_to_it() {
        let march = period("2024-03-01", Some("2024-03-31"));
        assert!(march.contains("2024-03-01".parse().unwrap()));
        assert!(march.contains("2024-03-31".parse().unwrap()));
        assert!(!march.contains("2024-04-01".parse().unwrap()));
        assert_eq!(march.days(), Some(31));
    }

    #[test]
    fn periods_that_touch_on_one_day_overlap() {
        let march = period("2024-03-01", Some("2024-03-31"));
        assert!(march.overlaps(&period("2024-03-31", None)));
        assert!(!march.overlaps(&period("2024-04-01", None)));
    }

    #[test]
    fn a_last_day_before_the_first_is_refused() {
        assert!(Period::new("2024-03-02".parse().unwrap(), "2024-03-01".parse().ok()).is_err());
    }
}
