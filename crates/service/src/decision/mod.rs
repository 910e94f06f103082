//! Decisions: kept with every reason, what was read and the version of the text, and shown to people
//! under "how was this decided?".

mod again;
mod compare;
mod pages;
mod recompute;
mod shown;
mod store;

pub(crate) use again::again_from;
pub use again::{Again, Own, again};
pub use compare::Difference;
pub use pages::routes;
pub use recompute::{Tally, recompute};
pub use store::Kind;
pub(crate) use store::{NewDecision, about, find, insert, is_erased};
