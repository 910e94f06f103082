//! Facts: what may be held on a person, and what is.

mod answers;
mod definition;
mod known;
mod person_file;
mod value;

pub use answers::{Answer, FactError, Facts};
pub use definition::{Category, Code, FactBook, FactDefinition, FactType};
pub(crate) use known::Known;
pub use person_file::PersonFileError;
pub(crate) use person_file::{SOURCE, values_of_text};
pub use value::{Value, ValueError};
