//! Money: which stream pays for what, what nobody pays, and when money ends.
//!
//! Costs are the claims that were approved and are not taken back. Who pays is worked out by `rules::attribution` each
//! time somebody asks; this room finds the costs and the people, and shows the answer.

mod costs;
mod look;
mod pages;
mod store;

pub(crate) use look::explained;
pub use look::{Flowing, Money, Partner, explain, look};
pub use pages::routes;
