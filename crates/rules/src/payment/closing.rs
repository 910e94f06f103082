//! Which month of the ledger may be closed, where is something booked after that, and what had been earned by its end?
//!
//! *Authority*: double entry with periods: what was reported for a month that is closed never changes; what comes to
//! light later is booked in the first month that is open.
//! *Applies*: to calendar months, in order, each when it is over. What was earned in a month and not booked by its end
//! is accrued on its last day, and taken back on the next: the cost stands in the month in which it arose.
//! *Simplified*: nothing is opened again.
//! *Example*: September is closed on 5 October. A start of 20 September recorded on 8 October is booked on 8 October.

use super::posting::{Entry, LedgerAccount, Posting, PostingError, posting_of};
use chrono::{Datelike, Months};
use kernel::{Day, Pence};

/// The last day of the month that may be closed next: the one after what is closed, or that of the first day booked;
/// `None` when there is none, or it is not over.
#[must_use]
pub fn may_close(first_booked: Option<Day>, closed_until: Option<Day>, today: Day) -> Option<Day> {
    let first = match closed_until {
        Some(last) => last.succ_opt()?,
        None => first_booked?,
    };
    let last = first.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()?;
    (last < today).then_some(last)
}

/// The day on which something is booked: today, or the first day that is open.
#[must_use]
pub fn booked_on(today: Day, closed_until: Option<Day>) -> Day {
    let open = closed_until.and_then(|last| last.succ_opt());
    open.map_or(today, |open| today.max(open))
}

/// Something that was earned: on which day, how much, and when it was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earned {
    /// The day on which it was earned.
    pub on: Day,
    /// How much.
    pub amount: Pence,
    /// The day on which it was booked; `None`: it is not.
    pub booked_on: Option<Day>,
}

/// What had been earned by the end of a day, that day included, and was not booked by then.
///
/// # Errors
/// When the sum is too large to hold.
pub fn accrued(earned: &[Earned], by: Day) -> Result<Pence, kernel::PenceError> {
    let open = earned.iter().filter(|one| one.on <= by && one.booked_on.is_none_or(|booked| booked > by));
    Pence::total(open.map(|one| one.amount))
}

/// The posting of an accrual: debit programme cost, credit what is accrued; the other way round for less than zero.
///
/// # Errors
/// When the amount is zero.
pub fn accrue(contract: &str, amount: Pence) -> Result<Posting, PostingError> {
    if amount == Pence::ZERO {
        return Err(PostingError::NotPositive(amount));
    }
    let debit = Entry { account: LedgerAccount::ProgrammeCost(contract.to_owned()), amount };
    let credit = Entry { account: LedgerAccount::Accrued(contract.to_owned()), amount: amount.reversed()? };
    Ok(posting_of(vec![debit, credit]))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_closed_in_order_when_they_are_over() {
        let next = |first: Option<&str>, closed: Option<&str>, today: &str| {
            may_close(first.map(day), closed.map(day), day(today)).map(|last| last.to_string())
        };
        assert_eq!(next(None, None, "2026-11-28"), None);
        assert_eq!(next(Some("2026-09-15"), None, "2026-11-28"), Some("2026-09-30".into()));
        assert_eq!(next(Some("2026-09-15"), Some("2026-09-30"), "2026-11-28"), Some("2026-10-31".into()));
        assert_eq!(next(Some("2026-09-15"), Some("2026-10-31"), "2026-11-28"), None);
        assert_eq!(next(Some("2026-11-01"), None, "2026-11-30"), None);
        assert_eq!(next(Some("2026-11-01"), None, "2026-12-01"), Some("2026-11-30".into()));
        assert_eq!(next(Some("2024-02-29"), None, "2024-03-01"), Some("2024-02-29".into()));
    }

    #[test]
    fn nothing_is_booked_in_a_month_that_is_closed() {
        assert_eq!(booked_on(day("2026-11-28"), None), day("2026-11-28"));
        assert_eq!(booked_on(day("2026-11-28"), Some(day("2026-10-31"))), day("2026-11-28"));
        // The clock was set back.
        assert_eq!(booked_on(day("2026-10-20"), Some(day("2026-10-31"))), day("2026-11-01"));
    }

    #[test]
    fn what_was_earned_by_the_last_day_and_booked_later_is_accrued() {
        let earned = |on: &str, amount, booked: Option<&str>| Earned {
            on: day(on),
            amount: Pence(amount),
            booked_on: booked.map(day),
        };
        let all = [
            earned("2026-09-30", 100, None),
            earned("2026-10-01", 10, None),
            earned("2026-09-02", 1_000, Some("2026-10-01")),
            earned("2026-09-02", 5, Some("2026-09-30")),
        ];
        assert_eq!(accrued(&all, day("2026-09-30")), Ok(Pence(1_100)));
    }

    proptest! {
        #[test]
        fn an_accrual_sums_to_zero(amount in 1 - i64::MAX..i64::MAX) {
            prop_assume!(amount != 0);
            let posting = accrue("c", Pence(amount)).unwrap();
            prop_assert_eq!(Pence::total(posting.entries().iter().map(|entry| entry.amount)), Ok(Pence::ZERO));
        }
    }
}
