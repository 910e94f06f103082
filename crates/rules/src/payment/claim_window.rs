//! May an outcome still be claimed?
//!
//! *Authority*: the contract's `claim_window_days`, counted from the day the outcome was reached.
//! *Applies*: the last day of the window belongs to it. Without a window there is no limit.
//! *Simplified*: calendar days; a waiting time before the claim is not modelled.
//! *Example*: reached on 1 March, 30 days: to be claimed by 31 March; on 1 April it is too late.

use super::line::Reason;
use kernel::{Day, in_words};
use policy::{ClaimWindow, WindowLength};

const CODE: &str = "rules/payment/claim_window";

/// The window of one outcome.
pub(super) struct Window {
    /// The last day of the window; `None` when there is no limit.
    pub(super) claim_by: Option<Day>,
    /// Whether the day asked about lies in it.
    pub(super) is_open: bool,
    /// The same in words.
    pub(super) reason: Reason,
}

/// The window for an outcome reached on `reached_on`, as seen on `as_of`.
pub(super) fn window(window: Option<&ClaimWindow>, reached_on: Day, as_of: Day) -> Window {
    let claim_by = window.and_then(|window| match window.length {
        WindowLength::Days(days) => reached_on.checked_add_days(chrono::Days::new(u64::try_from(days).unwrap_or(0))),
        WindowLength::Months(months) => {
            reached_on.checked_add_months(chrono::Months::new(u32::try_from(months).unwrap_or(0)))
        }
    });
    let is_open = claim_by.is_none_or(|last| as_of <= last);
    let says = match claim_by {
        None => "The contract sets no last day for the claim.".to_owned(),
        Some(last) if is_open => format!("It may be claimed until {}, that day included.", in_words(last)),
        Some(last) => format!("It is too late to claim it: the last day was {}.", in_words(last)),
    };
    Window { claim_by, is_open, reason: Reason::new(CODE, says) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_belongs_to_the_window() {
        let thirty = ClaimWindow { length: WindowLength::Days(30), from: policy::DayFrom::Reached, until: None };
        let on = |as_of: &str| {
            let window = window(Some(&thirty), "2024-03-01".parse().unwrap(), as_of.parse().unwrap());
            (window.claim_by.unwrap().to_string(), window.is_open)
        };
        assert_eq!(on("2024-03-30"), ("2024-03-31".into(), true));
        assert_eq!(on("2024-03-31"), ("2024-03-31".into(), true));
        assert_eq!(on("2024-04-01"), ("2024-03-31".into(), false));
    }

    #[test]
    fn no_window_is_no_limit() {
        let window = window(None, "2014-03-01".parse().unwrap(), "2024-03-01".parse().unwrap());
        assert_eq!((window.claim_by, window.is_open), (None, true));
    }
}
