//! Which rule stops most people, where, and of which group?
//!
//! *Authority*: arithmetic on the verdicts of `policy`, which alone decides who meets a criterion.
//! *Applies*: to the criteria of the programmes asked about, on one day. A criterion *stops* somebody who does not
//! meet it, and *alone* stops somebody who does not meet it and fails no other criterion of the programme.
//! *Simplified*: a criterion of which the answer is not known stops nobody, so that somebody whom one rule alone stops
//! may turn out to be stopped by another as well.
//! *Example*: two have been on the benefit for too short a time; one of them is also in the wrong group. The rule
//! stops two, and one alone.

use crate::{Divided, Division, Told};
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

/// Criteria and whom they stop, in order: the one that alone stops most first, then the one that stops most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barriers<N> {
    /// How many people were looked at.
    pub people: N,
    /// The criteria that stop anybody.
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

/// Counts whom each criterion stops, in all and in each part of each division.
#[must_use]
pub fn barriers<'a>(
    people: u64,
    criteria: impl IntoIterator<Item = StoppedBy<'a>>,
    divisions: &[Division],
) -> Barriers<u64> {
    let stops = criteria.into_iter().filter(|criterion| criterion.fails.count() > 0);
    let mut barriers: Vec<Barrier<u64>> = stops.map(|criterion| barrier(criterion, divisions)).collect();
    in_order(&mut barriers);
    Barriers { people, barriers }
}

fn barrier(criterion: StoppedBy<'_>, divisions: &[Division]) -> Barrier<u64> {
    let (fails, alone) = (criterion.fails, criterion.alone);
    let stopped = |members: &Bits| Stopped {
        people: members.count(),
        fails: members.count_both(fails),
        alone: members.count_both(alone),
    };
    Barrier {
        programme: criterion.programme,
        programme_name: criterion.programme_name,
        code: criterion.code,
        says: criterion.says,
        fails: fails.count(),
        alone: alone.count(),
        by: divisions.iter().map(|division| division.count(stopped)).collect(),
    }
}

/// What stops most comes first; what stops as many stays in the order of the text.
fn in_order<N: Ord + Copy>(barriers: &mut [Barrier<N>]) {
    barriers.sort_by_key(|barrier| std::cmp::Reverse((barrier.alone, barrier.fails)));
}

impl Barriers<u64> {
    /// The same as it may be told. Counts that are told alike stand in the order of their codes, so that the order
    /// tells no more than the counts do.
    #[must_use]
    pub fn told(self) -> Barriers<Told> {
        let told = |barrier: Barrier<u64>| Barrier {
            programme: barrier.programme,
            programme_name: barrier.programme_name,
            code: barrier.code,
            says: barrier.says,
            fails: Told::of(barrier.fails),
            alone: Told::of(barrier.alone),
            by: barrier.by.into_iter().map(|divided| divided.map(Stopped::told)).collect(),
        };
        let mut barriers: Vec<Barrier<Told>> = self.barriers.into_iter().map(told).collect();
        barriers.sort_by(|one, other| one.code.cmp(&other.code));
        in_order(&mut barriers);
        Barriers { people: Told::of(self.people), barriers }
    }
}

impl Stopped<u64> {
    fn told(self) -> Stopped<Told> {
        Stopped { people: Told::of(self.people), fails: Told::of(self.fails), alone: Told::of(self.alone) }
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::Part;
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

    #[test]
    fn what_alone_stops_most_comes_first_and_what_stops_nobody_not_at_all() {
        let (none, one, two, three) = (bits("00000"), bits("00001"), bits("00011"), bits("01110"));
        let criteria = [
            stopped_by("a", &three, &none),
            stopped_by("b", &two, &one),
            stopped_by("c", &none, &none),
            stopped_by("d", &two, &two),
        ];
        let found = barriers(5, criteria, &[halves("00110")]);
        let codes: Vec<&str> = found.barriers.iter().map(|barrier| barrier.code.as_ref()).collect();
        assert_eq!(codes, ["d", "b", "a"]);
        let by = &found.barriers[0].by[0];
        assert_eq!(by.parts[0].counts, Stopped { people: 2, fails: 1, alone: 1 });
        assert_eq!(by.parts[1].counts, Stopped { people: 3, fails: 1, alone: 1 });
    }

    #[test]
    fn the_order_of_what_is_told_tells_no_more_than_the_counts() {
        let (four, one) = (bits("1111"), bits("0001"));
        let found = barriers(4, [stopped_by("b", &four, &four), stopped_by("a", &one, &one)], &[]);
        assert_eq!(found.barriers[0].code.as_ref(), "b");
        let told = found.told();
        assert_eq!((told.people, told.barriers[0].alone), (Told::Few, Told::Few));
        assert_eq!(told.barriers[0].code.as_ref(), "a");
    }

    proptest! {
        #[test]
        fn the_parts_of_a_division_add_up(rows in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 0..300)) {
            let fails: Bits = rows.iter().map(|row| row.0).collect();
            let alone: Bits = rows.iter().map(|row| row.0 && row.1).collect();
            let members: String = rows.iter().map(|row| if row.2 { '1' } else { '0' }).collect();
            let found = barriers(rows.len() as u64, [stopped_by("a", &fails, &alone)], &[halves(&members)]);
            for barrier in &found.barriers {
                let parts = &barrier.by[0].parts;
                prop_assert_eq!(parts.iter().map(|part| part.counts.people).sum::<u64>(), found.people);
                prop_assert_eq!(parts.iter().map(|part| part.counts.fails).sum::<u64>(), barrier.fails);
                prop_assert_eq!(parts.iter().map(|part| part.counts.alone).sum::<u64>(), barrier.alone);
                prop_assert!(parts.iter().all(|part| part.counts.alone <= part.counts.fails));
            }
        }
    }
}
