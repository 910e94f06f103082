//! A graph of questions put to the columns of one population: which steps answer them, and where the
//! bits of each answer stand.

use super::{
    Population,
    areas::Areas,
    column::Values,
    graph::{Among, Graph, Node, Part, RowByRow},
    integers::{Integers, Offsets},
};
use crate::expression::ir::{AreaIndex, CodeIndex, FactIndex};
use std::collections::BTreeSet;

/// Bits of a block of rows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Plane<'p> {
    /// Of all rows of the population, in its columns.
    Column(&'p [u64]),
    /// Worked out for the block, in the slot with this number.
    Slot(usize),
}

/// The slot of every row that there is.
pub(super) const EVERYBODY: usize = 0;

/// The slot of no row.
pub(super) const NOBODY: usize = 1;

/// The answers of a block of people, a bit for each: for whom it is true (`so`), and for whom it is known (`known`). Whoever has a
/// bit in `so` has one in `known`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer<'p> {
    pub(super) so: Plane<'p>,
    pub(super) known: Plane<'p>,
}

/// An answer, or its negation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand<'p> {
    pub(super) answer: Answer<'p>,
    pub(super) negated: bool,
}

/// What is worked out for a block. A step writes slots after all those that it reads.
#[derive(Debug, Clone)]
pub(super) enum Step<'p> {
    /// Whose offset is among the intervals, given as first and length.
    Among { offsets: &'p Offsets, intervals: Vec<(u64, u64)>, known: &'p [u64], slot: usize },
    /// For each of up to 64 areas, who lives there. A bit of a position's word is an area, and goes to
    /// the slot with that number after the first.
    Places { positions: &'p Offsets, words: Vec<u64>, known: &'p [u64], first: usize, areas: usize },
    /// Of whom all is so; the slot after is of whom that is known.
    All { parts: Vec<Operand<'p>>, slot: usize },
    /// Asked of the evaluator; the slot after is of whom the answer is known.
    RowByRow { question: &'p RowByRow<'p>, slot: usize },
}

/// The steps, and the answer of every node.
pub(super) struct Bound<'p> {
    pub(super) steps: Vec<Step<'p>>,
    pub(super) slots: usize,
    answers: Vec<Answer<'p>>,
}

const NEVER_KNOWN: Answer<'static> = Answer { so: Plane::Slot(NOBODY), known: Plane::Slot(NOBODY) };

impl<'p> Bound<'p> {
    pub(super) fn new(graph: &'p Graph<'p>, areas: &'p Areas<'p>, population: &'p Population) -> Self {
        let answers = Vec::with_capacity(graph.nodes().len());
        let mut bound = Bound { steps: Vec::new(), slots: NOBODY + 1, answers };
        let places = bound.places(graph, areas, population);
        for node in graph.nodes() {
            let answer = bound.answer(graph, node, &places, population);
            bound.answers.push(answer);
        }
        bound
    }

    /// The answer of a part.
    pub(super) fn operand(&self, part: Part) -> Operand<'p> {
        let answer = self.answers.get(part.node.0).copied().unwrap_or(NEVER_KNOWN);
        Operand { answer, negated: part.negated }
    }

    fn take_slots(&mut self, count: usize) -> usize {
        self.slots += count;
        self.slots - count
    }

    fn answer(
        &mut self,
        graph: &'p Graph<'p>,
        node: &Node,
        places: &[(FactIndex, AreaIndex, usize)],
        population: &'p Population,
    ) -> Answer<'p> {
        let column = |fact: FactIndex| population.columns().get(fact.0);
        let found = match node {
            Node::Constant(true) => Some(Answer { so: Plane::Slot(EVERYBODY), known: Plane::Slot(EVERYBODY) }),
            Node::Constant(false) => None,
            Node::Yes(fact) => column(*fact).and_then(|column| match &column.values {
                Values::YesNo(yes) => Some(in_columns(yes.words(), column.known.words())),
                _ => None,
            }),
            Node::Contains(fact, code) => column(*fact).and_then(|column| match &column.values {
                Values::AnyOf(codes) => Some(self.contains(codes, *code, column.known.words())),
                _ => None,
            }),
            Node::Among(fact, among) => column(*fact).and_then(|column| match &column.values {
                Values::Number(numbers) | Values::Day(numbers) | Values::OneOf(numbers) => {
                    Some(self.among(numbers, among, column.known.words()))
                }
                _ => None,
            }),
            Node::Within(fact, area) => {
                let found = places.iter().find(|(place, within, _)| place == fact && within == area);
                found.zip(column(*fact)).map(|((_, _, slot), column)| Answer {
                    so: Plane::Slot(*slot),
                    known: Plane::Column(column.known.words()),
                })
            }
            Node::All(parts) => {
                let parts = parts.iter().map(|part| self.operand(*part)).collect();
                let slot = self.take_slots(2);
                self.steps.push(Step::All { parts, slot });
                Some(in_slots(slot))
            }
            Node::RowByRow(number) => graph.row_by_row(*number).map(|question| {
                let slot = self.take_slots(2);
                self.steps.push(Step::RowByRow { question, slot });
                in_slots(slot)
            }),
        };
        found.unwrap_or(NEVER_KNOWN)
    }

    fn contains(&self, codes: &'p [super::Bits], code: CodeIndex, known: &'p [u64]) -> Answer<'p> {
        let so = codes.get(code).map_or(Plane::Slot(NOBODY), |has| Plane::Column(has.words()));
        Answer { so, known: Plane::Column(known) }
    }

    fn among(&mut self, numbers: &'p Integers, among: &Among, known: &'p [u64]) -> Answer<'p> {
        let so = self.within(numbers, &among.intervals, known);
        let known = self.within(numbers, &[among.defined], known);
        Answer { so, known }
    }

    /// Of whom a number is known that lies in one of the intervals.
    fn within(&mut self, numbers: &'p Integers, intervals: &[(i64, i64)], known: &'p [u64]) -> Plane<'p> {
        let (first, last) = numbers.bounds();
        let kept: Vec<(i64, i64)> = intervals
            .iter()
            .map(|(low, high)| (first.max(*low), last.min(*high)))
            .filter(|(low, high)| low <= high)
            .collect();
        if kept.is_empty() {
            return Plane::Slot(NOBODY);
        }
        if kept == [(first, last)] {
            return Plane::Column(known);
        }
        let intervals = kept.iter().map(|(low, high)| (low.abs_diff(first), high.abs_diff(*low))).collect();
        let slot = self.take_slots(1);
        self.steps.push(Step::Among { offsets: numbers.offsets(), intervals, known, slot });
        Plane::Slot(slot)
    }

    /// Adds the steps that tell who lives in which area; gives the slot of each area that is asked for.
    fn places(
        &mut self,
        graph: &'p Graph<'p>,
        areas: &'p Areas<'p>,
        population: &'p Population,
    ) -> Vec<(FactIndex, AreaIndex, usize)> {
        let mut slots = Vec::new();
        let facts: BTreeSet<FactIndex> = graph.places().map(|(fact, _)| fact).collect();
        for fact in facts {
            let Some(column) = population.columns().get(fact.0) else { continue };
            let Values::Place(lsoas, positions) = &column.values else { continue };
            let (low, high) = positions.bounds();
            let range = usize::try_from(low).unwrap_or_default()..=usize::try_from(high).unwrap_or_default();
            let lsoas = lsoas.get(range).unwrap_or_default();
            for group in areas.groups() {
                let words = lsoas.iter().map(|lsoa| group.word(lsoa)).collect();
                let first = self.take_slots(group.areas().len());
                let positions = positions.offsets();
                let (known, count) = (column.known.words(), group.areas().len());
                self.steps.push(Step::Places { positions, words, known, first, areas: count });
                slots.extend(group.areas().iter().enumerate().map(|(at, area)| (fact, *area, first + at)));
            }
        }
        slots
    }
}

fn in_columns<'p>(so: &'p [u64], known: &'p [u64]) -> Answer<'p> {
    Answer { so: Plane::Column(so), known: Plane::Column(known) }
}

/// Of whom it is so is in the slot, of whom it is known in the one after.
fn in_slots(slot: usize) -> Answer<'static> {
    Answer { so: Plane::Slot(slot), known: Plane::Slot(slot + 1) }
}
