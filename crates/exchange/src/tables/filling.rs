//! Values filled one by one into the column of a fact.

use super::cell::Cell;
use policy::{
    FactType,
    population::{Bits, Column},
};
use std::{collections::HashMap, sync::Arc};

/// The answers to one fact, as far as they have been read.
#[derive(Debug)]
pub(super) struct Filling {
    known: Vec<bool>,
    answers: Answers,
    /// Postcodes that are in none of the tables held.
    pub(super) unlisted: u64,
}

#[derive(Debug)]
enum Answers {
    YesNo(Vec<bool>),
    Numbers(Vec<i64>),
    Days(Vec<i32>),
    Codes(Vec<i64>),
    /// How many codes there are, and the codes of each row.
    Sets(usize, Vec<Vec<usize>>),
    /// LSOA codes, their positions, and the position of each row.
    Places(Vec<Arc<str>>, HashMap<Arc<str>, i64>, Vec<i64>),
}

impl Filling {
    pub(super) fn new(kind: &FactType, rows: usize) -> Self {
        let answers = match kind {
            FactType::YesNo => Answers::YesNo(Vec::with_capacity(rows)),
            FactType::Whole { .. } | FactType::Pence { .. } => Answers::Numbers(Vec::with_capacity(rows)),
            FactType::Date => Answers::Days(Vec::with_capacity(rows)),
            FactType::OneOf(_) => Answers::Codes(Vec::with_capacity(rows)),
            FactType::AnyOf(codes) => Answers::Sets(codes.len(), Vec::with_capacity(rows)),
            FactType::Place => Answers::Places(Vec::new(), HashMap::new(), Vec::with_capacity(rows)),
        };
        Self { known: Vec::with_capacity(rows), answers, unlisted: 0 }
    }

    /// Takes the next row. A cell of another type counts as not known; readers of the fact give none.
    pub(super) fn push(&mut self, cell: &Cell) {
        self.unlisted += u64::from(*cell == Cell::Unlisted);
        let known = match (&mut self.answers, cell) {
            (Answers::YesNo(rows), Cell::YesNo(yes)) => keep(rows, Some(*yes)),
            (Answers::YesNo(rows), _) => keep(rows, None),
            (Answers::Numbers(rows), Cell::Number(number)) => keep(rows, Some(*number)),
            (Answers::Numbers(rows), _) => keep(rows, None),
            (Answers::Days(rows), Cell::Day(day)) => keep(rows, Some(*day)),
            (Answers::Days(rows), _) => keep(rows, None),
            (Answers::Codes(rows), Cell::Code(code)) => keep(rows, Some(*code)),
            (Answers::Codes(rows), _) => keep(rows, None),
            (Answers::Sets(_, rows), Cell::Codes(codes)) => keep(rows, Some(codes.clone())),
            (Answers::Sets(_, rows), _) => keep(rows, None),
            (Answers::Places(lsoas, positions, rows), Cell::Lsoa(lsoa)) => {
                keep(rows, Some(position(lsoas, positions, lsoa)))
            }
            (Answers::Places(_, _, rows), _) => keep(rows, None),
        };
        self.known.push(known);
    }

    pub(super) fn finish(self) -> Column {
        let known: Bits = self.known.into_iter().collect();
        match self.answers {
            Answers::YesNo(rows) => Column::yes_no(rows.into_iter().collect(), known),
            Answers::Numbers(rows) => Column::numbers(&rows, known),
            Answers::Days(rows) => Column::days(&rows, known),
            Answers::Codes(rows) => Column::codes(&rows, known),
            Answers::Sets(codes, rows) => {
                let chosen = |code| rows.iter().map(|codes| codes.contains(&code)).collect();
                Column::code_sets((0..codes).map(chosen).collect(), known)
            }
            Answers::Places(lsoas, _, rows) => Column::places(lsoas.into(), &rows, known),
        }
    }
}

fn keep<T: Default>(rows: &mut Vec<T>, value: Option<T>) -> bool {
    let known = value.is_some();
    rows.push(value.unwrap_or_default());
    known
}

fn position(lsoas: &mut Vec<Arc<str>>, positions: &mut HashMap<Arc<str>, i64>, lsoa: &str) -> i64 {
    if let Some(position) = positions.get(lsoa) {
        return *position;
    }
    let (lsoa, position) = (Arc::<str>::from(lsoa), i64::try_from(lsoas.len()).unwrap_or(i64::MAX));
    lsoas.push(Arc::clone(&lsoa));
    positions.insert(lsoa, position);
    position
}
