//! How long what is held on a person is kept, and what stands in the way of erasing it.

mod by_schedule;
mod standing;
mod when_asked;

pub use by_schedule::by_schedule;
pub use standing::{Due, Hold, Standing};
pub use when_asked::when_asked;

#[cfg(test)]
mod tests;
