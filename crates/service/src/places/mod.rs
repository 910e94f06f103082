//! Places: what was brought in about them, where they lie, and how they compare.
//!
//! Postcodes and small tables are kept in the database and read into the gazetteer at the start; outlines are
//! read when a map is drawn.

mod ground;
mod imported;
mod store;

pub use ground::ground;
pub use imported::{Imported, all};
pub use store::{keep, keep_outlines, keep_table};
