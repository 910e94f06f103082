//! Expressions: what must be so, in the syntax of CEL, checked and typed.
//!
//! `scan` and `parse` turn text into a tree, `check` gives every part a type and resolves its names
//! into [`ir`], `reason` finds what can never be so, and `evaluate` answers for one person.

mod check;
mod compare;
mod evaluate;
mod functions;
pub mod ir;
mod parse;
mod reads;
mod reason;
mod scan;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use check::{Scope, Written, check};
pub(crate) use evaluate::{Evaluation, Situation};
pub(crate) use reason::{Domains, could_be};

use crate::Parameter;
use ir::{Boolean, FactIndex};
use reads::{Name, Reads};
use std::sync::Arc;

/// A checked expression: something that is so of a person or is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    text: String,
    root: Boolean,
    facts: Vec<FactIndex>,
    parameters: Arc<[Parameter]>,
}

impl Expression {
    fn new(text: &str, root: Boolean, parameters: &Arc<[Parameter]>) -> Self {
        let mut facts = Vec::new();
        root.visit(&mut |name| {
            if let Name::Fact(fact) = name
                && !facts.contains(&fact)
            {
                facts.push(fact);
            }
        });
        Self { text: text.to_owned(), root, facts, parameters: Arc::clone(parameters) }
    }

    /// An expression that is never so, in place of one that could not be read.
    pub(crate) fn never() -> Self {
        Self::new("false", Boolean::Constant(false), &Arc::from([]))
    }

    /// The expression as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The checked form.
    #[must_use]
    pub fn root(&self) -> &Boolean {
        &self.root
    }

    /// The facts that it reads, each once, in the order of the text.
    #[must_use]
    pub fn facts(&self) -> &[FactIndex] {
        &self.facts
    }

    /// The parameters by their position in the checked form.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The same expression with other parameters: the same ids in the same places, more of them at the end if any.
    pub(crate) fn with_parameters(&self, parameters: &Arc<[Parameter]>) -> Self {
        Self { parameters: Arc::clone(parameters), ..self.clone() }
    }

    /// Whether it reads the parameter with the id given.
    pub(crate) fn reads_parameter(&self, id: &str) -> bool {
        let mut found = false;
        self.root.visit(&mut |name| {
            if let Name::Parameter(parameter) = name {
                found |= self.parameters.get(parameter.0).is_some_and(|parameter| parameter.id.as_ref() == id);
            }
        });
        found
    }
}
