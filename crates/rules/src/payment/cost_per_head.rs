//! What does one more person on a programme cost?
//!
//! *Authority*: the prices of the area's contracts for the programme that are in force on the day, by
//! `rules/payment/price`.
//! *Applies*: from the least (the payment for the start, by the contract where that is lowest) to the most
//! (every outcome that the contract prices, once each, by the contract where that is highest).
//! *Simplified*: all outcomes are priced as on the day asked, though they come later; what a contract pays other
//! than by person is not in it; nobody can say beforehand how many reach an outcome, so there is no middle.
//! *Example*: £300 for the start and £1,600 for the job: from £300 to £1,900. No contract with a price in force:
//! not known, which is not zero.

use super::price::price;
use indexmap::IndexMap;
use kernel::{Day, Pence};
use policy::{Contract, Counts, OutcomeDefinition};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What one more person costs, by the contracts that have a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostPerHead {
    /// What is paid for a start, by the contract where that is lowest.
    pub least: Pence,
    /// What is paid when everything priced is reached, by the contract where that is highest.
    pub most: Pence,
    /// Whether any of the prices is a made-up example.
    pub example: bool,
    /// Names of the contracts whose prices these are, in the order of the text.
    pub contracts: Vec<String>,
}

/// The cost of one more person on `programme` under those of `contracts` that are for it and in force on the day
/// `on`; `None` is not known: none of them has a price, or their sum cannot be held.
#[must_use]
pub fn cost_per_head<'c>(
    contracts: impl IntoIterator<Item = &'c Contract>,
    outcomes: &IndexMap<String, OutcomeDefinition>,
    programme: &str,
    on: Day,
) -> Option<CostPerHead> {
    let contracts = contracts.into_iter();
    let in_force = contracts.filter(|contract| contract.programme == programme && contract.period.contains(on));
    let mut found: Option<CostPerHead> = None;
    for contract in in_force {
        let Some(one) = of_contract(contract, outcomes, on) else { continue };
        found = Some(match found {
            None => one,
            Some(mut all) => {
                all.contracts.extend(one.contracts);
                CostPerHead {
                    least: all.least.min(one.least),
                    most: all.most.max(one.most),
                    example: all.example || one.example,
                    contracts: all.contracts,
                }
            }
        });
    }
    found
}

/// What one contract pays for one person: `None` when it prices nothing on the day.
fn of_contract(contract: &Contract, outcomes: &IndexMap<String, OutcomeDefinition>, on: Day) -> Option<CostPerHead> {
    let is_start = |definition: &str| outcomes.get(definition).is_some_and(|found| found.counts == Counts::Start);
    let (mut least, mut most, mut example) = (Pence::ZERO, Pence::ZERO, false);
    let mut priced = BTreeSet::new();
    for outcome in &contract.outcomes {
        let Ok((amount, made_up)) = price(contract, &outcome.id, on) else { continue };
        if !priced.insert(outcome.id.as_str()) {
            continue;
        }
        most = most.plus(amount).ok()?;
        example |= made_up;
        if is_start(&outcome.definition) {
            least = least.plus(amount).ok()?;
        }
    }
    (!priced.is_empty()).then(|| CostPerHead { least, most, example, contracts: vec![contract.name.clone()] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::claim_lines::tests::{contract, dated, definitions};

    const DAY_OF_ONE: &str = "2023-12-31";

    /// £300 for the start; £1,500 for the job, £1,600 from 2023.
    fn one() -> Contract {
        contract(
            &[("start", "start", None), ("job", "earnings", None), ("job", "own", None)],
            vec![
                ("start", vec![dated("2010-01-01", None, 30_000)]),
                ("job", vec![dated("2010-01-01", Some("2022-12-31"), 150_000), dated("2023-01-01", None, 160_000)]),
            ],
        )
    }

    fn other() -> Contract {
        Contract {
            name: "The other contract".into(),
            ..contract(
                &[("start", "start", None), ("weeks", "weeks-13", None)],
                vec![("start", vec![dated("2010-01-01", None, 28_000)])],
            )
        }
    }

    fn asked(contracts: &[Contract], programme: &str, on: &str) -> Option<(i64, i64, usize)> {
        let cost = cost_per_head(contracts, &definitions(), programme, on.parse().unwrap_or_default())?;
        Some((cost.least.0, cost.most.0, cost.contracts.len()))
    }

    #[test]
    fn from_the_start_to_everything_priced_each_outcome_once() {
        assert_eq!(asked(&[one()], "restart", DAY_OF_ONE), Some((30_000, 190_000, 1)));
        assert_eq!(asked(&[one()], "restart", "2022-12-31"), Some((30_000, 180_000, 1)));
        assert_eq!(asked(&[one(), other()], "restart", DAY_OF_ONE), Some((28_000, 190_000, 2)));
    }

    #[test]
    fn an_example_among_the_prices_makes_the_cost_one() {
        let with = |example: [bool; 2]| {
            let mut contracts = [one(), other()];
            for (contract, example) in contracts.iter_mut().zip(example) {
                contract.prices.iter_mut().take(1).for_each(|price| price.example = example);
            }
            let on = DAY_OF_ONE.parse().unwrap_or_default();
            cost_per_head(&contracts, &definitions(), "restart", on).map(|cost| cost.example)
        };
        assert_eq!(with([false, false]), Some(false));
        assert_eq!(with([true, false]), Some(true));
        assert_eq!(with([false, true]), Some(true));
    }

    #[test]
    fn no_price_is_not_known_and_not_zero() {
        assert_eq!(asked(&[], "restart", DAY_OF_ONE), None);
        assert_eq!(asked(&[one()], "jets", DAY_OF_ONE), None);
        assert_eq!(asked(&[one()], "restart", "2024-01-01"), None, "the contract has ended");
        let unpriced = contract(&[("start", "start", None)], vec![]);
        assert_eq!(asked(std::slice::from_ref(&unpriced), "restart", DAY_OF_ONE), None);
        assert_eq!(asked(&[unpriced, one()], "restart", DAY_OF_ONE), Some((30_000, 190_000, 1)));
    }
}
