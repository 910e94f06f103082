//! May an outcome still be claimed?
//!
//! *Authority*: the contract's or the outcome's `claim_window_days` or `claim_window_months`, counted from the day the
//! outcome was reached or from the start (National Careers Service: 12 or 13 months from the session), and `claim_by`.
//! *Applies*: the last day of the window belongs to it. Without a window there is no limit. Where one must wait, the
//! window opens when the wait is over.
//! *Simplified*: calendar days and months; a month that has no such day ends on its last.
//! *Example*: reached on 1 March, 30 days: to be claimed by 31 March; on 1 April it is too late.

use super::line::Reason;
use kernel::{Day, in_words};
use policy::{ClaimWindow, Contract, ContractOutcome, DayFrom, WindowLength};

const CODE: &str = "rules/payment/claim_window";

/// The window of one outcome.
pub(super) struct Window {
    /// The first day of the window; `None` when it opens with the outcome.
    pub(super) claim_from: Option<Day>,
    /// The last day of the window; `None` when there is no limit.
    pub(super) claim_by: Option<Day>,
    /// Whether the day asked about lies in it.
    pub(super) is_open: bool,
    /// The same in words.
    pub(super) reason: Reason,
}

/// The days that a window depends on.
pub(super) struct Asked {
    pub(super) started_on: Day,
    pub(super) reached_on: Day,
    /// The first day on which it may be claimed, where one must wait.
    pub(super) claim_from: Option<Day>,
    pub(super) as_of: Day,
}

/// The terms of the window: those of a way to the outcome, or the contract's.
pub(super) fn terms<'c>(
    mut ways: impl Iterator<Item = &'c ContractOutcome>,
    contract: &'c Contract,
) -> Option<&'c ClaimWindow> {
    ways.find_map(|way| way.claim_window.as_ref()).or(contract.claim_window.as_ref())
}

/// The window for an outcome, as seen on the day asked about.
pub(super) fn window(terms: Option<&ClaimWindow>, asked: &Asked) -> Window {
    let claim_by = terms.and_then(|terms| last_day(terms, asked));
    let waits = asked.claim_from.filter(|from| asked.as_of < *from);
    let is_open = waits.is_none() && claim_by.is_none_or(|last| asked.as_of <= last);
    let says = match (claim_by, waits) {
        (_, Some(from)) => format!("It may be claimed from {} on.", in_words(from)),
        (None, _) => "The contract sets no last day for the claim.".to_owned(),
        (Some(last), _) if is_open => format!("It may be claimed until {}, that day included.", in_words(last)),
        (Some(last), _) => format!("It is too late to claim it: the last day was {}.", in_words(last)),
    };
    Window { claim_from: asked.claim_from, claim_by, is_open, reason: Reason::new(CODE, says) }
}

/// The last day of a window, that day included; `None` when there is no limit.
pub(super) fn last_day(terms: &ClaimWindow, asked: &Asked) -> Option<Day> {
    let from = match terms.from {
        DayFrom::Reached => asked.reached_on,
        DayFrom::Start => asked.started_on,
    };
    let counted = terms.length.and_then(|length| match length {
        WindowLength::Days(days) => from.checked_add_days(chrono::Days::new(u64::try_from(days).ok()?)),
        WindowLength::Months(months) => from.checked_add_months(chrono::Months::new(u32::try_from(months).ok()?)),
    });
    counted.into_iter().chain(terms.until).min()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_belongs_to_the_window() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        let thirty = ClaimWindow { length: Some(WindowLength::Days(30)), from: DayFrom::Reached, until: None };
        let on = |as_of: &str| {
            let reached_on = day("2024-03-01");
            let asked = Asked { started_on: reached_on, reached_on, claim_from: None, as_of: day(as_of) };
            let window = window(Some(&thirty), &asked);
            (window.claim_by.unwrap().to_string(), window.is_open)
        };
        assert_eq!(on("2024-03-30"), ("2024-03-31".into(), true));
        assert_eq!(on("2024-03-31"), ("2024-03-31".into(), true));
        assert_eq!(on("2024-04-01"), ("2024-03-31".into(), false));
    }

    #[test]
    fn no_window_is_no_limit() {
        let reached_on: Day = "2014-03-01".parse().unwrap();
        let as_of = "2024-03-01".parse().unwrap();
        let window = window(None, &Asked { started_on: reached_on, reached_on, claim_from: None, as_of });
        assert_eq!((window.claim_by, window.is_open), (None, true));
    }

    /// DC-NCS and dss-outcomes `4cb9422b`: twelve months from the session for most outcomes, thirteen for jobs.
    #[test]
    fn months_are_counted_from_the_start_where_the_contract_says_so_and_a_last_day_of_all_cuts_off() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        let asked = |as_of| Asked {
            started_on: day("2019-01-31"),
            reached_on: day("2019-06-01"),
            claim_from: None,
            as_of: day(as_of),
        };
        let terms = |months, until: Option<&str>| ClaimWindow {
            length: Some(WindowLength::Months(months)),
            from: DayFrom::Start,
            until: until.map(day),
        };
        let last = |terms: &ClaimWindow| window(Some(terms), &asked("2019-06-01")).claim_by.unwrap().to_string();
        assert_eq!(last(&terms(12, None)), "2020-01-31");
        assert_eq!(last(&terms(13, None)), "2020-02-29");
        assert_eq!(last(&terms(13, Some("2020-01-15"))), "2020-01-15");
        assert!(!window(Some(&terms(12, None)), &asked("2020-02-01")).is_open);
    }

    #[test]
    fn the_window_opens_when_the_wait_is_over() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        let open = |as_of: &str| {
            let asked = Asked {
                started_on: day("2012-01-01"),
                reached_on: day("2012-06-01"),
                claim_from: Some(day("2012-06-23")),
                as_of: day(as_of),
            };
            window(None, &asked).is_open
        };
        assert!(!open("2012-06-22"));
        assert!(open("2012-06-23"));
    }

    #[test]
    fn the_window_says_until_when_or_that_it_was_over() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        let thirty = ClaimWindow { length: Some(WindowLength::Days(30)), from: DayFrom::Reached, until: None };
        let says = |as_of: &str| {
            let reached_on = day("2024-03-01");
            let asked = Asked { started_on: reached_on, reached_on, claim_from: None, as_of: day(as_of) };
            window(Some(&thirty), &asked).reason.says
        };
        assert_eq!(says("2024-03-31"), "It may be claimed until 31 March 2024, that day included.");
        assert_eq!(says("2024-04-01"), "It is too late to claim it: the last day was 31 March 2024.");
    }
}
