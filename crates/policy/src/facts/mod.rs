//! Facts: what may be held on a person, and what is.

mod answers;
mod definition;
mod value;

pub use answers::{Answer, FactError, Facts};
pub use definition::{Category, Code, FactBook, FactDefinition, FactType};
pub use value::{Value, ValueError};
