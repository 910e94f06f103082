//! What came of the people on a register in a period?
//!
//! *Authority*: the 2008 Green Paper, Box 7.1 (mission, S12): Newcastle Futures' first year is given as people
//! registered, people supported into work, and of the latter the share from areas of high deprivation and the
//! share who were priority customers.
//! *Applies*: registrations and first jobs dated in the period, both ends included. Somebody registered before
//! the period and into work in it counts among those into work; nobody counts twice.
//! *Simplified*: a person's first job only. What is not known of a person is counted apart, never as a no.
//! *Example*: three into work, two from deprived areas, one not known: 100% of the two that are known, 1 not known.

use crate::{Cell, Interval, Key, Proportion, Rule, Told};
use kernel::{Day, Period};

/// What is known of one person on the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterRecord {
    /// The person's key.
    pub key: Key,
    /// The day of registration.
    pub registered_on: Day,
    /// The first day in work after it, if there was one.
    pub into_work_on: Option<Day>,
    /// Whether the person lives in an area of high deprivation; `None` is not known.
    pub from_deprived_area: Option<bool>,
    /// Whether the person belongs to a priority group; `None` is not known.
    pub in_priority_group: Option<bool>,
    /// Whether what is known of the person was counted before it was erased: the shares then leave them out.
    pub counted_apart: bool,
}

impl RegisterRecord {
    /// Somebody of whom nothing else is known.
    #[must_use]
    pub fn new(key: Key, registered_on: Day, into_work_on: Option<Day>) -> Self {
        Self {
            key,
            registered_on,
            into_work_on,
            from_deprived_area: None,
            in_priority_group: None,
            counted_apart: false,
        }
    }
}

/// Counts of a register in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterSummary<N> {
    /// The period.
    pub period: Period,
    /// People registered in it.
    pub registered: N,
    /// People whose first job began in it.
    pub into_work: N,
    /// Of those into work, who come from areas of high deprivation.
    pub deprived_among_into_work: Share<N>,
    /// Of those into work, who belong to a priority group.
    pub priority_among_into_work: Share<N>,
}

/// Three counts: yes, no, and not known; and the first two together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share<N> {
    /// How many of whom it is known to be so.
    pub yes: N,
    /// How many of whom it is known not to be so.
    pub no: N,
    /// How many of whom it is not known.
    pub unknown: N,
}

impl Share<Cell> {
    /// Counts one more person.
    pub fn count(&mut self, key: Key, answer: Option<bool>) {
        match answer {
            Some(true) => self.yes.add(key),
            Some(false) => self.no.add(key),
            None => self.unknown.add(key),
        }
    }

    /// The same as it may be told.
    #[must_use]
    pub fn told(self, rule: &Rule) -> ToldShare {
        let known = rule.tell(self.yes.and(self.no));
        ToldShare { yes: rule.tell(self.yes).within(known), known, unknown: rule.tell(self.unknown) }
    }

    fn of_known(self) -> Proportion {
        let (yes, known) = (self.yes.people(), self.yes.and(self.no).people());
        Proportion::new(yes, known).unwrap_or_else(|_| Proportion::none())
    }
}

/// A share as it may be told. Its percent is worked out from the two counts as they are told, so that it tells no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldShare {
    /// Of how many it is known to be so.
    pub yes: Told,
    /// Of how many it is known whether it is so.
    pub known: Told,
    /// Of how many it is not known.
    pub unknown: Told,
}

impl ToldShare {
    /// The same, and no more than is told of those it is a share of.
    #[must_use]
    pub fn within(self, whole: Told) -> Self {
        let known = self.known.within(whole);
        Self { yes: self.yes.within(known), known, unknown: self.unknown.within(whole) }
    }

    /// The share in whole percent; `None` when either count is held back.
    #[must_use]
    pub fn percent(self) -> Option<u64> {
        self.yes.percent_of(self.known)
    }

    /// The 95% interval of the share, of the counts as they are told.
    #[must_use]
    pub fn interval_95(self) -> Option<Interval> {
        Proportion::new(self.yes.number()?, self.known.number()?).ok()?.interval_95()
    }
}

/// The figures of a year as they were published: exact, of a whole area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedFigures {
    /// People registered.
    pub registered: u64,
    /// People into work.
    pub into_work: u64,
    /// Of those of whom it is known, who come from areas of high deprivation, in whole percent.
    pub deprived_percent: Option<u64>,
    /// Of those of whom it is known, who belong to a priority group, in whole percent.
    pub priority_percent: Option<u64>,
}

impl RegisterSummary<Cell> {
    /// The four figures exactly, for a period that was published and is over; `None` when fewer than `least` people were
    /// registered or found work in it, however it was published.
    #[must_use]
    pub fn published(self, least: u64) -> Option<PublishedFigures> {
        let (registered, into_work) = (self.registered.people(), self.into_work.people());
        (registered >= least && into_work >= least).then(|| PublishedFigures {
            registered,
            into_work,
            deprived_percent: self.deprived_among_into_work.of_known().percent(),
            priority_percent: self.priority_among_into_work.of_known().percent(),
        })
    }
}

/// Summarises the records for a period. Their order does not matter.
#[must_use]
pub fn register_summary(period: Period, records: impl IntoIterator<Item = RegisterRecord>) -> RegisterSummary<Cell> {
    let mut summary = RegisterSummary {
        period,
        registered: Cell::default(),
        into_work: Cell::default(),
        deprived_among_into_work: Share::default(),
        priority_among_into_work: Share::default(),
    };
    for record in records {
        if period.contains(record.registered_on) {
            summary.registered.add(record.key);
        }
        if record.into_work_on.is_some_and(|day| period.contains(day)) {
            summary.into_work.add(record.key);
            if !record.counted_apart {
                summary.deprived_among_into_work.count(record.key, record.from_deprived_area);
                summary.priority_among_into_work.count(record.key, record.in_priority_group);
            }
        }
    }
    summary
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::{Secret, disclosure::tests::counting};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn first_year() -> Period {
        Period::new(day("2007-04-01"), Some(day("2008-03-31"))).unwrap()
    }

    fn key(number: u32) -> Key {
        Secret::new([2; 32]).key_of(&number.to_le_bytes())
    }

    fn record(registered: &str, into_work: Option<&str>, deprived: Option<bool>) -> RegisterRecord {
        RegisterRecord {
            key: key(1),
            registered_on: day(registered),
            into_work_on: into_work.map(day),
            from_deprived_area: deprived,
            in_priority_group: Some(true),
            counted_apart: false,
        }
    }

    fn counts(share: Share<Cell>) -> [u64; 3] {
        [share.yes, share.no, share.unknown].map(Cell::people)
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
        assert_eq!((summary.registered.people(), summary.into_work.people()), (3, 2));
        assert_eq!(counts(summary.deprived_among_into_work), [1, 1, 0]);
    }

    #[test]
    fn not_known_is_not_no() {
        let records = [Some(true), Some(true), None].map(|deprived| record("2007-06-01", Some("2007-09-01"), deprived));
        let share = register_summary(first_year(), records).deprived_among_into_work;
        assert_eq!(counts(share), [2, 0, 1]);
        assert_eq!(share.of_known().percent(), Some(100));
    }

    fn newcastle(people: u32, into_work: u32) -> RegisterSummary<Cell> {
        let person = |number: u32| RegisterRecord {
            key: key(number),
            registered_on: day("2007-05-01"),
            into_work_on: (number < into_work).then(|| day("2007-11-01")),
            from_deprived_area: Some(number % 10 < 7),
            in_priority_group: Some(number % 4 < 3),
            counted_apart: false,
        };
        register_summary(first_year(), (0..people).map(person))
    }

    /// Box 7.1: almost 2,000 registered, over 750 into work, 70% from deprived areas, 75% priority.
    #[test]
    fn newcastle_futures_first_year() {
        let figures = newcastle(1_990, 760).published(100).unwrap();
        assert_eq!((figures.registered, figures.into_work), (1_990, 760));
        assert_eq!((figures.deprived_percent, figures.priority_percent), (Some(70), Some(75)));
    }

    #[test]
    fn few_are_not_told_exactly_though_their_year_was_published() {
        assert_eq!(newcastle(1_990, 99).published(100), None);
        assert_eq!(newcastle(99, 99).published(100), None);
        assert!(newcastle(100, 100).published(100).is_some());
    }

    #[test]
    fn the_percent_of_a_told_share_is_of_the_told_counts() {
        let rule = Rule::new(&counting(10, 5, 60), Secret::new([2; 32]));
        let share = newcastle(300, 163).deprived_among_into_work.told(&rule);
        assert_eq!(share.percent(), share.yes.percent_of(share.known));
        assert!(share.known.number().unwrap().is_multiple_of(5) && share.yes.number().unwrap().is_multiple_of(5));
        let few = newcastle(300, 6).deprived_among_into_work.told(&rule);
        assert_eq!((few.percent(), few.interval_95()), (None, None));
    }

    #[test]
    fn nobody_has_no_share() {
        let nobody = register_summary(first_year(), []);
        assert_eq!(nobody.deprived_among_into_work.of_known().percent(), None);
        assert_eq!(nobody.published(0).unwrap().deprived_percent, None);
    }
}
