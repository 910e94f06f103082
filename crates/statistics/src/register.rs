//! What came of the people on a register in a period?
//!
//! *Authority*: the 2008 Green Paper, Box 7.1 (mission, S12): Newcastle Futures' first year is given as people
//! registered, people supported into work, and of the latter the share from areas of high deprivation and the
//! share who were priority customers.
//! *Applies*: registrations and first jobs dated in the period, both ends included. Somebody registered before
//! the period and into work in it counts among those into work; nobody counts twice.
//! *Simplified*: a person's first job only. What is not known of a person is counted apart, never as a no.
//! *Example*: three into work, two from deprived areas, one not known: 100% of the two that are known, 1 not known.

use crate::Proportion;
use kernel::{Day, Period};
use serde::{Deserialize, Serialize};

/// What is known of one person on the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRecord {
    /// The day of registration.
    pub registered_on: Day,
    /// The first day in work after it, if there was one.
    pub into_work_on: Option<Day>,
    /// Whether the person lives in an area of high deprivation; `None` is not known.
    pub from_deprived_area: Option<bool>,
    /// Whether the person belongs to a priority group; `None` is not known.
    pub in_priority_group: Option<bool>,
}

/// Counts and shares of a register in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSummary {
    /// The period.
    pub period: Period,
    /// People registered in it.
    pub registered: u64,
    /// People whose first job began in it.
    pub into_work: u64,
    /// Of those into work, who come from areas of high deprivation.
    pub deprived_among_into_work: Share,
    /// Of those into work, who belong to a priority group.
    pub priority_among_into_work: Share,
}

/// Three counts: yes, no, and not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// How many of whom it is known to be so.
    pub yes: u64,
    /// How many of whom it is known not to be so.
    pub no: u64,
    /// How many of whom it is not known.
    pub unknown: u64,
}

impl Share {
    /// The share among those of whom it is known.
    #[must_use]
    pub fn of_known(self) -> Proportion {
        Proportion::new(self.yes, self.yes.saturating_add(self.no)).unwrap_or_else(|_| Proportion::none())
    }

    /// The smallest and the largest whole percent the share can be, whatever is not known; `None` of nobody.
    #[must_use]
    pub fn bounds_percent(self) -> Option<(u64, u64)> {
        let whole = self.yes.checked_add(self.no)?.checked_add(self.unknown)?;
        let lowest = Proportion::new(self.yes, whole).ok()?.percent()?;
        let highest = Proportion::new(self.yes + self.unknown, whole).ok()?.percent()?;
        Some((lowest, highest))
    }

    fn count(&mut self, answer: Option<bool>) {
        match answer {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }
}

/// Summarises the records for a period. Their order does not matter.
#[must_use]
pub fn register_summary(period: Period, records: impl IntoIterator<Item = RegisterRecord>) -> RegisterSummary {
    let mut summary = RegisterSummary {
        period,
        registered: 0,
        into_work: 0,
        deprived_among_into_work: Share::default(),
        priority_among_into_work: Share::default(),
    };
    for record in records {
        summary.registered += u64::from(period.contains(record.registered_on));
        if record.into_work_on.is_some_and(|day| period.contains(day)) {
            summary.into_work += 1;
            summary.deprived_among_into_work.count(record.from_deprived_area);
            summary.priority_among_into_work.count(record.in_priority_group);
        }
    }
    summary
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn first_year() -> Period {
        Period::new(day("2007-04-01"), Some(day("2008-03-31"))).unwrap()
    }

    fn record(registered: &str, into_work: Option<&str>, deprived: Option<bool>) -> RegisterRecord {
        RegisterRecord {
            registered_on: day(registered),
            into_work_on: into_work.map(day),
            from_deprived_area: deprived,
            in_priority_group: Some(true),
        }
    }

    /// The first and the last day of the year belong to it.
    #[test]
    fn only_what_lies_in_the_period_counts() {
        let records = [
            record("2007-03-31", Some("2007-04-01"), Some(true)),
            record("2007-04-01", None, Some(true)),
            record("2008-03-31", Some("2008-04-01"), Some(true)),
            record("2008-04-01", None, Some(true)),
            record("2007-06-01", Some("2008-03-31"), Some(false)),
        ];
        let summary = register_summary(first_year(), records);
        assert_eq!((summary.registered, summary.into_work), (3, 2));
        assert_eq!(summary.deprived_among_into_work, Share { yes: 1, no: 1, unknown: 0 });
    }

    #[test]
    fn not_known_is_not_no() {
        let records = [Some(true), Some(true), None].map(|deprived| record("2007-06-01", Some("2007-09-01"), deprived));
        let share = register_summary(first_year(), records).deprived_among_into_work;
        assert_eq!(share, Share { yes: 2, no: 0, unknown: 1 });
        assert_eq!(share.of_known().percent(), Some(100));
        assert_eq!(share.bounds_percent(), Some((67, 100)));
    }

    /// Box 7.1: almost 2,000 registered, over 750 into work, 70% from deprived areas, 75% priority.
    #[test]
    fn newcastle_futures_first_year() {
        let person = |number: u32| RegisterRecord {
            registered_on: day("2007-05-01"),
            into_work_on: (number < 760).then(|| day("2007-11-01")),
            from_deprived_area: Some(number % 10 < 7),
            in_priority_group: Some(number % 4 < 3),
        };
        let summary = register_summary(first_year(), (0..1_990).map(person));
        assert_eq!((summary.registered, summary.into_work), (1_990, 760));
        assert_eq!(summary.deprived_among_into_work.of_known().percent(), Some(70));
        assert_eq!(summary.priority_among_into_work.of_known().percent(), Some(75));
    }

    #[test]
    fn nobody_has_no_share() {
        let summary = register_summary(first_year(), []);
        assert_eq!(summary.deprived_among_into_work.of_known().percent(), None);
        assert_eq!(summary.deprived_among_into_work.bounds_percent(), None);
    }
}
