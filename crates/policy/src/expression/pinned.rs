//! An expression as it reads on one day: the value in the place of each parameter.
//!
//! Two expressions with parameters of their own can then be weighed against each other.

use super::{
    Expression,
    ir::{Boolean, DayValue, Number},
};
use crate::Parameter;
use kernel::Day;

impl Expression {
    /// The checked form with the values that the parameters have on `day`. A parameter without a value stays.
    pub(crate) fn pinned(&self, day: Day) -> Boolean {
        Pin { parameters: &self.parameters, day }.boolean(&self.root)
    }
}

struct Pin<'a> {
    parameters: &'a [Parameter],
    day: Day,
}

impl Pin<'_> {
    fn boolean(&self, boolean: &Boolean) -> Boolean {
        let each = |parts: &[Boolean]| parts.iter().map(|part| self.boolean(part)).collect();
        let boxed = |part: &Boolean| Box::new(self.boolean(part));
        match boolean {
            Boolean::Constant(_)
            | Boolean::Fact(_)
            | Boolean::CodeIn(..)
            | Boolean::Contains(..)
            | Boolean::Within(..) => boolean.clone(),
            Boolean::Not(inner) => Boolean::Not(boxed(inner)),
            Boolean::All(parts) => Boolean::All(each(parts)),
            Boolean::Any(parts) => Boolean::Any(each(parts)),
            Boolean::Same(left, right) => Boolean::Same(boxed(left), boxed(right)),
            Boolean::Numbers(left, comparison, right) => {
                Boolean::Numbers(self.number(left), *comparison, self.number(right))
            }
            Boolean::Days(left, comparison, right) => Boolean::Days(self.day(left), *comparison, self.day(right)),
            Boolean::Choice(condition, yes, no) => Boolean::Choice(boxed(condition), boxed(yes), boxed(no)),
        }
    }

    fn number(&self, number: &Number) -> Number {
        let boxed = |part: &Number| Box::new(self.number(part));
        match number {
            Number::Constant(_) | Number::Fact(_) | Number::Size(_) | Number::Distance(..) => number.clone(),
            Number::Parameter(parameter) => {
                let value = self.parameters.get(parameter.0).and_then(|parameter| parameter.value_on(self.day));
                value.map_or_else(|| number.clone(), |value| Number::Constant(value.is))
            }
            Number::Arithmetic(left, operation, right) => Number::Arithmetic(boxed(left), *operation, boxed(right)),
            Number::Negative(inner) => Number::Negative(boxed(inner)),
            Number::Completed(unit, from, to) => {
                Number::Completed(*unit, Box::new(self.day(from)), Box::new(self.day(to)))
            }
            Number::Choice(condition, yes, no) => {
                Number::Choice(Box::new(self.boolean(condition)), boxed(yes), boxed(no))
            }
        }
    }

    fn day(&self, day: &DayValue) -> DayValue {
        match day {
            DayValue::Constant(_) | DayValue::Today | DayValue::Fact(_) | DayValue::FundingYearStart => day.clone(),
            DayValue::After(day, number) => DayValue::After(Box::new(self.day(day)), Box::new(self.number(number))),
            DayValue::Choice(condition, yes, no) => {
                DayValue::Choice(Box::new(self.boolean(condition)), Box::new(self.day(yes)), Box::new(self.day(no)))
            }
        }
    }
}
