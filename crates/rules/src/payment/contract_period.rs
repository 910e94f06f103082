//! Did the person start while the contract ran?
//!
//! *Authority*: the contract's first and last day.
//! *Applies*: to the day of the start; both days of the contract belong to it. Outcomes may come later.
//! *Simplified*: a contract's run-off, after which no outcome is paid, is its claim window and `within_days`.
//! *Example*: a contract until 31 March 2024 pays for somebody who started on that day, not on 1 April.

use super::line::Reason;
use kernel::{Day, in_words};
use policy::Contract;

const CODE: &str = "rules/payment/contract_period";

/// The reason for which nothing is owed, when the start lies outside the contract.
pub(super) fn outside(contract: &Contract, started_on: Option<Day>) -> Option<Reason> {
    let started_on = started_on.filter(|day| !contract.period.contains(*day))?;
    let until = match contract.period.until {
        Some(until) => format!(" until {}", in_words(until)),
        None => String::new(),
    };
    let says = format!(
        "The person started on {}, but {} ran from {}{until}.",
        in_words(started_on),
        contract.name,
        in_words(contract.period.from)
    );
    Some(Reason::new(CODE, says))
}
