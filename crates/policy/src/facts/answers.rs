//! The answers held on one person.

use super::Value;
use kernel::Day;
use std::collections::BTreeMap;

/// An answer: a value, where it came from, and since when it is known to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The value.
    pub value: Value,
    /// Where it came from, in words: `told by the person on 3 April 2024`.
    pub source: String,
    /// The day on which it was known to be so; `None` counts as known for ever.
    pub known_on: Option<Day>,
}

/// The answers held on one person, by id of the fact. What is absent is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    answers: BTreeMap<String, Answer>,
}

/// What is wrong with one fact of a person file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("fact `{fact}`: {message}")]
pub struct FactError {
    /// The id of the fact as given.
    pub fact: String,
    /// What is wrong, in words.
    pub message: String,
}

impl Facts {
    /// Nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps an answer in place of an earlier one to the same fact. An answer to a fact that the
    /// policy does not define, or of another type than it defines, counts as unknown.
    pub fn set(&mut self, fact: &str, answer: Answer) {
        self.answers.insert(fact.to_owned(), answer);
    }

    /// Forgets the answer to a fact and gives it back.
    pub fn remove(&mut self, fact: &str) -> Option<Answer> {
        self.answers.remove(fact)
    }

    /// The answer to a fact, however old.
    #[must_use]
    pub fn get(&self, fact: &str) -> Option<&Answer> {
        self.answers.get(fact)
    }

    /// Every answer in order of the fact's id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers.iter().map(|(fact, answer)| (fact.as_str(), answer))
    }
}

impl FactError {
    pub(super) fn new(fact: &str, message: impl Into<String>) -> Self {
        Self { fact: fact.chars().take(80).collect(), message: message.into() }
    }
}
