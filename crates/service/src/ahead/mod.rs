//! What is coming: what of the text and the directory begins, ends or changes, and whom it touches.
//!
//! What is coming is worked out by `policy::ahead`; this room adds services of the directory that end, counts the
//! people, and shows it month by month. Counts are told so that nobody can be picked out.

mod look;
mod pages;
mod store;

pub use look::{Ahead, AheadItem, AheadMonth, look_ahead, look_ahead_in_text};
pub use pages::routes;
