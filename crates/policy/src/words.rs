//! What ids of policy text are called in front of people.

use indexmap::IndexMap;

/// The words of `spine/words.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Who pays, by id.
    pub funders: IndexMap<String, String>,
    /// Kinds of evidence by id, the strongest first.
    pub evidence: IndexMap<String, EvidenceKind>,
    /// The citation.
    pub source: String,
}

/// A kind of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceKind {
    /// What it is called.
    pub says: String,
    /// Whether it comes from a feed, so that no provider can name it.
    pub by_feed: bool,
}
