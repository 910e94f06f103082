//! The keys of the people of a population, row by row, and the cells of some of them.

use crate::{Cell, Key, Rule, Told};
use policy::population::Bits;

/// Rows of one word of [`Bits`].
const WORD: usize = 64;

/// The key of each row, and what the keys of each 64 rows come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    of_rows: Vec<Key>,
    of_words: Vec<Cell>,
}

impl Keys {
    /// The keys of the rows, in order.
    #[must_use]
    pub fn new(of_rows: Vec<Key>) -> Self {
        let of_words = of_rows.chunks(WORD).map(|keys| keys.iter().copied().collect()).collect();
        Self { of_rows, of_words }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.of_rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of_rows.is_empty()
    }

    /// The keys of the rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Key> + '_ {
        self.of_rows.iter().copied()
    }

    /// Everybody.
    #[must_use]
    pub fn all(&self) -> Cell {
        self.of_words.iter().fold(Cell::default(), |sum, word| sum.and(*word))
    }

    /// The people of these rows.
    #[must_use]
    pub fn cell(&self, members: &Bits) -> Cell {
        self.of(members.words().iter().copied())
    }

    /// The people who are in both.
    #[must_use]
    pub fn cell_both(&self, one: &Bits, other: &Bits) -> Cell {
        self.of(one.words().iter().zip(other.words()).map(|(one, other)| one & other))
    }

    /// The people of these rows, as they may be told.
    #[must_use]
    pub fn tell(&self, rule: &Rule, members: &Bits) -> Told {
        rule.tell(self.cell(members))
    }

    /// Of a word that is more than half full, who is missing is taken away: never more than 32 steps.
    fn of(&self, words: impl Iterator<Item = u64>) -> Cell {
        let keys = self.of_rows.chunks(WORD).zip(&self.of_words);
        words.zip(keys).fold(Cell::default(), |sum, (word, (keys, all))| {
            let rows = u32::try_from(keys.len()).unwrap_or(u32::MAX);
            if word.count_ones() * 2 <= rows {
                return sum.and(ones(word, keys));
            }
            sum.and(all.without(ones(!word, keys)))
        })
    }
}

/// The people whose bit is set.
fn ones(mut word: u64, keys: &[Key]) -> Cell {
    let mut found = Cell::default();
    while word != 0 {
        if let Some(key) = usize::try_from(word.trailing_zeros()).ok().and_then(|row| keys.get(row)) {
            found.add(*key);
        }
        word &= word - 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cell_is_of_exactly_the_people_of_its_rows(rows in proptest::collection::vec((0_u8..10, 0_u8..10), 0..300), many in 0_u8..10) {
            let key = |row: usize| Secret::new([1; 32]).key_of(&row.to_le_bytes());
            let keys = Keys::new((0..rows.len()).map(key).collect());
            let one: Bits = rows.iter().map(|row| row.0 < many).collect();
            let other: Bits = rows.iter().map(|row| row.1 < 8).collect();
            let of = |is_in: &dyn Fn(usize) -> bool| (0..rows.len()).filter(|row| is_in(*row)).map(key).collect::<Cell>();
            prop_assert_eq!(keys.cell(&one), of(&|row| one.get(row)));
            prop_assert_eq!(keys.cell_both(&one, &other), of(&|row| one.get(row) && other.get(row)));
            prop_assert_eq!(keys.all(), of(&|_| true));
        }
    }
}
