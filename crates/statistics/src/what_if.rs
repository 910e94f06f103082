//! Who becomes eligible when a rule changes, where, of which group, and from what other help?
//!
//! *Authority*: arithmetic on the verdicts of `policy` before and after the change, on the same people and day.
//! *Applies*: to one programme. *Newly eligible* is who is eligible after and was not before (not eligible or not yet
//! known); *no longer eligible* the other way round; *newly open* who was not eligible and now cannot be said without
//! more answers.
//! *Simplified*: who may join is not who will: nobody can say beforehand how many take it up.
//! *Example*: three more are eligible; one of them is on a programme that cannot be had at the same time, and would
//! have to leave it first.

use crate::{Cell, Divided, Division, Keys, Rule, Told};
use policy::population::{Bits, ProgrammeScreening};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The verdicts of one programme. Of who is neither it cannot be said yet.
#[derive(Debug, Clone, Copy)]
pub struct Verdicts<'a> {
    /// Who is eligible.
    pub eligible: &'a Bits,
    /// Who is not.
    pub not_eligible: &'a Bits,
}

impl<'a> From<&'a ProgrammeScreening> for Verdicts<'a> {
    fn from(programme: &'a ProgrammeScreening) -> Self {
        Self { eligible: &programme.eligible, not_eligible: &programme.not_eligible }
    }
}

/// Another programme that cannot be had at the same time.
#[derive(Debug, Clone)]
pub struct Rival<'a> {
    /// The id of the programme.
    pub programme: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Who is on it, as far as they have said.
    pub on_it: &'a Bits,
    /// Who is eligible for it.
    pub eligible: &'a Bits,
}

/// What a change does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf<N> {
    /// Of everybody looked at.
    pub all: Shift<N>,
    /// The same by ward and group.
    pub by: Vec<Divided<Shift<N>>>,
    /// Of the newly eligible: on which other programmes they are, or for which they are eligible.
    pub moves: Vec<Move<N>>,
    /// Of the newly eligible: of how many it is not known which programmes they are on.
    pub programmes_not_known: N,
}

/// How verdicts shift among some people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift<N> {
    /// How many there are.
    pub people: N,
    /// How many are eligible before the change.
    pub eligible_before: N,
    /// How many are eligible after it.
    pub eligible_after: N,
    /// How many are not eligible before the change.
    pub not_eligible_before: N,
    /// How many are not eligible after it.
    pub not_eligible_after: N,
    /// Of how many it cannot be said before the change.
    pub undetermined_before: N,
    /// Of how many it cannot be said after it.
    pub undetermined_after: N,
    /// How many become eligible.
    pub newly_eligible: N,
    /// How many are not eligible any more.
    pub no_longer_eligible: N,
    /// How many were not eligible, and now it depends on answers not yet given.
    pub newly_open: N,
}

/// Newly eligible people and one other programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move<N> {
    /// The id of the other programme.
    pub programme: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// How many of the newly eligible are on it, and would have to leave it first.
    pub on_it: N,
    /// How many of the newly eligible are eligible for it too, and could choose.
    pub eligible: N,
}

/// Compares the verdicts of one programme before and after a change. `keys` are those of the people, row by row;
/// `programmes_known` has everybody of whom it is known which programmes they are on.
#[must_use]
pub fn what_if(
    keys: &Keys,
    (before, after): (Verdicts<'_>, Verdicts<'_>),
    divisions: &[Division],
    rivals: &[Rival<'_>],
    programmes_known: &Bits,
) -> WhatIf<Cell> {
    let flows = Flows::new(keys, before, after);
    let newly = &flows.newly_eligible;
    let moves = rivals.iter().map(|rival| Move {
        programme: Arc::clone(&rival.programme),
        name: Arc::clone(&rival.name),
        on_it: keys.cell_both(newly, rival.on_it),
        eligible: keys.cell_both(newly, rival.eligible),
    });
    WhatIf {
        all: flows.among(&Bits::all(before.eligible.len())),
        by: divisions.iter().map(|division| division.count(|members| flows.among(members))).collect(),
        moves: moves.collect(),
        programmes_not_known: keys.cell(newly).without(keys.cell_both(newly, programmes_known)),
    }
}

/// Who goes from which verdict to which.
struct Flows<'a> {
    keys: &'a Keys,
    before: Verdicts<'a>,
    after: Verdicts<'a>,
    newly_eligible: Bits,
    no_longer_eligible: Bits,
    newly_open: Bits,
}

impl<'a> Flows<'a> {
    fn new(keys: &'a Keys, before: Verdicts<'a>, after: Verdicts<'a>) -> Self {
        let rows = before.eligible.len();
        let without = |one: &Bits, other: &Bits| {
            let words = one.words().iter().zip(other.words());
            Bits::from_words(words.map(|(one, other)| one & !other).collect(), rows)
        };
        Self {
            newly_eligible: without(after.eligible, before.eligible),
            no_longer_eligible: without(before.eligible, after.eligible),
            newly_open: without(&without(before.not_eligible, after.not_eligible), after.eligible),
            keys,
            before,
            after,
        }
    }

    fn among(&self, members: &Bits) -> Shift<Cell> {
        let people = self.keys.cell(members);
        let both = |others: &Bits| self.keys.cell_both(members, others);
        let undetermined =
            |verdicts: Verdicts<'_>| people.without(both(verdicts.eligible)).without(both(verdicts.not_eligible));
        Shift {
            people,
            not_eligible_before: both(self.before.not_eligible),
            not_eligible_after: both(self.after.not_eligible),
            eligible_before: both(self.before.eligible),
            eligible_after: both(self.after.eligible),
            undetermined_before: undetermined(self.before),
            undetermined_after: undetermined(self.after),
            newly_eligible: both(&self.newly_eligible),
            no_longer_eligible: both(&self.no_longer_eligible),
            newly_open: both(&self.newly_open),
        }
    }
}

impl WhatIf<Cell> {
    /// The same as it may be told. A rival with too few to be told is left out like one that concerns nobody.
    #[must_use]
    pub fn told(self, rule: &Rule) -> WhatIf<Told> {
        let all = self.all.told(rule);
        let tell = |cell: Cell| rule.tell(cell).within(all.newly_eligible);
        let one = |found: Move<Cell>| Move {
            programme: found.programme,
            name: found.name,
            on_it: tell(found.on_it),
            eligible: tell(found.eligible),
        };
        let moves = self.moves.into_iter().map(one).filter(|found| !(found.on_it.is_few() && found.eligible.is_few()));
        WhatIf {
            all,
            by: self
                .by
                .into_iter()
                .map(|divided| divided.told(|counts| counts.told(rule), |told| told.people))
                .collect(),
            moves: moves.collect(),
            programmes_not_known: tell(self.programmes_not_known),
        }
    }
}

impl Shift<Cell> {
    fn told(self, rule: &Rule) -> Shift<Told> {
        let people = rule.tell(self.people);
        let tell = |cell: Cell| rule.tell(cell).within(people);
        Shift {
            people,
            eligible_before: tell(self.eligible_before),
            eligible_after: tell(self.eligible_after),
            not_eligible_before: tell(self.not_eligible_before),
            not_eligible_after: tell(self.not_eligible_after),
            undetermined_before: tell(self.undetermined_before),
            undetermined_after: tell(self.undetermined_after),
            newly_eligible: tell(self.newly_eligible),
            no_longer_eligible: tell(self.no_longer_eligible),
            newly_open: tell(self.newly_open),
        }
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::{Part, Secret, disclosure::tests::counting};
    use proptest::prelude::*;

    /// `e` eligible, `n` not, `?` not known, one letter for each person.
    struct Given {
        eligible: Bits,
        not_eligible: Bits,
    }

    fn given(letters: &str) -> Given {
        let of = |wanted| letters.chars().map(|letter| letter == wanted).collect();
        Given { eligible: of('e'), not_eligible: of('n') }
    }

    impl Given {
        fn verdicts(&self) -> Verdicts<'_> {
            Verdicts { eligible: &self.eligible, not_eligible: &self.not_eligible }
        }
    }

    fn keys(rows: usize) -> Keys {
        Keys::new((0..rows).map(|row| Secret::new([5; 32]).key_of(&row.to_le_bytes())).collect())
    }

    fn asked(before: &str, after: &str) -> WhatIf<Cell> {
        let (before, after) = (given(before), given(after));
        let rows = before.eligible.len();
        what_if(&keys(rows), (before.verdicts(), after.verdicts()), &[], &[], &Bits::none(rows))
    }

    #[test]
    fn each_way_from_one_verdict_to_another() {
        let all = asked("eeennn???", "en?en?en?").all;
        let counts = |cells: [Cell; 3]| cells.map(Cell::people);
        assert_eq!(counts([all.people, all.eligible_before, all.eligible_after]), [9, 3, 3]);
        assert_eq!(counts([all.undetermined_before, all.undetermined_after, all.not_eligible_before]), [3, 3, 3]);
        assert_eq!(counts([all.newly_eligible, all.no_longer_eligible, all.newly_open]), [2, 2, 1]);
    }

    #[test]
    fn who_moves_is_on_a_rival_or_could_choose_it() {
        let (before, after) = (given("nnnne"), given("eeene"));
        let bits = |rows: &str| rows.chars().map(|row| row == '1').collect::<Bits>();
        let (on_it, eligible) = (bits("10001"), bits("11010"));
        let rival = Rival { programme: "jets".into(), name: "JETS".into(), on_it: &on_it, eligible: &eligible };
        let verdicts = (before.verdicts(), after.verdicts());
        let found = what_if(&keys(5), verdicts, &[], &[rival], &bits("11000"));
        assert_eq!((found.moves[0].on_it.people(), found.moves[0].eligible.people()), (1, 2));
        assert_eq!(found.programmes_not_known.people(), 1);
        let rule = Rule::new(&counting(10, 5, 1), Secret::new([5; 32]));
        assert!(found.told(&rule).moves.is_empty(), "a rival with few is not named, like one with nobody");
    }

    #[test]
    fn by_part_and_as_told() {
        let (before, after) = (given(&"n".repeat(80)), given(&format!("{}n", "e".repeat(79))));
        let part = |id: &str, from: usize, until: usize| Part {
            id: id.into(),
            says: id.into(),
            members: (0..80).map(|row| (from..until).contains(&row)).collect(),
        };
        let parts = vec![part("here", 0, 60), part("there", 60, 64)];
        let division = Division { id: "ward".into(), says: "Ward".into(), overlapping: false, parts };
        let verdicts = (before.verdicts(), after.verdicts());
        let found = what_if(&keys(80), verdicts, &[division], &[], &Bits::none(80));
        assert_eq!(found.by[0].parts[0].counts.newly_eligible.people(), 60);
        let told = found.told(&Rule::new(&counting(10, 5, 1), Secret::new([5; 32])));
        assert_eq!(told.by[0].parts.len(), 1, "a ward with four people is not listed");
        assert_eq!(
            (told.all.newly_eligible, told.by[0].parts[0].counts.newly_eligible),
            (Told::About(80), Told::About(60))
        );
        assert_eq!(told.programmes_not_known, Told::About(80));
    }

    proptest! {
        #[test]
        fn no_change_shifts_nobody(letters in "[en?]{0,200}") {
            let all = asked(&letters, &letters).all;
            let cells = [all.newly_eligible, all.no_longer_eligible, all.newly_open];
            prop_assert_eq!(cells, [Cell::default(); 3]);
        }

        #[test]
        fn newly_and_still_eligible_are_all_who_are_eligible_after(pairs in proptest::collection::vec(("[en?]", "[en?]"), 0..200)) {
            let (before, after): (Vec<String>, Vec<String>) = pairs.into_iter().unzip();
            let all = asked(&before.concat(), &after.concat()).all;
            let still = all.eligible_before.without(all.no_longer_eligible);
            prop_assert_eq!(still.and(all.newly_eligible), all.eligible_after);
        }
    }
}
