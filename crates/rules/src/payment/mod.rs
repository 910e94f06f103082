//! What is owed for the outcomes of one participation under one contract, and how it is booked.
//!
//! [`claim_lines`] gives a line for everything the contract pays for: owed, not owed, or not known,
//! always with its reasons. [`approve`] and [`reverse`] give the entries of the ledger, which always
//! sum to zero.
//!
//! What is deliberately not here: which claims have been paid, and who may approve them (`access`).

mod claim_lines;
mod claim_window;
mod closing;
mod contract_period;
mod cost_per_head;
pub mod deliverable;
mod double_funding;
mod evidence;
mod feed_check;
mod group;
mod line;
mod outlook;
mod payable;
mod posting;
mod price;
mod records_asked;
mod repeats;
mod restate;
pub mod run;
mod statement;
mod trial;
mod within_days;

pub use claim_lines::claim_lines;
pub use closing::{Earned, accrue, accrued, booked_on, may_close};
pub use cost_per_head::{CostPerHead, cost_per_head};
pub use double_funding::{DoubleFunding, FundedWork, double_funding};
pub use feed_check::{FeedCheck, FeedRecord, feed_check};
pub use group::group;
pub use line::{ClaimLine, NotOwed, OutcomeLine, Reason, Undecided};
pub use outlook::{Expected, OutlookMonth, expected, fees_between, outlook};
pub use posting::{Entry, LedgerAccount, Posting, PostingError, approve, book, pay, reverse};
pub use price::{PriceError, price};
pub use records_asked::{RecordAsked, records_asked};
pub use restate::{Change, restate};
pub use statement::{LineKind, Participant, Statement, StatementLine, statement};
pub use trial::{Drift, Mix, MixGroup, Spread, Trial, TrialGroup, trial};
