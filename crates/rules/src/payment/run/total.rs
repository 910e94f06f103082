//! What the lines of a run come to, by month, outcome and group.

use super::{RunOwed, dated::Dated};
use chrono::Datelike;
use kernel::{Day, Pence};

/// What is owed for one outcome and one group in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunTotal {
    /// The first day of the month in which the outcomes were reached.
    pub month: Day,
    /// The position of the outcome in the contract, from 0.
    pub outcome: u16,
    /// The position of the group in the contract; `None`: in none, or it is not known and decides nothing.
    pub group: Option<u8>,
    /// How many are owed.
    pub outcomes: u64,
    /// What they come to; `None` when that is more than can be counted.
    pub amount: Option<Pence>,
}

/// All that a run comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunTotals {
    /// By month, outcome and group, in this order; those without outcomes are left out.
    pub totals: Vec<RunTotal>,
    /// How many outcomes are owed.
    pub owed: u64,
    /// Of how many it is not known whether they are owed.
    pub unknown: u64,
    /// What is owed in all; `None` when that is more than can be counted.
    pub amount: Option<Pence>,
}

/// Counts while the run goes on.
pub(super) struct Counting {
    months: Dated<usize>,
    first_days: Vec<Day>,
    /// By month, then outcome, then group: none comes after the others.
    cells: Vec<(u64, i128)>,
    outcomes: usize,
    groups: usize,
    pub(super) unknown: u64,
}

impl Counting {
    pub(super) fn new(days: (Day, Day), outcomes: usize, groups: usize) -> Self {
        let mut first_days: Vec<Day> = Vec::new();
        let months = Dated::ask(days, |day| {
            let first = day.with_day(1).unwrap_or(day);
            if first_days.last() != Some(&first) {
                first_days.push(first);
            }
            first_days.len() - 1
        });
        let cells = vec![(0, 0); first_days.len() * outcomes * (groups + 1)];
        Self { months, first_days, cells, outcomes, groups, unknown: 0 }
    }

    pub(super) fn add(&mut self, outcome: u16, group: Option<u8>, owed: &RunOwed) {
        let Some(month) = self.months.on(owed.day) else { return };
        let group = group.map_or(self.groups, usize::from);
        let at = (month * self.outcomes + usize::from(outcome)) * (self.groups + 1) + group;
        if let Some((count, amount)) = self.cells.get_mut(at) {
            *count += 1;
            *amount += i128::from(owed.amount.0);
        }
    }

    pub(super) fn totals(self) -> RunTotals {
        let pence = |amount: i128| i64::try_from(amount).ok().map(Pence);
        let held = self.cells.iter().enumerate().filter(|(_, (count, _))| *count > 0);
        let totals = held.filter_map(|(at, (count, amount))| {
            let (rest, group) = (at / (self.groups + 1), at % (self.groups + 1));
            Some(RunTotal {
                month: *self.first_days.get(rest / self.outcomes)?,
                outcome: u16::try_from(rest % self.outcomes).ok()?,
                group: u8::try_from(group).ok().filter(|_| group < self.groups),
                outcomes: *count,
                amount: pence(*amount),
            })
        });
        RunTotals {
            owed: self.cells.iter().map(|(count, _)| count).sum(),
            amount: pence(self.cells.iter().map(|(_, amount)| amount).sum()),
            unknown: self.unknown,
            totals: totals.collect(),
        }
    }
}
