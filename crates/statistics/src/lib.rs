//! Measures computed from records: shares with their uncertainty, rates, a register's first year; and the
//! arithmetic of maps: classes of values, and a hexagon for each place.
//!
//! What is deliberately not here: the records themselves, and any decision. Whether somebody was
//! eligible or an outcome was reached is asked of the crates that decide it.

mod apportion;
mod barriers;
mod classes;
mod cliff;
mod disclosure;
mod divide;
mod division;
mod extrapolate;
mod hexagons;
mod keys;
mod proportion;
mod rate;
mod refusals;
mod register;
mod savings;
mod steps;
mod what_if;

pub use apportion::{Apportioned, Crossing, Fallen, Fit};
pub use barriers::{Barrier, Barriers, Stopped, StoppedBy, barriers};
pub use classes::{ClassRule, Classes};
pub use cliff::people_at_cliff;
pub use disclosure::{Cell, Key, Rule, Secret, Told, in_thousands};
pub use divide::{NOT_KNOWN, by_age, by_fact, by_place};
pub use division::{Divided, Division, Part, PartCount};
pub use extrapolate::{Extrapolation, FEW_SAMPLED, SampledPayment, extrapolate};
pub use hexagons::{GroundPoint, Hexagon, hexagons};
pub use keys::Keys;
pub use proportion::{Interval, Proportion, ProportionError};
pub use rate::{Rate, RateError};
pub use refusals::{Reason, Refusals, refusals};
pub use register::{PublishedFigures, RegisterRecord, RegisterSummary, Share, ToldShare, register_summary};
pub use savings::{Perspectives, SavingsCase, SavingsShare, years_worth};
pub use steps::{cohort_with_enough_time, counted_until, days_to_ask, is_in_time, step_of, years_to_report};
pub use what_if::{Move, Rival, Shift, Verdicts, WhatIf, what_if};
