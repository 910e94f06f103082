//! Many people at once: who of a whole population may join which programme, and what stops the rest.
//!
//! A [`Population`] holds the facts of many people, a [`Column`] to a fact. A [`Plan`] is the policy as it
//! stands in an area on a day; [`Plan::screen`] gives the verdict of every programme for everybody, as
//! one bit for each person, and counts. The answers are those of [`assess`](crate::assess), which a
//! property test compares.
//!
//! Nothing here starts a thread. Rows do not depend on each other: a caller with more cores screens a
//! range of rows ([`Plan::screen_rows`]) or a batch on each, and puts the parts together
//! ([`Screening::append`], or [`Screening::add_counts`] when only the counts are wanted).

mod areas;
mod bind;
mod bits;
mod block;
mod column;
mod gathered;
mod graph;
mod integers;
mod kernels;
mod lanes;
mod lower;
mod people;
mod plan;
mod questions;
mod rowwise;
mod screening;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use areas::Areas;
pub use bits::Bits;
use bits::WORD;
pub use column::{Column, ColumnError};
pub use gathered::Gathered;
pub use people::Population;
pub use plan::{Detail, Plan};
pub use questions::Questions;
pub use screening::{Barrier, CriterionRows, ProgrammeScreening, Screening, VerdictCounts};
