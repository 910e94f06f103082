//! How far somebody has come towards an outcome: reached, not yet, or not known.

use kernel::Day;
use serde::{Deserialize, Serialize};

/// One of three answers on an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "progress")]
pub enum Progress {
    /// It was reached.
    Reached {
        /// The day on which it was reached.
        on: Day,
        /// The first day of what it rests on: of the run of work, or the day itself. 1 January 1970 in what
        /// was stored before this was told.
        #[serde(default)]
        first: Day,
        /// How this was worked out, a plain sentence a step.
        working: Vec<String>,
        /// Ids of the spells it rests on, earliest first.
        spells: Vec<String>,
    },
    /// It has not been reached on the day asked about.
    NotYet {
        /// How far the person has come, in plain words.
        so_far: String,
        /// When it would be reached if every spell that has no end goes on; `None` when it would not.
        expected_on: Option<Day>,
    },
    /// It cannot be told.
    Unknown {
        /// What has to be known to tell, in plain words.
        needs: Vec<String>,
        /// The first day on which it can have been reached, whatever the unknown turns out to be; `None`: any.
        #[serde(default)]
        earliest: Option<Day>,
    },
}

impl Progress {
    /// The day on which it was reached, if it was.
    #[must_use]
    pub fn reached_on(&self) -> Option<Day> {
        match self {
            Self::Reached { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// The same, resting on the spells that `ids` gives for the first and the last day of what it rests on.
    pub(super) fn resting_on(self, ids: impl Fn((Day, Day)) -> Vec<String>) -> Self {
        match self {
            Self::Reached { on, first, working, .. } => Self::Reached { on, first, working, spells: ids((first, on)) },
            other => other,
        }
    }

    pub(super) fn not_yet(so_far: impl Into<String>) -> Self {
        Self::NotYet { so_far: so_far.into(), expected_on: None }
    }

    pub(super) fn unknown(need: impl Into<String>) -> Self {
        Self::Unknown { needs: vec![need.into()], earliest: None }
    }
}
