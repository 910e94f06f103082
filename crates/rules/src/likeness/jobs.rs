//! Does a job look like one that is recorded?
//!
//! *Authority*: none; no claim may be paid twice for one piece of work, so that who records it is asked.
//! *Applies*: to jobs of one person whose days overlap, before one of them is recorded, and to what was recorded before.
//! *Simplified*: hours and pay are what is usual in a week.
//! *Example*: `Bordesley Bakery` from 1 June and `BORDESLEY BAKERY LTD` from 2 June look like one job. A second job at another
//! employer, from another day at another wage, does not.

use super::names;
use crate::outcome::Spell;
use kernel::{Day, completed_days};

/// Days by which the first or last day of one job may be typed wrongly.
const DAYS_NEAR: i64 = 3;
/// A week's pay may be typed wrongly by one part in this many of it; at least by a penny.
const PAY_PART: i64 = 100;
/// Hours that a week has.
const HOURS_WEEK: u32 = 7 * 24;

/// Why two jobs look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// Their days overlap, and the employers' names are alike.
    Employer,
    /// They begin and end on nearly the same days, for nearly the same pay.
    DaysAndPay,
}

/// Whether two jobs look like one; `None` when they do not.
#[must_use]
pub fn like(one: &Spell, other: &Spell) -> Option<Like> {
    if !one.period.overlaps(&other.period) {
        return None;
    }
    if names::employers_alike(&one.employer, &other.employer) {
        return Some(Like::Employer);
    }
    let ends = match (one.period.until, other.period.until) {
        (Some(one), Some(other)) => near(one, other),
        (None, None) => true,
        _ => false,
    };
    (ends && near(one.period.from, other.period.from) && same_pay(one, other)).then_some(Like::DaysAndPay)
}

/// Whether a job and those beside it take more hours than a week has. Hours that are not known count as none.
///
/// The jobs beside it count together only where all of them meet on one of its days.
#[must_use]
pub fn more_hours_than_a_week(new: &Spell, recorded: &[Spell]) -> bool {
    let at_work = |on: Day| {
        let beside = recorded.iter().filter(|other| other.id != new.id && other.period.contains(on));
        beside.chain([new]).filter_map(|job| job.hours_per_week).map(u32::from).sum::<u32>()
    };
    // The hours only go up on a day on which a job begins.
    let begins = recorded.iter().map(|other| other.period.from).chain([new.period.from]);
    begins.filter(|on| new.period.contains(*on)).any(|on| at_work(on) > HOURS_WEEK)
}

fn near(one: Day, other: Day) -> bool {
    completed_days(one, other).abs() <= DAYS_NEAR
}

fn same_pay(one: &Spell, other: &Spell) -> bool {
    match (one.earnings_pence_week, other.earnings_pence_week) {
        (Some(one), Some(other)) => {
            let slip = (one.0.max(other.0) / PAY_PART).max(1);
            one.0.abs_diff(other.0) <= slip.unsigned_abs()
        }
        // What is not known cannot be told apart.
        _ => match (one.hours_per_week, other.hours_per_week) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        },
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::outcome::SpellKind;
    use kernel::{Pence, Period};

    fn job(employer: &str, from: &str, until: &str, pay: Option<i64>) -> Spell {
        Spell {
            id: format!("{employer} {from}"),
            employer: employer.to_owned(),
            kind: SpellKind::Employee,
            period: Period { from: from.parse().unwrap(), until: until.parse().ok() },
            hours_per_week: Some(20),
            earnings_pence_week: pay.map(Pence),
        }
    }

    #[test]
    fn the_same_job_typed_twice_is_noticed_however_it_was_typed() {
        let kept = job("Bordesley Bakery", "2025-06-02", "", Some(25_000));
        for (new, expected) in [
            (job("Bordesley Bakery", "2025-06-02", "", Some(25_000)), Some(Like::Employer)),
            (job("BORDESLEY BAKERY ltd", "2025-06-02", "", Some(25_000)), Some(Like::Employer)),
            (job("Bordesley Bakery", "2025-06-03", "", Some(25_000)), Some(Like::Employer)),
            (job("Bordesley Bakery", "2025-06-02", "", Some(25_001)), Some(Like::Employer)),
            (job("Bordesley Bakery", "2026-01-01", "2026-02-01", Some(90_000)), Some(Like::Employer)),
            (job("Five Ways Agency", "2025-06-05", "", Some(25_250)), Some(Like::DaysAndPay)),
            (job("Five Ways Agency", "2025-06-02", "", None), Some(Like::DaysAndPay)),
            // A day more, a penny more, an end: another job.
            (job("Five Ways Agency", "2025-06-06", "", Some(25_250)), None),
            (job("Five Ways Agency", "2025-06-05", "", Some(25_253)), None),
            (job("Five Ways Agency", "2025-06-02", "2025-07-01", Some(25_000)), None),
            // Before it began nobody was there twice.
            (job("Bordesley Bakery", "2025-01-01", "2025-06-01", Some(25_000)), None),
        ] {
            assert_eq!(like(&new, &kept), expected, "{} from {}", new.employer, new.period.from);
            assert_eq!(like(&kept, &new), expected, "the other way: {}", new.id);
        }
    }

    #[test]
    fn nobody_works_more_hours_than_a_week_has() {
        let with = |hours: u16, from: &str, until: &str| Spell {
            hours_per_week: Some(hours),
            ..job("Works", from, until, None)
        };
        let new = Spell { id: "new".to_owned(), ..with(100, "2025-06-02", "2025-06-30") };
        assert!(!more_hours_than_a_week(&new, &[with(68, "2025-06-10", "")]));
        assert!(more_hours_than_a_week(&new, &[with(69, "2025-06-10", "")]));
        // Two that follow each other are not added.
        let apart = [with(60, "2025-05-01", "2025-06-09"), with(60, "2025-06-10", "")];
        assert!(!more_hours_than_a_week(&new, &apart));
        let together = [with(60, "2025-05-01", "2025-06-10"), with(60, "2025-06-10", "")];
        assert!(more_hours_than_a_week(&new, &together));
        assert!(!more_hours_than_a_week(&new, &[with(168, "2025-07-01", "")]));
    }
}
