//! Answers of many people as they come one at a time, from a database or a list.

use super::{Bits, Column, Population};
use crate::{FactBook, FactDefinition, FactType, Value, facts::Known};
use chrono::Datelike;
use indexmap::IndexSet;
use kernel::Day;
use std::sync::Arc;

/// The newest answers of many people, with the day on which each was known to be so. A [`Population`] is made of
/// them for any day: what is not good any more on that day is not known in it.
#[derive(Debug, Clone)]
pub struct Gathered {
    facts: FactBook,
    rows: usize,
    columns: Vec<Answers>,
    newest: Option<Day>,
}

/// The answers to one fact. Nothing is held until the first comes.
#[derive(Debug, Clone, Default)]
struct Answers {
    known: Vec<bool>,
    known_on: Vec<Option<Day>>,
    /// Yes as 1, numbers, days from the first of the common era, positions of codes and of LSOAs.
    numbers: Vec<i64>,
    /// Positions of codes, for an any-of.
    sets: Vec<Vec<usize>>,
    lsoas: IndexSet<Arc<str>>,
}

impl Gathered {
    /// Nobody, of whom the facts of the book may become known.
    #[must_use]
    pub fn new(facts: &FactBook) -> Self {
        Self { facts: facts.clone(), rows: 0, columns: vec![Answers::default(); facts.len()], newest: None }
    }

    /// Makes room for the number of people given, in all; the room never shrinks.
    pub fn grow(&mut self, rows: usize) {
        self.rows = self.rows.max(rows);
    }

    /// Takes an answer in place of an earlier one of the same person to the same fact; `None` is "not known". An
    /// answer to a fact that the policy has not, or that is none of its values, is not known, as in
    /// [`assess`](crate::assess). Makes room for the row.
    pub fn put(&mut self, row: usize, fact: &str, value: Option<&Value>, known_on: Option<Day>) {
        let Some((position, _, definition)) = self.facts.definitions.get_full(fact) else { return };
        let known = value.map_or(Known::Unknown, |value| Known::from_value(definition, value));
        if let Some(answers) = self.columns.get_mut(position) {
            answers.put(row, known, known_on);
        }
        self.newest = self.newest.max(known_on);
        self.grow(row + 1);
    }

    /// The number of people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The newest day on which anything was known to be so.
    #[must_use]
    pub fn newest(&self) -> Option<Day> {
        self.newest
    }

    /// What is known of everybody on the day `on`.
    #[must_use]
    pub fn population_on(&self, on: Day) -> Population {
        let columns = self.facts.iter().zip(&self.columns).map(|(definition, answers)| {
            if answers.known.is_empty() {
                Column::unknown(&definition.kind, self.rows)
            } else {
                answers.column(definition, self.rows).good_on(definition, &answers.known_on, on)
            }
        });
        Population::of_columns(&self.facts, self.rows, columns.collect())
    }
}

impl Answers {
    fn put(&mut self, row: usize, known: Known<'_>, known_on: Option<Day>) {
        if self.known.len() <= row {
            self.known.resize(row + 1, false);
            self.known_on.resize(row + 1, None);
            self.numbers.resize(row + 1, 0);
        }
        let number = match known {
            Known::Unknown => None,
            Known::YesNo(yes) => Some(i64::from(yes)),
            Known::Number(number) => Some(number),
            Known::Day(day) => Some(day.num_days_from_ce().into()),
            Known::Code(position) => i64::try_from(position).ok(),
            Known::Lsoa(lsoa) => i64::try_from(self.position_of(lsoa)).ok(),
            Known::Codes(ref positions) => {
                if self.sets.len() <= row {
                    self.sets.resize(row + 1, Vec::new());
                }
                if let Some(set) = self.sets.get_mut(row) {
                    set.clone_from(positions);
                }
                Some(0)
            }
        };
        let places = (self.known.get_mut(row), self.known_on.get_mut(row), self.numbers.get_mut(row));
        if let (Some(is_known), Some(since), Some(place)) = places {
            (*is_known, *since, *place) = (number.is_some(), known_on, number.unwrap_or_default());
        }
    }

    fn position_of(&mut self, lsoa: &str) -> usize {
        match self.lsoas.get_index_of(lsoa) {
            Some(position) => position,
            None => self.lsoas.insert_full(Arc::from(lsoa)).0,
        }
    }

    fn column(&self, definition: &FactDefinition, rows: usize) -> Column {
        let known: Bits = (0..rows).map(|row| self.known.get(row).copied().unwrap_or_default()).collect();
        let numbers: Vec<i64> = self.numbers.iter().copied().chain(std::iter::repeat(0)).take(rows).collect();
        match &definition.kind {
            FactType::YesNo => Column::yes_no(numbers.iter().map(|number| *number == 1).collect(), known),
            FactType::Whole { .. } | FactType::Pence { .. } => Column::numbers(&numbers, known),
            FactType::Date => {
                let days: Vec<i32> = numbers.iter().map(|day| i32::try_from(*day).unwrap_or_default()).collect();
                Column::days(&days, known)
            }
            FactType::OneOf(_) => Column::codes(&numbers, known),
            FactType::AnyOf(codes) => {
                let has = |row: usize, code| self.sets.get(row).is_some_and(|set| set.contains(&code));
                let chosen = (0..codes.len()).map(|code| (0..rows).map(|row| has(row, code)).collect());
                Column::code_sets(chosen.collect(), known)
            }
            FactType::Place => Column::places(self.lsoas.iter().cloned().collect(), &numbers, known),
        }
    }
}
