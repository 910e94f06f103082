//! Which facts and parameters does an expression read?

use super::ir::{Boolean, DayValue, FactIndex, Number, ParameterIndex};

/// A name that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    Fact(FactIndex),
    Parameter(ParameterIndex),
}

/// Something that reads facts and parameters.
pub(crate) trait Reads {
    /// Calls `visit` with every name that is read, in the order of the text, repeats included.
    fn visit(&self, visit: &mut dyn FnMut(Name));
}

impl Reads for Boolean {
    fn visit(&self, visit: &mut dyn FnMut(Name)) {
        match self {
            Boolean::Constant(_) => {}
            Boolean::Fact(fact) | Boolean::CodeIn(fact, _) | Boolean::Contains(fact, _) | Boolean::Within(fact, _) => {
                visit(Name::Fact(*fact))
            }
            Boolean::Not(inner) => inner.visit(visit),
            Boolean::All(parts) | Boolean::Any(parts) => parts.iter().for_each(|part| part.visit(visit)),
            Boolean::Same(left, right) => {
                left.visit(visit);
                right.visit(visit);
            }
            Boolean::Numbers(left, _, right) => {
                left.visit(visit);
                right.visit(visit);
            }
            Boolean::Days(left, _, right) => {
                left.visit(visit);
                right.visit(visit);
            }
            Boolean::Choice(condition, yes, no) => {
                condition.visit(visit);
                yes.visit(visit);
                no.visit(visit);
            }
        }
    }
}

impl Reads for Number {
    fn visit(&self, visit: &mut dyn FnMut(Name)) {
        match self {
            Number::Constant(_) => {}
            Number::Parameter(parameter) => visit(Name::Parameter(*parameter)),
            Number::Fact(fact) | Number::Size(fact) | Number::Distance(fact, _) => visit(Name::Fact(*fact)),
            Number::Negative(inner) => inner.visit(visit),
            Number::Arithmetic(left, _, right) => {
                left.visit(visit);
                right.visit(visit);
            }
            Number::Completed(_, from, to) => {
                from.visit(visit);
                to.visit(visit);
            }
            Number::Choice(condition, yes, no) => {
                condition.visit(visit);
                yes.visit(visit);
                no.visit(visit);
            }
        }
    }
}

impl Reads for DayValue {
    fn visit(&self, visit: &mut dyn FnMut(Name)) {
        match self {
            DayValue::Constant(_) | DayValue::Today | DayValue::FundingYearStart => {}
            DayValue::Fact(fact) => visit(Name::Fact(*fact)),
            DayValue::After(day, number) => {
                day.visit(visit);
                number.visit(visit);
            }
            DayValue::Choice(condition, yes, no) => {
                condition.visit(visit);
                yes.visit(visit);
                no.visit(visit);
            }
        }
    }
}
