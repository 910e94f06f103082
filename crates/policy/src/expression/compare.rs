//! Comparisons and `in`: which two sides go together, and what they mean.

use super::{
    check::{Checker, Typed},
    fold,
    ir::{Boolean, Comparison, DayValue, FactIndex},
    lists::Item,
    reason, strings,
};
use crate::suggest::{did_you_mean, listed};
use cel::IdedExpr;
use std::ops::Range;

impl Checker<'_> {
    /// A comparison of two parts.
    pub(super) fn comparison(
        &self,
        node: &IdedExpr,
        left: &IdedExpr,
        comparison: Comparison,
        right: &IdedExpr,
    ) -> Option<Typed> {
        let (left_typed, right_typed) = (self.part(left), self.part(right));
        let equality = match comparison {
            Comparison::Equal => Some(true),
            Comparison::NotEqual => Some(false),
            _ => None,
        };
        let boolean = match (left_typed?, right_typed?, equality) {
            (Typed::Number(left), Typed::Number(right), _) => fold::compared(left, comparison, right),
            (Typed::Day(DayValue::Constant(left)), Typed::Day(DayValue::Constant(right)), _) => {
                Boolean::Constant(comparison.holds(&left, &right))
            }
            (Typed::Day(left), Typed::Day(right), _) => Boolean::Days(left, comparison, right),
            (Typed::Boolean(left), Typed::Boolean(right), Some(equal)) => {
                negated_unless(equal, Boolean::Same(Box::new(left), Box::new(right)))
            }
            (found_left, found_right, Some(equal)) => {
                match self.same_text((&found_left, self.span(left)), (&found_right, self.span(right))) {
                    Some(same) => negated_unless(equal, same?),
                    None => return self.cannot_compare(node, &found_left, &found_right, true),
                }
            }
            (found_left, found_right, None) => return self.cannot_compare(node, &found_left, &found_right, false),
        };
        self.report_decided(node, &boolean);
        Some(Typed::Boolean(boolean))
    }

    /// Whether two texts are the same; `None` when one is not a text, `Some(None)` when a fault was
    /// added, because a code written out is not one of the fact's.
    fn same_text(
        &self,
        (left, left_span): (&Typed, Range<usize>),
        (right, right_span): (&Typed, Range<usize>),
    ) -> Option<Option<Boolean>> {
        match (left, right) {
            (Typed::Code(fact), Typed::Text(code)) => {
                Some(self.code(*fact, code, right_span).map(|code| Boolean::CodeIn(*fact, vec![code])))
            }
            (Typed::Text(code), Typed::Code(fact)) => {
                Some(self.code(*fact, code, left_span).map(|code| Boolean::CodeIn(*fact, vec![code])))
            }
            _ => Some(Some(strings::same(&self.as_text(left)?, &self.as_text(right)?))),
        }
    }

    fn cannot_compare(&self, node: &IdedExpr, left: &Typed, right: &Typed, equality: bool) -> Option<Typed> {
        let message = format!("{} cannot be compared with {} in this way", left.words(), right.words());
        let help = match (left, right) {
            (Typed::Day(_), Typed::Text(_)) | (Typed::Text(_), Typed::Day(_)) => {
                "write the date as `date('2024-01-31')`"
            }
            (Typed::Code(_), _) | (_, Typed::Code(_)) if !equality => {
                "codes have no order; list those that count: `fact in ['one', 'two']`"
            }
            (Typed::Code(_), _) | (_, Typed::Code(_)) => "compare it with one of its codes in quotes",
            (Typed::Codes(_), _) | (_, Typed::Codes(_)) => "ask whether it has a code: `'code' in fact`",
            (Typed::Place(_), _) | (_, Typed::Place(_)) => {
                "ask whether it lies in an area: `home in area('newcastle')`"
            }
            (Typed::Boolean(_), _) | (_, Typed::Boolean(_)) => {
                "a yes-no fact stands by itself: `disabled`, `!disabled`"
            }
            (_, Typed::List(_)) => "ask with `in`: `fact in [1, 2]`",
            _ => "both sides must be of the same type",
        };
        self.fault("policy/wrong-type", node, message, |fault| fault.label("these two").help(help));
        None
    }

    /// The position of a code of the fact; a code that it cannot have is a fault.
    fn code(&self, fact: FactIndex, code: &str, span: Range<usize>) -> Option<usize> {
        let (_, definition) = self.scope.facts.definitions.get_index(fact.0)?;
        let codes = definition.codes();
        let found = codes.iter().position(|known| known.code.as_ref() == code);
        if found.is_none() {
            let all = || codes.iter().map(|known| known.code.as_ref());
            let help = did_you_mean(code, all()).unwrap_or_else(|| format!("its codes are {}", listed(code, all())));
            let message = format!("`{}` is never `{code}`", definition.id);
            self.fault_at("policy/unknown-code", span, message, |fault| fault.label("not one of its codes").help(help));
        }
        found
    }

    /// `left in right`.
    pub(super) fn membership(&self, node: &IdedExpr, left: &IdedExpr, right: &IdedExpr) -> Option<Typed> {
        let (left_span, right_span) = (self.span(left), self.span(right));
        let (left, right) = (self.part(left), self.part(right));
        let boolean = match (left?, right?) {
            (Typed::Place(fact), Typed::Area(area)) => Boolean::Within(fact, area),
            (Typed::Text(code), Typed::Codes(fact)) => Boolean::Contains(fact, self.code(fact, &code, left_span)?),
            (left, right) => {
                let words = (left.words(), right.words());
                match self.items(right, right_span).ok().filter(|_| can_be_in_list(&left)) {
                    Some(items) => self.one_of(&left, &left_span, &items)?,
                    None => return self.cannot_be_in(node, words),
                }
            }
        };
        self.report_decided(node, &boolean);
        Some(Typed::Boolean(boolean))
    }

    /// The value is one of the items.
    fn one_of(&self, value: &Typed, span: &Range<usize>, items: &[Item]) -> Option<Boolean> {
        let equal = |item: &Item| match (value, &item.typed) {
            (Typed::Number(value), Typed::Number(other)) => {
                Some(fold::compared(value.clone(), Comparison::Equal, other.clone()))
            }
            (Typed::Day(value), Typed::Day(other)) => {
                Some(Boolean::Days(value.clone(), Comparison::Equal, other.clone()))
            }
            (value, other) => match self.same_text((value, span.clone()), (other, item.span.clone())) {
                Some(same) => same,
                None => {
                    let needed = if matches!(value, Typed::Code(_)) { "a code in quotes" } else { value.words() };
                    let message = format!("this is {}, and {needed} is needed", other.words());
                    self.fault_at("policy/wrong-type", item.span.clone(), message, |fault| fault);
                    None
                }
            },
        };
        let each: Vec<Option<Boolean>> =
            items.iter().map(|item| Some(fold::all([equal(item)?, item.present.clone()]))).collect();
        each.into_iter().collect::<Option<Vec<_>>>().map(fold::any)
    }

    fn cannot_be_in(&self, node: &IdedExpr, (left, right): (&str, &str)) -> Option<Typed> {
        self.fault("policy/wrong-type", node, format!("`in` cannot ask for {left} in {right}"), |fault| {
            fault.label("this question").help(
                "`benefit in ['UC', 'JSA-new-style']`, `'restart' in current_programmes`, `home in area('newcastle')`",
            )
        });
        None
    }

    /// Reports a question whose answer is the same for everybody. Within a macro it may well be, for
    /// one item.
    pub(super) fn report_decided(&self, node: &IdedExpr, boolean: &Boolean) {
        if !self.bound.borrow().is_empty() {
            return;
        }
        let domains = reason::Domains { facts: self.scope.facts, parameters: self.scope.parameters };
        if !reason::could_be(&domains, boolean, true) {
            self.fault("policy/unreachable", node, "this can never be so", |fault| {
                fault.label("false for everybody").help(reason::explain(&domains, boolean))
            });
        } else if !reason::could_be(&domains, boolean, false) && !self.asks_whether_known.get() {
            self.fault("policy/always-so", node, "this is always so", |fault| {
                fault.into_warning().label("true for everybody").help(reason::explain(&domains, boolean))
            });
        }
    }
}

/// Whether the value may be asked for in a list.
fn can_be_in_list(value: &Typed) -> bool {
    matches!(
        value,
        Typed::Number(_) | Typed::Day(_) | Typed::Code(_) | Typed::CodeText(..) | Typed::Text(_) | Typed::Picked(_)
    )
}

fn negated_unless(equal: bool, boolean: Boolean) -> Boolean {
    if equal { boolean } else { fold::not(boolean) }
}
