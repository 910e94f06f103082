//! What one running program is watched by, handed round to whoever counts or asks: how much it does and how fast.
//!
//! Nothing here tells anything about a person: numbers are counted by the pattern of a path, never by the path.

mod metrics;
mod request_id;

pub use metrics::Metrics;
pub use request_id::{REQUEST_ID, request_id};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// The counts of one running program, and whether it is about to stop. Cheap to share.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    metrics: Arc<Metrics>,
    stopping: Arc<AtomicBool>,
}

impl Watch {
    /// What is counted.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// From now on the program is not ready for new requests: it finishes those under way and ends.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the program was asked to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
