//! The definition of a fact: its type, its question, and why it is asked.

use crate::{Area, DayBounds, suggest::nearest};
use indexmap::IndexMap;
use std::{collections::BTreeSet, sync::Arc};

/// A category of fact, by which data sharing is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The id.
    pub id: String,
    /// What it holds, in words.
    pub says: String,
    /// Whether it is special category or criminal-offence data.
    pub special: bool,
}

/// A fact that may be held on a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDefinition {
    /// The id used in expressions and person files.
    pub id: Arc<str>,
    /// The type of its values.
    pub kind: FactType,
    /// A short label.
    pub says: String,
    /// The question to ask.
    pub question: Arc<str>,
    /// Why it is asked.
    pub why: String,
    /// The id of its category.
    pub category: String,
    /// Days for which an answer stays good; past it the answer counts as unknown. `None`: for ever.
    pub good_for_days: Option<i64>,
    /// For a day: how far from the day on which it is told it can lie.
    pub days: DayBounds,
    /// A hint that helps to answer.
    pub hint: Option<String>,
    /// The unit of a whole number.
    pub unit: Option<String>,
    /// The citation.
    pub source: String,
    /// For a place: the small areas that the areas of the text are made of, which count as known beside those of a
    /// table of places.
    pub small_areas: Arc<BTreeSet<String>>,
}

/// The type of a fact's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactType {
    /// Yes or no.
    YesNo,
    /// A whole number, with the smallest and largest allowed, both included.
    Whole {
        /// The smallest allowed.
        minimum: Option<i64>,
        /// The largest allowed.
        maximum: Option<i64>,
    },
    /// A calendar day.
    Date,
    /// An amount of money, with the smallest and largest allowed in pence, both included.
    Pence {
        /// The smallest allowed, in pence.
        minimum: Option<i64>,
        /// The largest allowed, in pence.
        maximum: Option<i64>,
    },
    /// One of a list of codes.
    OneOf(Vec<Code>),
    /// Any number of a list of codes, none of them too.
    AnyOf(Vec<Code>),
    /// A place: a postcode goes in, the LSOA is kept.
    Place,
}

/// A code that a fact may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: Arc<str>,
    /// What it means, in words.
    pub says: String,
}

/// Every fact that may be held on a person, in the order of the text.
#[derive(Debug, Clone, Default)]
pub struct FactBook {
    pub(crate) definitions: IndexMap<Arc<str>, FactDefinition>,
}

impl FactBook {
    /// Lets places take the small areas that the areas are made of, beside those of a table of places.
    pub(crate) fn knows_small_areas_of<'a>(&mut self, areas: impl Iterator<Item = &'a Area>) {
        let known: Arc<BTreeSet<String>> = Arc::new(areas.flat_map(|area| &area.lsoas).cloned().collect());
        for definition in self.definitions.values_mut().filter(|definition| definition.kind == FactType::Place) {
            definition.small_areas = Arc::clone(&known);
        }
    }

    /// The definition of the fact with the id given.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&FactDefinition> {
        self.definitions.get(id)
    }

    /// The id of the fact that was probably meant by a word that is none; `None` when none is near.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        nearest(word, self.definitions.keys().map(AsRef::as_ref))
    }

    /// Every definition in the order of the text.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &FactDefinition> {
        self.definitions.values()
    }

    /// The number of facts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Whether there is no fact.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }
}

impl FromIterator<FactDefinition> for FactBook {
    fn from_iter<I: IntoIterator<Item = FactDefinition>>(definitions: I) -> Self {
        Self { definitions: definitions.into_iter().map(|one| (Arc::clone(&one.id), one)).collect() }
    }
}

impl FactType {
    /// The type in words, for messages.
    pub(crate) fn in_words(&self) -> &'static str {
        match self {
            FactType::YesNo => "yes or no",
            FactType::Whole { .. } => "a whole number",
            FactType::Date => "a date",
            FactType::Pence { .. } => "an amount in pence",
            FactType::OneOf(_) => "one of a list of codes",
            FactType::AnyOf(_) => "any of a list of codes",
            FactType::Place => "a place",
        }
    }
}

impl FactDefinition {
    /// A definition for a column of a table, which nobody is asked: an id and a type.
    #[must_use]
    pub fn of_column(id: &str, kind: FactType) -> Self {
        Self {
            id: Arc::from(id),
            kind,
            says: String::new(),
            question: Arc::from(""),
            why: String::new(),
            category: String::new(),
            good_for_days: None,
            days: DayBounds::default(),
            hint: None,
            unit: None,
            source: String::new(),
            small_areas: Arc::default(),
        }
    }

    /// The codes of a one-of or any-of fact; none for other types.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        match &self.kind {
            FactType::OneOf(codes) | FactType::AnyOf(codes) => codes,
            _ => &[],
        }
    }
}
