//! Performance: what came of the work, computed from the records and shown without naming anybody.
//!
//! What is counted here is worked out by `statistics` and `policy`; this room finds the records and
//! shows the numbers. Nothing of one person leaves it.

mod counted;
mod first_year;
mod pages;
mod published;
mod store;

pub(crate) use counted::count_for_good;
pub use first_year::{FirstYearReport, GroupCount, first_year};
pub use pages::routes;
pub use published::{Published, published};
