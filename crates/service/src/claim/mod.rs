//! Claims: what a contract owes for what the records show, worked out, answered, and booked.
//!
//! No claim is typed in. Each follows from a start and from employment spells, under the contract's
//! text, and is worked out afresh whenever those change and, for what time alone brings, every hour. Where the contract
//! says so, the provider claims what was earned; then the commissioner approves it, and pays it in a payment run.

mod answer;
mod double;
mod drawn;
pub mod feed;
mod list;
mod pages;
mod pay_all;
mod refresh;
pub(crate) mod store;
mod submit;
mod sweep;
mod walk;
mod work_out;

pub use answer::{approve, reject};
pub use double::{PaidClaim, PaidTwice, paid_twice};
pub use drawn::draw;
pub use list::{Claim, LedgerLine, decision_of, ledger, of_referral};
pub use pages::routes;
pub use pay_all::{Paid, pay_all};
pub(crate) use refresh::{contract_of, keep_groups, participation, refresh};
pub use store::State;
pub use submit::submit;
pub(crate) use submit::{evidence_kinds, nameable};
pub use sweep::sweep;
pub use walk::{Decided, Entry, Happened, Recorded, Walk, Work, walk};
pub(crate) use work_out::{Inputs, work_out};
