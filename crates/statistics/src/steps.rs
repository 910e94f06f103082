//! On which days may the register be counted, and which years may be reported on?
//!
//! *Authority*: official statistics are published at fixed intervals; `spine/counting.toml` says which.
//! *Applies*: to every count of people that leaves the circle of those who may see them. Between two steps every answer
//! stays the same, whoever is registered meanwhile.
//! *Simplified*: steps begin in January, so that a step of five months is cut short at the end of each year.
//! *Example*: with steps of three months, on 30 November the register is counted as it stood when 1 October began; if
//! anything was recorded of fewer than ten people from July to September, as it stood when 1 July began.

use chrono::{Datelike, Days, Months};
use kernel::{Day, Period};
use policy::Counting;
use std::collections::{BTreeMap, BTreeSet};

/// The first day of the step in which a day lies.
#[must_use]
pub fn step_of(counting: &Counting, day: Day) -> Day {
    let months = counting.step_months.max(1);
    let month = day.month0() / months * months + 1;
    Day::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// The first day of the next step.
fn next(counting: &Counting, step: Day) -> Day {
    let later = step.checked_add_months(Months::new(counting.step_months.max(1))).unwrap_or(Day::MAX);
    if later.year() > step.year() { Day::from_ymd_opt(later.year(), 1, 1).unwrap_or(later) } else { later }
}

/// The first day of the step before.
fn before(counting: &Counting, step: Day) -> Day {
    step.checked_sub_days(Days::new(1)).map_or(step, |day| step_of(counting, day))
}

/// The day before which everything is counted. `changed`: by the first day of each step that is over, of whom
/// anything was recorded in it. Who came in a step with too few others waits until enough have come. `None`: so few have come
/// in all that nobody is counted yet.
#[must_use]
pub fn counted_until(counting: &Counting, changed: &BTreeMap<Day, BTreeSet<usize>>) -> Option<Day> {
    let (mut until, mut waiting) = (None, BTreeSet::<usize>::new());
    for (step, people) in changed {
        waiting.extend(people);
        if waiting.len() >= counting.newcomers {
            until = Some(next(counting, *step));
            waiting.clear();
        }
    }
    until
}

/// The days whose rules may be asked about, earliest first: those around the day of the count, and around the step in
/// which today lies.
#[must_use]
pub fn days_to_ask(counting: &Counting, counted_until: Day, today: Day) -> Vec<Day> {
    let around = |middle: Day| {
        let (mut back, mut ahead, mut days) = (middle, middle, vec![middle]);
        for _ in 0..counting.days_around {
            (back, ahead) = (before(counting, back), next(counting, ahead));
            days.extend([back, ahead]);
        }
        days
    };
    let days: BTreeSet<Day> = around(counted_until).into_iter().chain(around(step_of(counting, today))).collect();
    days.into_iter().collect()
}

/// The years that may be reported on, newest first: those that are over on the day of the count. No two of them overlap.
#[must_use]
pub fn years_to_report(counting: &Counting, counted_until: Day) -> Vec<Period> {
    let first_day = |year: i32| Day::from_ymd_opt(year, counting.year_first_month.clamp(1, 12), 1);
    let year = |back: u32| {
        let begins = counted_until.year().checked_sub(i32::try_from(back).ok()?)?;
        let until = first_day(begins.checked_add(1)?)?.pred_opt()?;
        Period::new(first_day(begins)?, Some(until)).ok().filter(|_| until < counted_until)
    };
    // One more than asked for, because the year in which the day lies is not always over.
    let years = (0..=counting.years_back.saturating_add(1)).filter_map(year);
    years.take(usize::try_from(counting.years_back).unwrap_or(usize::MAX)).collect()
}

/// Who is old enough to be counted in a result: the period in which they started. The newest of them have had the whole
/// time, counted in full by the day of the count.
#[must_use]
pub fn cohort_with_enough_time(counting: &Counting, counted_until: Day) -> Option<Period> {
    let after = counted_until.checked_sub_months(Months::new(counting.result_months))?;
    let from = after.checked_sub_months(Months::new(counting.result_cohort_months))?;
    Period::new(from, after.pred_opt()).ok()
}

/// Whether something on the day `on` came within the time that results count, for somebody who started on a day.
#[must_use]
pub fn is_in_time(counting: &Counting, started: Day, on: Day) -> bool {
    let end = started.checked_add_months(Months::new(counting.result_months)).unwrap_or(Day::MAX);
    (started..end).contains(&on)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::disclosure::tests::counting;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn rule() -> Counting {
        counting(10, 5, 60)
    }

    #[test]
    fn a_step_begins_on_the_first_of_january_april_july_and_october() {
        for (on, step) in [("2026-01-01", "2026-01-01"), ("2026-03-31", "2026-01-01"), ("2026-11-30", "2026-10-01")] {
            assert_eq!(step_of(&rule(), day(on)), day(step), "{on}");
        }
        assert_eq!(next(&rule(), day("2026-10-01")), day("2027-01-01"));
        assert_eq!(before(&rule(), day("2026-01-01")), day("2025-10-01"));
    }

    #[test]
    fn who_comes_with_too_few_others_waits_until_enough_have_come() {
        let came = |steps: &[(&str, std::ops::Range<usize>)]| {
            steps.iter().map(|(step, people)| (day(step), people.clone().collect())).collect::<BTreeMap<_, _>>()
        };
        let until = |steps: &[(&str, std::ops::Range<usize>)]| counted_until(&rule(), &came(steps));
        assert_eq!(until(&[("2026-01-01", 0..9)]), None);
        assert_eq!(until(&[("2026-01-01", 0..10)]), Some(day("2026-04-01")));
        assert_eq!(until(&[("2026-01-01", 0..10), ("2026-04-01", 10..19)]), Some(day("2026-04-01")));
        assert_eq!(
            until(&[("2026-01-01", 0..10), ("2026-04-01", 10..19), ("2026-07-01", 19..20)]),
            Some(day("2026-10-01"))
        );
        assert_eq!(until(&[("2026-01-01", 0..10), ("2026-04-01", 3..6)]), Some(day("2026-04-01")), "three who changed");
    }

    #[test]
    fn the_days_to_ask_about_are_the_same_on_every_day_of_a_step() {
        let on = |today: &str| days_to_ask(&rule(), day("2026-10-01"), day(today));
        assert_eq!(on("2026-10-01"), on("2026-12-31"));
        let days = on("2026-11-30");
        assert_eq!(
            (days.len(), days.first().copied(), days.last().copied()),
            (9, Some(day("2025-10-01")), Some(day("2027-10-01")))
        );
    }

    #[test]
    fn a_year_is_reported_on_when_it_is_over_and_no_two_overlap() {
        let years = years_to_report(&rule(), day("2026-10-01"));
        let first: Vec<Day> = years.iter().map(|year| year.from).collect();
        let expected = ["2025-04-01", "2024-04-01", "2023-04-01", "2022-04-01", "2021-04-01"].map(day);
        assert_eq!(first, expected);
        assert_eq!(years_to_report(&rule(), day("2026-01-01")).first().unwrap().from, day("2024-04-01"));
        assert_eq!(years_to_report(&rule(), day("2026-04-01")).first().unwrap().from, day("2025-04-01"));
    }

    /// Somebody who started on the last day of the cohort had all twelve months before the count.
    #[test]
    fn only_who_has_had_the_whole_time_is_in_a_cohort() {
        let cohort = cohort_with_enough_time(&rule(), day("2026-10-01")).unwrap();
        assert_eq!((cohort.from, cohort.until), (day("2024-10-01"), Some(day("2025-09-30"))));
        assert!(is_in_time(&rule(), day("2025-09-30"), day("2026-09-29")));
        assert!(!is_in_time(&rule(), day("2025-09-30"), day("2026-09-30")), "a year and a day");
        assert!(!is_in_time(&rule(), day("2025-09-30"), day("2025-09-29")), "before the start");
    }
}
