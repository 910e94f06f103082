//! Which stream pays how much of each cost?
//!
//! *Authority*: [`sets`](super::sets) for who may pay, [`flow`](super::flow) for who does, [`share`](super::share) for the
//! lines.
//! *Applies*: to all lines of cost of an area together: the answer for one line depends on the others.
//! *Simplified*: nothing is remembered between two runs: what a stream paid before is among the lines again.
//! *Example*: docs/attribute.md works through one.

use super::{
    flow::{Flow, flow, full_purse},
    line::{CostKind, Costs},
    sets::{Allotment, Answer, Group, Grouped, Streams},
    share::{in_proportion, in_turn},
};
use kernel::{Pence, PenceError, Period};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// Why nothing could be attributed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttributionError {
    /// There is not a row of a person for each line.
    #[error("there are {lines} lines of cost and {people} rows of people: each line needs one")]
    Rows {
        /// How many lines.
        lines: usize,
        /// How many rows.
        people: usize,
    },
    /// A line is of nothing, or less.
    #[error("the cost `{line}` is {amount}; only amounts above zero can be attributed")]
    NotPositive {
        /// The line.
        line: String,
        /// Its amount.
        amount: Pence,
    },
    /// The costs together are too large.
    #[error(transparent)]
    TooLarge(#[from] PenceError),
}

/// Who pays what.
#[derive(Debug, Clone)]
pub struct Braid {
    /// What each stream pays of each line, in order of line.
    pub parts: Vec<Part>,
    /// What became of each year's money, in the order of the text.
    pub years: Vec<YearUse>,
    /// What no stream pays.
    pub unpaid: Unpaid,
    /// What all lines cost.
    pub total: Pence,
    /// Who may pay each line, by its person alone.
    pub(super) people: Vec<Answer>,
    pub(super) grouped: Grouped,
    pub(super) flow: Flow,
}

/// What a stream pays of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The position of the line.
    pub line: usize,
    /// The position of the stream.
    pub stream: usize,
    /// The position of its year.
    pub year: usize,
    /// How much.
    pub amount: Pence,
}

/// What became of a year's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearUse {
    /// The id of the stream.
    pub stream: Arc<str>,
    /// The days of the year.
    pub period: Period,
    /// What the text gives.
    pub amount: Pence,
    /// Carried over from the year before, and used in this one.
    pub carried_in: Pence,
    /// Carried over into the next year, and used there.
    pub carried_out: Pence,
    /// Moved in from others of the settlement, and used.
    pub moved_in: Pence,
    /// Moved out to others of the settlement, and used there.
    pub moved_out: Pence,
    /// Spent on costs of this year.
    pub used: Pence,
    /// Of it, on management.
    pub on_management: Pence,
    /// Not used.
    pub left: Pence,
}

/// What no stream pays, by why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Unpaid {
    /// No stream may pay it.
    pub nobody_may: Pence,
    /// No stream may pay it for certain; for some it is not known.
    pub not_known: Pence,
    /// Streams may pay it, and have not enough.
    pub ran_out: Pence,
}

impl Streams<'_> {
    /// Which stream pays how much of each cost.
    ///
    /// # Errors
    /// When there is not a row of a person for each line, a line is not above zero, or all are too large together.
    pub fn attribute(&self, costs: Costs<'_>) -> Result<Braid, AttributionError> {
        if costs.lines.len() != costs.people.len() {
            return Err(AttributionError::Rows { lines: costs.lines.len(), people: costs.people.len() });
        }
        if let Some(line) = costs.lines.iter().find(|line| line.amount.0 <= 0) {
            return Err(AttributionError::NotPositive { line: line.id.to_string(), amount: line.amount });
        }
        let total = Pence::total(costs.lines.iter().map(|line| line.amount))?;
        let people = self.by_person(costs);
        let mut grouped = self.grouped(costs.lines, &people)?;
        // Pennies that no line can take within the shares are left out of what can be paid, and all is worked out again.
        let (flow, parts) = loop {
            let flow = flow(&self.streams, &full_purse(&self.streams), &grouped.groups);
            let (parts, short) = self.parts(costs, &grouped, &flow);
            if short.iter().all(|pence| *pence == 0) {
                break (flow, parts);
            }
            grouped.groups.iter_mut().zip(short).for_each(|(group, pence)| group.short += pence);
        };
        Ok(Braid {
            parts,
            years: self.years(&grouped, &flow),
            unpaid: unpaid(&grouped.groups, &flow),
            total,
            people,
            grouped,
            flow,
        })
    }

    /// The money of the groups shared out among their lines; and for each group the pence that no line can take.
    fn parts(&self, costs: Costs<'_>, grouped: &Grouped, flow: &Flow) -> (Vec<Part>, Vec<i64>) {
        let mut lines_of: Vec<Vec<usize>> = vec![Vec::new(); grouped.groups.len()];
        for (line, group) in grouped.of_line.iter().enumerate() {
            if let Some(lines) = lines_of.get_mut(*group) {
                lines.push(line);
            }
        }
        let (mut parts, mut short) = (Vec::new(), Vec::new());
        for ((group, paid), lines) in grouped.groups.iter().zip(&flow.paid).zip(lines_of) {
            let amounts: Vec<i64> = lines.iter().filter_map(|line| Some(costs.lines.get(*line)?.amount.0)).collect();
            let given: Vec<i64> = paid.iter().map(|(_, amount)| *amount).collect();
            let (shares, left) = if group.shares.is_empty() {
                (in_turn(&amounts, &given), 0)
            } else {
                let percent =
                    |(from, _): &(Allotment, i64)| self.streams.get(from.stream).map_or(100, |one| one.share_percent);
                in_proportion(&amounts, &given, &paid.iter().map(percent).collect::<Vec<_>>())
            };
            short.push(left);
            for (line, shares) in lines.into_iter().zip(shares) {
                parts.extend(shares.into_iter().filter_map(|(at, amount)| {
                    let (allotment, _) = paid.get(at)?;
                    Some(Part { line, stream: allotment.stream, year: allotment.year, amount: Pence(amount) })
                }));
            }
        }
        parts.sort_by_key(|part| (part.line, part.stream, part.year));
        (parts, short)
    }

    fn years(&self, grouped: &Grouped, flow: &Flow) -> Vec<YearUse> {
        let (mut used, mut on_management) = (BTreeMap::<Allotment, i64>::new(), BTreeMap::<Allotment, i64>::new());
        for (group, paid) in grouped.groups.iter().zip(&flow.paid) {
            for (allotment, amount) in paid {
                *used.entry(*allotment).or_default() += amount;
                if group.kind == CostKind::Management {
                    *on_management.entry(*allotment).or_default() += amount;
                }
            }
        }
        let of = |map: &BTreeMap<Allotment, i64>, allotment| Pence(map.get(&allotment).copied().unwrap_or_default());
        let mut years = Vec::new();
        for (stream, text) in self.streams.iter().enumerate() {
            let mut carried_in = Pence::ZERO;
            for (year, given) in text.years.iter().enumerate() {
                let allotment = Allotment { stream, year };
                let (carried_out, used) = (of(&flow.carried, allotment), of(&used, allotment));
                let (moved_in, moved_out) = (of(&flow.moved_in, allotment), of(&flow.moved_out, allotment));
                let own = used.0 - carried_in.0 - moved_in.0;
                years.push(YearUse {
                    stream: Arc::clone(&text.id),
                    period: given.period,
                    amount: given.amount,
                    carried_in,
                    carried_out,
                    moved_in,
                    moved_out,
                    used,
                    on_management: of(&on_management, allotment),
                    left: Pence(given.amount.0 - own - carried_out.0 - moved_out.0),
                });
                carried_in = carried_out;
            }
        }
        years
    }
}

/// What is not paid of each group, by why.
fn unpaid(groups: &[Group], flow: &Flow) -> Unpaid {
    let mut unpaid = Unpaid::default();
    for (group, paid) in groups.iter().zip(&flow.paid) {
        let missing = group.amount.0 - paid.iter().map(|(_, amount)| amount).sum::<i64>();
        let why = match (group.has_no_money(), group.open) {
            (true, false) => &mut unpaid.nobody_may,
            (true, true) => &mut unpaid.not_known,
            (false, _) => &mut unpaid.ran_out,
        };
        why.0 += missing;
    }
    unpaid
}

impl Unpaid {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Pence {
        Pence(self.nobody_may.0 + self.not_known.0 + self.ran_out.0)
    }
}
