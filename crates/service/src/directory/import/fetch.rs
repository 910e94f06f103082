//! Fetching one answer of a feed, within limits of time and size.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use url::Url;

/// How long and how much is waited for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Until a connection is made.
    pub connect: Duration,
    /// Until an answer has come whole.
    pub response: Duration,
    /// Until the whole feed has come.
    pub overall: Duration,
    /// The largest answer, in bytes after unpacking.
    pub page_bytes: u64,
    /// The largest feed, in bytes after unpacking.
    pub feed_bytes: u64,
    /// The most pages of a list.
    pub pages: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            response: Duration::from_secs(30),
            overall: Duration::from_secs(600),
            page_bytes: 20_000_000,
            feed_bytes: 100_000_000,
            pages: 10_000,
        }
    }
}

/// Why an answer could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchFault {
    /// Nothing answers there.
    #[error("{0} cannot be reached: {1}")]
    Unreachable(Url, String),
    /// It answers with a status that is not 200.
    #[error("{0} answers with status {1}")]
    Status(Url, u16),
    /// The answer breaks off.
    #[error("{0} breaks off: {1}")]
    BreaksOff(Url, String),
    /// The answer takes too long.
    #[error("{0} takes longer than {1:?} to answer")]
    TooSlow(Url, Duration),
    /// The whole feed takes too long.
    #[error("the feed takes longer than {0:?} in all")]
    TooLong(Duration),
    /// The answer is too large.
    #[error("{0} answers with more than {1} bytes")]
    TooLarge(Url, u64),
    /// The whole feed is too large.
    #[error("the feed has more than {0} bytes in all")]
    FeedTooLarge(u64),
}

impl FetchFault {
    /// Whether it ends the feed, not only this answer.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::TooLong(_) | Self::FeedTooLarge(_))
    }
}

/// Fetches answers of one feed. Cheap to clone; the clones share the limits.
#[derive(Debug, Clone)]
pub(super) struct Fetcher {
    agent: ureq::Agent,
    limits: Limits,
    until: Instant,
    received_bytes: Arc<AtomicU64>,
}

impl Fetcher {
    /// A fetcher whose overall time begins now.
    pub(super) fn new(limits: &Limits) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(limits.connect))
            .max_redirects(5)
            .http_status_as_error(false)
            .user_agent("Tapestry directory import")
            .build();
        Self {
            agent: config.into(),
            limits: limits.clone(),
            until: Instant::now() + limits.overall,
            received_bytes: Arc::new(AtomicU64::new(0)),
        }
    }

    /// Fetches one answer. Runs on a thread that may block.
    pub(super) async fn fetch(&self, url: &Url) -> anyhow::Result<Result<Vec<u8>, FetchFault>> {
        let (fetcher, url) = (self.clone(), url.clone());
        Ok(tokio::task::spawn_blocking(move || fetcher.get(&url)).await?)
    }

    fn get(&self, url: &Url) -> Result<Vec<u8>, FetchFault> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchFault::TooLong(self.limits.overall));
        }
        let patience = left.min(self.limits.response);
        let request = self.agent.get(url.as_str()).header("accept", "application/json");
        let answer = request.config().timeout_global(Some(patience)).build().call();
        let answer = answer.map_err(|error| match error {
            ureq::Error::Timeout(_) => self.too_slow(url),
            other => FetchFault::Unreachable(url.clone(), other.to_string()),
        })?;
        if answer.status().as_u16() != 200 {
            return Err(FetchFault::Status(url.clone(), answer.status().as_u16()));
        }
        let mut bytes = Vec::new();
        let mut body = answer.into_body().into_reader().take(self.limits.page_bytes.saturating_add(1));
        let read = body.read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        let in_all = self.received_bytes.fetch_add(size, Ordering::Relaxed).saturating_add(size);
        if size > self.limits.page_bytes {
            return Err(FetchFault::TooLarge(url.clone(), self.limits.page_bytes));
        }
        if in_all > self.limits.feed_bytes {
            return Err(FetchFault::FeedTooLarge(self.limits.feed_bytes));
        }
        match read {
            Ok(_) => Ok(bytes),
            Err(error) if is_timeout(&error) => Err(self.too_slow(url)),
            Err(error) => Err(FetchFault::BreaksOff(url.clone(), error.to_string())),
        }
    }

    fn too_slow(&self, url: &Url) -> FetchFault {
        if self.until <= Instant::now() {
            FetchFault::TooLong(self.limits.overall)
        } else {
            FetchFault::TooSlow(url.clone(), self.limits.response)
        }
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    error.kind() == std::io::ErrorKind::TimedOut || matches!(inner, Some(ureq::Error::Timeout(_)))
}
