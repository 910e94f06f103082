//! A yes or no for each of many rows, 64 to a word.

/// A bit for each row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    /// The first row is the lowest bit of the first word. Bits past the last row are zero.
    words: Vec<u64>,
    rows: usize,
}

/// Rows to a word.
pub(crate) const WORD: usize = 64;

impl Bits {
    /// No row has it.
    #[must_use]
    pub fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(WORD)], rows }
    }

    /// Every row has it.
    #[must_use]
    pub fn all(rows: usize) -> Self {
        Self::from_words(vec![u64::MAX; rows.div_ceil(WORD)], rows)
    }

    /// Words of 64 rows, the first row lowest. Missing words are zero, what is past `rows` is dropped.
    #[must_use]
    pub fn from_words(mut words: Vec<u64>, rows: usize) -> Self {
        words.resize(rows.div_ceil(WORD), 0);
        let past = rows % WORD;
        if let Some(last) = words.last_mut().filter(|_| past > 0) {
            *last &= (1 << past) - 1;
        }
        Self { words, rows }
    }

    /// `rows` bits of bytes, the lowest bit of a byte first, from the bit `first` on: the form of bitmaps
    /// in Apache Arrow. Missing bytes are zero.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], first: usize, rows: usize) -> Self {
        let bytes = bytes.get(first / 8..).unwrap_or_default();
        let shift = u32::try_from(first % 8).unwrap_or_default();
        let word = |at: usize| {
            let mut eight = [0; 8];
            let found = bytes.get(at * 8..).unwrap_or_default();
            eight.iter_mut().zip(found).for_each(|(byte, found)| *byte = *found);
            let above = found.get(8).map_or(0, |next| u64::from(*next).checked_shl(64 - shift).unwrap_or_default());
            u64::from_le_bytes(eight) >> shift | above
        };
        Self::from_words((0..rows.div_ceil(WORD)).map(word).collect(), rows)
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether the row has it; a row past the last has not.
    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        self.words.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    /// The bit of every row in order.
    pub fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.rows).map(|row| self.get(row))
    }

    /// The rows that have it, in order.
    pub fn ones(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let rest = |left: &u64| Some(left & (left - 1)).filter(|left| *left != 0);
            std::iter::successors(Some(*word).filter(|word| *word != 0), rest)
                .map(move |left| at * WORD + left.trailing_zeros() as usize)
        })
    }

    /// How many rows have it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// How many rows have both.
    #[must_use]
    pub fn count_both(&self, other: &Bits) -> u64 {
        self.words.iter().zip(&other.words).map(|(left, right)| u64::from((left & right).count_ones())).sum()
    }

    /// The words of 64 rows, the first row lowest; bits past the last row are zero.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words, to be written; the caller keeps bits past the last row zero.
    pub(super) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// Drops every row that has not the other too.
    pub(super) fn keep_only(&mut self, other: &Bits) {
        let others = other.words.iter().chain(std::iter::repeat(&0));
        self.words.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
    }

    /// Puts the rows of another behind these.
    pub fn append(&mut self, other: &Bits) {
        let shift = self.rows % WORD;
        if shift == 0 {
            self.words.extend_from_slice(&other.words);
        } else {
            for word in &other.words {
                if let Some(last) = self.words.last_mut() {
                    *last |= word << shift;
                }
                self.words.push(word >> (WORD - shift));
            }
        }
        self.rows += other.rows;
        self.words.truncate(self.rows.div_ceil(WORD));
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<T: IntoIterator<Item = bool>>(rows: T) -> Self {
        let (mut words, mut count) = (Vec::new(), 0);
        for so in rows {
            if count % WORD == 0 {
                words.push(0);
            }
            if let Some(last) = words.last_mut() {
                *last |= u64::from(so) << (count % WORD);
            }
            count += 1;
        }
        Self { words, rows: count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_keep_what_they_are_given(one in proptest::collection::vec(any::<bool>(), 0..200), other in proptest::collection::vec(any::<bool>(), 0..200)) {
            let (left, right): (Bits, Bits) = (one.iter().copied().collect(), other.iter().copied().collect());
            prop_assert_eq!(left.iter().collect::<Vec<_>>(), one.clone());
            prop_assert_eq!(left.count(), one.iter().map(|so| u64::from(*so)).sum::<u64>());
            prop_assert_eq!(left.ones().collect::<Vec<_>>(), (0..one.len()).filter(|row| left.get(*row)).collect::<Vec<_>>());
            let mut both = left.clone();
            both.append(&right);
            prop_assert_eq!(both.iter().collect::<Vec<_>>(), [one.clone(), other].concat());
            prop_assert_eq!(Bits::from_words(both.words().to_vec(), both.len()), both);
            let bytes: Vec<u8> = left.words().iter().flat_map(|word| word.to_le_bytes()).collect();
            for first in 0..one.len().min(70) {
                let tail = Bits::from_bytes(&bytes, first, one.len() - first);
                prop_assert!(tail.iter().eq(one.iter().copied().skip(first)));
            }
        }
    }

    #[test]
    fn all_are_no_more_than_the_rows() {
        for rows in [0, 1, 63, 64, 65, 4096] {
            assert_eq!(Bits::all(rows).count(), rows as u64);
        }
    }
}
