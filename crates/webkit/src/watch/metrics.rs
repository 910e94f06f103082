//! How much the program does and how fast, in the text that Prometheus reads.
//!
//! Requests are counted by method, pattern of the path and status.

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};
use std::time::Duration;

/// Bounds of the times that requests are counted by, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// A kind of request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    method: String,
    path: String,
    status: u16,
}

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Kind, Counter>,
    seconds: Histogram,
    under_way: Gauge,
    database: Gauge,
    publication: Gauge,
    sweeps: Counter,
    sweeps_failed: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("tapestry"),
            requests: Family::default(),
            seconds: Histogram::new(SECONDS),
            under_way: Gauge::default(),
            database: Gauge::default(),
            publication: Gauge::default(),
            sweeps: Counter::default(),
            sweeps_failed: Counter::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("program", "What is running", Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register_with_unit("request_duration", "How long requests took", Unit::Seconds, self.seconds.clone());
        registry.register("requests_under_way", "Requests being answered", self.under_way.clone());
        registry.register("database_up", "1 when the database answers", self.database.clone());
        registry.register(
            "policy_publication",
            "Number of the publication of policy text in force; 0 when it is not known",
            self.publication.clone(),
        );
        registry.register("claim_sweeps", "Times that claims were worked out by the hour", self.sweeps.clone());
        registry.register(
            "claim_sweeps_failed",
            "Times that claims could not be worked out by the hour",
            self.sweeps_failed.clone(),
        );
    }

    /// A request has come in.
    pub fn begin(&self) {
        self.under_way.inc();
    }

    /// A request has been answered. `path` is the pattern of its path.
    pub fn end(&self, method: &str, path: &str, status: u16, took: Duration) {
        self.under_way.dec();
        let kind = Kind { method: method.to_owned(), path: path.to_owned(), status };
        self.requests.get_or_create(&kind).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Claims were worked out by the hour, or could not be.
    pub fn swept(&self, done: bool) {
        if done {
            self.sweeps.inc();
        } else {
            self.sweeps_failed.inc();
        }
    }

    /// Whether the database answers.
    pub fn database_answers(&self, yes: bool) {
        self.database.set(i64::from(yes));
    }

    /// The number of the publication of policy text in force; 0 when it is not known.
    pub fn in_force(&self, number: i64) {
        self.publication.set(number);
    }

    /// Everything counted, as text; empty when it cannot be written.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_kind() {
        let metrics = Metrics::default();
        for status in [200, 200, 404] {
            metrics.begin();
            metrics.end("GET", "/people/{person}", status, Duration::from_millis(3));
        }
        metrics.begin();
        let text = metrics.text();
        for line in [
            "tapestry_requests_total{method=\"GET\",path=\"/people/{person}\",status=\"200\"} 2",
            "tapestry_requests_total{method=\"GET\",path=\"/people/{person}\",status=\"404\"} 1",
            "tapestry_requests_under_way 1",
            "tapestry_request_duration_seconds_count 3",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
