//! On which days is there enough work, where a definition sets a floor of hours or pay?
//!
//! *Authority*: IPS in Primary Care, grant guidance, December 2023: at least 7 hours a week.
//! *Applies*: to the usual hours and the usual pay of all work that somebody has on a day, added up.
//! *Simplified*: that no job is recorded twice is for the caller to see to. Hours and pay that are not known may be
//! anything: such a day counts neither way, and where it could decide, the answer is unknown.
//! *Example*: 7 hours are asked for: a job of 7 counts, one of 6 does not, two of 5 at the same time do, and one
//! without hours is not known.

use super::{
    reached::Case,
    spells::{Run, Spell},
    stretch::{self, Stretch, day_of},
};
use kernel::{Day, in_words};
use policy::{LeastWork, Truth};

/// A piece of work with its usual hours and pay in pence a week, where they are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) days: Stretch,
    pub(crate) hours: Option<i64>,
    pub(crate) pence: Option<i64>,
}

/// The days on which there is enough work, as runs that neither overlap nor touch, earliest first.
#[derive(Debug, Default)]
pub(crate) struct Enough {
    /// The days on which there surely is.
    pub(crate) surely: Vec<Stretch>,
    /// The days on which there may be, those on which there surely is among them.
    pub(crate) at_best: Vec<Stretch>,
}

/// Lays pieces of work together, and finds the days on which they come to the floor. What `enough` held before goes.
pub(crate) fn lay(pieces: &[Piece], floor: LeastWork, enough: &mut Enough) {
    enough.surely.clear();
    enough.at_best.clear();
    if floor == LeastWork::ANY {
        enough.surely.extend(pieces.iter().map(|piece| piece.days));
        stretch::join(&mut enough.surely);
        enough.at_best.extend_from_slice(&enough.surely);
        return;
    }
    // Between two of these days the same pieces are worked.
    let mut turns: Vec<i32> = Vec::with_capacity(pieces.len() * 2);
    turns.extend(pieces.iter().flat_map(|piece| [piece.days.first, piece.days.last.saturating_add(1)]));
    turns.sort_unstable();
    turns.dedup();
    for (first, next) in turns.iter().zip(turns.iter().skip(1)) {
        let at_work = pieces.iter().filter(|piece| (piece.days.first..=piece.days.last).contains(first));
        let days = Stretch { first: *first, last: *next - 1 };
        match together(at_work, floor) {
            Truth::Met => {
                enough.surely.push(days);
                enough.at_best.push(days);
            }
            Truth::Unknown => enough.at_best.push(days),
            Truth::NotMet => {}
        }
    }
    stretch::join(&mut enough.surely);
    stretch::join(&mut enough.at_best);
}

/// Whether pieces of work together come to the floor; no work never does.
fn together<'p>(pieces: impl Iterator<Item = &'p Piece>, floor: LeastWork) -> Truth {
    let (mut any, mut hours, mut pence) = (false, Sum::default(), Sum::default());
    for piece in pieces {
        any = true;
        hours.add(piece.hours);
        pence.add(piece.pence);
    }
    match (hours.reaches(floor.hours_per_week), pence.reaches(floor.pence_week)) {
        _ if !any => Truth::NotMet,
        (Truth::NotMet, _) | (_, Truth::NotMet) => Truth::NotMet,
        (Truth::Met, Truth::Met) => Truth::Met,
        _ => Truth::Unknown,
    }
}

/// A sum of which parts may not be known.
#[derive(Default)]
struct Sum {
    known: i64,
    unclear: bool,
}

impl Sum {
    fn add(&mut self, part: Option<i64>) {
        match part {
            Some(part) => self.known = self.known.saturating_add(part),
            None => self.unclear = true,
        }
    }

    fn reaches(&self, floor: Option<i64>) -> Truth {
        match floor {
            None => Truth::Met,
            Some(floor) if self.known >= floor => Truth::Met,
            Some(_) if self.unclear => Truth::Unknown,
            Some(_) => Truth::NotMet,
        }
    }
}

/// The days from the start on, up to the day asked about, on which there surely is enough work, and on which there may be.
pub(super) fn days(case: &Case<'_>, floor: LeastWork) -> (Vec<Run>, Vec<Run>) {
    let piece = |spell: &&Spell| {
        let days = spell.within(case.started_on, case.as_of)?;
        Some(Piece { days: days.into(), hours: spell.hours_per_week.map(i64::from), pence: known_pay(spell) })
    };
    let pieces: Vec<Piece> = case.work.counts.iter().filter_map(piece).collect();
    let mut enough = Enough::default();
    lay(&pieces, floor, &mut enough);
    (runs(&enough.surely), runs(&enough.at_best))
}

fn runs(stretches: &[Stretch]) -> Vec<Run> {
    let run = |days: &Stretch| Some(Run { first: day_of(days.first)?, last: day_of(days.last)? });
    stretches.iter().filter_map(run).collect()
}

/// The usual pay of a week, where it is known; pay below nothing is not known.
pub(super) fn known_pay(spell: &Spell) -> Option<i64> {
    spell.earnings_pence_week.map(|pay| pay.0).filter(|pay| *pay >= 0)
}

/// What has to be known of the work between two days to tell whether it is enough, a line a spell.
pub(super) fn needs(case: &Case<'_>, floor: LeastWork, (first, last): (Day, Day)) -> Vec<String> {
    let within = case.work.counts.iter().filter(|spell| spell.within(first, last).is_some());
    within.filter_map(|spell| needs_of(spell, floor)).collect()
}

fn needs_of(spell: &Spell, floor: LeastWork) -> Option<String> {
    let mut missing = Vec::new();
    if floor.hours_per_week.is_some() && spell.hours_per_week.is_none() {
        missing.push("hours a week");
    }
    if floor.pence_week.is_some() && known_pay(spell).is_none() {
        missing.push("weekly earnings");
    }
    let what = missing.join(" and ");
    (!what.is_empty()).then(|| format!("{what} with {} from {}", spell.employer, in_words(spell.period.from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN: LeastWork = LeastWork { hours_per_week: Some(7), pence_week: None };

    fn piece(first: i32, last: i32, hours: Option<i64>) -> Piece {
        Piece { days: Stretch { first, last }, hours, pence: Some(100) }
    }

    /// First and last days.
    type Days = Vec<(i32, i32)>;

    fn laid(pieces: &[Piece], floor: LeastWork) -> (Days, Days) {
        let mut enough = Enough { surely: vec![Stretch { first: 900, last: 950 }], at_best: Vec::new() };
        lay(pieces, floor, &mut enough);
        let plain = |days: &[Stretch]| days.iter().map(|days| (days.first, days.last)).collect();
        (plain(&enough.surely), plain(&enough.at_best))
    }

    #[test]
    fn hours_of_jobs_at_the_same_time_are_added_up_on_the_days_they_share() {
        let two = [piece(1, 20, Some(5)), piece(11, 30, Some(5))];
        assert_eq!(laid(&two, SEVEN), (vec![(11, 20)], vec![(11, 20)]));
        let one_after_the_other = [piece(1, 10, Some(5)), piece(11, 30, Some(5))];
        assert_eq!(laid(&one_after_the_other, SEVEN), (vec![], vec![]));
    }

    #[test]
    fn the_floor_itself_is_enough_and_an_hour_less_is_not() {
        assert_eq!(laid(&[piece(1, 9, Some(7))], SEVEN).0, [(1, 9)]);
        assert_eq!(laid(&[piece(1, 9, Some(6))], SEVEN).1, []);
        assert_eq!(laid(&[piece(1, 9, Some(3)), piece(1, 9, Some(4))], SEVEN).0, [(1, 9)]);
    }

    #[test]
    fn hours_that_are_not_known_may_be_enough_unless_the_known_ones_already_are() {
        assert_eq!(laid(&[piece(1, 9, None)], SEVEN), (vec![], vec![(1, 9)]));
        assert_eq!(laid(&[piece(1, 9, None), piece(5, 20, Some(7))], SEVEN), (vec![(5, 20)], vec![(1, 20)]));
    }

    #[test]
    fn both_floors_must_be_reached() {
        let both = LeastWork { hours_per_week: Some(7), pence_week: Some(150) };
        assert_eq!(laid(&[piece(1, 9, Some(7))], both).1, [], "a pay of 100 alone is too little");
        assert_eq!(laid(&[piece(1, 9, Some(7)), piece(3, 4, Some(0))], both).0, [(3, 4)]);
        let unclear_pay = Piece { pence: None, ..piece(1, 9, Some(6)) };
        assert_eq!(laid(&[unclear_pay], both).1, [], "six hours are too few, whatever was paid");
        assert_eq!(laid(&[Piece { hours: Some(7), ..unclear_pay }], both), (vec![], vec![(1, 9)]));
    }

    #[test]
    fn any_work_is_enough_where_there_is_no_floor_and_no_work_never_is() {
        assert_eq!(laid(&[piece(1, 3, None), piece(4, 9, None)], LeastWork::ANY), (vec![(1, 9)], vec![(1, 9)]));
        let nothing_asked = LeastWork { hours_per_week: Some(0), pence_week: None };
        assert_eq!(laid(&[piece(1, 3, Some(0)), piece(8, 9, Some(1))], nothing_asked).0, [(1, 3), (8, 9)]);
    }
}
