//! What a decision about a claim reads, and the answer that follows: when it is made, and whenever it is worked
//! out again.

use kernel::{Day, Pence};
use policy::Policy;
use rules::{
    outcome::Participation,
    payment::{ClaimLine, OutcomeLine, claim_lines},
};
use serde::{Deserialize, Serialize};

/// What is stored beside a decision about a claim: what it read, and the line that came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Inputs {
    /// The participant's start and work.
    #[serde(flatten)]
    pub(crate) participation: Participation,
    /// The contract's id.
    pub(crate) contract: String,
    /// What the contract owed for the outcome.
    pub(crate) line: OutcomeLine,
    /// The claim that stood for the outcome, if one did.
    pub(crate) standing: Option<Standing>,
}

/// What a claim that stood said.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// The day on which the outcome was reached.
    pub(crate) reached_on: Day,
    /// What it was worth.
    pub(crate) amount: Pence,
}

impl Standing {
    /// Whether it says what is owed now.
    pub(crate) fn is(&self, owed: &ClaimLine) -> bool {
        owed.reached_on == self.reached_on && owed.amount == self.amount
    }
}

/// The answer and the line under a policy, as of a day; `None` when it has no such contract or outcome.
pub(crate) fn work_out(policy: &Policy, inputs: &Inputs, as_of: Day) -> Option<(&'static str, OutcomeLine)> {
    let contract = policy.contract(&inputs.contract)?;
    let lines = claim_lines(contract, &policy.outcomes, &inputs.participation, as_of);
    let line = lines
        .into_iter()
        .find(|line| line.outcome() == inputs.line.outcome() && line.occurrence() == inputs.line.occurrence())?;
    let answer = match (line.owed(), &inputs.standing) {
        (Some(owed), None) if owed.in_window => "owed",
        // The claim would have been left as it stood.
        (Some(owed), Some(standing)) if standing.is(owed) => "owed",
        _ => "not-owed",
    };
    Some((answer, line))
}
