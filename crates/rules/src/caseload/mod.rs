//! What an adviser has to do next for each person on the caseload.
//!
//! What is deliberately not here: what the person may join (`policy`) and whether a referral may be made
//! (`rules/referral`); this says only what is due, and by when.

mod next_step;

pub use next_step::{Known, NextStep, SentTo, Standards, next_step};
