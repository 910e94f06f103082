//! What a contract pays or takes over all its participants together: fees, tiers, caps, discounts, incentives, money
//! that goes back, and deliverables claimed by month.

use super::WindowLength;
use crate::DatedValue;
use kernel::Period;

/// What is paid for the service by month, whoever reaches what.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceFee {
    /// The id within the contract.
    pub id: String,
    /// What it is for, in one plain line.
    pub says: String,
    /// Pence a calendar month, by date: the value of a month's first day, or of the first day of the contract in it.
    /// Months of which the contract has only a part are paid by its days, rounded half away from zero.
    pub values: Vec<DatedValue>,
    /// Whether all its values are made-up examples.
    pub example: bool,
}

/// The time over which something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A year of the contract from its first day (`contract-year`).
    ContractYear,
    /// All its days (`contract`).
    Contract,
}

/// Another price from a given number of outcomes on: a volume tier or an accelerator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// The id of the contract's outcome.
    pub outcome: String,
    /// The time over which outcomes are counted.
    pub over: Span,
    /// Outcomes at the usual price; the tier begins with the next one.
    pub above: i64,
    /// The price in percent of the usual one; the tier with the largest `above` reached holds.
    pub price_percent: i64,
    /// Whether the numbers are made-up examples.
    pub example: bool,
}

/// The most that is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The id of the contract's outcome; `None`: all of them and the fees together.
    pub outcome: Option<String>,
    /// The time over which it is counted.
    pub over: Span,
    /// The most.
    pub most: Limit,
    /// Whether the number is a made-up example.
    pub example: bool,
}

/// A limit of money or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Pence (`most_pence`).
    Pence(i64),
    /// Outcomes (`most_outcomes`).
    Outcomes(i64),
}

/// What is taken off a price.
#[derive(Debug, Clone, PartialEq)]
pub struct Discount {
    /// The id of the contract's outcome.
    pub outcome: String,
    /// Percent taken off, by the day on which the outcome is reached; none on days without a value.
    pub values: Vec<DatedValue>,
    /// Whether all its values are made-up examples.
    pub example: bool,
}

/// What is paid besides for each outcome above a benchmark of those who started in a year of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incentive {
    /// The id within the contract.
    pub id: String,
    /// The id of the contract's outcome that is counted.
    pub outcome: String,
    /// How long after the start each of them has for the outcome: by then the cohort has had its time, and it is counted
    /// (`within_days` or `within_months`; where the text does not say, as the outcome itself does).
    pub within: WindowLength,
    /// The benchmark: outcomes in percent of the year's starts; those above it count, rounded up.
    pub benchmark_percent: i64,
    /// Pence for each outcome above it.
    pub pence_each: i64,
    /// Whether the numbers are made-up examples.
    pub example: bool,
}

/// What goes back when a person leaves early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clawback {
    /// The id of the contract's outcome that was paid.
    pub outcome: String,
    /// Days from the outcome, the last included: when the person ends within them, money goes back.
    pub ends_within_days: i64,
    /// The part that goes back, in percent of what was owed.
    pub percent: i64,
    /// Whether the numbers are made-up examples.
    pub example: bool,
}

/// What was agreed to be expected of an outcome, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The id of the contract's outcome.
    pub outcome: String,
    /// How many in each calendar month, from that of the contract's first day (`by_month`).
    pub by_month: Vec<i64>,
    /// Whether the numbers are made-up examples.
    pub example: bool,
}

/// A deliverable that is claimed by month in returns that restate all earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliverable {
    /// Its code, such as `ST01`.
    pub code: String,
    /// What it is, in one plain line.
    pub says: String,
    /// How it is claimed.
    pub kind: DeliverableKind,
    /// Whether the day of a panel's approval must be given (`panel_date`).
    pub needs_panel_date: bool,
    /// The days for which it is allocated, both ends included.
    pub allocated: Period,
}

/// How a deliverable is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliverableKind {
    /// At a price for each: the return gives no value (`unit-cost`).
    UnitCost {
        /// Pence for each.
        pence: i64,
        /// Whether units may be taken off again (`unit cost deduction`).
        deductible: bool,
    },
    /// At what it cost: the return gives a value (`value`).
    Value,
}
