//! Performance: what came of the work, computed from the records and shown without naming anybody.
//!
//! What is counted here is worked out by `statistics` and `policy`; this room finds the records and
//! shows the numbers. Nothing of one person leaves it: counts
//! are told by `statistics::Rule`, save the four published figures of a whole area's year.

mod counted;
mod first_year;
mod pages;
mod store;

pub(crate) use counted::count_for_good;
pub use first_year::{FirstYearReport, GroupCount, first_year, years};
pub use pages::routes;
