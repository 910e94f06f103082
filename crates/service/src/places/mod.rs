//! Places: what was brought in about them, where they lie, how they compare, and counts from one geography to
//! another.
//!
//! Postcodes and small tables are kept in the database and read into the gazetteer at the start; outlines are
//! read when a map is drawn. Of people only counts by small area are read, and told as `statistics::Told`.

pub mod apportion;
mod compare;
mod ground;
mod imported;
mod named_set;
mod pages;
mod store;

pub use compare::{Caseload, Comparison, NamedComparison, caseload, compare};
pub use ground::{ground, land};
pub use imported::{Imported, all};
pub use named_set::{NamedSet, named_set, named_sets};
pub use pages::routes;
pub use store::{keep, keep_outlines, keep_table};
