//! Whole numbers of many rows, each in the fewest bytes that hold them all.

/// Whole numbers, kept as their distance from the smallest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Integers {
    /// The number that zero stands for: the smallest.
    base: i64,
    /// The greatest distance kept.
    span: u64,
    offsets: Offsets,
}

/// Distances from the smallest number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offsets {
    Byte(Vec<u8>),
    Short(Vec<u16>),
    Word(Vec<u32>),
    Long(Vec<u64>),
}

impl Integers {
    /// Numbers in the fewest bytes. Rows that are not `known` count for nothing and are kept as zero.
    pub(crate) fn new<T: Copy + Into<i64>>(numbers: &[T], known: &super::Bits) -> Self {
        let whole = || numbers.iter().zip(known.iter()).filter(|(_, known)| *known).map(|(number, _)| (*number).into());
        let (low, high) =
            whole().fold((i64::MAX, i64::MIN), |(low, high), number: i64| (low.min(number), high.max(number)));
        let base = if low > high { 0 } else { low };
        let span = if low > high { 0 } else { high.abs_diff(low) };
        let offsets = numbers.iter().zip(known.iter()).map(|(number, known)| {
            let number: i64 = (*number).into();
            if known { number.abs_diff(base) } else { 0 }
        });
        let offsets = if u8::try_from(span).is_ok() {
            Offsets::Byte(offsets.map(|offset| offset as u8).collect())
        } else if u16::try_from(span).is_ok() {
            Offsets::Short(offsets.map(|offset| offset as u16).collect())
        } else if u32::try_from(span).is_ok() {
            Offsets::Word(offsets.map(|offset| offset as u32).collect())
        } else {
            Offsets::Long(offsets.collect())
        };
        Self { base, span, offsets }
    }

    /// The smallest number and the greatest.
    pub(crate) fn bounds(&self) -> (i64, i64) {
        (self.base, self.base.wrapping_add_unsigned(self.span))
    }

    /// The number of the row; of a row that is not known, any.
    pub(crate) fn get(&self, row: usize) -> Option<i64> {
        let offset = match &self.offsets {
            Offsets::Byte(offsets) => u64::from(*offsets.get(row)?),
            Offsets::Short(offsets) => u64::from(*offsets.get(row)?),
            Offsets::Word(offsets) => u64::from(*offsets.get(row)?),
            Offsets::Long(offsets) => *offsets.get(row)?,
        };
        Some(self.base.wrapping_add_unsigned(offset))
    }

    /// The distances from the smallest number.
    pub(crate) fn offsets(&self) -> &Offsets {
        &self.offsets
    }
}
