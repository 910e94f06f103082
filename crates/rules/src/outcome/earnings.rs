//! Have earnings since the start crossed the threshold?
//!
//! *Authority*: Restart: six months' work at the National Living Wage, 16 hours a week (Mims Davies,
//! PQ 20515, 30 June 2021): hours × weeks × wage. Fewer hours do not disqualify, they take longer.
//! *Applies*: to what employees earn on days from the start on. The wage is that of the day of the start.
//! *Simplified*: a week's earnings accrue evenly, a seventh each day of a spell; pay days are not looked at.
//! Self-employment has its own definition. Two spells at once both count: that no job is recorded twice is for
//! the caller to see to. Nothing is rounded: sevenths of a penny are counted, and the
//! threshold is crossed on the first day by whose end the sum is at least the threshold.
//! *Example*: 16 × 26 × £8.91 = £3,706.56; at £142.56 a week, 26 weeks: crossed on the 182nd day.

use super::{
    progress::Progress,
    reached::Case,
    spells::{Run, Spell, SpellKind, ids_within},
};
use kernel::{Day, Pence, in_words};
use std::collections::BTreeSet;

/// What a definition and its contract ask.
pub(super) struct Terms {
    /// Hours a week of the threshold.
    pub(super) hours_per_week: i64,
    /// Weeks of the threshold.
    pub(super) weeks: i64,
    /// The wage an hour.
    pub(super) wage_pence_hour: i64,
}

impl Terms {
    /// The threshold; `None` when it is too large to hold.
    pub(super) fn threshold(&self) -> Option<Pence> {
        self.hours_per_week.checked_mul(self.weeks)?.checked_mul(self.wage_pence_hour).map(Pence)
    }
}

/// Days of work at a known weekly pay.
struct Paid {
    days: Run,
    pence_week: i128,
}

pub(super) fn progress(case: &Case<'_>, terms: &Terms) -> Progress {
    let Some(threshold) = terms.threshold() else {
        return Progress::unknown("a threshold that can be held: hours, weeks and wage are too large");
    };
    let spells = || case.participation.spells.iter().filter(|spell| spell.kind == SpellKind::Employee);
    let paid: Vec<Paid> = spells().filter_map(|spell| paid(spell, case)).collect();
    if let Some(on) = crossed_on(&paid, threshold) {
        let known = spells().filter(|spell| known_pay(spell).is_some());
        return Progress::Reached {
            on,
            working: vec![
                format!(
                    "The threshold is {} hours × {} weeks × {} an hour = {threshold}.",
                    terms.hours_per_week,
                    terms.weeks,
                    Pence(terms.wage_pence_hour)
                ),
                format!(
                    "Earnings from {}, the day of the start, reached {} on {}.",
                    in_words(case.started_on),
                    in_pence(earned_sevenths(&paid, on)),
                    in_words(on)
                ),
            ],
            spells: ids_within(known, case.started_on, on),
        };
    }
    let unpaid = spells().filter(|spell| known_pay(spell).is_none() && in_days(spell, case).is_some());
    let needs: BTreeSet<String> = unpaid
        .map(|spell| format!("weekly earnings with {} from {}", spell.employer, in_words(spell.period.from)))
        .collect();
    if needs.is_empty() {
        let earned = in_pence(earned_sevenths(&paid, case.as_of));
        Progress::not_yet(format!("Earned {earned} of {threshold} since the start."))
    } else {
        Progress::Unknown { needs: needs.into_iter().collect() }
    }
}

/// A spell's weekly pay, if it is known and makes sense.
fn known_pay(spell: &Spell) -> Option<i128> {
    spell.earnings_pence_week.filter(|pay| pay.0 >= 0).map(|pay| i128::from(pay.0))
}

fn in_days(spell: &Spell, case: &Case<'_>) -> Option<Run> {
    spell.within(case.started_on, case.as_of)
}

fn paid(spell: &Spell, case: &Case<'_>) -> Option<Paid> {
    Some(Paid { days: in_days(spell, case)?, pence_week: known_pay(spell)? })
}

/// The first day by whose end the earnings amount to the threshold.
///
/// Earnings only grow, so between the first and the last day of work the day is found by halving.
fn crossed_on(paid: &[Paid], threshold: Pence) -> Option<Day> {
    let needed = i128::from(threshold.0) * 7;
    let mut low = paid.iter().map(|paid| paid.days.first).min()?;
    let mut high = paid.iter().map(|paid| paid.days.last).max()?;
    if earned_sevenths(paid, high) < needed {
        return None;
    }
    while low < high {
        let half = kernel::completed_days(low, high) / 2;
        let middle = low.checked_add_days(chrono::Days::new(half.unsigned_abs()))?;
        if earned_sevenths(paid, middle) >= needed {
            high = middle;
        } else {
            low = middle.succ_opt()?;
        }
    }
    Some(high)
}

/// Earnings up to the end of `day`, in sevenths of a penny: exact.
fn earned_sevenths(paid: &[Paid], day: Day) -> i128 {
    paid.iter()
        .filter(|paid| paid.days.first <= day)
        .map(|paid| {
            let days = Run { first: paid.days.first, last: paid.days.last.min(day) }.days();
            paid.pence_week * i128::from(days)
        })
        .sum()
}

/// Sevenths of a penny in whole pence, rounded down; only for showing.
fn in_pence(sevenths: i128) -> Pence {
    Pence(i64::try_from(sevenths / 7).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mims Davies, PQ 20515, 30 June 2021: 16 × 26 × the National Living Wage.
    #[test]
    fn thresholds() {
        let cases =
            [(891, "£3,706.56"), (950, "£3,952.00"), (1_042, "£4,334.72"), (1_144, "£4,759.04"), (1_221, "£5,079.36")];
        for (wage_pence_hour, expected) in cases {
            let terms = Terms { hours_per_week: 16, weeks: 26, wage_pence_hour };
            assert_eq!(terms.threshold().map(|pence| pence.to_string()).as_deref(), Some(expected));
        }
        assert_eq!(Terms { hours_per_week: i64::MAX, weeks: 2, wage_pence_hour: 1 }.threshold(), None);
    }
}
