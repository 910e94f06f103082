//! Tables of people: what goes in comes out as one at a time would, and what is wrong is told and nothing more.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod hostile;
mod refused;
mod support;
