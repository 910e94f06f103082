//! Starts and work of many participants, a column to a property.

use crate::outcome::{
    least::Piece,
    stretch::{Stretch, number_of},
};
use kernel::{Day, Pence};
use policy::WorkFrom;

/// The number of a day that is not known, and of a last day that has not come.
const NO_DAY: i32 = i32::MAX;
/// Hours and pay that are not known.
const NOT_KNOWN: u32 = u32::MAX;

/// The payment group of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartGroup {
    /// The contract has no groups, or the person is in none of them.
    None,
    /// The group at this position of the contract's groups, from 0.
    At(u8),
    /// It cannot be told.
    Unknown,
}

/// The starts of participants, who go by their position from 0.
#[derive(Debug, Clone, Default)]
pub struct Starts {
    days: Vec<i32>,
    groups: Vec<StartGroup>,
}

impl Starts {
    /// Adds a participant; without a day there has been no start.
    pub fn push(&mut self, started_on: Option<Day>, group: StartGroup) {
        self.days.push(started_on.map_or(NO_DAY, number_of));
        self.groups.push(group);
    }

    /// How many participants there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The number of the day and the group of each; the day is [`NO_DAY`], after all days, when there has been none.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i32, StartGroup)> + '_ {
        self.days.iter().copied().zip(self.groups.iter().copied())
    }

    /// The number of the day on which a participant started.
    pub(super) fn day(&self, participant: u32) -> Option<i32> {
        self.days.get(participant as usize).copied().filter(|day| *day != NO_DAY)
    }
}

/// Employment spells, in any order.
#[derive(Debug, Clone, Default)]
pub struct Work {
    participants: Vec<u32>,
    days: Vec<Stretch>,
    hours: Vec<u32>,
    pence: Vec<u32>,
}

impl Work {
    /// Adds a spell of a participant, with the usual hours and pay before tax of a week where they are known.
    /// Pay of more than 42 million pounds a week counts as that.
    pub fn push(
        &mut self,
        participant: u32,
        (from, until): (Day, Option<Day>),
        hours_per_week: Option<u16>,
        earnings_week: Option<Pence>,
    ) {
        self.participants.push(participant);
        self.days.push(Stretch { first: number_of(from), last: until.map_or(NO_DAY, number_of) });
        self.hours.push(hours_per_week.map_or(NOT_KNOWN, u32::from));
        self.pence.push(earnings_week.map_or(NOT_KNOWN, |pay| whole(pay.0)));
    }

    /// How many spells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.participants.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.participants.is_empty()
    }

    /// The spells of each participant, those of each together.
    pub(super) fn by_participant(&self, participants: usize) -> ByParticipant {
        let known = |number: u32| (number != NOT_KNOWN).then_some(i64::from(number));
        let rows = || {
            let numbers = self.hours.iter().zip(&self.pence);
            let spells = self.participants.iter().zip(&self.days).zip(numbers);
            spells.map(|((participant, days), (hours, pence))| {
                (*participant, Piece { days: *days, hours: known(*hours), pence: known(*pence) })
            })
        };
        ByParticipant::sorted(participants, rows)
    }
}

/// Pence as they are kept; below nothing is not known.
fn whole(pence: i64) -> u32 {
    if pence < 0 { NOT_KNOWN } else { u32::try_from(pence).unwrap_or(NOT_KNOWN).min(NOT_KNOWN - 1) }
}

/// Pieces of work, those of each participant together.
pub(super) struct ByParticipant {
    /// Where those of each participant end.
    ends: Vec<u32>,
    pieces: Vec<Piece>,
}

impl ByParticipant {
    /// Counts, and then puts each where it belongs: twice through the rows, and no comparison of one with another.
    fn sorted<I: Iterator<Item = (u32, Piece)>>(participants: usize, rows: impl Fn() -> I) -> Self {
        let mut ends = vec![0_u32; participants];
        for (participant, _) in rows() {
            if let Some(count) = ends.get_mut(participant as usize) {
                *count += 1;
            }
        }
        let mut before = 0;
        for end in &mut ends {
            before += std::mem::replace(end, before);
        }
        let nothing = Piece { days: Stretch { first: 0, last: 0 }, hours: None, pence: None };
        let mut pieces = vec![nothing; before as usize];
        for (participant, piece) in rows() {
            // Each begins where the one before ended, and has moved to its own end when all are in place.
            if let Some(end) = ends.get_mut(participant as usize) {
                if let Some(place) = pieces.get_mut(*end as usize) {
                    *place = piece;
                }
                *end += 1;
            }
        }
        Self { ends, pieces }
    }

    /// The pieces of a participant that count from a day, cut to the days from then on and up to another.
    pub(super) fn within(
        &self,
        participant: usize,
        (from, until): (i32, i32),
        work_from: WorkFrom,
    ) -> impl Iterator<Item = Piece> + '_ {
        let end = |at: Option<usize>| at.and_then(|at| self.ends.get(at)).map_or(0, |end| *end as usize);
        let range = end(participant.checked_sub(1))..end(Some(participant));
        let own = self.pieces.get(range).unwrap_or_default().iter();
        let counts = own.filter(move |piece| work_from == WorkFrom::Start || piece.days.first >= from);
        let cut = counts.map(move |piece| Piece {
            days: Stretch { first: piece.days.first.max(from), last: piece.days.last.min(until) },
            ..*piece
        });
        cut.filter(|piece| piece.days.first <= piece.days.last)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn starts_and_work_are_counted_as_they_are_added() {
        let mut starts = Starts::default();
        assert!(starts.is_empty());
        starts.push(Some(day("2024-01-02")), StartGroup::At(3));
        starts.push(None, StartGroup::Unknown);
        assert!(!starts.is_empty() && starts.len() == 2);
        assert_eq!((starts.day(0), starts.day(1), starts.day(2)), (Some(number_of(day("2024-01-02"))), None, None));
        let all: Vec<(i32, StartGroup)> = starts.iter().collect();
        assert_eq!(all, [(number_of(day("2024-01-02")), StartGroup::At(3)), (NO_DAY, StartGroup::Unknown)]);
        let mut work = Work::default();
        assert!(work.is_empty());
        (0..2).for_each(|person| work.push(person, (day("2024-01-02"), None), None, None));
        assert!(!work.is_empty() && work.len() == 2);
    }

    #[test]
    fn pay_that_is_too_large_is_large_and_pay_below_nothing_is_not_known() {
        assert_eq!([whole(0), whole(1), whole(-1)], [0, 1, NOT_KNOWN]);
        assert_eq!(whole(i64::from(NOT_KNOWN)), NOT_KNOWN - 1);
        assert_eq!(whole(i64::MAX), NOT_KNOWN - 1);
    }

    /// The pieces of a participant from day 10 to day 20, by first and last day.
    fn pieces(work: &Work, participant: usize, from: WorkFrom) -> Vec<(i32, i32, Option<i64>, Option<i64>)> {
        let all = work.by_participant(3);
        let found = all.within(participant, (10, 20), from);
        found.map(|piece| (piece.days.first, piece.days.last, piece.hours, piece.pence)).collect()
    }

    #[test]
    fn each_participant_has_their_own_work_cut_to_the_days_that_count() {
        let mut work = Work::default();
        let on = |number: i32| crate::outcome::stretch::day_of(number).unwrap();
        work.push(2, (on(12), Some(on(14))), Some(7), Some(Pence(500)));
        work.push(0, (on(10), None), None, Some(Pence(0)));
        work.push(2, (on(9), Some(on(30))), Some(16), None);
        work.push(0, (on(21), Some(on(30))), None, None);
        // A participant that there is not.
        work.push(3, (on(10), None), None, None);
        assert_eq!(pieces(&work, 0, WorkFrom::NewWork), [(10, 20, None, Some(0))]);
        assert_eq!(pieces(&work, 1, WorkFrom::NewWork), []);
        assert_eq!(pieces(&work, 2, WorkFrom::NewWork), [(12, 14, Some(7), Some(500))], "one began before the start");
        assert_eq!(pieces(&work, 2, WorkFrom::Start), [(12, 14, Some(7), Some(500)), (10, 20, Some(16), None)]);
    }
}
