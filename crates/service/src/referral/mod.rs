//! Referrals: from an adviser to a provider, with every obstacle named, and the blocked ones kept.

mod answer;
mod consider;
pub mod inbox;
mod providers;
mod send;
pub(crate) mod store;

pub(crate) use answer::change;
pub use answer::{accept, decline, withdraw};
pub(crate) use consider::{Considered, Wish, consider};
pub(crate) use providers::{Provider, offering, places};
pub use send::{Chosen, NewReferral, Outcome, send};
