//! The value of an expression for what is known of a person: three-valued (Kleene) logic.
//!
//! A definite part decides where it can: `false && unknown` is false, `true || unknown` is true.
//! Anything else that reads an unknown is unknown. So a fact that becomes known can turn an unknown
//! answer into a definite one, and never a definite one around.

use super::ir::{AreaIndex, Boolean, Comparison, DayValue, FactIndex, Number, Operation, TimeUnit};
use crate::{Area, Parameter, Truth, facts::Known};
use chrono::{Datelike, Days};
use indexmap::IndexMap;
use kernel::Day;

/// What is known of a person, by the position of the fact, on a day.
pub(crate) struct Situation<'a> {
    pub(crate) known: Vec<Known<'a>>,
    pub(crate) on: Day,
    pub(crate) areas: &'a IndexMap<String, Area>,
    /// For some place facts, the areas that the place lies in, a bit to an area, where that has been
    /// looked up beforehand.
    pub(crate) lies_in: Vec<(FactIndex, Vec<u64>)>,
}

impl Situation<'_> {
    /// Whether the place of a fact, in this LSOA, lies in the area.
    fn is_within(&self, fact: FactIndex, lsoa: &str, area: AreaIndex) -> Option<bool> {
        match self.lies_in.iter().find(|(found, _)| *found == fact) {
            Some((_, words)) => words.get(area.0 / 64).map(|word| word >> (area.0 % 64) & 1 == 1),
            None => self.areas.get_index(area.0).map(|(_, area)| area.lsoas.contains(lsoa)),
        }
    }
}

/// A situation with the parameters that one expression reads.
pub(crate) struct Evaluation<'a> {
    pub(crate) situation: &'a Situation<'a>,
    pub(crate) parameters: &'a [Parameter],
}

impl From<bool> for Truth {
    fn from(so: bool) -> Self {
        if so { Truth::Met } else { Truth::NotMet }
    }
}

impl From<Option<bool>> for Truth {
    fn from(so: Option<bool>) -> Self {
        so.map_or(Truth::Unknown, Truth::from)
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::Met => Truth::NotMet,
            Truth::NotMet => Truth::Met,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl Evaluation<'_> {
    fn known(&self, fact: FactIndex) -> &Known<'_> {
        self.situation.known.get(fact.0).unwrap_or(&Known::Unknown)
    }

    /// Whether it is so.
    pub(crate) fn truth(&self, boolean: &Boolean) -> Truth {
        match boolean {
            Boolean::Constant(so) => Truth::from(*so),
            Boolean::Fact(fact) => match self.known(*fact) {
                Known::YesNo(yes) => Truth::from(*yes),
                _ => Truth::Unknown,
            },
            Boolean::Not(inner) => !self.truth(inner),
            Boolean::All(parts) => self.first_or_unknown(parts, Truth::NotMet),
            Boolean::Any(parts) => self.first_or_unknown(parts, Truth::Met),
            Boolean::Same(left, right) => match (self.truth(left), self.truth(right)) {
                (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
                (left, right) => Truth::from(left == right),
            },
            Boolean::Numbers(left, comparison, right) => Truth::from(
                self.number(left).zip(self.number(right)).map(|(left, right)| comparison.holds(&left, &right)),
            ),
            Boolean::Days(left, comparison, right) => {
                Truth::from(self.day(left).zip(self.day(right)).map(|(left, right)| comparison.holds(&left, &right)))
            }
            Boolean::CodeIn(fact, codes) => match self.known(*fact) {
                Known::Code(code) => Truth::from(codes.contains(code)),
                _ => Truth::Unknown,
            },
            Boolean::Contains(fact, code) => match self.known(*fact) {
                Known::Codes(codes) => Truth::from(codes.contains(code)),
                _ => Truth::Unknown,
            },
            Boolean::Within(fact, area) => match self.known(*fact) {
                Known::Lsoa(lsoa) => Truth::from(self.situation.is_within(*fact, lsoa, *area)),
                _ => Truth::Unknown,
            },
            Boolean::Choice(condition, yes, no) => match self.truth(condition) {
                Truth::Met => self.truth(yes),
                Truth::NotMet => self.truth(no),
                Truth::Unknown => agreed(self.truth(yes), self.truth(no)).unwrap_or(Truth::Unknown),
            },
        }
    }

    /// `deciding` if any part has it; otherwise unknown if any part is unknown; otherwise its opposite.
    fn first_or_unknown(&self, parts: &[Boolean], deciding: Truth) -> Truth {
        let mut answer = !deciding;
        for part in parts {
            match self.truth(part) {
                truth if truth == deciding => return deciding,
                Truth::Unknown => answer = Truth::Unknown,
                _ => {}
            }
        }
        answer
    }

    /// The number; `None` when it is unknown or does not fit.
    pub(crate) fn number(&self, number: &Number) -> Option<i64> {
        match number {
            Number::Constant(constant) => Some(*constant),
            Number::Fact(fact) => match self.known(*fact) {
                Known::Number(number) => Some(*number),
                _ => None,
            },
            Number::Parameter(parameter) => {
                let value = self.parameters.get(parameter.0)?.value_on(self.situation.on)?;
                Some(value.is)
            }
            Number::Size(fact) => match self.known(*fact) {
                Known::Codes(codes) => i64::try_from(codes.len()).ok(),
                _ => None,
            },
            Number::Arithmetic(left, operation, right) => operation.apply(self.number(left)?, self.number(right)?),
            Number::Negative(inner) => self.number(inner)?.checked_neg(),
            Number::Distance(fact, distances) => match self.known(*fact) {
                Known::Lsoa(lsoa) => distances.km(lsoa),
                _ => None,
            },
            Number::Completed(unit, from, to) => Some(unit.completed(self.day(from)?, self.day(to)?)),
            Number::Choice(condition, yes, no) => match self.truth(condition) {
                Truth::Met => self.number(yes),
                Truth::NotMet => self.number(no),
                Truth::Unknown => agreed(self.number(yes)?, self.number(no)?),
            },
        }
    }

    /// The day; `None` when it is unknown or beyond the calendar.
    pub(crate) fn day(&self, day: &DayValue) -> Option<Day> {
        match day {
            DayValue::Constant(constant) => Some(*constant),
            DayValue::Today => Some(self.situation.on),
            DayValue::Fact(fact) => match self.known(*fact) {
                Known::Day(day) => Some(*day),
                _ => None,
            },
            DayValue::FundingYearStart => funding_year_start(self.situation.on),
            DayValue::After(day, number) => days_after(self.day(day)?, self.number(number)?),
            DayValue::Choice(condition, yes, no) => match self.truth(condition) {
                Truth::Met => self.day(yes),
                Truth::NotMet => self.day(no),
                Truth::Unknown => agreed(self.day(yes)?, self.day(no)?),
            },
        }
    }

    /// Adds the facts that are not known and could still change the answer, when that is unknown.
    pub(crate) fn needs(&self, boolean: &Boolean, needs: &mut Vec<FactIndex>) {
        if self.truth(boolean) != Truth::Unknown {
            return;
        }
        match boolean {
            Boolean::Constant(_) => {}
            Boolean::Fact(fact) | Boolean::CodeIn(fact, _) | Boolean::Contains(fact, _) | Boolean::Within(fact, _) => {
                self.need(*fact, needs)
            }
            Boolean::Not(inner) => self.needs(inner, needs),
            Boolean::All(parts) | Boolean::Any(parts) => parts.iter().for_each(|part| self.needs(part, needs)),
            Boolean::Same(left, right) => {
                self.needs(left, needs);
                self.needs(right, needs);
            }
            Boolean::Numbers(left, _, right) => {
                self.needs_of_number(left, needs);
                self.needs_of_number(right, needs);
            }
            Boolean::Days(left, _, right) => {
                self.needs_of_day(left, needs);
                self.needs_of_day(right, needs);
            }
            Boolean::Choice(condition, yes, no) => {
                self.needs(condition, needs);
                match self.truth(condition) {
                    Truth::Met => self.needs(yes, needs),
                    Truth::NotMet => self.needs(no, needs),
                    Truth::Unknown => {
                        self.needs(yes, needs);
                        self.needs(no, needs);
                    }
                }
            }
        }
    }

    fn need(&self, fact: FactIndex, needs: &mut Vec<FactIndex>) {
        if matches!(self.known(fact), Known::Unknown) && !needs.contains(&fact) {
            needs.push(fact);
        }
    }

    fn needs_of_number(&self, number: &Number, needs: &mut Vec<FactIndex>) {
        match number {
            Number::Constant(_) | Number::Parameter(_) => {}
            Number::Fact(fact) | Number::Size(fact) | Number::Distance(fact, _) => self.need(*fact, needs),
            Number::Negative(inner) => self.needs_of_number(inner, needs),
            Number::Arithmetic(left, _, right) => {
                self.needs_of_number(left, needs);
                self.needs_of_number(right, needs);
            }
            Number::Completed(_, from, to) => {
                self.needs_of_day(from, needs);
                self.needs_of_day(to, needs);
            }
            Number::Choice(condition, yes, no) => {
                self.needs(condition, needs);
                let truth = self.truth(condition);
                if truth != Truth::NotMet {
                    self.needs_of_number(yes, needs);
                }
                if truth != Truth::Met {
                    self.needs_of_number(no, needs);
                }
            }
        }
    }

    fn needs_of_day(&self, day: &DayValue, needs: &mut Vec<FactIndex>) {
        match day {
            DayValue::Constant(_) | DayValue::Today | DayValue::FundingYearStart => {}
            DayValue::Fact(fact) => self.need(*fact, needs),
            DayValue::After(day, number) => {
                self.needs_of_day(day, needs);
                self.needs_of_number(number, needs);
            }
            DayValue::Choice(condition, yes, no) => {
                self.needs(condition, needs);
                let truth = self.truth(condition);
                if truth != Truth::NotMet {
                    self.needs_of_day(yes, needs);
                }
                if truth != Truth::Met {
                    self.needs_of_day(no, needs);
                }
            }
        }
    }
}

/// The value if both are the same: then it does not matter which of the two it is.
fn agreed<T: PartialEq>(left: T, right: T) -> Option<T> {
    (left == right).then_some(left)
}

/// 1 August on or before `day`.
pub(crate) fn funding_year_start(day: Day) -> Option<Day> {
    let year = if day.month() >= 8 { day.year() } else { day.year() - 1 };
    Day::from_ymd_opt(year, 8, 1)
}

fn days_after(day: Day, days: i64) -> Option<Day> {
    if days < 0 {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    }
}

impl Comparison {
    /// Whether `left` compares with `right` in this way.
    pub(crate) fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
        }
    }
}

impl Operation {
    /// The result; `None` when it does not fit or the divisor is zero.
    pub(super) fn apply(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Operation::Add => left.checked_add(right),
            Operation::Subtract => left.checked_sub(right),
            Operation::Multiply => left.checked_mul(right),
            Operation::Divide => left.checked_div(right),
            Operation::Remainder => left.checked_rem(right),
        }
    }
}

impl TimeUnit {
    /// Completed units from one day to another.
    pub(crate) fn completed(self, from: Day, to: Day) -> i64 {
        match self {
            TimeUnit::Days => kernel::completed_days(from, to),
            TimeUnit::Weeks => kernel::completed_weeks(from, to),
            TimeUnit::Months => kernel::completed_months(from, to),
            TimeUnit::Years => kernel::completed_years(from, to),
        }
    }
}
