//! What does a contract come to over all its participants?
//!
//! *Authority*: the contract's service fees, tiers, discounts, caps, incentives and clawbacks; the models are those of
//! FACTS: Work Programme (incentive above a benchmark), National Careers Service (a cap on an outcome's funding), Work and
//! Health Programme and Restart (a service fee beside outcomes).
//! *Applies*: to the lines that `claim_lines` gives for each participant, as of a day. Outcomes are taken in the order of
//! the day on which they were reached, then of participant and outcome, whatever order they are given in.
//! *Simplified*: an outcome is worth its price, then what its tier changes, then less its discount; caps cut what is then
//! left, the latest first to go. A year is that of the contract in which the outcome was reached; for an incentive, that
//! of the start: a benchmark is of people who started together and have all had their time.
//! *Example*: 3 jobs at £100, the tier is 120% above 2: £100 + £100 + £100 and £20 for the third.

mod adjustments;
mod caps;
mod fees;

use super::line::OutcomeLine;
use kernel::{Day, Pence};
use policy::Contract;
use serde::{Deserialize, Serialize};

/// One participant's answers, as `claim_lines` gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Identity, as the caller names it.
    pub id: String,
    /// The day of the start; `None` when there has been none.
    pub started_on: Option<Day>,
    /// The last day on the programme; `None` while it goes on.
    pub ended_on: Option<Day>,
    /// The lines.
    pub lines: Vec<OutcomeLine>,
}

/// What a line of a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// The service, by month.
    ServiceFee,
    /// An outcome at its price.
    Outcome,
    /// What a tier changes of an outcome's price.
    Tier,
    /// What a discount takes off.
    Discount,
    /// Outcomes above a benchmark.
    Incentive,
    /// What goes back because a person left early.
    Clawback,
    /// What is above a cap, taken off.
    Cap,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatementLine {
    /// The day for which it is owed.
    pub on: Day,
    /// What it is for.
    pub kind: LineKind,
    /// Whose; `None` when it is of nobody by name.
    pub participant: Option<String>,
    /// The contract's outcome, fee or incentive.
    pub item: String,
    /// Which one of an outcome that is paid again and again, from 1; else 1.
    pub occurrence: i64,
    /// What is owed; below zero what is taken off or goes back.
    pub amount: Pence,
    /// Whether it rests on a made-up example.
    pub example: bool,
    /// The path of the rule: `rules/payment/statement`.
    pub code: String,
    /// Why, in one plain line.
    pub says: String,
}

/// What a contract comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The lines by day, kind, participant and item.
    pub lines: Vec<StatementLine>,
}

impl Statement {
    /// The sum of all lines.
    ///
    /// # Errors
    /// When it is too large to hold.
    pub fn total(&self) -> Result<Pence, kernel::PenceError> {
        Pence::total(self.lines.iter().map(|line| line.amount))
    }

    /// The sum of the lines of a kind.
    ///
    /// # Errors
    /// When it is too large to hold.
    pub fn total_of(&self, kind: LineKind) -> Result<Pence, kernel::PenceError> {
        Pence::total(self.lines.iter().filter(|line| line.kind == kind).map(|line| line.amount))
    }
}

/// Works out a contract's statement as of a day.
#[must_use]
pub fn statement(contract: &Contract, participants: &[Participant], as_of: Day) -> Statement {
    let outcomes = outcomes(participants);
    let mut lines = fees::lines(contract, as_of);
    let adjusted = adjustments::tiers_and_discounts(contract, &outcomes);
    lines.extend(adjustments::incentives(contract, participants, &outcomes, as_of));
    lines.extend(adjustments::clawbacks(contract, participants, &outcomes, &adjusted, as_of));
    lines.extend(outcomes);
    lines.extend(adjusted);
    let cut = caps::lines(contract, &lines);
    lines.extend(cut);
    lines.sort();
    Statement { lines }
}

/// The service fees by a day, that day included, each on the last day of its month.
pub(super) fn service_fees(contract: &Contract, by: Day) -> Vec<StatementLine> {
    fees::lines(contract, by)
}

/// Every outcome owed, at its price, in the order in which they were reached.
fn outcomes(participants: &[Participant]) -> Vec<StatementLine> {
    let mut found: Vec<StatementLine> = Vec::new();
    for participant in participants {
        for owed in participant.lines.iter().filter_map(OutcomeLine::owed) {
            found.push(StatementLine {
                on: owed.reached_on,
                kind: LineKind::Outcome,
                participant: Some(participant.id.clone()),
                item: owed.outcome.clone(),
                occurrence: owed.occurrence,
                amount: owed.amount,
                example: owed.example_price,
                code: "rules/payment/claim_lines".to_owned(),
                says: format!("Reached on {}.", kernel::in_words(owed.reached_on)),
            });
        }
    }
    found.sort();
    found
}

/// A part of an amount in percent, rounded half away from zero to whole pence.
pub(super) fn percent_of(amount: Pence, percent: i64) -> Pence {
    let part = i128::from(amount.0) * i128::from(percent);
    let rounded = (part + if part < 0 { -50 } else { 50 }) / 100;
    Pence(i64::try_from(rounded).unwrap_or(if part < 0 { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests;
