//! A line of a claim: one outcome of a contract for one participation, with the reasons.

use kernel::{Day, Pence};
use serde::{Deserialize, Serialize};

/// Why a line says what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The path of the rule: `rules/payment/claim_window`.
    pub code: String,
    /// The reason in plain words.
    pub says: String,
}

impl Reason {
    pub(super) fn new(code: &str, says: impl Into<String>) -> Self {
        Self { code: code.to_owned(), says: says.into() }
    }
}

/// One of three answers on an outcome that a contract pays for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum OutcomeLine {
    /// It was reached under the contract's terms and has a price.
    Owed(ClaimLine),
    /// It was not reached, or not under the contract's terms.
    NotOwed(NotOwed),
    /// It cannot be told.
    Unknown(Undecided),
}

/// An outcome that was earned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Id of the contract's outcome, as priced.
    pub outcome: String,
    /// Which one it is of an outcome that is paid again and again, from 1; 1 for all others.
    #[serde(default = "first")]
    pub occurrence: i64,
    /// Id of the definition under which it was reached.
    pub definition: String,
    /// The day on which it was reached.
    pub reached_on: Day,
    /// What is owed.
    pub amount: Pence,
    /// Whether the price is a made-up example, because the real one is not public.
    pub example_price: bool,
    /// The first day on which it may be claimed, where one must wait.
    #[serde(default)]
    pub claim_from: Option<Day>,
    /// The last day on which it may be claimed, included; `None` when there is no limit.
    pub claim_by: Option<Day>,
    /// Whether it may still be claimed on the day asked about.
    pub in_window: bool,
    /// Why it is owed, in the order in which it was worked out.
    pub reasons: Vec<Reason>,
    /// Ids of the spells it rests on, earliest first.
    pub spells: Vec<String>,
}

/// An outcome that is not owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotOwed {
    /// Id of the contract's outcome, as priced.
    pub outcome: String,
    /// Which one it is of an outcome that is paid again and again, from 1; 1 for all others.
    #[serde(default = "first")]
    pub occurrence: i64,
    /// Ids of its definitions.
    pub definitions: Vec<String>,
    /// When it would be reached if every spell that has no end goes on.
    pub expected_on: Option<Day>,
    /// Why it is not owed.
    pub reasons: Vec<Reason>,
}

/// An outcome of which it cannot be told whether it is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undecided {
    /// Id of the contract's outcome, as priced.
    pub outcome: String,
    /// Which one it is of an outcome that is paid again and again, from 1; 1 for all others.
    #[serde(default = "first")]
    pub occurrence: i64,
    /// Ids of its definitions.
    pub definitions: Vec<String>,
    /// What has to be known, in plain words.
    pub needs: Vec<String>,
    /// Why it cannot be told.
    pub reasons: Vec<Reason>,
}

/// The number of an outcome that is paid once.
fn first() -> i64 {
    1
}

impl OutcomeLine {
    /// Id of the contract's outcome, as priced.
    #[must_use]
    pub fn outcome(&self) -> &str {
        match self {
            Self::Owed(line) => &line.outcome,
            Self::NotOwed(line) => &line.outcome,
            Self::Unknown(line) => &line.outcome,
        }
    }

    /// Which one it is of an outcome that is paid again and again, from 1.
    #[must_use]
    pub fn occurrence(&self) -> i64 {
        match self {
            Self::Owed(line) => line.occurrence,
            Self::NotOwed(line) => line.occurrence,
            Self::Unknown(line) => line.occurrence,
        }
    }

    /// The reasons, whatever the answer.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Owed(line) => &line.reasons,
            Self::NotOwed(line) => &line.reasons,
            Self::Unknown(line) => &line.reasons,
        }
    }

    /// The claim line, if it is owed.
    #[must_use]
    pub fn owed(&self) -> Option<&ClaimLine> {
        match self {
            Self::Owed(line) => Some(line),
            _ => None,
        }
    }
}
