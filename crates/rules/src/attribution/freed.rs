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
    flow::{Purse, full_purse, most},
    lawful::{Test, lawful},
    line::{CostKind, CostLine, Costs},
    sets::{Allotment, Streams, by_day},
};
use kernel::Pence;
use policy::{
    Truth,
    population::{Detail, ProgrammeScreening},
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// Rules that are worked out exactly.
const MAX_RULES: usize = 10;

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
type Rule = (usize, String, Arc<str>);

/// A rule of a stream on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Test(Test),
    /// By its position among the criteria in force.
    Criterion(usize),
}

/// What rules stop of each group.
type Stopped<R> = BTreeMap<R, BTreeMap<usize, i64>>;

impl Streams<'_> {
    /// What each rule, taken away by itself, would let be paid; most first, none that would let nothing.
    #[must_use]
    pub fn freed(&self, costs: Costs<'_>, braid: &Braid) -> Vec<Freed> {
        let unpaid = unpaid_groups(braid);
        let mut stopped: Stopped<Rule> = BTreeMap::new();
        for (on, rows) in by_day(costs.lines) {
            let group = |row: &usize| braid.grouped.of_line.get(*row).copied();
            let rows: Vec<usize> =
                rows.into_iter().filter(|row| group(row).is_some_and(|group| unpaid.contains_key(&group))).collect();
            let people = self.questions.screen(&costs.people.pick(&rows), on, Detail::Rows).programmes;
            let mut of_day: Stopped<(usize, Which)> = BTreeMap::new();
            for (at, row) in rows.iter().enumerate() {
                let (Some(line), Some(group)) = (costs.lines.get(*row), group(row)) else { continue };
                for (stream, person) in people.iter().enumerate() {
                    if let Some(which) = self.single_rule(line, (stream, person), at) {
                        *of_day.entry((stream, which)).or_default().entry(group).or_default() += line.amount.0;
                    }
                }
            }
            for ((stream, which), groups) in of_day {
                let Some(rule) = self.rule(stream, which, &people) else { continue };
                let stopped = stopped.entry(rule).or_default();
                groups.into_iter().for_each(|(group, amount)| *stopped.entry(group).or_default() += amount);
            }
        }
        self.worked_out(braid, &unpaid, stopped)
    }

    fn rule(&self, at: usize, which: Which, people: &[ProgrammeScreening]) -> Option<Rule> {
        let stream = self.streams.get(at)?;
        Some(match which {
            Which::Test(test) => (at, test.code(stream), test.says(stream).into()),
            Which::Criterion(criterion) => {
                let barrier = people.get(at)?.barriers.get(criterion)?;
                (at, barrier.code.to_string(), Arc::clone(&barrier.says))
            }
        })
    }

    /// The rule that alone stands between a line and a stream.
    fn single_rule(&self, line: &CostLine, (at, person): (usize, &ProgrammeScreening), row: usize) -> Option<Which> {
        let stream = self.streams.get(at)?;
        let mut single = None;
        for (test, truth) in lawful(stream, line) {
            match truth {
                Truth::Met => {}
                // Without its year a stream has no money; two rules are not one.
                Truth::NotMet if test == Test::Year || single.is_some() => return None,
                Truth::NotMet => single = Some(Which::Test(test)),
                Truth::Unknown => return None,
            }
        }
        for (at, barrier) in person.barriers.iter().enumerate().filter(|_| line.kind == CostKind::Delivery) {
            let rows = barrier.rows.as_ref()?;
            if rows.fails.get(row) {
                // The programme of the cost and the person's are asked by one key of the text.
                let same = single == Some(Which::Test(Test::Beside)) && *barrier.code == *Test::Beside.code(stream);
                if single.is_some() && !same {
                    return None;
                }
                single = Some(Which::Criterion(at));
            } else if !rows.met.get(row) {
                return None;
            }
        }
        single
    }

    fn worked_out(&self, braid: &Braid, unpaid: &BTreeMap<usize, i64>, stopped: Stopped<Rule>) -> Vec<Freed> {
        let at_most = |groups: &BTreeMap<usize, i64>| -> i64 {
            groups.iter().map(|(group, amount)| (*amount).min(unpaid.get(group).copied().unwrap_or_default())).sum()
        };
        let mut rules: Vec<(i64, Rule, BTreeMap<usize, i64>)> =
            stopped.into_iter().map(|(rule, groups)| (at_most(&groups), rule, groups)).collect();
        rules.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let (purse, paid) = (full_purse(&self.streams), braid.total.0 - braid.unpaid.total().0);
        let mut freed: Vec<Freed> = rules
            .into_iter()
            .take(MAX_RULES)
            .map(|(_, (stream, code, says), groups)| {
                let amount = Pence(self.paid_without(braid, &purse, stream, &groups) - paid);
                let stream = self.streams.get(stream).map(|stream| stream.id.to_string()).unwrap_or_default();
                Freed { stream, code, says: says.to_string(), amount }
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
            let mut more = group.part(*amount);
            *group = group.part(group.amount.0 - amount);
            let year = more.calendar.get(stream).copied().flatten();
            more.allotments.extend(year.map(|year| Allotment { stream, year }));
            groups.push(more);
        }
        most(&self.streams, purse, &groups)
    }
}

/// What is not paid of each group of which something is not.
fn unpaid_groups(braid: &Braid) -> BTreeMap<usize, i64> {
    let groups = braid.grouped.groups.iter().zip(&braid.flow.paid).enumerate();
    let missing =
        groups.map(|(at, (group, paid))| (at, group.amount.0 - paid.iter().map(|(_, amount)| amount).sum::<i64>()));
    missing.filter(|(_, missing)| *missing > 0).collect()
}
