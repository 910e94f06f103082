//! The answer to "may they?", with its grounds.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whether somebody may do something, what of a person they may see in doing it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether they may.
    pub allowed: bool,
    /// Categories of fact that may be seen; `name` and `contact` among them for the person's own.
    /// Empty when not allowed, and for actions that show nothing of a person.
    pub categories: BTreeSet<String>,
    /// Every policy that allowed or forbade it, in the order of the text; when none did, the standing answer.
    pub reasons: Vec<Ground>,
}

/// A policy of `spine/access.cedar` that decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ground {
    /// Its code: `spine/access.cedar#adviser-own-caseload`.
    pub code: String,
    /// What it says, in plain words.
    pub says: String,
}

impl Decision {
    /// Whether facts of this category may be seen.
    #[must_use]
    pub fn shows(&self, category: &str) -> bool {
        self.categories.contains(category)
    }

    /// A no, for the reason given.
    pub(super) fn no(reasons: Vec<Ground>) -> Self {
        Self { allowed: false, categories: BTreeSet::new(), reasons }
    }
}

impl Ground {
    /// The answer when no policy permits anything.
    pub(super) fn standing_no() -> Self {
        Self { code: "spine/access.cedar".to_owned(), says: "No policy permits it, so it is not permitted.".to_owned() }
    }
}
