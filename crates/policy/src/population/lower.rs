//! From an expression to nodes that columns can answer.
//!
//! Whatever does not depend on the person is worked out here, once, by the evaluator for one person. A
//! comparison of one fact with something that is the same for everybody becomes a set of that fact's
//! values. What has no such form is asked row by row.

use super::graph::{Among, Graph, Interval, Node, Part, RowByRow};
use crate::{
    Parameter, Policy,
    expression::{
        Evaluation, Expression, Name, Reads, Situation,
        ir::{Boolean, CodeIndex, Comparison, DayValue, FactIndex, Number, TimeUnit},
    },
};
use chrono::Datelike;
use kernel::Day;

/// Every number.
const EVERYTHING: Interval = (i64::MIN, i64::MAX);

/// No number.
const NOTHING: Interval = (0, -1);

/// Makes nodes of expressions, for one day.
pub(super) struct Lowering<'a, 'g> {
    graph: &'g mut Graph<'a>,
    /// Nothing is known of the person.
    nobody: &'g Situation<'a>,
    parameters: &'a [Parameter],
}

/// The day of a fact, a given number of days later.
struct DatedFact {
    fact: FactIndex,
    later: i64,
}

/// What stands on one side of a comparison.
enum Side<'a, T, V> {
    /// The same for everybody; `None` is unknown.
    Same(Option<T>),
    Person(&'a V),
}

/// The situation in which nothing is known.
pub(super) fn nobody(policy: &Policy, on: Day) -> Situation<'_> {
    Situation { known: Vec::new(), on, areas: &policy.areas, lies_in: Vec::new() }
}

/// Adds an expression to the graph.
pub(super) fn lower<'a>(graph: &mut Graph<'a>, nobody: &Situation<'a>, expression: &'a Expression) -> Part {
    Lowering { graph, nobody, parameters: expression.parameters() }.boolean(expression.root())
}

impl<'a> Lowering<'a, '_> {
    fn boolean(&mut self, boolean: &'a Boolean) -> Part {
        match self.in_columns(boolean) {
            Some(part) => part,
            None => {
                let mut facts = Vec::new();
                boolean.visit(&mut |name| {
                    if let Name::Fact(fact) = name {
                        facts.push(fact)
                    }
                });
                self.graph.add_row_by_row(RowByRow { boolean, parameters: self.parameters, facts })
            }
        }
    }

    fn each(&mut self, parts: &'a [Boolean]) -> Vec<Part> {
        parts.iter().map(|part| self.boolean(part)).collect()
    }

    /// The node; `None` when columns have no form of it.
    fn in_columns(&mut self, boolean: &'a Boolean) -> Option<Part> {
        Some(match boolean {
            Boolean::Constant(so) => self.graph.constant(*so),
            Boolean::Fact(fact) => self.graph.node(Node::Yes(*fact)),
            Boolean::Contains(fact, code) => self.graph.node(Node::Contains(*fact, *code)),
            Boolean::Within(fact, area) => self.graph.node(Node::Within(*fact, *area)),
            Boolean::CodeIn(fact, codes) => self.among(*fact, runs(codes), EVERYTHING),
            Boolean::Not(inner) => !self.boolean(inner),
            Boolean::All(parts) => {
                let parts = self.each(parts);
                self.graph.all(parts)
            }
            Boolean::Any(parts) => {
                let parts = self.each(parts);
                self.graph.any(parts)
            }
            Boolean::Same(left, right) => {
                let (left, right) = (self.boolean(left), self.boolean(right));
                let both = [self.graph.all([left, right]), self.graph.all([!left, !right])];
                self.graph.any(both)
            }
            // If the condition is unknown and both sides agree, that is the answer.
            Boolean::Choice(condition, yes, no) => {
                let (condition, yes, no) = (self.boolean(condition), self.boolean(yes), self.boolean(no));
                let ways = [[condition, yes], [!condition, no], [yes, no]].map(|parts| self.graph.all(parts));
                self.graph.any(ways)
            }
            Boolean::Numbers(left, comparison, right) => return self.numbers(left, *comparison, right),
            Boolean::Days(left, comparison, right) => return self.days(left, *comparison, right),
        })
    }

    fn evaluation(&self) -> Evaluation<'_> {
        Evaluation { situation: self.nobody, parameters: self.parameters }
    }

    fn number<'n>(&self, number: &'n Number) -> Side<'n, i64, Number> {
        if reads_facts(number) { Side::Person(number) } else { Side::Same(self.evaluation().number(number)) }
    }

    fn day<'n>(&self, day: &'n DayValue) -> Side<'n, Day, DayValue> {
        if reads_facts(day) { Side::Person(day) } else { Side::Same(self.evaluation().day(day)) }
    }

    fn numbers(&mut self, left: &Number, comparison: Comparison, right: &Number) -> Option<Part> {
        if comparison == Comparison::NotEqual {
            return self.numbers(left, Comparison::Equal, right).map(|equal| !equal);
        }
        match (self.number(left), self.number(right)) {
            (Side::Same(None), _) | (_, Side::Same(None)) => Some(self.graph.unknown()),
            (Side::Same(Some(left)), Side::Same(Some(right))) => {
                Some(self.graph.constant(comparison.holds(&left, &right)))
            }
            (Side::Person(number), Side::Same(Some(limit))) => self.number_against(number, comparison, limit),
            (Side::Same(Some(limit)), Side::Person(number)) => {
                self.number_against(number, exchanged(comparison), limit)
            }
            (Side::Person(_), Side::Person(_)) => None,
        }
    }

    fn number_against(&mut self, number: &Number, comparison: Comparison, limit: i64) -> Option<Part> {
        match number {
            Number::Fact(fact) => Some(self.among(*fact, vec![numbers_that(comparison, limit)], EVERYTHING)),
            Number::Completed(unit, from, to) => {
                let (Side::Person(from), Side::Same(Some(to))) = (self.day(from), self.day(to)) else { return None };
                let dated = self.dated_fact(from)?;
                let defined = dated.calendar();
                let completed = Completed { unit: *unit, later: dated.later, to };
                let interval = completed.interval(comparison, limit, defined);
                Some(self.among(dated.fact, vec![interval], defined))
            }
            _ => None,
        }
    }

    fn days(&mut self, left: &DayValue, comparison: Comparison, right: &DayValue) -> Option<Part> {
        if comparison == Comparison::NotEqual {
            return self.days(left, Comparison::Equal, right).map(|equal| !equal);
        }
        match (self.day(left), self.day(right)) {
            (Side::Same(None), _) | (_, Side::Same(None)) => Some(self.graph.unknown()),
            (Side::Same(Some(left)), Side::Same(Some(right))) => {
                Some(self.graph.constant(comparison.holds(&left, &right)))
            }
            (Side::Person(day), Side::Same(Some(limit))) => self.day_against(day, comparison, limit),
            (Side::Same(Some(limit)), Side::Person(day)) => self.day_against(day, exchanged(comparison), limit),
            (Side::Person(_), Side::Person(_)) => None,
        }
    }

    fn day_against(&mut self, day: &DayValue, comparison: Comparison, limit: Day) -> Option<Part> {
        let dated = self.dated_fact(day)?;
        let limit = number_of(limit).checked_sub(dated.later)?;
        Some(self.among(dated.fact, vec![numbers_that(comparison, limit)], dated.calendar()))
    }

    /// The fact, where the day is that of a fact, or a number of days after it that is the same for all.
    fn dated_fact(&self, day: &DayValue) -> Option<DatedFact> {
        match day {
            DayValue::Fact(fact) => Some(DatedFact { fact: *fact, later: 0 }),
            DayValue::After(day, number) => {
                let (dated, Side::Same(Some(number))) = (self.dated_fact(day)?, self.number(number)) else {
                    return None;
                };
                // Days upon days could leave the calendar and come back, which has no answer.
                let simple = dated.later == 0;
                simple.then_some(DatedFact { fact: dated.fact, later: number })
            }
            _ => None,
        }
    }

    fn among(&mut self, fact: FactIndex, intervals: Vec<Interval>, defined: Interval) -> Part {
        let within = intervals.into_iter().map(|(low, high)| (low.max(defined.0), high.min(defined.1)));
        let intervals = within.filter(|(low, high)| low <= high).collect();
        self.graph.node(Node::Among(fact, Among { intervals, defined }))
    }
}

impl DatedFact {
    /// The days for which the later day is one of the calendar.
    fn calendar(&self) -> Interval {
        let (first, last) = (number_of(Day::MIN), number_of(Day::MAX));
        (first.max(first.saturating_sub(self.later)), last.min(last.saturating_sub(self.later)))
    }
}

/// Completed time from a number of days after a fact's day to another day. The later the fact's day, the
/// less: so a comparison with a number holds on one side of a day, which is found by halving.
struct Completed {
    unit: TimeUnit,
    later: i64,
    to: Day,
}

impl Completed {
    /// The days of the fact for which the comparison with `limit` holds.
    fn interval(&self, comparison: Comparison, limit: i64, (first, last): Interval) -> Interval {
        let at_least = self.last_with_at_least(limit, (first, last));
        let more_than = self.last_with_at_least(limit.saturating_add(1), (first, last));
        match comparison {
            Comparison::GreaterOrEqual => (first, at_least),
            Comparison::Greater => (first, more_than),
            Comparison::LessOrEqual => (more_than + 1, last),
            Comparison::Less => (at_least + 1, last),
            Comparison::Equal => (more_than + 1, at_least),
            Comparison::NotEqual => NOTHING,
        }
    }

    /// The last day with so much time or more; the day before the first when there is none.
    fn last_with_at_least(&self, limit: i64, (first, last): Interval) -> i64 {
        let (mut with, mut without) = (first - 1, last + 1);
        while without - with > 1 {
            let middle = with + (without - with) / 2;
            let from = i32::try_from(middle + self.later).ok().and_then(Day::from_num_days_from_ce_opt);
            if from.is_some_and(|from| self.unit.completed(from, self.to) >= limit) {
                with = middle;
            } else {
                without = middle;
            }
        }
        with
    }
}

/// The numbers that compare with `limit` in this way; those that do not equal it are asked for by negation.
fn numbers_that(comparison: Comparison, limit: i64) -> Interval {
    let (first, last) = EVERYTHING;
    match comparison {
        Comparison::Equal => (limit, limit),
        Comparison::LessOrEqual => (first, limit),
        Comparison::GreaterOrEqual => (limit, last),
        Comparison::Less => limit.checked_sub(1).map_or(NOTHING, |below| (first, below)),
        Comparison::Greater => limit.checked_add(1).map_or(NOTHING, |above| (above, last)),
        Comparison::NotEqual => NOTHING,
    }
}

/// Codes that follow each other make one interval.
fn runs(codes: &[CodeIndex]) -> Vec<Interval> {
    let mut codes: Vec<i64> = codes.iter().filter_map(|code| i64::try_from(*code).ok()).collect();
    codes.sort_unstable();
    let mut runs: Vec<Interval> = Vec::new();
    for code in codes {
        match runs.last_mut() {
            Some((_, last)) if code <= *last + 1 => *last = code,
            _ => runs.push((code, code)),
        }
    }
    runs
}

/// The day as columns count it.
fn number_of(day: Day) -> i64 {
    day.num_days_from_ce().into()
}

fn reads_facts(part: &dyn Reads) -> bool {
    let mut found = false;
    part.visit(&mut |name| found |= matches!(name, Name::Fact(_)));
    found
}

/// The comparison with its sides exchanged.
fn exchanged(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}
