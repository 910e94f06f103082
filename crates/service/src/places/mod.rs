//! Postcode tables that were brought in: kept in the database, and read into the gazetteer at the start.

mod store;

pub use store::{all, keep};
