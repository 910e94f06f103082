//! Has this outcome been reached, and when?
//!
//! *Authority*: the definition in `spine/outcomes.toml` that the contract names.
//! *Applies*: to one participation, as of a day: later days are not looked at. A day is given, or said not to be reached,
//! where that stays so whatever pay, hours or hours of learning that are not known turn out to be.
//! *Simplified*: one definition at a time; an outcome that has several ways to it is put together from
//! several definitions by `rules/payment/claim_lines`.
//! *Example*: FND's 13-week outcome, a job from 1 May 2010 without an end: reached on 30 July 2010, the 91st
//! day; asked on 29 July: not yet, 90 of 91 days, expected on 30 July.

use super::{
    attendance, earnings, job_start, least,
    progress::Progress,
    recorded, self_employment,
    spells::{Participation, Run},
    start, weeks_in_window, weeks_in_work,
    work_from::{self, Work},
};
use kernel::Day;
use policy::{Counts, LeastWork, OutcomeDefinition};

/// How far ahead an outcome is looked for that would be reached if the work goes on: ten years.
const LOOK_AHEAD_DAYS: u64 = 3_653;

/// The contract's numbers: what `id` is on a day, in its unit; `None` when the text gives none.
pub type Parameters<'a> = &'a dyn Fn(&str, Day) -> Option<i64>;

/// Works out an outcome for a participation as of a day.
///
/// `parameters` is the contract's `parameter_on`; an earnings definition reads `wage_pence_hour` on
/// the day of the start.
#[must_use]
pub fn reached(
    definition: &OutcomeDefinition,
    parameters: Parameters<'_>,
    participation: &Participation,
    as_of: Day,
) -> Progress {
    match evaluate(definition, parameters, participation, as_of) {
        Progress::NotYet { so_far, .. } => {
            let later = as_of.checked_add_days(chrono::Days::new(LOOK_AHEAD_DAYS)).unwrap_or(as_of);
            let expected_on = evaluate(definition, parameters, participation, later).reached_on();
            Progress::NotYet { so_far, expected_on }
        }
        settled => settled,
    }
}

fn evaluate(
    definition: &OutcomeDefinition,
    parameters: Parameters<'_>,
    participation: &Participation,
    as_of: Day,
) -> Progress {
    let Some(started_on) = participation.started_on.filter(|started_on| *started_on <= as_of) else {
        return Progress::not_yet("The person has not started.");
    };
    let work = work_from::work(&participation.spells, started_on, definition.work_from);
    let case = Case { participation, started_on, as_of, work };
    match &definition.counts {
        Counts::Start => start::progress(&case),
        Counts::JobStart => job_start::progress(&case),
        Counts::WeeksInWork { weeks, longest_break_days, all_breaks_days, least } => {
            let terms = weeks_in_work::Terms {
                weeks: *weeks,
                longest_break_days: *longest_break_days,
                all_breaks_days: *all_breaks_days,
            };
            by_work_that_counts(&case, *least, |runs| weeks_in_work::progress(runs, &terms))
        }
        Counts::Earnings { hours_per_week, weeks } => match parameters(WAGE, started_on) {
            Some(wage_pence_hour) => {
                let terms = earnings::Terms { hours_per_week: *hours_per_week, weeks: *weeks, wage_pence_hour };
                earnings::progress(&case, &terms)
            }
            None => Progress::unknown(format!(
                "the contract's `{WAGE}` on {}, the day of the start",
                kernel::in_words(started_on)
            )),
        },
        Counts::SelfEmployment { months } => self_employment::progress(&case, *months),
        Counts::WeeksInWindow { weeks, window_weeks, least } => {
            let from = case.started_on;
            by_work_that_counts(&case, *least, |runs| weeks_in_window::progress(runs, from, (*weeks, *window_weeks)))
        }
        Counts::Recorded { event } => recorded::progress(&case, event),
        Counts::Attendance { days, hours } => attendance::progress(&case, *days, *hours),
        Counts::WholePerson => Progress::unknown("what was recorded by people: this outcome is not computed"),
    }
}

/// Counts the days on which there surely is enough work, and those on which there may be. Where both come to the same
/// day, that is the day; where they do not, what is not known decides.
///
/// More days in work never make an outcome later, and never let its work begin later: between the two lies whatever
/// the unknown turns out to be.
fn by_work_that_counts(case: &Case<'_>, floor: LeastWork, count: impl Fn(&[Run]) -> Progress) -> Progress {
    let (surely, at_best) = least::days(case, floor);
    let progress = count(&surely);
    match (&progress, count(&at_best)) {
        (Progress::Reached { on, first, .. }, Progress::Reached { on: best, first: best_first, .. })
            if *on == best && *first == best_first =>
        {
            progress.resting_on(|(first, on)| work_from::ids_in(&case.work.counts, &at_best, (first, on)))
        }
        (_, Progress::Reached { on, first, .. }) => {
            Progress::Unknown { needs: least::needs(case, floor, (first, on)), earliest: Some(on) }
        }
        _ => progress,
    }
}

/// The parameter of a contract that an earnings definition reads.
const WAGE: &str = "wage_pence_hour";

/// A participation that has started, as of a day.
pub(super) struct Case<'a> {
    /// The participation.
    pub(super) participation: &'a Participation,
    /// The day of its start, not after `as_of`.
    pub(super) started_on: Day,
    /// The last day looked at.
    pub(super) as_of: Day,
    /// The work of the participation, by whether it counts.
    pub(super) work: Work<'a>,
}

#[cfg(test)]
mod tests;
