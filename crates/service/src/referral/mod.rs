//! Referrals: from an adviser to a provider, with every obstacle named, and the blocked ones kept.

mod answer;
mod consider;
pub mod inbox;
pub mod pages;
mod providers;
mod record;
mod send;
mod sharing;
pub(crate) mod store;
mod work_out;

pub(crate) use answer::change;
pub use answer::{accept, decline, withdraw};
pub use send::{Chosen, NewReferral, Outcome, send, send_allocated};
pub(crate) use sharing::{is_stopped, of_provider};
pub use sharing::{share_again, shown_to_provider, stop_sharing};
pub(crate) use work_out::{Gathered, Inputs, work_out};
