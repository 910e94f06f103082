//! Everything that an expression may use, in one table: the messages of the checker and the reference
//! in `docs/language.md` are both made of it.

mod table;

use crate::Truth;
pub use table::OPERATIONS;

/// An operator, a function or a macro.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The sign or the name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub form: &'static str,
    /// What it means when everything is known.
    pub meaning: &'static str,
    /// What becomes of what is not known.
    pub unknown: &'static str,
    /// Examples on the facts of the spine, asked about on 3 June 2024.
    pub examples: &'static [Example],
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A sign between or before values.
    Operator,
    /// A name that stands for a value.
    Value,
    /// Called with values in brackets.
    Function,
    /// Called on a value, after a point.
    Method,
    /// Called on a list, with a name for its items and what is asked of each.
    Macro,
}

/// An expression with its answer.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// What is known, as the `facts` of a person file.
    pub facts: &'static str,
    /// The answer.
    pub answer: Truth,
}

impl Kind {
    /// The kind as a heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Kind::Operator => "Operators",
            Kind::Value => "Values",
            Kind::Function => "Functions",
            Kind::Method => "Functions of text, called on a code",
            Kind::Macro => "Questions about lists",
        }
    }
}

/// The functions, methods and macros.
pub(super) fn functions() -> impl Iterator<Item = &'static Entry> {
    OPERATIONS.iter().filter(|entry| !matches!(entry.kind, Kind::Operator | Kind::Value))
}

/// What to do instead of a function that CEL has and the policy language leaves out.
pub(super) fn left_out(name: &str) -> Option<&'static str> {
    Some(match name {
        "matches" => "patterns are left out: nobody can review them; use `startsWith`, `endsWith`, `contains` or `in`",
        "map" => "lists are not made into other lists: ask about their items with `exists`, `all` or `filter`",
        "timestamp" | "duration" => {
            "days are whole: write `date('2024-01-31')`, `days_after(day, 28)`, `weeks_since(day)`"
        }
        "int" | "uint" | "double" | "string" | "bytes" | "bool" | "type" | "dyn" => {
            "every value has one type, and none is made into another"
        }
        _ => return None,
    })
}
