//! What does a contract owe for a whole table of starts and work?
//!
//! *Authority*: that of `claim_lines`, of which it gives the amounts without the reasons: the same functions join work,
//! follow breaks, find limits and prices; what depends on a day alone is asked once for each day.
//! *Applies*: to contracts whose outcomes are counted from the start, from the first job or from weeks in work, each in
//! one way; [`PaymentRun::new`] says what else stands in the way.
//! *Simplified*: a table of work has no employers, so that a piece of a job held before that is recorded by itself counts
//! as a job of its own; what a contract pays or takes over all participants together (fees, tiers, caps) is for `statement`.
//! *Example*: a million participants with three spells each: a line for each of their 13, 26 and 52 weeks, with the
//! totals by month, outcome and group.

mod dated;
mod plan;
mod total;
mod work;

pub use plan::{PaymentRun, TooMuchForARun};
pub use total::{RunTotal, RunTotals};
pub use work::{StartGroup, Starts, Work};

use kernel::{Day, Pence};

/// A line of a run: an outcome that is owed, or of which that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunLine {
    /// The position of the participant among the starts, from 0.
    pub participant: u32,
    /// The position of the outcome in the contract, from 0.
    pub outcome: u16,
    /// What is owed; `None`: that is not known.
    pub owed: Option<RunOwed>,
}

/// What is owed for an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOwed {
    /// The number of the day on which it was reached, counted from 1 January of the year 1, which is day 1.
    day: i32,
    /// The price.
    pub amount: Pence,
    /// Whether the price is a made-up example.
    pub example_price: bool,
}

impl RunOwed {
    /// The day on which it was reached.
    #[must_use]
    pub fn reached_on(&self) -> Day {
        crate::outcome::stretch::day_of(self.day).unwrap_or_default()
    }
}
