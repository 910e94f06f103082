//! Has the person been self-employed for a given number of months?
//!
//! *Authority*: Restart and the Work and Health Programme: six months' self-employment, beside the earnings
//! threshold (Restart statistics, September 2022, methodology December 2023; WHP statistics).
//! *Applies*: to self-employment without a break, from the start of the participation on. Months are calendar
//! months: six months from 15 January are complete at the end of 14 July.
//! *Simplified*: the sources do not say whether a break is allowed; none is. Profit is not asked for.
//! *Example*: self-employed from 1 January 2023, six months: reached on 30 June, not on the 29th.

use super::{
    progress::Progress,
    reached::Case,
    spells::{Run, Spell, SpellKind, ids_within, runs},
};
use kernel::{Day, completed_months, in_words};

pub(super) fn progress(case: &Case<'_>, months: i64) -> Progress {
    let spells = || {
        let own = |spell: &&Spell| spell.kind == SpellKind::SelfEmployed;
        case.work.counts.iter().copied().filter(own)
    };
    let runs = runs(spells(), case.started_on, case.as_of);
    let complete = runs.iter().filter_map(|run| Some((run, complete_on(run, months)?))).min_by_key(|(_, on)| *on);
    match complete {
        Some((run, on)) => Progress::Reached {
            on,
            first: run.first,
            working: vec![format!(
                "Self-employed from {} without a break; {months} months were complete on {}.",
                in_words(run.first),
                in_words(on)
            )],
            spells: ids_within(spells(), run.first, on),
        },
        None => {
            let best = runs.iter().map(months_in).max().unwrap_or(0);
            Progress::not_yet(format!("{best} of {months} months of self-employment without a break."))
        }
    }
}

/// Completed months of a run, its last day included.
fn months_in(run: &Run) -> i64 {
    run.last.succ_opt().map_or(0, |after| completed_months(run.first, after))
}

/// The day of the run on which the months are complete.
fn complete_on(run: &Run, months: i64) -> Option<Day> {
    if months_in(run) < months {
        return None;
    }
    if months <= 0 {
        return Some(run.first);
    }
    // A month never ends more than three days away from the day this finds; so few are walked.
    let ahead = chrono::Months::new(u32::try_from(months).ok()?);
    let near = run.first.checked_add_months(ahead)?.pred_opt()?;
    near.iter_days().take(4).find(|last| months_in(&Run { first: run.first, last: *last }) >= months)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::spells::tests::day;

    #[test]
    fn the_last_day_of_the_last_month_completes_it() {
        let cases = [
            ("2023-01-01", "2023-06-30"),
            ("2023-01-15", "2023-07-14"),
            ("2023-08-31", "2024-02-29"),
            ("2022-08-31", "2023-02-28"),
            ("2022-08-30", "2023-02-28"),
        ];
        for (from, expected) in cases {
            let run = Run { first: day(from), last: day("2030-01-01") };
            assert_eq!(complete_on(&run, 6), Some(day(expected)), "{from}");
            assert_eq!(complete_on(&Run { last: day(expected), ..run }, 6), Some(day(expected)), "{from}");
            let short = day(expected).pred_opt().unwrap_or_default();
            assert_eq!(complete_on(&Run { last: short, ..run }, 6), None, "{from}");
        }
    }
}
