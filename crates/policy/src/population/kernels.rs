//! The inner loops, each over the words of one block. Compiled for every set of instructions
//! ([`lanes`](super::lanes)), so everything here is inlined.

use super::{block::WORDS, lanes::Lanes};

/// A distance from the smallest number of a column, in one of the sizes that columns are kept in.
pub(super) trait Offset: Copy + Default {
    /// The number; the caller knows that it fits.
    fn of(number: u64) -> Self;
    /// Whether it is at least `first` and at most so much more.
    fn is_within(self, first: Self, more: Self) -> bool;
    /// As a position.
    fn position(self) -> usize;
}

macro_rules! offset {
    ($kind:ty) => {
        impl Offset for $kind {
            #[inline(always)]
            fn of(number: u64) -> Self {
                number as $kind
            }

            #[inline(always)]
            fn is_within(self, first: Self, more: Self) -> bool {
                self.wrapping_sub(first) <= more
            }

            #[inline(always)]
            fn position(self) -> usize {
                self as usize
            }
        }
    };
}

offset!(u8);
offset!(u16);
offset!(u32);
offset!(u64);

/// Sets in `out` the bit of everybody whose number is known and lies in one of the intervals.
#[inline(always)]
pub(super) fn among<L: Lanes, T: Offset>(
    lanes: L,
    offsets: &[T],
    intervals: &[(u64, u64)],
    known: &[u64],
    out: &mut [u64],
) {
    let (whole, rest) = offsets.as_chunks::<64>();
    out.fill(0);
    for (first, more) in intervals {
        let (first, more) = (T::of(*first), T::of(*more));
        for ((out, known), rows) in out.iter_mut().zip(known).zip(whole) {
            *out |= known & within(lanes, rows, first, more);
        }
        if let (Some(out), Some(known), false) = (out.get_mut(whole.len()), known.get(whole.len()), rest.is_empty()) {
            let mut rows = [T::default(); 64];
            rows.iter_mut().zip(rest).for_each(|(row, rest)| *row = *rest);
            *out |= known & within(lanes, &rows, first, more);
        }
    }
}

#[inline(always)]
fn within<L: Lanes, T: Offset>(lanes: L, rows: &[T; 64], first: T, more: T) -> u64 {
    let mut bytes = [0; 64];
    for (byte, row) in bytes.iter_mut().zip(rows) {
        *byte = if row.is_within(first, more) { u8::MAX } else { 0 };
    }
    lanes.bits(&bytes)
}

/// Writes who lives in each area, a slot for an area. The bits of a position's word are the areas.
#[inline(always)]
pub(super) fn places<T: Offset>(positions: &[T], words: &[u64], known: &[u64], areas: usize, out: &mut [u64]) {
    for (at, (rows, known)) in positions.chunks(64).zip(known).enumerate() {
        let mut square = [0; 64];
        for (word, position) in square.iter_mut().zip(rows) {
            *word = words.get(position.position()).copied().unwrap_or_default();
        }
        exchange_rows_and_columns(&mut square);
        for (slot, area) in out.chunks_mut(WORDS).zip(square).take(areas) {
            slot.iter_mut().skip(at).take(1).for_each(|slot| *slot = area & known);
        }
    }
}

/// Exchanges the rows and columns of a square of 64 by 64 bits, by halves, quarters and so on. (Warren,
/// Hacker's Delight, 2nd edition, 7-3.)
#[inline(always)]
fn exchange_rows_and_columns(square: &mut [u64; 64]) {
    exchange::<32>(square, 0x0000_0000_FFFF_FFFF);
    exchange::<16>(square, 0x0000_FFFF_0000_FFFF);
    exchange::<8>(square, 0x00FF_00FF_00FF_00FF);
    exchange::<4>(square, 0x0F0F_0F0F_0F0F_0F0F);
    exchange::<2>(square, 0x3333_3333_3333_3333);
    exchange::<1>(square, 0x5555_5555_5555_5555);
}

#[inline(always)]
fn exchange<const HALF: usize>(square: &mut [u64; 64], low: u64) {
    for rows in square.chunks_exact_mut(2 * HALF) {
        let (upper, lower) = rows.split_at_mut(HALF);
        for (upper, lower) in upper.iter_mut().zip(lower) {
            let different = (*upper >> HALF ^ *lower) & low;
            *upper ^= different << HALF;
            *lower ^= different;
        }
    }
}

/// Takes one part of a conjunction into account: `all` keeps those for whom it is true, `fails` gains those for whom it is false.
#[inline(always)]
pub(super) fn fold(so: &[u64], known: &[u64], negated: bool, all: &mut [u64; WORDS], fails: &mut [u64; WORDS]) {
    let words = all.iter_mut().zip(fails).zip(so.iter().zip(known));
    if negated {
        words.for_each(|((all, fails), (so, known))| {
            *all &= known ^ so;
            *fails |= so;
        });
    } else {
        words.for_each(|((all, fails), (so, known))| {
            *all &= so;
            *fails |= known ^ so;
        });
    }
}

/// [`fold`], which also marks in `several` whom more than one part stops.
#[inline(always)]
pub(super) fn fold_and_mark(
    so: &[u64],
    known: &[u64],
    negated: bool,
    all: &mut [u64; WORDS],
    fails: &mut [u64; WORDS],
    several: &mut [u64; WORDS],
) {
    let words = all.iter_mut().zip(fails).zip(several).zip(so.iter().zip(known));
    let flip = if negated { u64::MAX } else { 0 };
    words.for_each(|(((all, fails), several), (so, known))| {
        let met = (so ^ flip) & known;
        let failed = known ^ met;
        *all &= met;
        *several |= *fails & failed;
        *fails |= failed;
    });
}

/// How many a criterion stops, and how many of them nothing else stops.
#[inline(always)]
pub(super) fn stopped(so: &[u64], known: &[u64], negated: bool, several: &[u64; WORDS]) -> (u64, u64) {
    let flip = if negated { 0 } else { u64::MAX };
    let mut counts = (0, 0);
    for ((so, known), several) in so.iter().zip(known).zip(several) {
        let failed = (so ^ flip) & known;
        counts.0 += u64::from(failed.count_ones());
        counts.1 += u64::from((failed & !several).count_ones());
    }
    counts
}

/// How many bits are set.
#[inline(always)]
pub(super) fn count(words: &[u64; WORDS]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// Writes what is in one or the other.
#[inline(always)]
pub(super) fn either(one: &[u64; WORDS], other: &[u64; WORDS], out: &mut [u64]) {
    out.iter_mut().zip(one).zip(other).for_each(|((out, one), other)| *out = one | other);
}

/// So many words of a slot.
#[inline(always)]
pub(super) fn slot(slots: &[u64], slot: usize, count: usize) -> &[u64] {
    slots.get(slot * WORDS..slot * WORDS + count).unwrap_or_default()
}

/// The first words, as many as asked for.
#[inline(always)]
pub(super) fn first(words: &mut [u64], count: usize) -> &mut [u64] {
    words.get_mut(..count).unwrap_or_default()
}

/// The first two slots.
#[inline(always)]
pub(super) fn two_slots(slots: &mut [u64]) -> (&mut [u64], &mut [u64]) {
    match slots.as_chunks_mut::<WORDS>().0 {
        [one, other, ..] => (one, other),
        _ => (&mut [], &mut []),
    }
}
