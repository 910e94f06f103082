//! What stands in the way of a referral, in words a person can act on.

use serde::{Deserialize, Serialize};

/// One thing that stands in the way of a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// The path of the rule that found it: `rules/referral/may_refer`.
    pub code: String,
    /// Whether it forbids the referral or only has to be answered.
    #[serde(flatten)]
    pub weight: Weight,
    /// What is wrong, why, and what to do, in plain words.
    pub says: String,
    /// Where the rule comes from, if it has a source.
    pub cites: Option<String>,
}

/// How much an obstacle weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "weight", content = "answer")]
pub enum Weight {
    /// The referral may not be made while this stands.
    Blocks,
    /// Something is not known: the referral may be made once the referrer has answered for it.
    Caution,
    /// A caution, with what the referrer answered.
    Answered(String),
}

impl Obstacle {
    /// An obstacle that forbids the referral.
    #[must_use]
    pub fn blocks(code: &str, says: impl Into<String>) -> Self {
        Self { code: code.to_owned(), weight: Weight::Blocks, says: says.into(), cites: None }
    }

    /// An obstacle that the referrer must answer for.
    #[must_use]
    pub fn caution(code: &str, says: impl Into<String>) -> Self {
        Self { code: code.to_owned(), weight: Weight::Caution, says: says.into(), cites: None }
    }

    /// The same obstacle with its source.
    #[must_use]
    pub fn citing(mut self, source: &str) -> Self {
        self.cites = (!source.is_empty()).then(|| source.to_owned());
        self
    }

    /// Whether the referral may not be made because of it: it blocks, or is a caution without an answer.
    #[must_use]
    pub fn stops(&self) -> bool {
        !matches!(self.weight, Weight::Answered(_))
    }
}
