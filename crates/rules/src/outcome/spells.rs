//! On which days was the person in work?
//!
//! *Authority*: HC 162 (2013-14), paragraph 17, on the Work Programme: one job or several short ones together may make an outcome.
//! *Applies*: to every outcome that is counted from work. First and last day of a spell are days in work.
//! *Simplified*: a day within a spell is a day in work, whatever the hours and the days off; only days from
//! the start of the participation up to the day asked about count.
//! *Example*: a job from 1 to 10 May and another from 8 to 20 May make one run from 1 to 20 May.

use super::stretch::{self, Stretch, day_of};
use kernel::{Day, Pence, Period, completed_days};
use serde::{Deserialize, Serialize};

/// How somebody is in work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpellKind {
    /// Employed by somebody.
    Employee,
    /// Self-employed.
    SelfEmployed,
}

/// An employment spell: one job, from its first day to its last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    /// Identity of the spell, unique within a participation.
    pub id: String,
    /// Name of the employer; for the self-employed, of the business.
    pub employer: String,
    /// Employed or self-employed.
    pub kind: SpellKind,
    /// First and last day, both included; without an end it is still going.
    pub period: Period,
    /// Usual hours a week, if known.
    pub hours_per_week: Option<u16>,
    /// Usual gross earnings a week, if known.
    pub earnings_pence_week: Option<Pence>,
}

/// A person's time on a programme, with the work found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// Identity of the participation, as the caller names it.
    pub id: String,
    /// The day of the start; `None` when there has been none.
    pub started_on: Option<Day>,
    /// The last day on the programme; `None` while it goes on.
    #[serde(default)]
    pub ended_on: Option<Day>,
    /// The payment group, as it was fixed on the day of the start.
    #[serde(default)]
    pub group: Group,
    /// Every spell known, in any order.
    pub spells: Vec<Spell>,
    /// What was paid in each pay period, where it is known, in any order.
    #[serde(default)]
    pub pay: Vec<PayPeriod>,
    /// The days on benefit, in any order; `None` when it is not known on which days the person was on benefit.
    #[serde(default)]
    pub on_benefit: Option<Vec<Period>>,
    /// What else was recorded: training, interviews, qualifications, progression; in any order.
    #[serde(default)]
    pub events: Vec<RecordedEvent>,
    /// What each spell and event is borne out by, in any order.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// The payment group of a participation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "group", content = "of")]
pub enum Group {
    /// The contract has no groups, or the person is in none of them.
    #[default]
    None,
    /// The id of the group within the contract.
    Is(String),
    /// It cannot be told.
    Unknown {
        /// What has to be known, in plain words.
        needs: Vec<String>,
    },
}

/// What an employer paid for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayPeriod {
    /// Identity of the pay period, unique within a participation.
    pub id: String,
    /// Name of the employer.
    pub employer: String,
    /// The first day it is for, included.
    pub from: Day,
    /// The last day it is for, included.
    pub until: Day,
    /// Gross pay of the period.
    pub earned: Pence,
}

/// Something recorded that is neither a start nor work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedEvent {
    /// Identity of the event, unique within a participation.
    pub id: String,
    /// Its kind, as definitions of outcomes name it: `training-complete`, `learning-day`, `qualification` …
    pub kind: String,
    /// The day.
    pub on: Day,
    /// Hours, for a day of learning.
    pub hours: Option<i64>,
}

/// What bears out a spell or an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The id of the spell or event.
    pub of: String,
    /// Its kind, as contracts name it: `payslip`, `employer-letter`, `self-declaration` …
    pub kind: String,
}

impl Spell {
    /// The days of the spell that lie between `from` and `until`, both included; `None` when none does.
    #[must_use]
    pub fn within(&self, from: Day, until: Day) -> Option<Run> {
        let first = self.period.from.max(from);
        let last = self.period.until.map_or(until, |end| end.min(until));
        (first <= last).then_some(Run { first, last })
    }
}

/// Days in a row, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Run {
    /// Number of days.
    #[must_use]
    pub fn days(&self) -> i64 {
        completed_days(self.first, self.last) + 1
    }
}

/// The days in work as runs that neither overlap nor touch, earliest first.
#[must_use]
pub fn runs<'s>(spells: impl Iterator<Item = &'s Spell>, from: Day, until: Day) -> Vec<Run> {
    let mut pieces: Vec<Stretch> = spells.filter_map(|spell| spell.within(from, until)).map(Stretch::from).collect();
    stretch::join(&mut pieces);
    let run = |piece: Stretch| Some(Run { first: day_of(piece.first)?, last: day_of(piece.last)? });
    pieces.into_iter().filter_map(run).collect()
}

/// Ids of the spells that have a day between `from` and `until`, both included, in order of the first day.
#[must_use]
pub fn ids_within<'s>(spells: impl Iterator<Item = &'s Spell>, from: Day, until: Day) -> Vec<String> {
    let mut found: Vec<&Spell> = spells.filter(|spell| spell.within(from, until).is_some()).collect();
    found.sort_by(|one, other| (one.period.from, &one.id).cmp(&(other.period.from, &other.id)));
    found.into_iter().map(|spell| spell.id.clone()).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    pub(crate) fn spell(id: &str, from: &str, until: Option<&str>) -> Spell {
        Spell {
            id: id.into(),
            employer: format!("Employer {id}"),
            kind: SpellKind::Employee,
            period: Period::new(day(from), until.map(day)).unwrap(),
            hours_per_week: None,
            earnings_pence_week: None,
        }
    }

    fn merged(spells: &[Spell]) -> Vec<(String, String)> {
        let runs = runs(spells.iter(), day("2024-01-01"), day("2024-12-31"));
        runs.iter().map(|run| (run.first.to_string(), run.last.to_string())).collect()
    }

    #[test]
    fn spells_that_overlap_or_touch_make_one_run() {
        let jobs = [spell("b", "2024-05-08", Some("2024-05-20")), spell("a", "2024-05-01", Some("2024-05-10"))];
        assert_eq!(merged(&jobs), [("2024-05-01".into(), "2024-05-20".into())]);
        let next_day = [spell("a", "2024-05-01", Some("2024-05-10")), spell("b", "2024-05-11", Some("2024-05-20"))];
        assert_eq!(merged(&next_day), [("2024-05-01".into(), "2024-05-20".into())]);
        let gap = [spell("a", "2024-05-01", Some("2024-05-10")), spell("b", "2024-05-12", Some("2024-05-20"))];
        assert_eq!(merged(&gap).len(), 2);
    }

    #[test]
    fn a_spell_inside_another_adds_nothing() {
        let jobs = [spell("a", "2024-05-01", Some("2024-05-31")), spell("b", "2024-05-10", Some("2024-05-12"))];
        assert_eq!(merged(&jobs), [("2024-05-01".into(), "2024-05-31".into())]);
    }

    #[test]
    fn a_spell_without_an_end_goes_on_to_the_day_asked_about() {
        assert_eq!(merged(&[spell("a", "2024-05-01", None)]), [("2024-05-01".into(), "2024-12-31".into())]);
        assert_eq!(merged(&[spell("a", "2025-01-01", None)]), []);
        assert_eq!(merged(&[spell("a", "2023-05-01", Some("2024-01-01"))]).len(), 1);
    }
}
