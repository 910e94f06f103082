//! Measures computed from records: shares with their uncertainty, rates, a register's first year.
//!
//! What is deliberately not here: the records themselves, and any decision. Whether somebody was
//! eligible or an outcome was reached is asked of the crates that decide it.

mod proportion;
mod rate;
mod register;

pub use proportion::{Interval, Proportion, ProportionError};
pub use rate::{Rate, RateError};
pub use register::{RegisterRecord, RegisterSummary, Share, register_summary};
