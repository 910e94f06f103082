//! The facts of many people.

use super::{Bits, Column, ColumnError, WORD};
use crate::{FactBook, FactDefinition, FactType, Facts, facts::Known};
use chrono::Datelike;
use indexmap::IndexSet;
use kernel::Day;
use std::{ops::Range, sync::Arc};

/// The facts of many people: a column to a fact of the policy, a row to a person.
///
/// A column is what is known on the day for which the population is made: an answer that is not good any
/// more on that day is not known. [`Population::from_facts`] sees to it; columns from elsewhere are taken
/// as current, or go through [`Column::good_on`] first.
#[derive(Debug, Clone)]
pub struct Population {
    rows: usize,
    facts: FactBook,
    columns: Vec<Column>,
}

impl Population {
    /// People of whom nothing is known.
    #[must_use]
    pub fn new(facts: &FactBook, rows: usize) -> Self {
        let columns = facts.iter().map(|definition| Column::unknown(&definition.kind, rows)).collect();
        Self { rows, facts: facts.clone(), columns }
    }

    /// Takes the answers to one fact in place of those held.
    ///
    /// # Errors
    /// When the policy has no such fact, or the column is not one of it: another type, another number of
    /// rows, a number or code that the fact cannot have. Nothing is changed then.
    pub fn set(&mut self, fact: &str, column: Column) -> Result<(), ColumnError> {
        let found = self.facts.definitions.get_full(fact);
        let (position, _, definition) = found.ok_or_else(|| ColumnError::UnknownFact(fact.to_owned()))?;
        if column.len() != self.rows {
            return Err(ColumnError::Rows { fact: fact.to_owned(), expected: self.rows, found: column.len() });
        }
        column.check(definition)?;
        if let Some(place) = self.columns.get_mut(position) {
            *place = column;
        }
        Ok(())
    }

    /// What is known on the day `on` of people whose facts are held one by one: the same as
    /// [`assess`](crate::assess) would find.
    pub fn from_facts<'a>(facts: &FactBook, people: impl IntoIterator<Item = &'a Facts>, on: Day) -> Self {
        Self::from_dated_facts(facts, people.into_iter().map(|person| (person, on)))
    }

    /// The same where each person has a day of their own.
    pub fn from_dated_facts<'a>(facts: &FactBook, people: impl IntoIterator<Item = (&'a Facts, Day)>) -> Self {
        let people: Vec<(&Facts, Day)> = people.into_iter().collect();
        let columns = facts.iter().map(|definition| column(definition, &people)).collect();
        Self { rows: people.len(), facts: facts.clone(), columns }
    }

    /// People of whom a column to each fact is held, in the order of the book and of `rows` rows each.
    pub(super) fn of_columns(facts: &FactBook, rows: usize, columns: Vec<Column>) -> Self {
        Self { rows, facts: facts.clone(), columns }
    }

    /// The people of these rows, in their order; of a row past the last nothing is known.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> Self {
        let columns = self.columns.iter().map(|column| column.pick(rows)).collect();
        Self { rows: rows.len(), facts: self.facts.clone(), columns }
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

    /// The answers to a fact; `None` when the policy has no such fact.
    #[must_use]
    pub fn column(&self, fact: &str) -> Option<&Column> {
        self.columns.get(self.facts.definitions.get_index_of(fact)?)
    }

    /// The columns by the position of the fact.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows of a range, to be taken from words of bits: the first a multiple of 64, none past the
    /// last row.
    pub(super) fn whole_words(&self, rows: Range<usize>) -> Range<usize> {
        let start = (rows.start / WORD * WORD).min(self.rows);
        start..rows.end.clamp(start, self.rows)
    }
}

/// The answers of people to one fact.
fn column(definition: &FactDefinition, people: &[(&Facts, Day)]) -> Column {
    let known: Vec<Known<'_>> = people
        .iter()
        .map(|(facts, on)| (facts.get(&definition.id), *on))
        .map(|(answer, on)| answer.map_or(Known::Unknown, |answer| Known::from_answer(definition, answer, on)))
        .collect();
    let is_known: Bits = known.iter().map(|known| *known != Known::Unknown).collect();
    let numbers = |read: &dyn Fn(&Known<'_>) -> Option<i64>| -> Vec<i64> {
        known.iter().map(|known| read(known).unwrap_or_default()).collect()
    };
    match &definition.kind {
        FactType::YesNo => Column::yes_no(known.iter().map(|known| *known == Known::YesNo(true)).collect(), is_known),
        FactType::Whole { .. } | FactType::Pence { .. } => {
            let number = |known: &Known<'_>| if let Known::Number(number) = known { Some(*number) } else { None };
            Column::numbers(&numbers(&number), is_known)
        }
        FactType::Date => {
            let days = known.iter().map(|known| if let Known::Day(day) = known { day.num_days_from_ce() } else { 0 });
            Column::days(&days.collect::<Vec<_>>(), is_known)
        }
        FactType::OneOf(_) => {
            let code = |known: &Known<'_>| if let Known::Code(code) = known { i64::try_from(*code).ok() } else { None };
            Column::codes(&numbers(&code), is_known)
        }
        FactType::AnyOf(codes) => {
            let has = |known: &Known<'_>, code| matches!(known, Known::Codes(chosen) if chosen.contains(&code));
            let chosen = (0..codes.len()).map(|code| known.iter().map(|known| has(known, code)).collect());
            Column::code_sets(chosen.collect(), is_known)
        }
        FactType::Place => {
            let mut lsoas = IndexSet::new();
            let positions: Vec<i64> = known
                .iter()
                .map(|known| if let Known::Lsoa(lsoa) = known { lsoas.insert_full(*lsoa).0 } else { 0 })
                .map(|position| i64::try_from(position).unwrap_or(i64::MAX))
                .collect();
            Column::places(lsoas.into_iter().map(Arc::from).collect(), &positions, is_known)
        }
    }
}
