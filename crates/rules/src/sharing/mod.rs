//! What bodies have agreed to share: whether an agreement is in force, and what does not flow for want of one.

mod missing;
mod standing;

pub use missing::{Gap, GapBetween, Why, gaps, gaps_in};
pub use standing::{Said, SaidKind, Standing, standing, stopped};
