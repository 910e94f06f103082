//! Could an expression ever be so, whatever is known?
//!
//! It follows what a run of conditions leaves possible for each value: `hours > 16 && hours < 10`
//! leaves nothing. Alternatives (`||`, `? :`) are tried one after another, each beside all the rest. *Simplified*: two
//! different values are not weighed against each other, so some contradictions are not found; none is
//! reported that is not there.

use super::{
    ir::{AreaIndex, Boolean, CodeIndex, Comparison, DayValue, FactIndex, Number, Operation},
    reads::{Name, Reads},
};
use crate::{FactBook, FactType, Parameter};
use chrono::Datelike;
use kernel::Day;
use std::collections::BTreeSet;

/// What the names of an expression may be.
pub(crate) struct Domains<'a> {
    pub(crate) facts: &'a FactBook,
    pub(crate) parameters: &'a [Parameter],
}

/// Whether the expression could have the answer `so` for some person on some day.
pub(crate) fn could_be(domains: &Domains<'_>, boolean: &Boolean, so: bool) -> bool {
    could_all_be(domains, vec![(boolean, so)])
}

/// Whether all of the expressions could have the answers given beside them for one person on one day.
pub(crate) fn could_all_be(domains: &Domains<'_>, wanted: Vec<(&Boolean, bool)>) -> bool {
    // Far more than any text that people write needs; beyond it the answer is "perhaps".
    Reasoning { domains, steps_left: 20_000 }.together(wanted, Possible::default())
}

/// What the values in an expression may be, for a hint.
pub(crate) fn explain(domains: &Domains<'_>, boolean: &Boolean) -> String {
    let mut parts: Vec<String> = Vec::new();
    boolean.visit(&mut |name| {
        let range = match name {
            Name::Fact(fact) => {
                domains.facts.definitions.get_index(fact.0).and_then(|(id, definition)| match &definition.kind {
                    FactType::Whole { minimum, maximum } | FactType::Pence { minimum, maximum } => {
                        let low = minimum.map_or("any number".to_owned(), |low| low.to_string());
                        let high = maximum.map_or("any number".to_owned(), |high| high.to_string());
                        Some(format!("`{id}` is from {low} to {high} (spine/facts.toml)"))
                    }
                    FactType::OneOf(codes) => Some(format!("`{id}` has {} codes (spine/facts.toml)", codes.len())),
                    _ => None,
                })
            }
            Name::Parameter(parameter) => domains.parameters.get(parameter.0).and_then(|parameter| {
                let values: BTreeSet<i64> = parameter.values.iter().map(|value| value.is).collect();
                let (low, high) = (values.first()?, values.last()?);
                Some(if low == high {
                    format!("`{}` is {low}", parameter.id)
                } else {
                    format!("`{}` is from {low} to {high}", parameter.id)
                })
            }),
        };
        parts.extend(range.filter(|range| !parts.contains(range)));
    });
    if parts.is_empty() { "it does not depend on the person".to_owned() } else { parts.join("; ") }
}

/// A value about which something is assumed.
#[derive(Debug, Clone, PartialEq)]
enum Subject {
    Number(Number),
    Day(DayValue),
    YesNo(FactIndex),
    Code(FactIndex),
    Contains(FactIndex, CodeIndex),
    Within(FactIndex, AreaIndex),
}

/// From the smallest to the largest, both included. Wide enough that sums of two do not overflow.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: i128,
    high: i128,
}

impl Interval {
    const ALL: Interval = Interval { low: i64::MIN as i128, high: i64::MAX as i128 };

    fn exactly(number: i128) -> Self {
        Self { low: number, high: number }
    }

    fn new(low: i128, high: i128) -> Self {
        Self { low: low.clamp(Self::ALL.low, Self::ALL.high), high: high.clamp(Self::ALL.low, Self::ALL.high) }
    }

    fn is_empty(self) -> bool {
        self.low > self.high
    }

    fn and(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    fn or(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    fn magnitude(self) -> i128 {
        self.low.abs().max(self.high.abs())
    }
}

/// What is left possible by the assumptions so far.
#[derive(Debug, Clone, Default)]
struct Possible {
    intervals: Vec<(Subject, Interval)>,
    codes: Vec<(Subject, BTreeSet<CodeIndex>)>,
    answers: Vec<(Subject, bool)>,
}

impl Possible {
    fn interval(&self, subject: &Subject) -> Interval {
        self.intervals.iter().find(|(known, _)| known == subject).map_or(Interval::ALL, |(_, interval)| *interval)
    }

    fn narrow(&mut self, subject: Subject, interval: Interval) -> bool {
        let narrowed = self.interval(&subject).and(interval);
        self.intervals.retain(|(known, _)| *known != subject);
        self.intervals.push((subject, narrowed));
        !narrowed.is_empty()
    }

    fn answer(&mut self, subject: Subject, so: bool) -> bool {
        match self.answers.iter().find(|(known, _)| *known == subject) {
            Some((_, known)) => *known == so,
            None => {
                self.answers.push((subject, so));
                true
            }
        }
    }

    fn code(&mut self, subject: Subject, codes: BTreeSet<CodeIndex>) -> bool {
        match self.codes.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, left)) => {
                left.retain(|code| codes.contains(code));
                !left.is_empty()
            }
            None => {
                let possible = !codes.is_empty();
                self.codes.push((subject, codes));
                possible
            }
        }
    }
}

struct Reasoning<'a> {
    domains: &'a Domains<'a>,
    steps_left: usize,
}

impl Reasoning<'_> {
    /// Whether all that is wanted is possible together, beside what is assumed already. What has alternatives comes
    /// last, when most is known.
    fn together<'b>(&mut self, mut wanted: Vec<(&'b Boolean, bool)>, mut possible: Possible) -> bool {
        let mut open = Vec::new();
        while let Some((boolean, so)) = wanted.pop() {
            let Some(left) = self.steps_left.checked_sub(1) else { return true };
            self.steps_left = left;
            match boolean {
                Boolean::Not(inner) => wanted.push((inner, !so)),
                Boolean::All(parts) if so => wanted.extend(parts.iter().map(|part| (part, so))),
                Boolean::Any(parts) if !so => wanted.extend(parts.iter().map(|part| (part, so))),
                Boolean::All(_) | Boolean::Any(_) | Boolean::Same(..) | Boolean::Choice(..) => open.push((boolean, so)),
                _ if self.assume(boolean, so, &mut possible) => {}
                _ => return false,
            }
        }
        let Some((boolean, so)) = open.pop() else { return true };
        alternatives(boolean, so).into_iter().any(|alternative| {
            let wanted: Vec<(&'b Boolean, bool)> = open.iter().copied().chain(alternative).collect();
            self.together(wanted, possible.clone())
        })
    }

    /// Assumes that `boolean`, which has no parts, is `so`. Whether that is possible beside what is assumed already.
    fn assume(&mut self, boolean: &Boolean, so: bool, possible: &mut Possible) -> bool {
        match boolean {
            Boolean::Constant(constant) => *constant == so,
            Boolean::Fact(fact) => possible.answer(Subject::YesNo(*fact), so),
            Boolean::Contains(fact, code) => possible.answer(Subject::Contains(*fact, *code), so),
            Boolean::Within(fact, area) => possible.answer(Subject::Within(*fact, *area), so),
            Boolean::CodeIn(fact, codes) => {
                let all = self.domains.facts.definitions.get_index(fact.0).map_or(0, |(_, fact)| fact.codes().len());
                let left = (0..all).filter(|code| codes.contains(code) == so).collect();
                possible.code(Subject::Code(*fact), left)
            }
            Boolean::Numbers(left, comparison, right) => {
                let comparison = if so { *comparison } else { comparison.opposite() };
                if left == right {
                    return comparison.holds(&0, &0);
                }
                let intervals = (self.number(left, possible), self.number(right, possible));
                narrowed(comparison, intervals).is_some_and(|(left_left, right_left)| {
                    possible.narrow(Subject::Number(left.clone()), left_left)
                        && possible.narrow(Subject::Number(right.clone()), right_left)
                })
            }
            Boolean::Days(left, comparison, right) => {
                let comparison = if so { *comparison } else { comparison.opposite() };
                if left == right {
                    return comparison.holds(&0, &0);
                }
                let intervals = (self.day(left, possible), self.day(right, possible));
                narrowed(comparison, intervals).is_some_and(|(left_left, right_left)| {
                    possible.narrow(Subject::Day(left.clone()), left_left)
                        && possible.narrow(Subject::Day(right.clone()), right_left)
                })
            }
            // What has parts is taken apart before.
            Boolean::Not(_) | Boolean::All(_) | Boolean::Any(_) | Boolean::Same(..) | Boolean::Choice(..) => true,
        }
    }

    fn number(&mut self, number: &Number, possible: &Possible) -> Interval {
        let own = match number {
            Number::Constant(constant) => Interval::exactly((*constant).into()),
            Number::Fact(fact) => self.fact(*fact),
            Number::Parameter(parameter) => {
                let values = self.domains.parameters.get(parameter.0).map(|parameter| parameter.values.as_slice());
                let values = values.unwrap_or_default().iter().map(|value| i128::from(value.is));
                values.map(Interval::exactly).reduce(Interval::or).unwrap_or(Interval::ALL)
            }
            Number::Size(fact) => {
                let all = self.domains.facts.definitions.get_index(fact.0).map_or(0, |(_, fact)| fact.codes().len());
                Interval::new(0, i128::try_from(all).unwrap_or(i128::MAX))
            }
            Number::Distance(..) => Interval::new(0, FARTHEST_KM),
            Number::Negative(inner) => {
                let inner = self.number(inner, possible);
                Interval::new(-inner.high, -inner.low)
            }
            Number::Arithmetic(left, operation, right) => {
                operation.interval(self.number(left, possible), self.number(right, possible))
            }
            Number::Completed(..) => Interval::ALL,
            Number::Choice(_, yes, no) => self.number(yes, possible).or(self.number(no, possible)),
        };
        own.and(possible.interval(&Subject::Number(number.clone())))
    }

    fn fact(&self, fact: FactIndex) -> Interval {
        match self.domains.facts.definitions.get_index(fact.0).map(|(_, definition)| &definition.kind) {
            Some(FactType::Whole { minimum, maximum } | FactType::Pence { minimum, maximum }) => Interval {
                low: minimum.map_or(Interval::ALL.low, i128::from),
                high: maximum.map_or(Interval::ALL.high, i128::from),
            },
            _ => Interval::ALL,
        }
    }

    fn day(&mut self, day: &DayValue, possible: &Possible) -> Interval {
        let own = match day {
            DayValue::Constant(day) => Interval::exactly(days_from_start(*day)),
            DayValue::Choice(_, yes, no) => self.day(yes, possible).or(self.day(no, possible)),
            _ => Interval { low: days_from_start(Day::MIN), high: days_from_start(Day::MAX) },
        };
        own.and(possible.interval(&Subject::Day(day.clone())))
    }
}

/// Half the way round the Earth, rounded up.
const FARTHEST_KM: i128 = 20_016;

/// The ways in which an expression with alternatives can be `so`; one of them is enough.
fn alternatives(boolean: &Boolean, so: bool) -> Vec<Vec<(&Boolean, bool)>> {
    match boolean {
        Boolean::All(parts) | Boolean::Any(parts) => parts.iter().map(|part| vec![(part, so)]).collect(),
        Boolean::Same(left, right) => {
            [true, false].into_iter().map(|answer| vec![(&**left, answer), (&**right, answer == so)]).collect()
        }
        Boolean::Choice(condition, yes, no) => {
            vec![vec![(&**condition, true), (&**yes, so)], vec![(&**condition, false), (&**no, so)]]
        }
        _ => vec![vec![(boolean, so)]],
    }
}

fn days_from_start(day: Day) -> i128 {
    day.num_days_from_ce().into()
}

/// What a comparison leaves possible for both sides; `None` when it cannot hold.
fn narrowed(comparison: Comparison, (left, right): (Interval, Interval)) -> Option<(Interval, Interval)> {
    let below = |left: Interval, right: Interval, gap: i128| {
        (
            left.and(Interval { low: i128::MIN, high: right.high - gap }),
            right.and(Interval { low: left.low + gap, high: i128::MAX }),
        )
    };
    let (left, right) = match comparison {
        Comparison::Equal => (left.and(right), left.and(right)),
        Comparison::NotEqual => (without_edge(left, right), without_edge(right, left)),
        Comparison::Less => below(left, right, 1),
        Comparison::LessOrEqual => below(left, right, 0),
        Comparison::Greater | Comparison::GreaterOrEqual => {
            let gap = if comparison == Comparison::Greater { 1 } else { 0 };
            let (right, left) = below(right, left, gap);
            (left, right)
        }
    };
    (!left.is_empty() && !right.is_empty()).then_some((left, right))
}

/// The interval without its first or last number, where the other side is exactly that.
fn without_edge(interval: Interval, other: Interval) -> Interval {
    if other.low != other.high {
        return interval;
    }
    Interval {
        low: if interval.low == other.low { interval.low + 1 } else { interval.low },
        high: if interval.high == other.low { interval.high - 1 } else { interval.high },
    }
}

impl Comparison {
    /// The comparison that holds exactly when this one does not.
    fn opposite(self) -> Self {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        }
    }
}

impl Operation {
    /// Where the result lies for numbers from two intervals.
    fn interval(self, left: Interval, right: Interval) -> Interval {
        match self {
            Operation::Add => Interval::new(left.low + right.low, left.high + right.high),
            Operation::Subtract => Interval::new(left.low - right.high, left.high - right.low),
            Operation::Multiply => {
                let corners =
                    [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high];
                let low = corners.into_iter().min().unwrap_or(i128::MIN);
                Interval::new(low, corners.into_iter().max().unwrap_or(i128::MAX))
            }
            Operation::Divide if left.low >= 0 && right.low >= 0 => Interval::new(0, left.high),
            Operation::Remainder if left.low >= 0 => Interval::new(0, left.high),
            Operation::Divide | Operation::Remainder => Interval::new(-left.magnitude(), left.magnitude()),
        }
    }
}
