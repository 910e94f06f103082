//! How often was an outcome reached that is paid again and again: sustainment payments?
//!
//! *Authority*: Work Programme: payable when a job outcome was reported, for four continuous weeks in employment since the
//! job outcome or the last sustainment, in employment and off benefit in each week of the four, once 15 working days
//! have passed since the last day of the period (written answer to S. Timms, 10 July 2013, col. 164391). After the 104
//! weeks a break in employment ends eligibility for more (the same answer).
//! *Applies*: to days in work of either kind after the day of the outcome before; a break or a day on benefit begins the
//! count anew.
//! *Simplified*: weeks run from the day after the last one counted, not from a calendar day; working days are Monday to
//! Friday without the bank holidays of the contract's nation; one may claim from the day after the last of them.
//! *Example*: job outcome on 31 March, work goes on: the first four weeks are complete on 28 April.

use super::{
    line::Reason,
    payable::{Case, Reach, Reached},
};
use crate::{
    outcome::{Group, Run, Spell, ids_within, runs, work_from::work},
    referral::due,
};
use kernel::{Day, Period, in_words};
use policy::{DayCount, Repeats, WorkFrom};

const CODE: &str = "rules/payment/repeats";

/// How far ahead the next one is looked for if the work goes on: ten years.
const LOOK_AHEAD_DAYS: u64 = 3_653;

/// What is paid again and again for a participation, and the work that counts towards it.
struct Sustained<'a> {
    case: &'a Case<'a>,
    terms: &'a Repeats,
    work: Vec<&'a Spell>,
}

/// An answer for each time it was reached, and one for the next unless there can be none. Work counts as `from` says.
pub(super) fn reaches(case: &Case<'_>, terms: &Repeats, from: WorkFrom) -> Vec<Reach> {
    let after = match case.payable(&terms.after) {
        Reach::Reached(after) => after,
        other => return vec![other],
    };
    let most = match at_most(case, terms) {
        Ok(most) => most,
        Err(unknown) => return vec![unknown],
    };
    let started_on = case.participation.started_on.unwrap_or(after.on);
    let sustained = Sustained { case, terms, work: work(&case.participation.spells, started_on, from).counts };
    sustained.reaches(&after, most)
}

/// How many there may be for the group of the participation.
fn at_most(case: &Case<'_>, terms: &Repeats) -> Result<i64, Reach> {
    let has_groups = terms.at_most.iter().any(|(group, _)| group.is_some());
    let group = match &case.participation.group {
        Group::Unknown { needs } if has_groups => {
            let says = "How many may be paid depends on the payment group, which is not known.".to_owned();
            let reasons = vec![Reason::new(CODE, says)];
            return Err(Reach::Unknown { reasons, needs: needs.clone(), earliest: None });
        }
        Group::Is(group) => Some(group.as_str()),
        _ => None,
    };
    let of = |wanted: Option<&str>| terms.at_most.iter().find(|(group, _)| group.as_deref() == wanted);
    Ok(of(group).or_else(|| of(None)).map_or(0, |(_, most)| *most))
}

impl Sustained<'_> {
    fn reaches(&self, after: &Reached, most: i64) -> Vec<Reach> {
        let counted = usize::try_from(most).unwrap_or_default();
        if self.terms.off_benefit && self.case.participation.on_benefit.is_none() {
            return self.unknown_benefit(after).into_iter().take(counted).collect();
        }
        let complete = self.periods(after.on, self.case.as_of);
        let numbered = complete.iter().zip(1_i64..).take(counted);
        let mut found: Vec<Reach> =
            numbered.map(|(period, number)| Reach::Reached(self.reached(after, (number, most), *period))).collect();
        if found.len() < counted {
            found.push(self.next(after, found.len()));
        }
        found
    }

    fn reached(&self, after: &Reached, (number, most): (i64, i64), period: Run) -> Reached {
        let Self { case, terms, .. } = self;
        let off_benefit = if terms.off_benefit { " and off benefit" } else { "" };
        let says = format!(
            "Number {number} of at most {most}: in work{off_benefit} for {} weeks from {} to {}.",
            terms.every_weeks,
            in_words(period.first),
            in_words(period.last)
        );
        let waits = terms.wait_working_days > 0;
        let claim_from = waits.then(|| {
            let holidays = &case.contract.holidays;
            due(period.last, terms.wait_working_days, DayCount::WorkingDays, holidays, case.as_of).by.succ_opt()
        });
        Reached {
            on: period.last,
            first: period.first,
            definition: after.definition.clone(),
            reasons: vec![Reason::new(CODE, says)],
            spells: ids_within(self.work.iter().copied(), period.first, period.last),
            claim_from: claim_from.flatten(),
        }
    }

    /// What is said of the one that has not been reached yet.
    fn next(&self, after: &Reached, done: usize) -> Reach {
        let as_of = self.case.as_of;
        let later = as_of.checked_add_days(chrono::Days::new(LOOK_AHEAD_DAYS)).unwrap_or(as_of);
        let expected_on = self.periods(after.on, later).get(done).map(|period| period.last);
        let says = format!("{} continuous weeks in work since the last one are not complete.", self.terms.every_weeks);
        Reach::Not { reasons: vec![Reason::new(CODE, says)], expected_on }
    }

    /// Without knowing the days on benefit nothing that was worked can be told to count.
    fn unknown_benefit(&self, after: &Reached) -> Option<Reach> {
        let worked = self.periods(after.on, self.case.as_of);
        Some(match worked.first() {
            Some(period) => {
                let need = format!(
                    "on which days the person was on benefit from {} to {}",
                    in_words(period.first),
                    in_words(self.case.as_of)
                );
                let says = format!("It is paid for weeks off benefit; it is not known {need}.");
                let reasons = vec![Reason::new(CODE, says)];
                Reach::Unknown { reasons, needs: vec![need], earliest: Some(period.last) }
            }
            None => self.next(after, 0),
        })
    }

    /// The periods that are complete by `until`, each of a given number of weeks in a row.
    fn periods(&self, after: Day, until: Day) -> Vec<Run> {
        let Self { case, terms, .. } = self;
        let (Some(first), Some(started_on)) = (after.succ_opt(), case.participation.started_on) else {
            return Vec::new();
        };
        let length = terms.every_weeks.saturating_mul(7);
        let limit = terms.break_ends_after_weeks.and_then(|weeks| plus(started_on, weeks.saturating_mul(7)));
        let mut found = Vec::new();
        let mut previous_last = after;
        for run in self.free_runs(first, until) {
            let breaks_off =
                previous_last.succ_opt().is_some_and(|day| day < run.first && limit.is_some_and(|at| day > at));
            if breaks_off || length <= 0 {
                break;
            }
            let mut from = run.first;
            while let Some(last) = plus(from, length - 1).filter(|last| *last <= run.last) {
                found.push(Run { first: from, last });
                let Some(following) = last.succ_opt() else { break };
                from = following;
            }
            previous_last = run.last;
        }
        found
    }

    /// Days in work, without those on benefit where they do not count.
    fn free_runs(&self, from: Day, until: Day) -> Vec<Run> {
        let mut free = if from <= until { runs(self.work.iter().copied(), from, until) } else { Vec::new() };
        let benefit = self.case.participation.on_benefit.iter().flatten().filter(|_| self.terms.off_benefit);
        for period in benefit {
            free = free.into_iter().flat_map(|run| without(run, period)).collect();
        }
        free
    }
}

/// The days of a run before and after a period.
fn without(run: Run, period: &Period) -> impl Iterator<Item = Run> {
    let before = period.from.pred_opt().map(|last| Run { first: run.first, last: run.last.min(last) });
    let after = period.until.and_then(|until| until.succ_opt());
    let after = after.map(|first| Run { first: run.first.max(first), last: run.last });
    before.into_iter().chain(after).filter(|piece| piece.first <= piece.last)
}

fn plus(day: Day, days: i64) -> Option<Day> {
    day.checked_add_days(chrono::Days::new(u64::try_from(days).ok()?))
}

#[cfg(test)]
mod tests;
