//! The answers held on one person.

use super::{FactBook, Value};
use crate::{places::Gazetteer, suggest::did_you_mean};
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

    /// Reads a person file, `{"facts": {id: value}}`; `null` is not known. Other keys beside `facts`
    /// are left alone, unless one is the id of a fact: that is surely in the wrong place.
    ///
    /// # Errors
    /// Every fact that is not defined or whose value is not of its type, all at once.
    pub fn from_json(book: &FactBook, gazetteer: &Gazetteer, json: &serde_json::Value) -> Result<Self, Vec<FactError>> {
        let mut errors = Vec::new();
        let mut facts = Self::new();
        for stray in json.as_object().into_iter().flat_map(|object| object.keys()) {
            if book.get(stray).is_some() {
                errors.push(FactError::new(stray, "it must stand inside `facts`"));
            }
        }
        match json.get("facts").map(serde_json::Value::as_object) {
            Some(Some(values)) => {
                for (fact, value) in values {
                    match read_one(book, gazetteer, fact, value) {
                        Ok(Some(value)) => {
                            facts.set(fact, Answer { value, source: "person file".to_owned(), known_on: None });
                        }
                        Ok(None) => {}
                        Err(error) => errors.push(error),
                    }
                }
            }
            _ => errors.push(FactError::new("facts", "a person file is `{\"facts\": {id: value}}`")),
        }
        if errors.is_empty() { Ok(facts) } else { Err(errors) }
    }
}

impl FactError {
    fn new(fact: &str, message: impl Into<String>) -> Self {
        Self { fact: fact.chars().take(80).collect(), message: message.into() }
    }
}

/// The value of one fact of a person file; `None` for `null`, which is not known.
fn read_one(
    book: &FactBook,
    gazetteer: &Gazetteer,
    fact: &str,
    value: &serde_json::Value,
) -> Result<Option<Value>, FactError> {
    let Some(definition) = book.get(fact) else {
        let hint = did_you_mean(fact, book.iter().map(|definition| definition.id.as_ref()));
        let message = match hint {
            Some(hint) => format!("there is no such fact; {hint}"),
            None => "there is no such fact".to_owned(),
        };
        return Err(FactError::new(fact, message));
    };
    if value.is_null() {
        return Ok(None);
    }
    let read = definition.from_json(value, gazetteer);
    read.map(Some).map_err(|error| FactError::new(fact, error.to_string()))
}
