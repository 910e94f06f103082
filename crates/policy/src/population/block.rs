//! The work on the rows, a block at a time, so that what is worked out for a block stays near the
//! processor.

use super::{
    Bits, CriterionRows, Detail, Population, ProgrammeScreening, WORD,
    bind::{Bound, EVERYBODY, Operand, Plane, Step},
    integers::Offsets,
    kernels::{self, Offset},
    lanes::{Lanes, Work},
    rowwise::Rows,
};
use std::ops::Range;

/// Words to a block: 4,096 rows.
pub(super) const WORDS: usize = 64;

/// The screening of some rows. The first is a multiple of 64.
pub(super) struct Blocks<'b, 'p> {
    pub(super) bound: &'b Bound<'p>,
    /// The criteria of each programme.
    pub(super) criteria: &'b [Vec<Operand<'p>>],
    pub(super) asked: Rows<'p>,
    pub(super) population: &'p Population,
    pub(super) rows: Range<usize>,
    pub(super) detail: Detail,
    /// Where the answers go; everything in it is zero.
    pub(super) programmes: &'b mut [ProgrammeScreening],
}

/// One block: its words among those of the population, and among those of the answer.
#[derive(Clone)]
struct Block {
    words: Range<usize>,
    answer: Range<usize>,
}

impl Work for Blocks<'_, '_> {
    fn with<L: Lanes>(mut self, lanes: L) {
        let mut slots = vec![0; self.bound.slots * WORDS];
        let (first, count) = (self.rows.start / WORD, self.rows.len().div_ceil(WORD));
        for start in (0..count).step_by(WORDS) {
            let end = count.min(start + WORDS);
            let block = Block { words: first + start..first + end, answer: start..end };
            self.everybody(&block, &mut slots);
            for step in &self.bound.steps {
                work_out(lanes, step, &block, &mut slots, self.population, &mut self.asked);
            }
            for (programme, criteria) in self.programmes.iter_mut().zip(self.criteria) {
                lanes.run(
                    #[inline(always)]
                    || verdicts(programme, criteria, &block, &slots, self.detail),
                );
            }
        }
    }
}

impl Blocks<'_, '_> {
    /// Writes the slot of every row that there is.
    fn everybody(&self, block: &Block, slots: &mut [u64]) {
        let rows = self.rows.end.saturating_sub(block.words.start * WORD);
        let everybody = Bits::all(rows.min(WORDS * WORD));
        slots.iter_mut().skip(EVERYBODY * WORDS).zip(everybody.words()).for_each(|(slot, word)| *slot = *word);
    }
}

/// Takes a step for a block.
fn work_out<'p, L: Lanes>(
    lanes: L,
    step: &Step<'p>,
    block: &Block,
    slots: &mut [u64],
    population: &'p Population,
    asked: &mut Rows<'p>,
) {
    let rows = block.words.start * WORD..block.words.end * WORD;
    let (Step::Among { slot, .. }
    | Step::Places { first: slot, .. }
    | Step::All { slot, .. }
    | Step::RowByRow { slot, .. }) = step;
    let Some((before, from)) = slots.split_at_mut_checked(slot * WORDS) else { return };
    match step {
        Step::Among { offsets, intervals, known, .. } => {
            let (known, out) = (words(known, block), kernels::first(from, block.words.len()));
            match offsets {
                Offsets::Byte(offsets) => among(lanes, part(offsets, &rows), intervals, known, out),
                Offsets::Short(offsets) => among(lanes, part(offsets, &rows), intervals, known, out),
                Offsets::Word(offsets) => among(lanes, part(offsets, &rows), intervals, known, out),
                Offsets::Long(offsets) => among(lanes, part(offsets, &rows), intervals, known, out),
            }
        }
        Step::Places { positions, words: areas, known, areas: count, .. } => {
            let known = words(known, block);
            match positions {
                Offsets::Byte(positions) => places(lanes, part(positions, &rows), areas, known, *count, from),
                Offsets::Short(positions) => places(lanes, part(positions, &rows), areas, known, *count, from),
                Offsets::Word(positions) => places(lanes, part(positions, &rows), areas, known, *count, from),
                Offsets::Long(positions) => places(lanes, part(positions, &rows), areas, known, *count, from),
            }
        }
        Step::All { parts, .. } => {
            lanes.run(
                #[inline(always)]
                || all(parts, block, before, from),
            );
        }
        Step::RowByRow { question, .. } => {
            let (so, known) = kernels::two_slots(from);
            asked.answer(question, population, rows, so, known);
        }
    }
}

fn among<L: Lanes, T: Offset>(lanes: L, offsets: &[T], intervals: &[(u64, u64)], known: &[u64], out: &mut [u64]) {
    lanes.run(
        #[inline(always)]
        || kernels::among(lanes, offsets, intervals, known, out),
    );
}

fn places<L: Lanes, T: Offset>(lanes: L, positions: &[T], words: &[u64], known: &[u64], areas: usize, out: &mut [u64]) {
    lanes.run(
        #[inline(always)]
        || kernels::places(positions, words, known, areas, out),
    );
}

/// Writes of whom all parts are so, and of whom that is known.
#[inline(always)]
fn all(parts: &[Operand<'_>], block: &Block, slots: &[u64], out: &mut [u64]) {
    let (mut so, mut fails) = ([u64::MAX; WORDS], [0; WORDS]);
    for part in parts {
        let (met, known) = read(part, block, slots);
        kernels::fold(met, known, part.negated, &mut so, &mut fails);
    }
    let (so_slot, known_slot) = kernels::two_slots(out);
    so_slot.copy_from_slice(&so);
    kernels::either(&so, &fails, known_slot);
}

/// The verdicts of one programme for a block, and what stops whom.
#[inline(always)]
fn verdicts(
    programme: &mut ProgrammeScreening,
    criteria: &[Operand<'_>],
    block: &Block,
    slots: &[u64],
    detail: Detail,
) {
    let count = block.words.len();
    let (mut eligible, mut not_eligible, mut several) = ([0; WORDS], [0; WORDS], [0; WORDS]);
    kernels::first(&mut eligible, count).copy_from_slice(kernels::slot(slots, EVERYBODY, count));
    for criterion in criteria {
        let (met, known) = read(criterion, block, slots);
        if detail == Detail::Verdicts {
            kernels::fold(met, known, criterion.negated, &mut eligible, &mut not_eligible);
        } else {
            kernels::fold_and_mark(met, known, criterion.negated, &mut eligible, &mut not_eligible, &mut several);
        }
    }
    programme.counts.eligible += kernels::count(&eligible);
    programme.counts.not_eligible += kernels::count(&not_eligible);
    write(&mut programme.eligible, block, &eligible);
    write(&mut programme.not_eligible, block, &not_eligible);
    for (barrier, criterion) in programme.barriers.iter_mut().zip(criteria) {
        let (met, known) = read(criterion, block, slots);
        let (fails, alone) = kernels::stopped(met, known, criterion.negated, &several);
        barrier.fails += fails;
        barrier.alone += alone;
        if let Some(rows) = &mut barrier.rows {
            write_rows(rows, (met, known), criterion.negated, block, &several);
        }
    }
}

fn write_rows(rows: &mut CriterionRows, (met, known): (&[u64], &[u64]), negated: bool, block: &Block, several: &[u64]) {
    let (mut so, mut fails) = ([u64::MAX; WORDS], [0; WORDS]);
    kernels::fold(met, known, negated, &mut so, &mut fails);
    let mut alone = fails;
    alone.iter_mut().zip(several).for_each(|(alone, several)| *alone &= !several);
    write(&mut rows.met, block, &so);
    write(&mut rows.fails, block, &fails);
    write(&mut rows.alone, block, &alone);
}

#[inline(always)]
fn write(bits: &mut Bits, block: &Block, words: &[u64; WORDS]) {
    let answer = bits.words_mut().get_mut(block.answer.clone()).unwrap_or_default();
    answer.iter_mut().zip(words).for_each(|(answer, word)| *answer = *word);
}

/// Of whom it is so and of whom it is known, before any negation.
#[inline(always)]
fn read<'s>(operand: &Operand<'s>, block: &Block, slots: &'s [u64]) -> (&'s [u64], &'s [u64]) {
    let plane = |plane| match plane {
        Plane::Column(column) => words(column, block),
        Plane::Slot(slot) => kernels::slot(slots, slot, block.words.len()),
    };
    (plane(operand.answer.so), plane(operand.answer.known))
}

#[inline(always)]
fn words<'w>(words: &'w [u64], block: &Block) -> &'w [u64] {
    words.get(block.words.clone()).unwrap_or_default()
}

/// The rows of a block, of which the last may have fewer.
#[inline(always)]
fn part<'o, T>(offsets: &'o [T], rows: &Range<usize>) -> &'o [T] {
    offsets.get(rows.start..rows.end.min(offsets.len())).unwrap_or_default()
}
