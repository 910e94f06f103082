//! What a contract pays for an outcome: for whom, on which day's terms, and how much.

use super::Contract;
use crate::DatedValue;
use kernel::{Day, Pence};

/// The price of an outcome, with dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// The id of the contract's outcome.
    pub outcome: String,
    /// The id of the payment group it is for; `None`: for everybody who has no price of their group's own.
    pub group: Option<String>,
    /// Which day decides the price (`by`).
    pub by: PriceDay,
    /// How much.
    pub values: PriceValues,
    /// Whether all its values are made-up examples, because the real ones are not public.
    pub example: bool,
}

/// Which day decides a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PriceDay {
    /// The day on which the outcome was reached (`reached`); so where the text does not say.
    #[default]
    Reached,
    /// The day of the start (`start`).
    Start,
}

/// How much a price is.
#[derive(Debug, Clone, PartialEq)]
pub enum PriceValues {
    /// Pence, by date (`values`).
    Dated(Vec<DatedValue>),
    /// Pence, by year of the contract from its first day (`by_contract_year`): the first year's first; the last goes on.
    ByContractYear(Vec<i64>),
    /// A share of a parameter of the contract on the day (`share_percent`, `of`), rounded half away from zero to
    /// whole pence: milestones of a unit rate.
    Share {
        /// The share in percent, from 0 to 100.
        percent: i64,
        /// The id of the parameter, in pence.
        of: String,
    },
}

impl Price {
    /// The dated values; none where the price is not given by dates.
    #[must_use]
    pub fn dated(&self) -> &[DatedValue] {
        match &self.values {
            PriceValues::Dated(values) => values,
            _ => &[],
        }
    }

    /// The price on the day that decides it, and whether it is a made-up example; `None` when there is none.
    #[must_use]
    pub fn on(&self, contract: &Contract, day: Day) -> Option<(Pence, bool)> {
        match &self.values {
            PriceValues::Dated(values) => {
                let value = values.iter().rev().find(|value| value.period.contains(day))?;
                Some((Pence(value.is), self.example || value.example))
            }
            PriceValues::ByContractYear(years) => {
                let year = usize::try_from(contract.year_of(day)? - 1).ok()?;
                let is = years.get(year).or_else(|| years.last())?;
                Some((Pence(*is), self.example))
            }
            PriceValues::Share { percent, of } => {
                let parameter = contract.parameters.iter().find(|parameter| parameter.id.as_ref() == of.as_str())?;
                let value = parameter.value_on(day)?;
                let part = i128::from(value.is) * i128::from(*percent);
                let rounded = (part + if part < 0 { -50 } else { 50 }) / 100;
                Some((Pence(i64::try_from(rounded).ok()?), self.example || value.example))
            }
        }
    }
}
