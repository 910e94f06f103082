//! Which single rule of a stream, were it not there, would let the most money be paid?
//!
//! *Authority*: the tests and criteria of the streams, one at a time.
//! *Applies*: to costs that are not paid, or not wholly, for which one rule alone stands between them and a stream.
//! *Simplified*: rules are looked at one by one, never two together; the ten that stop most are worked out exactly, by
//! attributing everything again without them, and the others not told. The year of a stream is no rule: without it there
//! is no money to pay from.
//! *Example*: were a stream not bound to people who started after April, £40,000 more could be paid.

use super::{
    braid::Braid,
    flow::{Purse, flow, full_purse},
    lawful::{Test, lawful},
    line::{CostKind, CostLine, Costs},
    sets::{Allotment, Group, Streams, by_day},
};
use kernel::Pence;
use policy::{
    Truth,
    population::{Detail, ProgrammeScreening},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Rules that are worked out exactly.
const MOST_RULES: usize = 10;

/// What would be paid besides if a rule were not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Freed {
    /// The id of the stream.
    pub stream: String,
    /// The reason code of the rule.
    pub code: String,
    /// The rule in words.
    pub says: String,
    /// How much more would be paid of all costs together.
    pub amount: Pence,
}

/// A rule: the position of its stream, its code and its words.
type Rule = (usize, String, String);

impl Streams<'_> {
    /// What each rule, taken away by itself, would let be paid; most first, none that would let nothing.
    #[must_use]
    pub fn freed(&self, costs: Costs<'_>, braid: &Braid) -> Vec<Freed> {
        let unpaid = unpaid_groups(braid);
        let mut stopped: BTreeMap<Rule, BTreeMap<usize, i64>> = BTreeMap::new();
        for (on, rows) in by_day(costs.lines) {
            let group = |row: &usize| braid.grouped.of_line.get(*row).map(|group| *group as usize);
            let rows: Vec<usize> =
                rows.into_iter().filter(|row| group(row).is_some_and(|group| unpaid.contains_key(&group))).collect();
            let people = self.questions.screen(&costs.people.pick(&rows), on, Detail::Rows).programmes;
            for (at, row) in rows.iter().enumerate() {
                let (Some(line), Some(group)) = (costs.lines.get(*row), group(row)) else { continue };
                for rule in self.single_rules(line, &people, at) {
                    *stopped.entry(rule).or_default().entry(group).or_default() += line.amount.0;
                }
            }
        }
        self.worked_out(braid, &unpaid, stopped)
    }

    /// The rules that alone stand between a line and a stream.
    fn single_rules(&self, line: &CostLine, people: &[ProgrammeScreening], row: usize) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (position, (stream, person)) in self.streams.iter().zip(people).enumerate() {
            let (mut failing, mut open) = (Vec::new(), false);
            for (test, truth) in lawful(stream, line) {
                match truth {
                    Truth::Met => {}
                    Truth::NotMet => failing.push((test == Test::Year, test.code(stream), test.says(stream))),
                    Truth::Unknown => open = true,
                }
                if failing.len() > 1 || open {
                    break;
                }
            }
            for barrier in person.barriers.iter().filter(|_| line.kind == CostKind::Delivery) {
                let Some(rows) = &barrier.rows else { continue };
                if rows.fails.get(row) {
                    failing.push((false, barrier.code.to_string(), barrier.says.to_string()));
                } else if !rows.met.get(row) {
                    open = true;
                }
            }
            if let (false, [(false, code, says)]) = (open, failing.as_slice()) {
                rules.push((position, code.clone(), says.clone()));
            }
        }
        rules
    }

    fn worked_out(
        &self,
        braid: &Braid,
        unpaid: &BTreeMap<usize, i64>,
        stopped: BTreeMap<Rule, BTreeMap<usize, i64>>,
    ) -> Vec<Freed> {
        let at_most = |groups: &BTreeMap<usize, i64>| -> i64 {
            groups.iter().map(|(group, amount)| (*amount).min(unpaid.get(group).copied().unwrap_or_default())).sum()
        };
        let mut rules: Vec<(i64, Rule, BTreeMap<usize, i64>)> =
            stopped.into_iter().map(|(rule, groups)| (at_most(&groups), rule, groups)).collect();
        rules.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let (purse, paid) = (full_purse(&self.streams), braid.total.0 - braid.unpaid.total().0);
        let mut freed: Vec<Freed> = rules
            .into_iter()
            .take(MOST_RULES)
            .map(|(_, (stream, code, says), groups)| {
                let amount = Pence(self.paid_without(braid, &purse, stream, &groups) - paid);
                let stream = self.streams.get(stream).map(|stream| stream.id.to_string()).unwrap_or_default();
                Freed { stream, code, says, amount }
            })
            .filter(|freed| freed.amount > Pence::ZERO)
            .collect();
        freed.sort_by(|one, other| other.amount.cmp(&one.amount).then_with(|| one.code.cmp(&other.code)));
        freed
    }

    /// What is paid of all costs when so much of each of these groups may be paid by the stream too.
    fn paid_without(&self, braid: &Braid, purse: &Purse, stream: usize, stopped: &BTreeMap<usize, i64>) -> i64 {
        let mut groups = braid.grouped.groups.clone();
        for (position, amount) in stopped {
            let Some(group) = groups.get_mut(*position) else { continue };
            group.amount = Pence(group.amount.0 - amount);
            let mut more = Group { amount: Pence(*amount), ..group.clone() };
            let year = more.calendar.get(stream).copied().flatten();
            more.allotments.extend(year.map(|year| Allotment { stream, year }));
            groups.push(more);
        }
        flow(&self.streams, purse, &groups).paid.iter().flatten().map(|(_, amount)| amount).sum()
    }
}

/// What is not paid of each group of which something is not.
fn unpaid_groups(braid: &Braid) -> BTreeMap<usize, i64> {
    let groups = braid.grouped.groups.iter().zip(&braid.flow.paid).enumerate();
    let missing =
        groups.map(|(at, (group, paid))| (at, group.amount.0 - paid.iter().map(|(_, amount)| amount).sum::<i64>()));
    missing.filter(|(_, missing)| *missing > 0).collect()
}
