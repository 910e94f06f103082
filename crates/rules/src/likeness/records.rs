//! Does something recorded of a participant look like something that is recorded?
//!
//! *Authority*: none; no claim may be paid twice for one thing that happened, so that who records it is asked.
//! *Applies*: to what a contract asks for besides work, of one participant, before it is recorded.
//! *Simplified*: hours and amounts are not compared: two payments for one day by one employer are asked about whatever they are.
//! *Example*: a certificate of 3 May and one of 4 May of the same kind look like one. Two days of learning, one after the
//! other, do not; two on the same day do.

use super::names;
use kernel::{Period, completed_days};

/// Days by which the day of something that happens once may be typed wrongly.
const DAYS_NEAR: i64 = 1;

/// Something recorded of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// What it is: the word of a [`crate::payment::RecordAsked`].
    pub what: &'a str,
    /// Its day, or its first and last.
    pub days: Period,
    /// Who paid, of pay.
    pub employer: Option<&'a str>,
}

/// Whether two records look like one.
#[must_use]
pub fn like(one: &Record<'_>, other: &Record<'_>) -> bool {
    if one.what != other.what {
        return false;
    }
    let near = |days: i64| completed_days(one.days.from, other.days.from).abs() <= days;
    match one.what {
        "pay" => {
            let payers = (one.employer.unwrap_or_default(), other.employer.unwrap_or_default());
            one.days.overlaps(&other.days) && names::employers_alike(payers.0, payers.1)
        }
        "benefit" => one.days.overlaps(&other.days),
        // Days of learning follow each other; that all is known is said again and again.
        "learning-day" | "benefit-known" => near(0),
        _ => near(DAYS_NEAR),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn record<'a>(what: &'a str, from: &str, until: &str, employer: Option<&'a str>) -> Record<'a> {
        Record { what, days: Period { from: from.parse().unwrap(), until: until.parse().ok() }, employer }
    }

    #[test]
    fn what_happened_once_and_is_recorded_twice_is_noticed() {
        let on = |what, day| record(what, day, day, None);
        for (one, other, expected) in [
            (on("event-qualification", "2026-05-03"), on("event-qualification", "2026-05-03"), true),
            (on("event-qualification", "2026-05-03"), on("event-qualification", "2026-05-04"), true),
            (on("event-qualification", "2026-05-03"), on("event-qualification", "2026-05-05"), false),
            (on("event-qualification", "2026-05-03"), on("event-interview", "2026-05-03"), false),
            (on("learning-day", "2026-05-03"), on("learning-day", "2026-05-03"), true),
            (on("learning-day", "2026-05-03"), on("learning-day", "2026-05-04"), false),
            (record("benefit", "2026-05-03", "", None), record("benefit", "2026-06-01", "2026-06-30", None), true),
            (record("benefit", "2026-05-03", "2026-05-31", None), record("benefit", "2026-06-01", "", None), false),
        ] {
            assert_eq!(like(&one, &other), expected, "{one:?} and {other:?}");
            assert_eq!(like(&other, &one), expected, "{other:?} and {one:?}");
        }
    }

    #[test]
    fn pay_of_one_employer_for_one_day_is_noticed_whatever_the_amount() {
        let pay = |from, until, by| record("pay", from, until, Some(by));
        let kept = pay("2026-05-01", "2026-05-31", "Bordesley Bakery");
        assert!(like(&pay("2026-05-31", "2026-06-30", "bordesley bakery ltd"), &kept));
        assert!(!like(&pay("2026-06-01", "2026-06-30", "Bordesley Bakery"), &kept));
        assert!(!like(&pay("2026-05-01", "2026-05-31", "Five Ways Agency"), &kept));
    }
}
