//! Has this outcome been reached, and when?
//!
//! *Authority*: the definition in `spine/outcomes.toml` that the contract names.
//! *Applies*: to one participation, as of a day: later days are not looked at.
//! *Simplified*: one definition at a time; an outcome that has several ways to it is put together from
//! several definitions by `rules/payment/claim_lines`.
//! *Example*: FND's 13-week outcome, a job from 1 May 2010 without an end: reached on 30 July 2010, the 91st
//! day; asked on 29 July: not yet, 90 of 91 days, expected on 30 July.

use super::{
    attendance, earnings, job_start, least,
    progress::Progress,
    recorded, self_employment,
    spells::{Participation, Spell},
    start, weeks_in_window, weeks_in_work,
};
use kernel::Day;
use policy::{Counts, LeastWork, OutcomeDefinition, Truth};

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
    let case = Case { participation, started_on, as_of };
    match &definition.counts {
        Counts::Start => start::progress(&case),
        Counts::JobStart => job_start::progress(&case),
        Counts::WeeksInWork { weeks, longest_break_days, all_breaks_days, least } => {
            let terms = weeks_in_work::Terms {
                weeks: *weeks,
                longest_break_days: *longest_break_days,
                all_breaks_days: *all_breaks_days,
            };
            by_work_that_counts(&case, *least, |spells| weeks_in_work::progress(&case, spells, &terms))
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
            by_work_that_counts(&case, *least, |spells| weeks_in_window::progress(&case, spells, *weeks, *window_weeks))
        }
        Counts::Recorded { event } => recorded::progress(&case, event),
        Counts::Attendance { days, hours } => attendance::progress(&case, *days, *hours),
        Counts::WholePerson => Progress::unknown("what was recorded by people: this outcome is not computed"),
    }
}

/// Counts the work that is known to count; where it is not enough, but would be with work of which that is not known,
/// the answer is unknown.
fn by_work_that_counts(case: &Case<'_>, floor: LeastWork, count: impl Fn(&[&Spell]) -> Progress) -> Progress {
    let spells = &case.participation.spells;
    let known = |wanted: Truth| spells.iter().filter(move |spell| least::counts(spell, floor) == wanted);
    let counting: Vec<&Spell> = known(Truth::Met).collect();
    let progress = count(&counting);
    if progress.reached_on().is_some() || known(Truth::Unknown).next().is_none() {
        return progress;
    }
    let with_unclear: Vec<&Spell> = known(Truth::Met).chain(known(Truth::Unknown)).collect();
    match count(&with_unclear) {
        Progress::Reached { spells: ids, .. } => {
            let unclear = known(Truth::Unknown).filter(|spell| ids.contains(&spell.id));
            Progress::Unknown { needs: unclear.map(|spell| least::needs(spell, floor)).collect() }
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
}

#[cfg(test)]
mod tests;
