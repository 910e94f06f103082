//! What does the contract owe for this participation?
//!
//! *Authority*: the contract's outcomes, prices and window; the definitions it names.
//! *Applies*: to every outcome of the contract, in its order. Two entries of the contract with the same id
//! are two ways to the same outcome, which is paid once, for the way reached first (Restart: earnings *or*
//! self-employment).
//! *Simplified*: whether it was claimed or paid already is for the caller to know.
//! *Example*: 13 weeks reached, 26 not yet: the first is owed at the price of the day it was reached; the
//! second is not, and says how many days there are so far.

use super::{
    claim_window, contract_period,
    line::{ClaimLine, NotOwed, OutcomeLine, Reason, Undecided},
    price::price,
    within_days,
};
use crate::outcome::{Participation, Progress, reached};
use indexmap::IndexMap;
use kernel::{Day, in_words};
use policy::{Contract, ContractOutcome, OutcomeDefinition};

const CODE: &str = "rules/payment/claim_lines";

/// A line for each outcome of the contract, in the contract's order, as of a day.
#[must_use]
pub fn claim_lines(
    contract: &Contract,
    definitions: &IndexMap<String, OutcomeDefinition>,
    participation: &Participation,
    as_of: Day,
) -> Vec<OutcomeLine> {
    let mut outcomes: IndexMap<&str, Vec<&ContractOutcome>> = IndexMap::new();
    for outcome in &contract.outcomes {
        outcomes.entry(&outcome.id).or_default().push(outcome);
    }
    let case = Case { contract, definitions, participation, as_of };
    outcomes.into_iter().map(|(id, ways)| case.line(id, &ways)).collect()
}

struct Case<'a> {
    contract: &'a Contract,
    definitions: &'a IndexMap<String, OutcomeDefinition>,
    participation: &'a Participation,
    as_of: Day,
}

/// What came of one way to an outcome.
enum Way {
    /// Reached under the contract's terms.
    Reached { on: Day, definition: String, reasons: Vec<Reason>, spells: Vec<String> },
    /// Not reached, or not under its terms.
    Not { reason: Reason, expected_on: Option<Day> },
    /// It cannot be told.
    Unknown { reason: Reason, needs: Vec<String> },
}

impl Case<'_> {
    fn line(&self, id: &str, ways: &[&ContractOutcome]) -> OutcomeLine {
        let definitions: Vec<String> = ways.iter().map(|way| way.definition.clone()).collect();
        if let Some(reason) = contract_period::outside(self.contract, self.participation.started_on) {
            let reasons = vec![reason];
            return OutcomeLine::NotOwed(NotOwed {
                outcome: id.to_owned(),
                occurrence: 1,
                definitions,
                expected_on: None,
                reasons,
            });
        }
        let (mut earned, mut not, mut unknown, mut needs, mut expected) = (vec![], vec![], vec![], vec![], vec![]);
        for way in ways {
            match self.way(way) {
                Way::Reached { on, definition, reasons, spells } => earned.push((on, definition, reasons, spells)),
                Way::Not { reason, expected_on } => {
                    not.push(reason);
                    expected.extend(expected_on);
                }
                Way::Unknown { reason, needs: more } => {
                    unknown.push(reason);
                    needs.extend(more);
                }
            }
        }
        let outcome = id.to_owned();
        match earned.into_iter().min_by_key(|(on, ..)| *on) {
            Some((on, definition, reasons, spells)) => self.owed(outcome, definition, on, reasons, spells),
            None if !unknown.is_empty() => OutcomeLine::Unknown(Undecided {
                outcome,
                occurrence: 1,
                definitions,
                needs,
                reasons: [unknown, not].concat(),
            }),
            None => {
                let expected_on = expected.into_iter().min();
                OutcomeLine::NotOwed(NotOwed { outcome, occurrence: 1, definitions, expected_on, reasons: not })
            }
        }
    }

    fn way(&self, way: &ContractOutcome) -> Way {
        let Some(definition) = self.definitions.get(&way.definition) else {
            let need = format!("a definition of `{}` in the spine's outcomes", way.definition);
            return Way::Unknown { reason: Reason::new(CODE, format!("It needs {need}.")), needs: vec![need] };
        };
        let parameters = |id: &str, on: Day| self.contract.parameter_on(id, on);
        match reached(definition, &parameters, self.participation, self.as_of) {
            Progress::Reached { on, working, spells } => {
                let mut reasons = vec![Reason::new(CODE, format!("{}: {}", definition.name, working.join(" ")))];
                let started_on = self.participation.started_on.unwrap_or(on);
                match within_days::check(way.within_days, started_on, on) {
                    Ok(met) => reasons.extend(met),
                    Err(reason) => return Way::Not { reason, expected_on: None },
                }
                Way::Reached { on, definition: definition.id.clone(), reasons, spells }
            }
            Progress::NotYet { so_far, expected_on } => {
                Way::Not { reason: Reason::new(CODE, format!("{}: {so_far}", definition.name)), expected_on }
            }
            Progress::Unknown { needs } => {
                let says = format!("{}: it is not known: {}.", definition.name, needs.join("; "));
                Way::Unknown { reason: Reason::new(CODE, says), needs }
            }
        }
    }

    fn owed(
        &self,
        outcome: String,
        definition: String,
        on: Day,
        mut reasons: Vec<Reason>,
        spells: Vec<String>,
    ) -> OutcomeLine {
        match price(self.contract, &outcome, on) {
            Ok((amount, example_price)) => {
                let example = if example_price { ", an example value" } else { "" };
                let says = format!("The price on {}, the day it was reached, is {amount}{example}.", in_words(on));
                reasons.push(Reason::new(super::price::CODE, says));
                let window = claim_window::window(self.contract.claim_window.as_ref(), on, self.as_of);
                reasons.push(window.reason);
                OutcomeLine::Owed(ClaimLine {
                    outcome,
                    occurrence: 1,
                    definition,
                    reached_on: on,
                    amount,
                    example_price,
                    claim_by: window.claim_by,
                    in_window: window.is_open,
                    reasons,
                    spells,
                })
            }
            Err(error) => {
                reasons.push(Reason::new(super::price::CODE, format!("It was reached, but {error}.")));
                let needs = vec![format!("one price for `{outcome}` on {}", in_words(on))];
                OutcomeLine::Unknown(Undecided {
                    outcome,
                    occurrence: 1,
                    definitions: vec![definition],
                    needs,
                    reasons,
                })
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
