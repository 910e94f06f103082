//! One fact of many people.

use super::{Bits, integers::Integers};
use crate::{FactDefinition, FactType, facts::Known};
use chrono::Datelike;
use kernel::Day;
use std::sync::Arc;

/// What is known of one fact, a row to a person. Rows without an answer are not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub(super) known: Bits,
    pub(super) values: Values,
}

/// The answers. Where a row is not known, its bit or number is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Values {
    YesNo(Bits),
    /// Whole numbers, or pence.
    Number(Integers),
    /// Days from the first of the common era.
    Day(Integers),
    /// Positions among the definition's codes.
    OneOf(Integers),
    /// For each of the definition's codes, who has it among others.
    AnyOf(Vec<Bits>),
    /// LSOA codes, and positions among them.
    Place(Arc<[Arc<str>]>, Integers),
}

/// Why a column is not one of the fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// The policy has no such fact.
    #[error("there is no fact `{0}`")]
    UnknownFact(String),
    /// The column is of another type than the fact.
    #[error("fact `{fact}` is {expected}, and the column holds {found}")]
    WrongType {
        /// The id of the fact.
        fact: String,
        /// The type of the fact, in words.
        expected: &'static str,
        /// The type of the column, in words.
        found: &'static str,
    },
    /// The column has fewer or more rows than the population.
    #[error("the column of fact `{fact}` has {found} rows, and the population has {expected}")]
    Rows {
        /// The id of the fact.
        fact: String,
        /// Rows of the population.
        expected: usize,
        /// Rows of the column.
        found: usize,
    },
    /// The column has a number that the fact cannot have, or a code past its last.
    #[error("fact `{fact}`: row {row} has {found}, and {allowed}")]
    Outside {
        /// The id of the fact.
        fact: String,
        /// The first such row, counted from zero.
        row: usize,
        /// The number, or the position of the code.
        found: i64,
        /// What would be allowed, in words.
        allowed: String,
    },
}

impl Column {
    /// A column in which nothing is known.
    #[must_use]
    pub fn unknown(kind: &FactType, rows: usize) -> Self {
        let nothing = || Integers::new(&vec![0_i64; rows], &Bits::none(rows));
        let values = match kind {
            FactType::YesNo => Values::YesNo(Bits::none(rows)),
            FactType::Whole { .. } | FactType::Pence { .. } => Values::Number(nothing()),
            FactType::Date => Values::Day(nothing()),
            FactType::OneOf(_) => Values::OneOf(nothing()),
            FactType::AnyOf(codes) => Values::AnyOf(vec![Bits::none(rows); codes.len()]),
            FactType::Place => Values::Place(Arc::from([]), nothing()),
        };
        Self { known: Bits::none(rows), values }
    }

    /// Yes or no.
    #[must_use]
    pub fn yes_no(mut yes: Bits, known: Bits) -> Self {
        yes.keep_only(&known);
        Self { known, values: Values::YesNo(yes) }
    }

    /// Whole numbers, or amounts in pence. Numbers of rows that are not known may be anything.
    #[must_use]
    pub fn numbers<T: Copy + Into<i64>>(numbers: &[T], known: Bits) -> Self {
        Self { values: Values::Number(Integers::new(numbers, &known)), known }
    }

    /// Days, counted from 1 January of the year 1, which is day 1
    /// ([`num_days_from_ce`](chrono::Datelike::num_days_from_ce)).
    #[must_use]
    pub fn days(days: &[i32], known: Bits) -> Self {
        Self { values: Values::Day(Integers::new(days, &known)), known }
    }

    /// Codes of a one-of, each as its position in [`FactDefinition::codes`].
    #[must_use]
    pub fn codes<T: Copy + Into<i64>>(positions: &[T], known: Bits) -> Self {
        Self { values: Values::OneOf(Integers::new(positions, &known)), known }
    }

    /// Sets of codes: for each code of [`FactDefinition::codes`], in order, who has it among others.
    /// A row that is known and has no code is a known "none".
    #[must_use]
    pub fn code_sets(mut chosen: Vec<Bits>, known: Bits) -> Self {
        chosen.iter_mut().for_each(|code| code.keep_only(&known));
        Self { known, values: Values::AnyOf(chosen) }
    }

    /// Places: LSOA codes, and the position of each row among them. A position past the last counts as
    /// not known.
    #[must_use]
    pub fn places<T: Copy + Into<i64>>(lsoas: Arc<[Arc<str>]>, positions: &[T], mut known: Bits) -> Self {
        let last = i64::try_from(lsoas.len()).unwrap_or(i64::MAX);
        known.keep_only(&positions.iter().map(|position| (0..last).contains(&(*position).into())).collect());
        Self { values: Values::Place(lsoas, Integers::new(positions, &known)), known }
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The rows whose answer is known.
    #[must_use]
    pub fn known(&self) -> &Bits {
        &self.known
    }

    /// The rows whose answer is yes; `None` for other types than yes-no.
    #[must_use]
    pub fn yes(&self) -> Option<&Bits> {
        match &self.values {
            Values::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    /// The rows that have a code of an any-of among others, by its position in [`FactDefinition::codes`]; `None` for
    /// other types, and past the last code.
    #[must_use]
    pub fn with_code(&self, position: usize) -> Option<&Bits> {
        match &self.values {
            Values::AnyOf(codes) => codes.get(position),
            _ => None,
        }
    }

    /// The whole number, pence, day (counted as in [`Column::days`]) or position of the code of a row;
    /// `None` when it is not known, and for other types.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<i64> {
        match &self.values {
            Values::Number(numbers) | Values::Day(numbers) | Values::OneOf(numbers) if self.known.get(row) => {
                numbers.get(row)
            }
            _ => None,
        }
    }

    /// The LSOA code of a row; `None` when it is not known, and for other types than place.
    #[must_use]
    pub fn lsoa(&self, row: usize) -> Option<&str> {
        match &self.values {
            Values::Place(lsoas, positions) if self.known.get(row) => {
                lsoas.get(usize::try_from(positions.get(row)?).ok()?).map(AsRef::as_ref)
            }
            _ => None,
        }
    }

    /// Counts the answers of rows as not known that are no longer good on the day `on`. `known_on` is
    /// the day on which each was known to be so; a row without one is good for ever, as in
    /// [`FactDefinition::is_good_on`].
    #[must_use]
    pub fn good_on(mut self, definition: &FactDefinition, known_on: &[Option<Day>], on: Day) -> Self {
        let stale = |day: &Option<Day>| day.is_some_and(|day| !definition.is_good_since(day, on));
        let good: Vec<bool> = (0..self.len()).map(|row| !known_on.get(row).is_some_and(stale)).collect();
        let good: Bits = good.into_iter().collect();
        self.known.keep_only(&good);
        match &mut self.values {
            Values::YesNo(yes) => yes.keep_only(&good),
            Values::AnyOf(codes) => codes.iter_mut().for_each(|code| code.keep_only(&good)),
            Values::Number(_) | Values::Day(_) | Values::OneOf(_) | Values::Place(..) => {}
        }
        self
    }

    /// The rows at these positions, in their order; one past the last is not known.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> Self {
        // Most facts are not known of anybody in most tables.
        let is_blank = self.known.words().iter().all(|word| *word == 0);
        let bits = |bits: &Bits| match is_blank {
            true => Bits::none(rows.len()),
            false => rows.iter().map(|row| bits.get(*row)).collect(),
        };
        let known = bits(&self.known);
        let numbers = |numbers: &Integers| {
            if is_blank {
                return Integers::new(&vec![0_i64; rows.len()], &known);
            }
            let picked: Vec<i64> = rows.iter().map(|row| numbers.get(*row).unwrap_or_default()).collect();
            Integers::new(&picked, &known)
        };
        let values = match &self.values {
            Values::YesNo(yes) => Values::YesNo(bits(yes)),
            Values::Number(all) => Values::Number(numbers(all)),
            Values::Day(all) => Values::Day(numbers(all)),
            Values::OneOf(all) => Values::OneOf(numbers(all)),
            Values::AnyOf(codes) => Values::AnyOf(codes.iter().map(bits).collect()),
            Values::Place(lsoas, all) => Values::Place(Arc::clone(lsoas), numbers(all)),
        };
        Self { known, values }
    }

    /// What is known of a row, in the form that expressions read.
    pub(super) fn read(&self, row: usize) -> Known<'_> {
        let known = || match &self.values {
            Values::YesNo(yes) => Some(Known::YesNo(yes.get(row))),
            Values::Number(_) => self.number(row).map(Known::Number),
            Values::Day(_) => Day::from_num_days_from_ce_opt(self.number(row)?.try_into().ok()?).map(Known::Day),
            Values::OneOf(_) => self.number(row)?.try_into().ok().map(Known::Code),
            Values::AnyOf(codes) => {
                Some(Known::Codes(codes.iter().enumerate().filter(|(_, has)| has.get(row)).map(|(at, _)| at).collect()))
            }
            Values::Place(..) => self.lsoa(row).map(Known::Lsoa),
        };
        self.known.get(row).then(known).flatten().unwrap_or(Known::Unknown)
    }

    /// Whether the column is one of the fact: of its type, with numbers that it may have.
    pub(super) fn check(&self, definition: &FactDefinition) -> Result<(), ColumnError> {
        let fact = || definition.id.to_string();
        match (&self.values, &definition.kind) {
            (Values::YesNo(_), FactType::YesNo) | (Values::Place(..), FactType::Place) => Ok(()),
            (Values::Day(days), FactType::Date) => self.within(
                definition,
                days,
                Some(Day::MIN.num_days_from_ce().into()),
                Some(Day::MAX.num_days_from_ce().into()),
            ),
            (Values::Number(numbers), FactType::Whole { minimum, maximum } | FactType::Pence { minimum, maximum }) => {
                self.within(definition, numbers, *minimum, *maximum)
            }
            (Values::OneOf(positions), FactType::OneOf(codes)) => {
                self.within(definition, positions, Some(0), i64::try_from(codes.len()).ok().map(|count| count - 1))
            }
            (Values::AnyOf(chosen), FactType::AnyOf(codes)) => {
                if let Some(odd) = chosen.iter().find(|code| code.len() != self.len()) {
                    return Err(ColumnError::Rows { fact: fact(), expected: self.len(), found: odd.len() });
                }
                if chosen.len() > codes.len() {
                    let found = i64::try_from(codes.len()).unwrap_or(i64::MAX);
                    let allowed = format!("it has {} codes, counted from zero", codes.len());
                    return Err(ColumnError::Outside { fact: fact(), row: 0, found, allowed });
                }
                Ok(())
            }
            (values, kind) => {
                Err(ColumnError::WrongType { fact: fact(), expected: kind.in_words(), found: values.in_words() })
            }
        }
    }

    /// Whether every known number lies between the bounds, both included.
    fn within(
        &self,
        definition: &FactDefinition,
        numbers: &Integers,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Result<(), ColumnError> {
        let outside =
            |number: i64| minimum.is_some_and(|low| number < low) || maximum.is_some_and(|high| number > high);
        let (low, high) = numbers.bounds();
        if self.known.count() == 0 || !(outside(low) || outside(high)) {
            return Ok(());
        }
        let first = (0..self.len())
            .find_map(|row| self.number(row).filter(|number| outside(*number)).map(|number| (row, number)));
        let Some((row, found)) = first else { return Ok(()) };
        let allowed = match (minimum, maximum) {
            (Some(low), Some(high)) => format!("{low} to {high} is allowed"),
            (Some(low), None) => format!("{low} or more is allowed"),
            (None, Some(high)) => format!("{high} or less is allowed"),
            (None, None) => String::new(),
        };
        Err(ColumnError::Outside { fact: definition.id.to_string(), row, found, allowed })
    }
}

impl Values {
    fn in_words(&self) -> &'static str {
        match self {
            Values::YesNo(_) => "yes or no",
            Values::Number(_) => "whole numbers",
            Values::Day(_) => "dates",
            Values::OneOf(_) => "codes",
            Values::AnyOf(_) => "sets of codes",
            Values::Place(..) => "places",
        }
    }
}
