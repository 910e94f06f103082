//! How long what is held on a person is kept.

use std::sync::Arc;

/// What a schedule speaks of besides the categories of fact: what people wrote in their own words.
pub const WORDS: &str = "words";
/// What a schedule speaks of besides the categories of fact: work and claims, which money was paid for.
pub const PAYMENT: &str = "payment";
/// The category of who somebody is. It is kept as long as any other.
pub const IDENTITY: &str = "identity";

/// How long one kind of thing is kept (`[[keep]]` of `spine/retention.toml`, or of an area's `area.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// A category of fact, [`WORDS`] or [`PAYMENT`].
    pub id: String,
    /// Where it stands, as a reason cites it: `spine/retention#health`.
    pub path: Arc<str>,
    /// Why so long, in one plain line.
    pub says: String,
    /// Months after the last thing that was done for the person, or recorded of them. On the day after, it is due.
    pub months: i64,
    /// Whether the number is made up to show how a schedule works.
    pub example: bool,
    /// The citation.
    pub source: String,
}
