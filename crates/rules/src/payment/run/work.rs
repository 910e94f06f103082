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
