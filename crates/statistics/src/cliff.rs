//! Of whom do several things end at once?
//!
//! *Authority*: the mission, S32: funding cliffs seen ahead, and who is affected.
//! *Applies*: to what ends in one month, each with the programmes whose people it touches, and to the programmes
//! that each person is on.
//! *Simplified*: one person counts once, whether two things of theirs end or five.
//! *Example*: a programme and an agreement that serves it end in March; the 12 people on it stand at a cliff.

use crate::{Cell, Key};
use std::collections::BTreeSet;

/// How many people are touched by two or more of the things that end. `ends`: for each thing the programmes that
/// it touches; `people`: for each person their key and the programmes that they are on.
#[must_use]
pub fn people_at_cliff<'a>(
    ends: &[&BTreeSet<String>],
    people: impl IntoIterator<Item = (Key, &'a BTreeSet<String>)>,
) -> Cell {
    let touched = |on: &BTreeSet<String>| ends.iter().filter(|programmes| !programmes.is_disjoint(on)).count();
    people.into_iter().filter(|(_, on)| touched(on) > 1).map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn set(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn two_things_of_one_person_are_a_cliff_and_two_of_two_persons_are_none() {
        let people = [set(&["a"]), set(&["b"]), set(&["a", "b"]), set(&[])];
        let count = |ends: &[BTreeSet<String>]| {
            let people =
                people.iter().enumerate().map(|(row, on)| (Secret::new([1; 32]).key_of(&row.to_le_bytes()), on));
            people_at_cliff(&ends.iter().collect::<Vec<_>>(), people).people()
        };
        assert_eq!(count(&[set(&["a"]), set(&["b"])]), 1, "only who is on both");
        assert_eq!(count(&[set(&["a"]), set(&["a"])]), 2, "programme and agreement of the same people");
        assert_eq!(count(&[set(&["a"])]), 0);
        assert_eq!(count(&[]), 0);
    }
}
