//! The decisions: whether a referral may be made, what outcome has been reached, what is owed for
//! it, and who may see and do what.
//!
//! Each decision has a file of its own, and the reason it gives is that file's path:
//! `rules/payment/claim_window` is `crates/rules/src/payment/claim_window.rs`.
//!
//! What is deliberately not here: anything that reads or writes, a clock, randomness (a seed is an
//! argument), and any number that a policy decides; those are in the policy text.

pub mod access;
pub mod attribution;
pub mod caseload;
pub mod likeness;
pub mod outcome;
pub mod payment;
pub mod readiness;
pub mod referral;
pub mod retention;
pub mod sharing;
