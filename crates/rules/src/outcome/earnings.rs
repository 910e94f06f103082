//! Have earnings since the start crossed the threshold?
//!
//! *Authority*: Restart: six months' work at the National Living Wage, 16 hours a week (Mims Davies,
//! PQ 20515, 30 June 2021): hours × weeks × wage. Fewer hours do not disqualify, they take longer.
//! *Applies*: to what employees earn on days from the start on. The wage is that of the day of the start.
//! *Simplified*: a week's earnings accrue evenly, a seventh each day of a spell. Where it is known what an employer paid
//! for a pay period, that counts on the last day of the period, in place of the usual pay of its days; of a period
//! that began before the start the days since count, in whole pence, rounded down.
//! Pay that is not known could be any: where a day of it lies before the day of the threshold, the answer is unknown.
//! Self-employment has its own definition. Two spells at once both count: that no job is recorded twice is for
//! the caller to see to. Nothing is rounded: sevenths of a penny are counted, and the
//! threshold is crossed on the first day by whose end the sum is at least the threshold.
//! *Example*: 16 × 26 × £8.91 = £3,706.56; at £142.56 a week, 26 weeks: crossed on the 182nd day.

use super::{
    least::known_pay,
    progress::Progress,
    reached::Case,
    spells::{PayPeriod, Run, Spell, SpellKind, ids_within},
    work_from::same_employer,
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

/// What was earned.
enum Paid {
    /// Days of work at a known weekly pay.
    Weekly { days: Run, pence_week: i128 },
    /// What a pay period came to, on its last day.
    Period { on: Day, pence: i128 },
}

impl Paid {
    /// What was earned by the end of `day`, in sevenths of a penny: exact.
    fn sevenths(&self, day: Day) -> i128 {
        match self {
            Self::Weekly { days, pence_week } if days.first <= day => {
                pence_week * i128::from(Run { first: days.first, last: days.last.min(day) }.days())
            }
            Self::Period { on, pence } if *on <= day => pence * 7,
            _ => 0,
        }
    }

    fn first(&self) -> Day {
        match self {
            Self::Weekly { days, .. } => days.first,
            Self::Period { on, .. } => *on,
        }
    }

    fn last(&self) -> Day {
        match self {
            Self::Weekly { days, .. } => days.last,
            Self::Period { on, .. } => *on,
        }
    }
}

pub(super) fn progress(case: &Case<'_>, terms: &Terms) -> Progress {
    let Some(threshold) = terms.threshold() else {
        return Progress::unknown("a threshold that can be held: hours, weeks and wage are too large");
    };
    let spells = || case.work.counts.iter().copied().filter(|spell| spell.kind == SpellKind::Employee);
    let paid: Vec<Paid> = spells().flat_map(|spell| weekly(spell, case)).chain(periods(case)).collect();
    let crossed = crossed_on(&paid, threshold);
    // Pay that is not known could be all that is missing on the first day of it, and is nothing to a threshold crossed by then.
    let silent = |spell: &Spell| {
        let first = open_days(spell, case).first().map(|run| run.first)?;
        (known_pay(spell).is_none() && crossed.is_none_or(|on| first < on)).then_some(first)
    };
    if let Some(earliest) = spells().filter_map(silent).min() {
        let unclear = spells().filter(|spell| silent(spell).is_some());
        let needs: BTreeSet<String> = unclear
            .map(|spell| format!("weekly earnings with {} from {}", spell.employer, in_words(spell.period.from)))
            .collect();
        return Progress::Unknown { needs: needs.into_iter().collect(), earliest: Some(earliest) };
    }
    let Some(on) = crossed else {
        let earned = in_pence(earned_sevenths(&paid, case.as_of));
        return Progress::not_yet(format!("Earned {earned} of {threshold} since the start."));
    };
    Progress::Reached {
        on,
        first: case.started_on,
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
        spells: ids_within(spells(), case.started_on, on),
    }
}

/// The days of a spell since the start for which no pay period of the employer tells what was paid, earliest first.
fn open_days(spell: &Spell, case: &Case<'_>) -> Vec<Run> {
    let mut open: Vec<Run> = spell.within(case.started_on, case.as_of).into_iter().collect();
    for period in told(case).filter(|period| of_employer(period, spell)) {
        open = open.into_iter().flat_map(|run| without(run, period)).collect();
    }
    open
}

/// Whether a pay period is of the employer of a spell.
fn of_employer(period: &PayPeriod, spell: &Spell) -> bool {
    period.employer == spell.employer || same_employer(&period.employer, &spell.employer)
}

/// The pay periods that tell something: not those that end before they begin, or of less than nothing.
fn told<'a>(case: &'a Case<'_>) -> impl Iterator<Item = &'a PayPeriod> {
    case.participation.pay.iter().filter(|period| period.from <= period.until && period.earned.0 >= 0)
}

/// The days of a run before and after a pay period.
fn without(run: Run, period: &PayPeriod) -> impl Iterator<Item = Run> {
    let before = period.from.pred_opt().map(|last| Run { first: run.first, last: run.last.min(last) });
    let after = period.until.succ_opt().map(|first| Run { first: run.first.max(first), last: run.last });
    before.into_iter().chain(after).filter(|piece| piece.first <= piece.last)
}

fn weekly(spell: &Spell, case: &Case<'_>) -> Vec<Paid> {
    let Some(pence_week) = known_pay(spell).map(i128::from) else { return Vec::new() };
    open_days(spell, case).into_iter().map(|days| Paid::Weekly { days, pence_week }).collect()
}

/// What pay periods came to that ended since the start and by the day asked about, of employers whose work counts.
fn periods<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Paid> + 'a {
    let of = |spells: &[&Spell], period: &PayPeriod| spells.iter().any(|spell| of_employer(period, spell));
    let counted = told(case).filter(move |period| {
        (case.started_on..=case.as_of).contains(&period.until)
            && (of(&case.work.counts, period) || !of(&case.work.held_before, period))
    });
    counted.map(|period| {
        let all = Run { first: period.from, last: period.until }.days();
        let since = Run { first: period.from.max(case.started_on), last: period.until }.days();
        Paid::Period { on: period.until, pence: i128::from(period.earned.0) * i128::from(since) / i128::from(all) }
    })
}

/// The first day by whose end the earnings amount to the threshold.
///
/// Earnings only grow, so between the first and the last day of work the day is found by halving.
fn crossed_on(paid: &[Paid], threshold: Pence) -> Option<Day> {
    let needed = i128::from(threshold.0) * 7;
    let mut low = paid.iter().map(Paid::first).min()?;
    let mut high = paid.iter().map(Paid::last).max()?;
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
    paid.iter().map(|paid| paid.sevenths(day)).sum()
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
