//! An expression asked row by row, of the evaluator that answers for one person.

use super::{Bits, Population, plan::bits_of};
use crate::{
    Expression, Policy, Truth,
    expression::{Evaluation, Situation},
    facts::Known,
};
use kernel::Day;
use std::ops::Range;

/// Of which rows the expression is so, and of which not.
pub(super) fn answers(
    policy: &Policy,
    on: Day,
    expression: &Expression,
    population: &Population,
    rows: Range<usize>,
) -> (Bits, Bits) {
    let known = vec![Known::Unknown; policy.facts.len()];
    let mut situation = Situation { known, on, areas: &policy.areas };
    let truths: Vec<Truth> = rows
        .map(|row| {
            for fact in expression.facts() {
                if let (Some(known), Some(column)) = (situation.known.get_mut(fact.0), population.columns().get(fact.0))
                {
                    *known = column.read(row);
                }
            }
            Evaluation { situation: &situation, parameters: expression.parameters() }.truth(expression.root())
        })
        .collect();
    (bits_of(&truths, Truth::Met), bits_of(&truths, Truth::NotMet))
}
