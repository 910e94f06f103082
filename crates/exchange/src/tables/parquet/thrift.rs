//! Just enough of Thrift's compact protocol to look at what a Parquet file claims before it is believed.
//!
//! *Authority*: Apache Thrift, "Thrift compact protocol encoding"; every value that is read here is bounded
//! by the bytes at hand, and nothing is kept.

/// The types that a field or an element may have.
pub(super) mod kind {
    pub(in super::super) const I32: u8 = 5;
    pub(in super::super) const LIST: u8 = 9;
    pub(in super::super) const STRUCT: u8 = 12;
    pub(super) const TRUE: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const BYTE: u8 = 3;
    pub(super) const I64: u8 = 6;
    pub(super) const DOUBLE: u8 = 7;
    pub(super) const BINARY: u8 = 8;
    pub(super) const SET: u8 = 10;
    pub(super) const MAP: u8 = 11;
}

/// The deepest that structures may stand in one another.
const DEEPEST: u8 = 24;

/// Bytes, read from the front. Every method gives `None` where the bytes are not what they should be.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a>(&'a [u8]);

/// A field of a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) id: i16,
    pub(super) kind: u8,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// How many bytes are still to be read.
    pub(super) fn left(&self) -> usize {
        self.0.len()
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A whole number of any width.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let zigzag = self.unsigned()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// The next field after the one with the id `last`: `Some(None)` at the end of the structure.
    pub(super) fn field(&mut self, last: i16) -> Option<Option<Field>> {
        let head = self.byte()?;
        if head == 0 {
            return Some(None);
        }
        let step = i16::from(head >> 4);
        let id = if step == 0 { i16::try_from(self.integer()?).ok()? } else { last.checked_add(step)? };
        Some(Some(Field { id, kind: head & 0x0f }))
    }

    /// The beginning of a list or set: how many elements of which type.
    pub(super) fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let count = if head >> 4 == 0x0f { self.unsigned()? } else { u64::from(head >> 4) };
        Some((count, head & 0x0f))
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self, kind: u8) -> Option<()> {
        self.skip_within(kind, DEEPEST)
    }

    fn skip_within(&mut self, kind: u8, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            kind::TRUE | kind::FALSE => Some(()),
            kind::BYTE => self.pass(1),
            4 | kind::I32 | kind::I64 => self.unsigned().map(|_| ()),
            kind::DOUBLE => self.pass(8),
            kind::BINARY => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            kind::LIST | kind::SET => {
                let (count, element) = self.list()?;
                self.skip_elements(count, element, depth)
            }
            kind::MAP => {
                let count = self.unsigned()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                (0..count).try_for_each(|_| {
                    self.skip_elements(1, kinds >> 4, depth)?;
                    self.skip_elements(1, kinds & 0x0f, depth)
                })
            }
            kind::STRUCT => {
                let mut last = 0;
                while let Some(field) = self.field(last)? {
                    self.skip_within(field.kind, depth)?;
                    last = field.id;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// Elements of a list: a yes or no takes a byte there, as it does not in a structure.
    fn skip_elements(&mut self, count: u64, kind: u8, depth: u8) -> Option<()> {
        match kind {
            kind::TRUE | kind::FALSE => self.pass(count),
            _ => (0..count).try_for_each(|_| self.skip_within(kind, depth)),
        }
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_structure_is_walked() {
        // Field 1: i32 -3; field 3: list of two i32; field 40, written in full: text of 2 bytes; end; then 7.
        let bytes = [0x15, 0x05, 0x29, 0x25, 0x02, 0x04, 0x08, 0x50, 0x02, b'a', b'b', 0x00, 0x0e];
        let mut cursor = Cursor::new(&bytes);
        let mut whole = cursor.clone();
        assert_eq!(cursor.field(0), Some(Some(Field { id: 1, kind: kind::I32 })));
        assert_eq!(cursor.integer(), Some(-3));
        assert_eq!(cursor.field(1), Some(Some(Field { id: 3, kind: kind::LIST })));
        assert_eq!(cursor.list(), Some((2, kind::I32)));
        whole.skip(kind::STRUCT).unwrap();
        assert_eq!(whole.integer(), Some(7));
    }

    #[test]
    fn what_is_too_deep_or_too_long_is_not_followed() {
        assert_eq!(Cursor::new(&[0x1c; 10_000]).skip(kind::STRUCT), None);
        assert_eq!(Cursor::new(&[0x19; 10_000]).skip(kind::LIST), None);
        assert_eq!(Cursor::new(&[0xf1, 0xff, 0xff, 0xff, 0xff, 0x0f]).skip(kind::LIST), None);
        assert_eq!(Cursor::new(&[0xff; 12]).integer(), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0_u8..16) {
            let _ = Cursor::new(&bytes).skip(kind);
        }
    }
}
