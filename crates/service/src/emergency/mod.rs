//! Breaking the glass: an adviser opens the record of somebody who is not on their caseload, because something is wrong now.
//!
//! It takes a reason. The person reads it beside who looked; the data protection lead of the body that keeps the record is
//! told, and writes down what they found. It ends by itself after some hours, and never shows everything.

mod break_glass;
mod pages;
mod store;

pub use break_glass::{Alert, alerts, break_glass, find};
pub use pages::routes;
pub(crate) use store::{is_open, of_person};
