//! Programmes of the spine as areas see them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod calendar;
mod differing;
mod layered;
mod properties;
mod refused;
mod text;
mod with_value;
