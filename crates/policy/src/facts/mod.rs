//! Facts: what may be held on a person, and what is.

mod answers;
mod definition;
mod known;
mod value;

pub use answers::{Answer, FactError, Facts};
pub use definition::{Category, Code, FactBook, FactDefinition, FactType};
pub(crate) use known::Known;
pub use value::{Value, ValueError};
