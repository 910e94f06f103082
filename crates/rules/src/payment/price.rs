//! What is the price of an outcome on the day it was reached?
//!
//! *Authority*: the contract's prices. Exactly one must be in force on the day: none, or more than one, is an
//! error that names the day, as in the National Careers Service's funding service (DC-NCS `a9ddfb6d`).
//! *Applies*: to the day that the price names, that on which the outcome was reached or that of the start, never to the
//! day it is claimed. Both ends of a price's days count. A price of the person's payment group goes before one for all.
//! *Simplified*: discounts, caps and tiers are worked out over all participants, in `statement`.
//! *Example*: £70 until 30 September 2020 and £60 from 1 October: reached on 30 September, £70.

use crate::outcome::Group;
use kernel::{Day, Pence, in_words};
use policy::{Contract, Price, PriceDay, PriceValues};

pub(super) const CODE: &str = "rules/payment/price";

/// Why there is no one price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// None is in force.
    #[error("the contract has no price for `{outcome}` on {}", in_words(*.on))]
    NoPrice {
        /// Id of the contract's outcome.
        outcome: String,
        /// The day asked about.
        on: Day,
    },
    /// More than one is in force.
    #[error("the contract has {count} prices for `{outcome}` on {}", in_words(*.on))]
    SeveralPrices {
        /// Id of the contract's outcome.
        outcome: String,
        /// The day asked about.
        on: Day,
        /// How many.
        count: usize,
    },
}

/// The price for everybody in force on a day, and whether it is a made-up example.
///
/// # Errors
/// When the contract has no price for the outcome on that day, or more than one.
pub fn price(contract: &Contract, outcome: &str, on: Day) -> Result<(Pence, bool), PriceError> {
    one_price(contract, outcome, None, on)
}

/// The price of a group, or that for everybody, in force on a day.
pub(super) fn one_price(
    contract: &Contract,
    outcome: &str,
    group: Option<&str>,
    on: Day,
) -> Result<(Pence, bool), PriceError> {
    let in_force: Vec<(Pence, bool)> = contract
        .prices
        .iter()
        .filter(|price| price.outcome == outcome && price.group.as_deref() == group)
        .flat_map(|price| in_force_on(price, contract, on))
        .collect();
    match in_force.as_slice() {
        [one] => Ok(*one),
        [] => Err(PriceError::NoPrice { outcome: outcome.to_owned(), on }),
        several => Err(PriceError::SeveralPrices { outcome: outcome.to_owned(), on, count: several.len() }),
    }
}

/// The price of an outcome for one participation.
pub(super) struct PriceFor {
    pub(super) amount: Pence,
    pub(super) example: bool,
    /// The same in words.
    pub(super) says: String,
}

/// Why it cannot be told.
pub(super) struct Undecided {
    pub(super) says: String,
    pub(super) needs: Vec<String>,
}

/// The price for a payment group, by the days of the start and of the outcome.
pub(super) fn price_for(
    contract: &Contract,
    outcome: &str,
    group: &Group,
    (started_on, reached_on): (Day, Day),
) -> Result<PriceFor, Undecided> {
    let (wanted, by) = match deciding(contract, outcome, group) {
        Ok(deciding) => deciding,
        Err(needs) => {
            let says = "It was reached, but its price depends on the payment group, which is not known.".to_owned();
            return Err(Undecided { says, needs: needs.to_vec() });
        }
    };
    let (on, which) = match by {
        PriceDay::Start => (started_on, "the day of the start"),
        PriceDay::Reached => (reached_on, "the day it was reached"),
    };
    match one_price(contract, outcome, wanted, on) {
        Ok((amount, example)) => {
            let for_group = wanted.map(|group| format!(" for the group `{group}`")).unwrap_or_default();
            let made_up = if example { ", an example value" } else { "" };
            let says = format!("The price{for_group} on {}, {which}, is {amount}{made_up}.", in_words(on));
            Ok(PriceFor { amount, example, says })
        }
        Err(error) => Err(Undecided {
            says: format!("It was reached, but {error}."),
            needs: vec![format!("one price for `{outcome}` on {}", in_words(on))],
        }),
    }
}

/// For which group the price of an outcome is looked up (`None`: that for everybody), and by which day; what has to be
/// known when that depends on a payment group that is not.
pub(super) fn deciding<'g>(
    contract: &Contract,
    outcome: &str,
    group: &'g Group,
) -> Result<(Option<&'g str>, PriceDay), &'g [String]> {
    let of = || contract.prices.iter().filter(|price| price.outcome == outcome);
    let id = match group {
        Group::Is(id) => Some(id.as_str()),
        Group::Unknown { needs } if of().any(|price| price.group.is_some()) => return Err(needs),
        Group::None | Group::Unknown { .. } => None,
    };
    let wanted = id.filter(|id| of().any(|price| price.group.as_deref() == Some(id)));
    let by_start = of().any(|price| price.group.as_deref() == wanted && price.by == PriceDay::Start);
    Ok((wanted, if by_start { PriceDay::Start } else { PriceDay::Reached }))
}

/// Every price in force on the day: dated values that overlap are all of them.
fn in_force_on(price: &Price, contract: &Contract, on: Day) -> Vec<(Pence, bool)> {
    match &price.values {
        PriceValues::Dated(values) => {
            let held = values.iter().filter(|value| value.period.contains(on));
            held.map(|value| (Pence(value.is), price.example || value.example)).collect()
        }
        _ => price.on(contract, on).into_iter().collect(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::payment::claim_lines::tests::{contract, dated};

    /// DC-NCS `a9ddfb6d`, FundingServiceTests: accredited learning, priority: 70 until 30 September 2020, 60 from 1 October.
    fn careers_service() -> Contract {
        let values = vec![dated("2018-10-01", Some("2020-09-30"), 7_000), dated("2020-10-01", None, 6_000)];
        contract(&[], vec![("accredited-learning", values)])
    }

    #[test]
    fn the_price_of_the_day_both_ends_included() {
        let on = |day: &str| price(&careers_service(), "accredited-learning", day.parse().unwrap());
        assert_eq!(on("2018-10-01"), Ok((Pence(7_000), false)));
        assert_eq!(on("2020-09-30"), Ok((Pence(7_000), false)));
        assert_eq!(on("2020-10-01"), Ok((Pence(6_000), false)));
    }

    #[test]
    fn no_price_is_an_error_that_names_the_day() {
        let error = price(&careers_service(), "accredited-learning", "2016-04-01".parse().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "the contract has no price for `accredited-learning` on 1 April 2016");
        assert!(price(&careers_service(), "", "2020-04-01".parse().unwrap()).is_err());
    }

    /// The price of a group and that for everybody, the one by the day of the start and the other by that of the outcome.
    fn by_group(group_by: PriceDay, all_by: PriceDay) -> Contract {
        let mut contract = contract(&[], vec![("job", vec![dated("2018-01-01", None, 100)])]);
        let of_group = Price { group: Some("young".into()), by: group_by, ..contract.prices[0].clone() };
        contract.prices[0].by = all_by;
        contract.prices.push(of_group);
        contract.prices.push(Price { outcome: "other".into(), by: PriceDay::Start, ..contract.prices[0].clone() });
        contract
    }

    #[test]
    fn the_day_that_decides_is_that_of_the_price_which_is_theirs() {
        let (start, reached) = (PriceDay::Start, PriceDay::Reached);
        let young = Group::Is("young".into());
        let deciding = |contract: &Contract, group: &Group| deciding(contract, "job", group).map(|(_, by)| by).unwrap();
        assert_eq!(deciding(&by_group(start, reached), &young), start);
        assert_eq!(deciding(&by_group(start, reached), &Group::None), reached);
        assert_eq!(deciding(&by_group(reached, start), &young), reached);
        assert_eq!(deciding(&by_group(reached, start), &Group::Is("old".into())), start);
    }

    #[test]
    fn a_group_that_is_not_known_matters_where_any_group_has_a_price_of_its_own() {
        let unknown = Group::Unknown { needs: vec!["the age".into()] };
        let contract = by_group(PriceDay::Reached, PriceDay::Reached);
        assert_eq!(deciding(&contract, "job", &unknown), Err(["the age".to_owned()].as_slice()));
        assert_eq!(deciding(&contract, "other", &unknown), Ok((None, PriceDay::Start)));
    }

    #[test]
    fn a_price_is_an_example_as_a_whole_or_by_a_value() {
        let with = |whole, value| {
            let mut values = vec![dated("2018-10-01", None, 1)];
            values[0].example = value;
            let mut contract = contract(&[], vec![("job", values)]);
            contract.prices[0].example = whole;
            price(&contract, "job", "2020-01-01".parse().unwrap()).unwrap().1
        };
        assert_eq!([with(false, false), with(true, false), with(false, true)], [false, true, true]);
    }

    #[test]
    fn two_prices_are_an_error_too() {
        let twice = vec![dated("2018-10-01", None, 7_000), dated("2020-10-01", None, 6_000)];
        let contract = contract(&[], vec![("accredited-learning", twice)]);
        assert!(price(&contract, "accredited-learning", "2020-09-30".parse().unwrap()).is_ok());
        let error = price(&contract, "accredited-learning", "2020-10-01".parse().unwrap()).unwrap_err();
        assert!(matches!(error, PriceError::SeveralPrices { count: 2, .. }));
    }
}
