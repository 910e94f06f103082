//! What is a cost?
//!
//! *Authority*: the columns of docs/attribute.md.
//! *Applies*: to each line of cost that is to be paid from streams of money.
//! *Simplified*: a cost lies on one day, and a correction is a line of its own with another day; no tax.
//! *Example*: £612.50 for coaching by Heartlands Works under Restart on 3 May 2026, for a person who started on 12 April.

use chrono::Months;
use kernel::{Day, Pence};
use policy::population::Population;
use serde::Serialize;
use std::sync::Arc;

/// A line of cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What it is called where it comes from.
    pub id: Arc<str>,
    /// The day on which it was incurred.
    pub on: Day,
    /// How much it is, above zero.
    pub amount: Pence,
    /// What kind of cost it is.
    pub kind: CostKind,
    /// The needs that it serves; empty: not known.
    pub activities: Arc<[Arc<str>]>,
    /// The id of the programme that it is for; `None`: it is for none.
    pub programme: Option<Arc<str>>,
    /// The id of the body whose cost it is; `None`: not known.
    pub body: Option<Arc<str>>,
    /// The day on which the person started; `None`: not known.
    pub started_on: Option<Day>,
}

impl CostLine {
    /// The day of the same cost a given number of months later; the last of the month where it has no such day.
    pub(super) fn on_later(&self, months: u32) -> Day {
        later(self.on, months)
    }

    /// The day on which a person would have started for the same cost a given number of months later.
    pub(super) fn started_later(&self, months: u32) -> Option<Day> {
        self.started_on.map(|day| later(day, months))
    }

    /// The same cost a given number of months later.
    pub(super) fn later(&self, months: u32) -> Self {
        Self { on: self.on_later(months), started_on: self.started_later(months), ..self.clone() }
    }
}

fn later(day: Day, months: u32) -> Day {
    if months == 0 { day } else { day.checked_add_months(Months::new(months)).unwrap_or(Day::MAX) }
}

/// The kind of a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CostKind {
    /// Help for a person.
    Delivery,
    /// Running it: for no one person.
    Management,
}

/// Lines of cost with the people they are for.
#[derive(Debug, Clone, Copy)]
pub struct Costs<'a> {
    /// The lines.
    pub lines: &'a [CostLine],
    /// The person of each line, row by row, as known on the day of the cost. Rows of management costs are not read.
    pub people: &'a Population,
}
