//! A contract: what a buyer pays a provider for, and how much on which days.

use crate::{DatedValue, Parameter};
use kernel::{Day, Pence, Period};

/// A contract as an area's policy text describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// The id: the name of its file.
    pub id: String,
    /// The path that its reason codes start with: `areas/newcastle/contracts/futures`.
    pub path: String,
    /// The name people know it by.
    pub name: String,
    /// The id of the programme that it pays for.
    pub programme: String,
    /// The id of the body that pays.
    pub buyer: String,
    /// The id of the body that is paid.
    pub provider: String,
    /// The days of the contract, both ends included.
    pub period: Period,
    /// The citation.
    pub source: String,
    /// What a reader should know, such as which values are examples.
    pub note: String,
    /// Days from the outcome within which it must be claimed, the last included; `None`: no limit.
    pub claim_window_days: Option<i64>,
    /// Numbers that the outcomes read, such as `wage_pence_hour`.
    pub parameters: Vec<Parameter>,
    /// What is paid for.
    pub outcomes: Vec<ContractOutcome>,
    /// What is paid.
    pub prices: Vec<Price>,
}

/// An outcome that a contract pays for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractOutcome {
    /// The id within the contract, as priced.
    pub id: String,
    /// The id of its definition in `spine/outcomes.toml`.
    pub definition: String,
    /// Days from the start within which it must be reached, the last included; `None`: no limit.
    pub within_days: Option<i64>,
}

/// The price of an outcome, with dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// The id of the contract's outcome.
    pub outcome: String,
    /// The price in pence on the day on which the outcome is reached.
    pub values: Vec<DatedValue>,
    /// Whether all its values are made-up examples, because the real ones are not public.
    pub example: bool,
}

impl Contract {
    /// The price of an outcome reached on `day`, and whether it is a made-up example; `None` when
    /// the contract has no price for it on that day.
    #[must_use]
    pub fn price_on(&self, outcome: &str, day: Day) -> Option<(Pence, bool)> {
        let price = self.prices.iter().find(|price| price.outcome == outcome)?;
        let value = price.values.iter().rev().find(|value| value.period.contains(day))?;
        Some((Pence(value.is), price.example || value.example))
    }

    /// The value of a parameter on `day`, in its unit; `None` when it has none.
    #[must_use]
    pub fn parameter_on(&self, id: &str, day: Day) -> Option<i64> {
        let parameter = self.parameters.iter().find(|parameter| parameter.id.as_ref() == id)?;
        parameter.value_on(day).map(|value| value.is)
    }

    /// The contract's outcome with the id given.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&ContractOutcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id)
    }
}
