//! A question asked row by row, of the evaluator that answers for one person: for what has no form in
//! columns.

use super::{Population, WORD, graph::RowByRow};
use crate::{
    Area, Truth,
    expression::{Evaluation, Situation},
    facts::Known,
};
use indexmap::IndexMap;
use kernel::Day;
use std::ops::Range;

/// One person after another, of whom only what a question reads is looked up.
pub(super) struct Rows<'p> {
    situation: Situation<'p>,
}

impl<'p> Rows<'p> {
    pub(super) fn new(population: &Population, areas: &'p IndexMap<String, Area>, on: Day) -> Self {
        Self {
            situation: Situation {
                known: vec![Known::Unknown; population.columns().len()],
                on,
                areas,
                lies_in: Vec::new(),
            },
        }
    }

    /// Writes of which rows the answer is yes, and of which it is known.
    #[inline(never)]
    pub(super) fn answer(
        &mut self,
        question: &RowByRow<'_>,
        population: &'p Population,
        rows: Range<usize>,
        so: &mut [u64],
        known: &mut [u64],
    ) {
        so.fill(0);
        known.fill(0);
        for (at, row) in rows.take_while(|row| *row < population.len()).enumerate() {
            for fact in &question.facts {
                let column = population.columns().get(fact.0);
                if let (Some(known), Some(column)) = (self.situation.known.get_mut(fact.0), column) {
                    *known = column.read(row);
                }
            }
            let evaluation = Evaluation { situation: &self.situation, parameters: question.parameters };
            let truth = evaluation.truth(question.boolean);
            let bit = |yes: bool| u64::from(yes) << (at % WORD);
            if let (Some(so), Some(known)) = (so.get_mut(at / WORD), known.get_mut(at / WORD)) {
                *so |= bit(truth == Truth::Met);
                *known |= bit(truth != Truth::Unknown);
            }
        }
    }
}
