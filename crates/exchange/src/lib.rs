//! To and from open standards and tables: bytes in, values out.
//!
//! * [`oruk`]: Open Referral UK 3.0, the standard for directories of services.
//! * [`places`]: tables of postcodes in three layouts, and boundaries as GeoJSON.
//! * [`costs`]: the lines of cost that `tapestry attribute` reads.
//! * [`counts`]: counts by place.
//! * [`events`]: the starts and spells in work that `tapestry pay` reads.
//! * [`tables`]: the facts of many people in, their verdicts out, as CSV and Parquet.
//! * [`unit_costs`]: what an outcome saves in a year, from a workbook of unit costs.
//!
//! What is deliberately not here: files, the network, the clock, the database. Every reader keeps
//! the good records, names every bad one, and never panics, whatever the bytes.

pub mod costs;
pub mod counts;
pub mod events;
mod line_limit;
mod message;
pub mod oruk;
pub mod places;
pub mod tables;
pub mod telephone;
pub mod unit_costs;
