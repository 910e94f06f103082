//! Starts and work of many participants, a column to a property.

use crate::outcome::{
    least,
    stretch::{Stretch, number_of},
};
use kernel::{Day, Pence};
use policy::{LeastWork, Truth};

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

    /// The spells of each participant that count, or may count, under a floor of hours and pay.
    pub(super) fn by_participant(&self, participants: usize, floor: LeastWork) -> [ByParticipant; 2] {
        let known = |number: u32| (number != NOT_KNOWN).then_some(i64::from(number));
        let counts = |(hours, pence): (&u32, &u32)| least::enough((known(*hours), known(*pence)), floor);
        [Truth::Met, Truth::Unknown].map(|wanted| {
            let rows = || {
                let numbers = self.hours.iter().zip(&self.pence).map(counts);
                let spells = self.participants.iter().zip(&self.days).zip(numbers);
                spells.filter(move |(_, truth)| *truth == wanted).map(|((participant, days), _)| (*participant, *days))
            };
            ByParticipant::sorted(participants, rows)
        })
    }
}

fn whole(pence: i64) -> u32 {
    u32::try_from(pence.max(0)).unwrap_or(NOT_KNOWN).min(NOT_KNOWN - 1)
}

/// Stretches, those of each participant together.
pub(super) struct ByParticipant {
    /// Where those of each participant end.
    ends: Vec<u32>,
    stretches: Vec<Stretch>,
}

impl ByParticipant {
    /// Counts, and then puts each where it belongs: twice through the rows, and no comparison of one with another.
    fn sorted<I: Iterator<Item = (u32, Stretch)>>(participants: usize, rows: impl Fn() -> I) -> Self {
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
        let mut stretches = vec![Stretch { first: 0, last: 0 }; before as usize];
        for (participant, days) in rows() {
            // Each begins where the one before ended, and has moved to its own end when all are in place.
            if let Some(end) = ends.get_mut(participant as usize) {
                if let Some(place) = stretches.get_mut(*end as usize) {
                    *place = days;
                }
                *end += 1;
            }
        }
        Self { ends, stretches }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The stretches of a participant that lie between two days, cut to them.
    pub(super) fn within(&self, participant: usize, from: i32, until: i32) -> impl Iterator<Item = Stretch> + '_ {
        let end = |at: Option<usize>| at.and_then(|at| self.ends.get(at)).map_or(0, |end| *end as usize);
        let range = end(participant.checked_sub(1))..end(Some(participant));
        let own = self.stretches.get(range).unwrap_or_default().iter();
        let cut = own.map(move |days| Stretch { first: days.first.max(from), last: days.last.min(until) });
        cut.filter(|days| days.first <= days.last)
    }
}
