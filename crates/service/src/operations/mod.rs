//! What whoever runs the program watches it by: is it alive, may it be sent requests, how much it does and how fast.
//!
//! Nothing here tells anything about a person: numbers are counted by the pattern of a path, never by the path.

mod health;
mod metrics;

pub use health::routes as health_routes;
pub use metrics::routes as metrics_routes;
pub use webkit::watch::{Metrics, REQUEST_ID, Watch, request_id};
