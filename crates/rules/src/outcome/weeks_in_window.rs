//! Has the person been in work for a given number of weeks within any window of a given number of weeks?
//!
//! *Authority*: IPS in Primary Care, grant guidance, December 2023: 13 weeks within a 16-week period.
//! *Applies*: to days in work of either kind from the start on; the window may begin on any day, and weeks are counted
//! as seven days in work each, on whichever days they fall.
//! *Simplified*: a week is not a calendar week.
//! *Example*: 91 days in work of the last 112: reached on the first day on which that is so.

use super::{progress::Progress, spells::Run};
use kernel::{Day, completed_days, in_words};

/// The progress made in runs that neither overlap nor touch, earliest first; it names no spells.
pub(super) fn progress(runs: &[Run], started_on: Day, (weeks, window_weeks): (i64, i64)) -> Progress {
    let (needed, window) = (weeks.saturating_mul(7), window_weeks.saturating_mul(7));
    match earliest(runs, needed, window) {
        Some(on) => {
            let opens = day_before(on, window - 1).max(started_on);
            Progress::Reached {
                on,
                first: runs.iter().find(|run| run.last >= opens).map_or(opens, |run| run.first.max(opens)),
                working: vec![format!(
                    "In the {window_weeks} weeks to {} the person was in work on {} days; {needed} ({weeks} weeks) are asked for.",
                    in_words(on),
                    worked(runs, opens, on)
                )],
                spells: Vec::new(),
            }
        }
        None => {
            let best = runs.iter().map(|run| worked(runs, day_before(run.last, window - 1), run.last)).max();
            Progress::not_yet(format!(
                "{} of {needed} days in work within {window_weeks} weeks.",
                best.unwrap_or_default()
            ))
        }
    }
}

/// The first day on which a window that ends there holds the days needed.
///
/// While a run goes on the count of the window that ends today can only stay or grow, so that within each run the day
/// is found by halving.
fn earliest(runs: &[Run], needed: i64, window: i64) -> Option<Day> {
    let holds = |day: Day| worked(runs, day_before(day, window - 1), day) >= needed;
    let run = runs.iter().find(|run| holds(run.last))?;
    let (mut low, mut high) = (0, run.days() - 1);
    while low < high {
        let middle = (low + high) / 2;
        if holds(day_after(run.first, middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(day_after(run.first, high))
}

/// Days in work from `from` to `until`, both included.
fn worked(runs: &[Run], from: Day, until: Day) -> i64 {
    let within = runs.iter().map(|run| completed_days(run.first.max(from), run.last.min(until)) + 1);
    within.filter(|days| *days > 0).sum()
}

fn day_before(day: Day, days: i64) -> Day {
    day.checked_sub_days(chrono::Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(Day::MIN)
}

fn day_after(day: Day, days: i64) -> Day {
    day.checked_add_days(chrono::Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(Day::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::spells::tests::day;
    use proptest::prelude::*;

    /// Day by day, as one would with a calendar and a pencil.
    fn by_hand(runs: &[Run], needed: i64, window: i64) -> Option<Day> {
        let (first, last) = (runs.first()?.first, runs.last()?.last);
        first.iter_days().take_while(|day| *day <= last).find(|day| {
            let worked = |day: Day| runs.iter().any(|run| run.first <= day && day <= run.last);
            let opens = day_before(*day, window - 1);
            opens.iter_days().take_while(|each| each <= day).filter(|each| worked(*each)).count() as i64 >= needed
        })
    }

    #[test]
    fn what_lies_before_the_window_does_not_count() {
        let run = |first: &str, last: &str| Run { first: day(first), last: day(last) };
        // 60 days, a break of 15, 15 days, a break of 10, then on: with the first run in it the window is too long.
        let runs = [run("2024-01-01", "2024-02-29"), run("2024-03-16", "2024-03-30"), run("2024-04-10", "2024-12-31")];
        assert_eq!(earliest(&runs, 91, 112), by_hand(&runs, 91, 112));
        assert_eq!(earliest(&runs, 91, 112), Some(day("2024-06-24")));
    }

    proptest! {
        #[test]
        fn halving_finds_what_counting_finds(pieces in proptest::collection::vec((1_i64..40, 1_i64..40), 1..6)) {
            let mut at = day("2024-01-01");
            let mut runs = Vec::new();
            for (work, rest) in pieces {
                let last = day_after(at, work - 1);
                runs.push(Run { first: at, last });
                at = day_after(last, rest + 1);
            }
            prop_assert_eq!(earliest(&runs, 35, 49), by_hand(&runs, 35, 49));
        }
    }
}
