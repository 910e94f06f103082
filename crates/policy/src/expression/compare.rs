//! Comparisons and `in`: which two sides go together, and what they mean.

use super::{
    check::{Checker, Typed},
    ir::{Boolean, Comparison, FactIndex},
    reason,
};
use crate::suggest::did_you_mean;
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
            (Typed::Number(left), Typed::Number(right), _) => Boolean::Numbers(left, comparison, right),
            (Typed::Day(left), Typed::Day(right), _) => Boolean::Days(left, comparison, right),
            (Typed::Boolean(left), Typed::Boolean(right), Some(equal)) => {
                negated_unless(equal, Boolean::Same(Box::new(left), Box::new(right)))
            }
            (Typed::Code(fact), Typed::Text(code), Some(equal)) => {
                negated_unless(equal, Boolean::CodeIn(fact, vec![self.code(fact, &code, self.span(right))?]))
            }
            (Typed::Text(code), Typed::Code(fact), Some(equal)) => {
                negated_unless(equal, Boolean::CodeIn(fact, vec![self.code(fact, &code, self.span(left))?]))
            }
            (found_left, found_right, _) => {
                self.cannot_compare(node, &found_left, &found_right, equality.is_some());
                return None;
            }
        };
        self.report_decided(node, &boolean);
        Some(Typed::Boolean(boolean))
    }

    fn cannot_compare(&self, node: &IdedExpr, left: &Typed, right: &Typed, equality: bool) {
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
    }

    /// The position of a code of the fact; a code that it cannot have is a fault.
    fn code(&self, fact: FactIndex, code: &str, span: Range<usize>) -> Option<usize> {
        let (_, definition) = self.scope.facts.definitions.get_index(fact.0)?;
        let codes = definition.codes();
        let found = codes.iter().position(|known| known.code.as_ref() == code);
        if found.is_none() {
            let all = || codes.iter().take(20).map(|known| format!("`{}`", known.code)).collect::<Vec<_>>().join(", ");
            let help = did_you_mean(code, codes.iter().map(|known| known.code.as_ref()))
                .unwrap_or_else(|| format!("its codes are {}", all()));
            let message = format!("`{}` is never `{code}`", definition.id);
            self.fault_at("policy/unknown-code", span, message, |fault| fault.label("not one of its codes").help(help));
        }
        found
    }

    /// `left in right`.
    pub(super) fn membership(&self, node: &IdedExpr, left: &IdedExpr, right: &IdedExpr) -> Option<Typed> {
        let left_span = self.span(left);
        let (left, right) = (self.part(left), self.part(right));
        let boolean = match (left?, right?) {
            (Typed::Place(fact), Typed::Area(area)) => Boolean::Within(fact, area),
            (Typed::Text(code), Typed::Codes(fact)) => Boolean::Contains(fact, self.code(fact, &code, left_span)?),
            (Typed::Code(fact), Typed::List(items)) => {
                let codes: Vec<Option<usize>> = items
                    .iter()
                    .map(|(item, span)| match item {
                        Typed::Text(code) => self.code(fact, code, span.clone()),
                        other => {
                            let message = format!("this is {}, and a code in quotes is needed", other.words());
                            self.fault_at("policy/wrong-type", span.clone(), message, |fault| fault);
                            None
                        }
                    })
                    .collect();
                Boolean::CodeIn(fact, codes.into_iter().collect::<Option<_>>()?)
            }
            (Typed::Number(number), Typed::List(items))
                if items.iter().all(|(item, _)| matches!(item, Typed::Number(_))) =>
            {
                let equal = |item| match item {
                    (Typed::Number(item), _) => Some(Boolean::Numbers(number.clone(), Comparison::Equal, item)),
                    _ => None,
                };
                Boolean::Any(items.into_iter().filter_map(equal).collect())
            }
            (left, right) => {
                let message = format!("`in` cannot ask for {} in {}", left.words(), right.words());
                self.fault("policy/wrong-type", node, message, |fault| {
                    fault.label("this question").help("`benefit in ['UC', 'JSA-new-style']`, `'restart' in current_programmes`, `home in area('newcastle')`")
                });
                return None;
            }
        };
        self.report_decided(node, &boolean);
        Some(Typed::Boolean(boolean))
    }

    /// Reports a comparison whose answer is the same for everybody.
    fn report_decided(&self, node: &IdedExpr, boolean: &Boolean) {
        let domains = reason::Domains { facts: self.scope.facts, parameters: self.scope.parameters };
        if !reason::could_be(&domains, boolean, true) {
            self.fault("policy/unreachable", node, "this can never be so", |fault| {
                fault.label("false for everybody").help(reason::explain(&domains, boolean))
            });
        } else if !reason::could_be(&domains, boolean, false) {
            self.fault("policy/always-so", node, "this is always so", |fault| {
                fault.into_warning().label("true for everybody").help(reason::explain(&domains, boolean))
            });
        }
    }
}

fn negated_unless(equal: bool, boolean: Boolean) -> Boolean {
    if equal { boolean } else { Boolean::Not(Box::new(boolean)) }
}
