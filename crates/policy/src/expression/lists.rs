//! Lists, and the macros over them: `exists`, `all`, `exists_one`, `filter`.
//!
//! What a list may hold is known when the expression is read: its items are written out, or they are
//! the codes of an any-of fact's definition. So a macro is written out, its body once for each item.
//! What is left is `&&`, `||` and questions whether the fact has a code.

use super::{
    check::{Checker, Typed},
    fold,
    ir::{Boolean, Comparison, Number},
    strings,
};
use cel::{IdedExpr, common::ast::Expr};
use std::ops::Range;

/// The most times that the bodies of one expression's macros are written out.
const MAX_ITEMS: usize = 5_000;

/// Something that may be in a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) typed: Typed,
    /// Whether it is in the list.
    pub(super) present: Boolean,
    /// The bytes of the expression that it stands for.
    pub(super) span: Range<usize>,
}

/// The macros over a list, as `list.macro(name, body)`.
pub(super) const MACROS: [&str; 5] = ["exists", "all", "exists_one", "existsOne", "filter"];

impl Checker<'_> {
    /// The items of a list that stands at `span`; the value itself when it is not a list.
    pub(super) fn items(&self, typed: Typed, span: Range<usize>) -> Result<Vec<Item>, Typed> {
        match typed {
            Typed::List(items) => Ok(items),
            Typed::Codes(fact) => {
                let item = |(code, text)| Item {
                    typed: Typed::Picked(text),
                    present: Boolean::Contains(fact, code),
                    span: span.clone(),
                };
                Ok(self.codes(fact).into_iter().enumerate().map(item).collect())
            }
            other => Err(other),
        }
    }

    /// `list.exists(name, body)` and the like.
    pub(super) fn macro_call(
        &self,
        node: &IdedExpr,
        name: &str,
        target: &IdedExpr,
        (variable, body): (&IdedExpr, &IdedExpr),
    ) -> Option<Typed> {
        let items = match self.items(self.part(target)?, self.span(target)) {
            Ok(items) => items,
            Err(other) => {
                self.wrong_type(target, &other, "a list or a set of codes (any-of)");
                return None;
            }
        };
        let variable = self.variable(variable)?;
        let mut tried = Vec::with_capacity(items.len());
        for item in items {
            self.write_out(node)?;
            self.bound.borrow_mut().push((variable.clone(), item.typed.clone()));
            let so = self.boolean(body);
            self.bound.borrow_mut().pop();
            tried.push((item, so?));
        }
        let both = tried.iter().map(|(item, so)| fold::all([item.present.clone(), so.clone()]));
        let boolean = match name {
            "exists" => fold::any(both),
            "all" => fold::all(tried.iter().map(|(item, so)| fold::any([fold::not(item.present.clone()), so.clone()]))),
            "filter" => {
                let kept = tried.iter().zip(both).map(|((item, _), present)| Item { present, ..item.clone() });
                return Some(Typed::List(kept.filter(|item| item.present != Boolean::Constant(false)).collect()));
            }
            _ => fold::compared(fold::count(both), Comparison::Equal, Number::Constant(1)),
        };
        self.report_decided(node, &boolean);
        Some(Typed::Boolean(boolean))
    }

    /// The name that stands for an item. It is a new one.
    fn variable(&self, node: &IdedExpr) -> Option<String> {
        let Expr::Ident(name) = &node.expr else {
            self.fault("policy/syntax", node, "a name for the item stands here", |fault| {
                fault.help("write `current_programmes.exists(one, one == 'restart')`")
            });
            return None;
        };
        let taken = name == "today"
            || self.scope.facts.get(name).is_some()
            || self.scope.parameters.iter().any(|parameter| parameter.id.as_ref() == name)
            || self.bound.borrow().iter().any(|(bound, _)| bound == name);
        if taken {
            self.fault("policy/name-taken", node, format!("`{name}` means something else already"), |fault| {
                fault.label("this name").help("choose another name for the item")
            });
            return None;
        }
        Some(name.clone())
    }

    /// Counts one more writing out of a body; a fault when there are too many.
    fn write_out(&self, node: &IdedExpr) -> Option<()> {
        let written = self.written_out.get() + 1;
        self.written_out.set(written);
        if written == MAX_ITEMS + 1 {
            self.fault("policy/syntax", node, format!("this would ask more than {MAX_ITEMS} questions"), |fault| {
                fault.label("written out for every item").help("use fewer lists inside lists")
            });
        }
        (written <= MAX_ITEMS).then_some(())
    }

    /// `size(value)` and `value.size()`.
    pub(super) fn size(&self, node: &IdedExpr) -> Option<Typed> {
        let typed = self.part(node)?;
        if let Some(text) = self.as_text(&typed) {
            return Some(Typed::Number(strings::length(text)));
        }
        match typed {
            Typed::Codes(fact) => Some(Typed::Number(Number::Size(fact))),
            Typed::List(items) => Some(Typed::Number(fold::count(items.into_iter().map(|item| item.present)))),
            other => {
                self.wrong_type(node, &other, "a set of codes (any-of), a list or text");
                None
            }
        }
    }
}
