//! Who becomes eligible when a rule changes, where, of which group, and from what other help?
//!
//! *Authority*: arithmetic on the verdicts of `policy` before and after the change, on the same people and day.
//! *Applies*: to one programme. *Newly eligible* is who is eligible after and was not before (not eligible or not yet
//! known); *no longer eligible* the other way round; *newly open* who was not eligible and now cannot be said without
//! more answers.
//! *Simplified*: who may join is not who will: nobody can say beforehand how many take it up.
//! *Example*: three more are eligible; one of them is on a programme that cannot be had at the same time, and would
//! have to leave it first.

use crate::{Divided, Division, Told};
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

/// Compares the verdicts of one programme before and after a change.
///
/// `programmes_known` has everybody of whom it is known which programmes they are on.
#[must_use]
pub fn what_if(
    before: Verdicts<'_>,
    after: Verdicts<'_>,
    divisions: &[Division],
    rivals: &[Rival<'_>],
    programmes_known: &Bits,
) -> WhatIf<u64> {
    let flows = Flows::new(before, after);
    let newly = &flows.newly_eligible;
    let moves = rivals.iter().map(|rival| Move {
        programme: Arc::clone(&rival.programme),
        name: Arc::clone(&rival.name),
        on_it: newly.count_both(rival.on_it),
        eligible: newly.count_both(rival.eligible),
    });
    let met = moves.filter(|found| found.on_it > 0 || found.eligible > 0);
    WhatIf {
        all: flows.among(&Bits::all(before.eligible.len())),
        by: divisions.iter().map(|division| division.count(|members| flows.among(members))).collect(),
        moves: met.collect(),
        programmes_not_known: newly.count() - newly.count_both(programmes_known),
    }
}

/// Who goes from which verdict to which.
struct Flows<'a> {
    before: Verdicts<'a>,
    after: Verdicts<'a>,
    newly_eligible: Bits,
    no_longer_eligible: Bits,
    newly_open: Bits,
}

impl<'a> Flows<'a> {
    fn new(before: Verdicts<'a>, after: Verdicts<'a>) -> Self {
        let rows = before.eligible.len();
        let without = |one: &Bits, other: &Bits| {
            let words = one.words().iter().zip(other.words());
            Bits::from_words(words.map(|(one, other)| one & !other).collect(), rows)
        };
        Self {
            newly_eligible: without(after.eligible, before.eligible),
            no_longer_eligible: without(before.eligible, after.eligible),
            newly_open: without(&without(before.not_eligible, after.not_eligible), after.eligible),
            before,
            after,
        }
    }

    fn among(&self, members: &Bits) -> Shift<u64> {
        let people = members.count();
        let not_eligible = |verdicts: Verdicts<'_>| members.count_both(verdicts.not_eligible);
        let undetermined =
            |verdicts: Verdicts<'_>| people - members.count_both(verdicts.eligible) - not_eligible(verdicts);
        Shift {
            people,
            not_eligible_before: not_eligible(self.before),
            not_eligible_after: not_eligible(self.after),
            eligible_before: members.count_both(self.before.eligible),
            eligible_after: members.count_both(self.after.eligible),
            undetermined_before: undetermined(self.before),
            undetermined_after: undetermined(self.after),
            newly_eligible: members.count_both(&self.newly_eligible),
            no_longer_eligible: members.count_both(&self.no_longer_eligible),
            newly_open: members.count_both(&self.newly_open),
        }
    }
}

impl WhatIf<u64> {
    /// The same as it may be told.
    #[must_use]
    pub fn told(self) -> WhatIf<Told> {
        let one = |found: Move<u64>| Move {
            programme: found.programme,
            name: found.name,
            on_it: Told::of(found.on_it),
            eligible: Told::of(found.eligible),
        };
        WhatIf {
            all: self.all.told(),
            by: self.by.into_iter().map(|divided| divided.map(Shift::told)).collect(),
            moves: self.moves.into_iter().map(one).collect(),
            programmes_not_known: Told::of(self.programmes_not_known),
        }
    }
}

impl Shift<u64> {
    fn told(self) -> Shift<Told> {
        Shift {
            people: Told::of(self.people),
            eligible_before: Told::of(self.eligible_before),
            eligible_after: Told::of(self.eligible_after),
            not_eligible_before: Told::of(self.not_eligible_before),
            not_eligible_after: Told::of(self.not_eligible_after),
            undetermined_before: Told::of(self.undetermined_before),
            undetermined_after: Told::of(self.undetermined_after),
            newly_eligible: Told::of(self.newly_eligible),
            no_longer_eligible: Told::of(self.no_longer_eligible),
            newly_open: Told::of(self.newly_open),
        }
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::Part;
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

    fn asked(before: &str, after: &str) -> WhatIf<u64> {
        let (before, after) = (given(before), given(after));
        what_if(before.verdicts(), after.verdicts(), &[], &[], &Bits::none(before.eligible.len()))
    }

    #[test]
    fn each_way_from_one_verdict_to_another() {
        let all = asked("eeennn???", "en?en?en?").all;
        assert_eq!((all.people, all.eligible_before, all.eligible_after), (9, 3, 3));
        assert_eq!((all.undetermined_before, all.undetermined_after), (3, 3));
        assert_eq!((all.newly_eligible, all.no_longer_eligible, all.newly_open), (2, 2, 1));
    }

    #[test]
    fn who_moves_is_on_a_rival_or_could_choose_it() {
        let (before, after) = (given("nnnne"), given("eeene"));
        let bits = |rows: &str| rows.chars().map(|row| row == '1').collect::<Bits>();
        let (on_it, eligible, nobody) = (bits("10001"), bits("11010"), bits("00011"));
        let rival = |programme: &str, on_it, eligible| Rival {
            programme: programme.into(),
            name: programme.into(),
            on_it,
            eligible,
        };
        let rivals = [rival("jets", &on_it, &eligible), rival("kickstart", &nobody, &nobody)];
        let found = what_if(before.verdicts(), after.verdicts(), &[], &rivals, &bits("11000"));
        assert_eq!(found.moves.len(), 1, "a rival that concerns none of the newly eligible is not named");
        assert_eq!((found.moves[0].on_it, found.moves[0].eligible), (1, 2));
        assert_eq!(found.programmes_not_known, 1);
    }

    #[test]
    fn by_part_and_as_told() {
        let (before, after) = (given("nnnnnnnn"), given("eeeeeeen"));
        let here: Bits = (0..8).map(|row| row < 6).collect();
        let part = Part { id: "here".into(), says: "Here".into(), members: here };
        let division = Division { id: "ward".into(), says: "Ward".into(), overlapping: false, parts: vec![part] };
        let found = what_if(before.verdicts(), after.verdicts(), &[division], &[], &Bits::none(8));
        assert_eq!(found.by[0].parts[0].counts.newly_eligible, 6);
        let told = found.told();
        assert_eq!(
            (told.all.newly_eligible, told.by[0].parts[0].counts.newly_eligible),
            (Told::About(5), Told::About(5))
        );
        assert_eq!(told.programmes_not_known, Told::About(5));
    }

    proptest! {
        #[test]
        fn no_change_shifts_nobody(letters in "[en?]{0,200}") {
            let all = asked(&letters, &letters).all;
            prop_assert_eq!((all.newly_eligible, all.no_longer_eligible, all.newly_open), (0, 0, 0));
        }

        #[test]
        fn newly_and_still_eligible_are_all_who_are_eligible_after(pairs in proptest::collection::vec(("[en?]", "[en?]"), 0..200)) {
            let (before, after): (Vec<String>, Vec<String>) = pairs.into_iter().unzip();
            let all = asked(&before.concat(), &after.concat()).all;
            let still = all.eligible_before - all.no_longer_eligible;
            prop_assert_eq!(still + all.newly_eligible, all.eligible_after);
        }
    }
}
