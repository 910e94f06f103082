//! What every record that can be asked for by id has in common.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record with an endpoint of its own.
pub trait Record: Serialize + DeserializeOwned + Clone {
    /// The standard's word for it, in the singular: `service`.
    const KIND: &'static str;

    /// Its identifier.
    fn id(&self) -> &str;

    /// The first field that the standard requires, besides `id`, and that is not there.
    fn missing(&self) -> Option<&'static str>;

    /// The record as a page of many has it: its own fields, not the lists below it.
    #[must_use]
    fn summary(&self) -> Self;
}
