//! Decisions: kept with every reason, what was read and the version of the text, and shown to people
//! under "how was this decided?".

mod pages;
mod shown;
mod store;

pub use pages::routes;
pub use store::Kind;
pub(crate) use store::{NewDecision, about, find, insert};
