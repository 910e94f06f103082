//! Expressions: what must be so, in the syntax of CEL, checked and typed.
//!
//! `scan` and `parse` turn text into a tree, `check` gives every part a type and resolves its names
//! into [`ir`], `reason` finds what can never be so, and `evaluate` answers for one person.

mod check;
mod compare;
mod evaluate;
mod fold;
mod functions;
pub mod ir;
mod lists;
pub mod operations;
mod operators;
mod parse;
mod pinned;
mod places;
mod reads;
mod reason;
mod scan;
mod spans;
mod strings;

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod vectors;

pub(crate) use check::{Scope, Written, check};
pub(crate) use evaluate::{Evaluation, Situation, funding_year_start};
pub(crate) use places::Landmarks;
pub(crate) use reads::{Name, Reads};
pub(crate) use reason::{Domains, could_all_be, could_be};
pub(crate) use scan::in_pence;

use crate::{
    Fault, Gazetteer, Parameter, Policy,
    fault::{Faults, SourceFile},
};
use ir::{Boolean, FactIndex};
use std::sync::Arc;

/// A checked expression: a condition that is true of a person, false, or unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    text: String,
    root: Boolean,
    facts: Vec<FactIndex>,
    parameters: Arc<[Parameter]>,
    asks_whether_known: bool,
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
        Self { text: text.to_owned(), root, facts, parameters: Arc::clone(parameters), asks_whether_known: false }
    }

    /// Reads an expression over the facts and areas of a policy, as if it stood in its text. It may not
    /// read parameters: those belong to a programme.
    ///
    /// # Errors
    /// Every fault of the expression. A warning alone refuses nothing.
    pub fn read(policy: &Policy, gazetteer: &Gazetteer, text: &str) -> Result<Self, Vec<Fault>> {
        let (faults, areas) = (Faults::default(), policy.areas.values().map(|area| Arc::clone(&area.id)));
        let bodies = policy.areas.values().flat_map(|area| area.bodies.values());
        let bodies = bodies.filter_map(|body| Some((body.id.clone(), body.postcode.clone()?))).collect();
        let scope = Scope {
            facts: &policy.facts,
            parameters: &Arc::from([]),
            areas: &areas.collect::<Vec<_>>(),
            landmarks: &Landmarks { gazetteer, bodies },
        };
        let file = SourceFile { path: Arc::from("expression"), contents: Arc::from(text) };
        let written = Written { file: &file, faults: &faults, text, span: 0..text.len() };
        check(&scope, &written).ok_or_else(|| faults.into_inner())
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

    /// Whether it asks of some fact no more than that it is known (`has`). It may then be unknown of
    /// somebody although it is never not so.
    pub(crate) fn asks_whether_known(&self) -> bool {
        self.asks_whether_known
    }

    /// What is so when this is so or any of `others` is. They read the same parameters.
    pub(crate) fn or_any_of(&self, others: &[&Self]) -> Self {
        let all = || std::iter::once(self).chain(others.iter().copied());
        let text = all().map(|one| format!("({})", one.text.trim())).collect::<Vec<_>>().join("\n|| ");
        let mut parts = Vec::new();
        for one in all() {
            match &one.root {
                Boolean::Any(inner) => parts.extend(inner.iter().cloned()),
                root => parts.push(root.clone()),
            }
        }
        let asks_whether_known = all().any(|one| one.asks_whether_known);
        Self { asks_whether_known, ..Self::new(&text, Boolean::Any(parts), &self.parameters) }
    }

    /// What is so when none of the parts is so; always, when there are none. The parts read no parameters.
    pub(crate) fn none_of(parts: &[Self]) -> Self {
        let Some((first, others)) = parts.split_first() else {
            return Self::new("true", Boolean::Constant(true), &Arc::from([]));
        };
        let any = first.or_any_of(&others.iter().collect::<Vec<_>>());
        let text = parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" || ");
        let root = match any.root {
            Boolean::Any(mut one) if one.len() == 1 => one.pop().unwrap_or(Boolean::Constant(false)),
            root => root,
        };
        let all = Self::new(&format!("!({text})"), Boolean::Not(Box::new(root)), &Arc::from([]));
        Self { asks_whether_known: any.asks_whether_known, ..all }
    }

    /// The parameters that it reads, each once, in the order in which they are defined.
    pub(crate) fn parameters_read(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| self.reads_parameter(&parameter.id))
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
