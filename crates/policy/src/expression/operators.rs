//! `&&`, `||`, `? :` and arithmetic: what their sides must be, and what they mean.

use super::{
    check::{Checker, Typed},
    fold,
    ir::{Boolean, Comparison, DayValue, Number, Operation},
};
use cel::{
    IdedExpr,
    common::ast::{Expr, operators},
};

impl Checker<'_> {
    /// `&&` or `||`. Parts of the same kind are laid side by side, so that order does not nest.
    pub(super) fn together(&self, left: &IdedExpr, right: &IdedExpr, all: bool) -> Option<Typed> {
        let (left, right) = (self.boolean(left), self.boolean(right));
        let sides = [left?, right?];
        Some(Typed::Boolean(if all { fold::all(sides) } else { fold::any(sides) }))
    }

    /// `condition ? yes : no`.
    pub(super) fn choice(&self, node: &IdedExpr, condition: &IdedExpr, yes: &IdedExpr, no: &IdedExpr) -> Option<Typed> {
        self.refuse_has(condition, "the part after `:` is never chosen")?;
        let condition = self.boolean(condition);
        let (yes, no) = (self.part(yes), self.part(no));
        let condition = Box::new(condition?);
        match (yes?, no?) {
            (Typed::Boolean(yes), Typed::Boolean(no)) => {
                Some(Typed::Boolean(Boolean::Choice(condition, Box::new(yes), Box::new(no))))
            }
            (Typed::Number(yes), Typed::Number(no)) => {
                Some(Typed::Number(Number::Choice(condition, Box::new(yes), Box::new(no))))
            }
            (Typed::Day(yes), Typed::Day(no)) => {
                Some(Typed::Day(DayValue::Choice(condition, Box::new(yes), Box::new(no))))
            }
            (yes, no) => {
                let message = format!("`? :` chooses between {} and {}", yes.words(), no.words());
                self.fault("policy/wrong-type", node, message, |fault| {
                    fault.label("these two").help("both must be numbers, dates, or yes or no")
                });
                None
            }
        }
    }

    /// Arithmetic on two numbers.
    pub(super) fn arithmetic(
        &self,
        node: &IdedExpr,
        left: &IdedExpr,
        operation: Operation,
        right: &IdedExpr,
    ) -> Option<Typed> {
        let divisor = right;
        let (left, right) = (self.number(left), self.number(right));
        let (left, right) = (left?, right?);
        if matches!(operation, Operation::Divide | Operation::Remainder) && !self.is_never_zero(&right) {
            self.fault("policy/divisor", divisor, "this divisor could be zero", |fault| {
                fault.label("divides").help("divide by a number written here, or by a parameter, that is not zero")
            });
            return None;
        }
        match (&left, &right) {
            (Number::Constant(one), Number::Constant(other)) => self.constant(node, operation.apply(*one, *other)),
            _ => Some(Typed::Number(Number::Arithmetic(Box::new(left), operation, Box::new(right)))),
        }
    }

    /// The sign turned.
    pub(super) fn negative(&self, node: &IdedExpr, inner: &IdedExpr) -> Option<Typed> {
        match self.number(inner)? {
            Number::Constant(constant) => self.constant(node, constant.checked_neg()),
            number => Some(Typed::Number(Number::Negative(Box::new(number)))),
        }
    }

    /// A number worked out when the expression is read; a fault when it does not fit.
    fn constant(&self, node: &IdedExpr, worked_out: Option<i64>) -> Option<Typed> {
        if worked_out.is_none() {
            self.fault("policy/out-of-range", node, "this number is too large to hold", |fault| {
                fault.label("more than 9,223,372,036,854,775,807 either way").help("use a larger unit")
            });
        }
        worked_out.map(|number| Typed::Number(Number::Constant(number)))
    }

    /// A fault where `has` is asked for its opposite, which it never has.
    pub(super) fn refuse_has(&self, node: &IdedExpr, because: &str) -> Option<()> {
        let has = matches!(&node.expr, Expr::Call(call) if call.func_name == operators::HAS && call.target.is_none());
        if has {
            self.fault("policy/has", node, format!("`has` never says no, so {because}"), |fault| {
                fault.label("met or unknown").help(
                    "a fact that is not known could become known; what reads it is then unknown by itself: write only what must be so",
                )
            });
        }
        (!has).then_some(())
    }

    fn is_never_zero(&self, divisor: &Number) -> bool {
        match divisor {
            Number::Constant(constant) => *constant != 0,
            Number::Parameter(parameter) => self
                .scope
                .parameters
                .get(parameter.0)
                .is_some_and(|parameter| parameter.values.iter().all(|value| value.is != 0)),
            _ => false,
        }
    }
}

/// The comparison that the parser's name of an operator means.
pub(super) fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// The arithmetic that the parser's name of an operator means.
pub(super) fn operation(operator: &str) -> Option<Operation> {
    Some(match operator {
        operators::ADD => Operation::Add,
        operators::SUBSTRACT => Operation::Subtract,
        operators::MULTIPLY => Operation::Multiply,
        operators::DIVIDE => Operation::Divide,
        operators::MODULO => Operation::Remainder,
        _ => return None,
    })
}
