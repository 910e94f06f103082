//! Which rule stops most people, where, and of which group?
//!
//! *Authority*: arithmetic on the verdicts of `policy`, which alone decides who meets a criterion.
//! *Applies*: to the criteria of the programmes asked about, on one day. A criterion *stops* somebody who does not
//! meet it, and *alone* stops somebody who does not meet it and fails no other criterion of the programme.
//! *Simplified*: a criterion of which the answer is not known stops nobody, so that somebody whom one rule alone stops
//! may turn out to be stopped by another as well.
//! *Example*: two have been on the benefit for too short a time; one of them is also in the wrong group. The rule
//! stops two, and one alone.

use crate::{Cell, Divided, Division, Keys, Rule, Told};
use policy::population::Bits;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A criterion with the people it stops.
#[derive(Debug, Clone)]
pub struct StoppedBy<'a> {
    /// The id of the programme.
    pub programme: Arc<str>,
    /// The name of the programme.
    pub programme_name: Arc<str>,
    /// The reason code of the criterion.
    pub code: Arc<str>,
    /// What must be so, in words.
    pub says: Arc<str>,
    /// Who does not meet it.
    pub fails: &'a Bits,
    /// Whom it alone stops.
    pub alone: &'a Bits,
}

/// Criteria and whom they stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barriers<N> {
    /// How many people were looked at.
    pub people: N,
    /// The criteria.
    pub barriers: Vec<Barrier<N>>,
}

/// A criterion and how many it stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barrier<N> {
    /// The id of the programme.
    pub programme: Arc<str>,
    /// The name of the programme.
    pub programme_name: Arc<str>,
    /// The reason code of the criterion.
    pub code: Arc<str>,
    /// What must be so, in words.
    pub says: Arc<str>,
    /// How many do not meet it.
    pub fails: N,
    /// How many it alone stops.
    pub alone: N,
    /// The same by ward and group.
    pub by: Vec<Divided<Stopped<N>>>,
}

/// How many of a part of the people a criterion stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped<N> {
    /// How many there are.
    pub people: N,
    /// How many do not meet it.
    pub fails: N,
    /// How many it alone stops.
    pub alone: N,
}

/// Counts whom each criterion stops, in all and in each part of each division, in the order given. `keys` are those of
/// the people looked at, row by row.
#[must_use]
pub fn barriers<'a>(
    keys: &Keys,
    criteria: impl IntoIterator<Item = StoppedBy<'a>>,
    divisions: &[Division],
) -> Barriers<Cell> {
    let barriers = criteria.into_iter().map(|criterion| barrier(keys, criterion, divisions)).collect();
    Barriers { people: keys.all(), barriers }
}

fn barrier(keys: &Keys, criterion: StoppedBy<'_>, divisions: &[Division]) -> Barrier<Cell> {
    let (fails, alone) = (criterion.fails, criterion.alone);
    let stopped = |members: &Bits| Stopped {
        people: keys.cell(members),
        fails: keys.cell_both(members, fails),
        alone: keys.cell_both(members, alone),
    };
    Barrier {
        programme: criterion.programme,
        programme_name: criterion.programme_name,
        code: criterion.code,
        says: criterion.says,
        fails: keys.cell(fails),
        alone: keys.cell(alone),
        by: divisions.iter().map(|division| division.count(stopped)).collect(),
    }
}

impl Barriers<Cell> {
    /// The same as it may be told: what alone stops most comes first, then what stops most. A rule that stops too few to be
    /// told is left out like one that stops nobody, and rules that are told alike stand in the order of their codes, so that
    /// the list and its order tell no more than the counts do.
    #[must_use]
    pub fn told(self, rule: &Rule) -> Barriers<Told> {
        let people = rule.tell(self.people);
        let told = self.barriers.into_iter().map(|barrier| barrier.told(rule, people));
        let mut barriers: Vec<Barrier<Told>> = told.filter(|barrier| !barrier.fails.is_few()).collect();
        barriers.sort_by(|one, other| one.code.cmp(&other.code));
        barriers.sort_by_key(|barrier| std::cmp::Reverse((barrier.alone, barrier.fails)));
        Barriers { people, barriers }
    }

    /// The first of them as it may be told, also when it stops few or nobody.
    #[must_use]
    pub fn first_told(self, rule: &Rule) -> Option<Barrier<Told>> {
        let people = rule.tell(self.people);
        self.barriers.into_iter().next().map(|barrier| barrier.told(rule, people))
    }
}

impl Barrier<Cell> {
    fn told(self, rule: &Rule, people: Told) -> Barrier<Told> {
        let fails = rule.tell(self.fails).within(people);
        Barrier {
            programme: self.programme,
            programme_name: self.programme_name,
            code: self.code,
            says: self.says,
            fails,
            alone: rule.tell(self.alone).within(fails),
            by: self
                .by
                .into_iter()
                .map(|divided| divided.told(|counts| counts.told(rule), |told| told.people))
                .collect(),
        }
    }
}

impl Stopped<Cell> {
    fn told(self, rule: &Rule) -> Stopped<Told> {
        let people = rule.tell(self.people);
        let fails = rule.tell(self.fails).within(people);
        Stopped { people, fails, alone: rule.tell(self.alone).within(fails) }
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::{Part, Secret, disclosure::tests::counting};
    use proptest::prelude::*;

    fn bits(rows: &str) -> Bits {
        rows.chars().map(|row| row == '1').collect()
    }

    fn stopped_by<'a>(code: &str, fails: &'a Bits, alone: &'a Bits) -> StoppedBy<'a> {
        StoppedBy {
            programme: "restart".into(),
            programme_name: "Restart".into(),
            code: code.into(),
            says: "Must be so".into(),
            fails,
            alone,
        }
    }

    fn halves(members: &str) -> Division {
        let part = |id: &str, members: Bits| Part { id: id.to_owned(), says: id.to_owned(), members };
        let rest = members.chars().map(|row| row == '0').collect();
        let parts = vec![part("here", bits(members)), part("there", rest)];
        Division { id: "ward".to_owned(), says: "Ward".to_owned(), overlapping: false, parts }
    }

    fn keys(rows: usize) -> Keys {
        Keys::new((0..rows).map(|row| Secret::new([5; 32]).key_of(&row.to_le_bytes())).collect())
    }

    fn rule() -> Rule {
        Rule::new(&counting(10, 5, 1), Secret::new([5; 32]))
    }

    #[test]
    fn what_alone_stops_most_comes_first_and_what_stops_few_or_nobody_not_at_all() {
        let some = |number: usize| (0..200).map(|row| row < number).collect::<Bits>();
        let (none, few, forty, hundred) = (some(0), some(3), some(40), some(100));
        let criteria = [
            stopped_by("a", &hundred, &none),
            stopped_by("b", &hundred, &forty),
            stopped_by("c", &none, &none),
            stopped_by("d", &few, &few),
            stopped_by("e", &hundred, &hundred),
        ];
        let found = barriers(&keys(200), criteria, &[]).told(&rule());
        let codes: Vec<&str> = found.barriers.iter().map(|barrier| barrier.code.as_ref()).collect();
        assert_eq!(codes, ["e", "b", "a"]);
        let one = barriers(&keys(200), [stopped_by("d", &few, &few)], &[]).first_told(&rule()).unwrap();
        assert_eq!((one.fails, one.alone), (Told::FewerThan(10), Told::FewerThan(10)));
    }

    #[test]
    fn rules_that_are_told_alike_stand_in_the_order_of_their_codes() {
        let (one, other): (Bits, Bits) = ((0..60).map(|row| row < 42).collect(), (0..60).map(|row| row < 41).collect());
        let found = barriers(&keys(60), [stopped_by("b", &one, &one), stopped_by("a", &other, &other)], &[]);
        let told = found.told(&rule());
        assert_eq!(told.barriers[0].alone, told.barriers[1].alone);
        assert_eq!(told.barriers[0].code.as_ref(), "a");
    }

    /// That a ward stands in the list would say that somebody of it is registered.
    #[test]
    fn a_part_with_few_people_is_not_listed() {
        let everybody = bits(&"1".repeat(60));
        let found =
            barriers(&keys(60), [stopped_by("a", &everybody, &everybody)], &[halves(&format!("11{}", "0".repeat(58)))]);
        let told = found.told(&rule());
        let parts: Vec<&str> = told.barriers[0].by[0].parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(parts, ["there"]);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_division_add_up_before_they_are_told(rows in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 0..300)) {
            let fails: Bits = rows.iter().map(|row| row.0).collect();
            let alone: Bits = rows.iter().map(|row| row.0 && row.1).collect();
            let members: String = rows.iter().map(|row| if row.2 { '1' } else { '0' }).collect();
            let found = barriers(&keys(rows.len()), [stopped_by("a", &fails, &alone)], &[halves(&members)]);
            for barrier in &found.barriers {
                let both = |cell: fn(&Stopped<Cell>) -> Cell| {
                    barrier.by[0].parts.iter().fold(Cell::default(), |sum, part| sum.and(cell(&part.counts)))
                };
                prop_assert_eq!(both(|counts| counts.people), found.people);
                prop_assert_eq!(both(|counts| counts.fails), barrier.fails);
                prop_assert_eq!(both(|counts| counts.alone), barrier.alone);
            }
        }

        #[test]
        fn what_is_told_of_a_part_is_never_more_than_of_the_whole(rows in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..200)) {
            let fails: Bits = rows.iter().map(|row| row.0).collect();
            let alone: Bits = rows.iter().map(|row| row.0 && row.1).collect();
            let loud = Rule::new(&counting(10, 5, 90), Secret::new([5; 32]));
            let told = barriers(&keys(rows.len()), [stopped_by("a", &fails, &alone)], &[]).told(&loud);
            prop_assert!(told.barriers.iter().all(|barrier| barrier.alone <= barrier.fails && barrier.fails <= told.people));
        }
    }
}
