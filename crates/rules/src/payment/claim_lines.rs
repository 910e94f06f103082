//! What does the contract owe for this participation?
//!
//! *Authority*: the contract's outcomes, prices, windows and evidence; the definitions it names.
//! *Applies*: to every outcome of the contract, in its order. Two entries of the contract with the same id
//! are two ways to the same outcome, which is paid once, for the way reached first (Restart: earnings *or*
//! self-employment). An outcome that repeats has a line for each time it was reached, and one for the next.
//! *Simplified*: whether it was claimed or paid already is for the caller to know; what is worked out over all
//! participants together is in `statement`.
//! *Example*: 13 weeks reached, 26 not yet: the first is owed at the price of the day it was reached; the
//! second is not, and says how many days there are so far.

use super::{
    claim_window::{self, Asked},
    contract_period, evidence, group,
    line::{ClaimLine, NotOwed, OutcomeLine, Reason, Undecided},
    payable::{Case, Reach, Reached},
    price::{self, price_for},
    repeats,
};
use crate::outcome::{Group, Participation};
use indexmap::{IndexMap, IndexSet};
use kernel::Day;
use policy::{Contract, ContractOutcome, OutcomeDefinition};

/// A line for each outcome of the contract, in the contract's order, as of a day.
#[must_use]
pub fn claim_lines(
    contract: &Contract,
    definitions: &IndexMap<String, OutcomeDefinition>,
    participation: &Participation,
    as_of: Day,
) -> Vec<OutcomeLine> {
    let case = Case { contract, definitions, participation, as_of };
    let ids: IndexSet<&str> = contract.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
    ids.into_iter().flat_map(|id| lines(&case, id)).collect()
}

/// The lines of one outcome: one, or for an outcome that repeats one for each time and one for the next.
///
/// Where the payment group is not known, a line is definite only if it is the same whichever group it turns out to be.
fn lines(case: &Case<'_>, id: &str) -> Vec<OutcomeLine> {
    let mut found = lines_as_it_is(case, id);
    let Group::Unknown { needs } = &case.participation.group else { return found };
    for group in groups(case.contract) {
        let participation = Participation { group, ..case.participation.clone() };
        let other = lines_as_it_is(&Case { participation: &participation, ..*case }, id);
        let differs = |(place, line): (usize, &OutcomeLine)| {
            let definite = !matches!(line, OutcomeLine::Unknown(_));
            definite && !other.get(place).is_some_and(|other| same_answer(line, other))
        };
        let Some(place) = found.iter().enumerate().position(differs) else { continue };
        found.truncate(place);
        let says = "Whether it is owed, and for when, depends on the payment group, which is not known.".to_owned();
        let reasons = vec![Reason::new(group::CODE, says)];
        let unknown = Reach::Unknown { reasons, needs: needs.clone(), earliest: None };
        found.push(line(case, id, (1_i64..).nth(place).unwrap_or(i64::MAX), unknown));
    }
    found
}

/// The groups that a participation may be in.
fn groups(contract: &Contract) -> impl Iterator<Item = Group> {
    let named = contract.groups.iter().map(|group| Group::Is(group.id.to_string()));
    named.chain((!contract.groups.is_empty()).then_some(Group::None))
}

/// Whether two lines give the same answer, whatever the words.
fn same_answer(one: &OutcomeLine, other: &OutcomeLine) -> bool {
    match (one, other) {
        (OutcomeLine::Owed(one), OutcomeLine::Owed(other)) => {
            let bare = |line: &ClaimLine| ClaimLine { reasons: Vec::new(), spells: Vec::new(), ..line.clone() };
            bare(one) == bare(other)
        }
        (OutcomeLine::NotOwed(_), OutcomeLine::NotOwed(_)) => true,
        _ => false,
    }
}

fn lines_as_it_is(case: &Case<'_>, id: &str) -> Vec<OutcomeLine> {
    if let Some(reason) = contract_period::outside(case.contract, case.participation.started_on) {
        return vec![line(case, id, 1, Reach::Not { reasons: vec![reason], expected_on: None })];
    }
    let repeated = case.ways(id).find_map(|way| Some((way, way.repeats.as_ref()?)));
    match repeated {
        Some((way, terms)) => {
            let definition = case.definitions.get(&way.definition);
            let from = way.work_from.or(definition.map(|definition| definition.work_from)).unwrap_or_default();
            let reaches = repeats::reaches(case, terms, from).into_iter().zip(1..);
            reaches.map(|(reach, occurrence)| line(case, id, occurrence, reach)).collect()
        }
        None => vec![line(case, id, 1, case.payable(id))],
    }
}

fn line(case: &Case<'_>, id: &str, occurrence: i64, reach: Reach) -> OutcomeLine {
    let outcome = id.to_owned();
    let definitions = || definitions_of(case.contract, id);
    match reach {
        Reach::Reached(reached) => owed(case, outcome, occurrence, reached),
        Reach::Not { reasons, expected_on } => {
            OutcomeLine::NotOwed(NotOwed { outcome, occurrence, definitions: definitions(), expected_on, reasons })
        }
        Reach::Unknown { reasons, needs, .. } => {
            OutcomeLine::Unknown(Undecided { outcome, occurrence, definitions: definitions(), needs, reasons })
        }
    }
}

fn definitions_of(contract: &Contract, id: &str) -> Vec<String> {
    let ways = contract.outcomes.iter().filter(|way| way.id == id);
    ways.map(|way: &ContractOutcome| way.definition.clone()).collect()
}

/// The line of an outcome that was reached: its price, its evidence, and until when it may be claimed.
fn owed(case: &Case<'_>, outcome: String, occurrence: i64, reached: Reached) -> OutcomeLine {
    let (contract, participation) = (case.contract, case.participation);
    let Reached { on, definition, mut reasons, spells, claim_from, .. } = reached;
    let started_on = participation.started_on.unwrap_or(on);
    let unknown = |outcome: String, needs: Vec<String>, reasons: Vec<Reason>| {
        let definitions = vec![definition.clone()];
        OutcomeLine::Unknown(Undecided { outcome, occurrence, definitions, needs, reasons })
    };
    let price = match price_for(contract, &outcome, &participation.group, (started_on, on)) {
        Ok(price) => price,
        Err(undecided) => {
            reasons.push(Reason::new(price::CODE, undecided.says));
            return unknown(outcome, undecided.needs, reasons);
        }
    };
    reasons.push(Reason::new(price::CODE, price.says));
    match evidence::check(contract, &outcome, participation, &spells) {
        Ok(reason) => reasons.extend(reason),
        Err(missing) => {
            reasons.push(missing.reason);
            return unknown(outcome, missing.needs, reasons);
        }
    }
    let terms = claim_window::terms(case.ways(&outcome), contract);
    let window = claim_window::window(terms, &Asked { started_on, reached_on: on, claim_from, as_of: case.as_of });
    reasons.push(window.reason);
    OutcomeLine::Owed(ClaimLine {
        outcome,
        occurrence,
        definition,
        reached_on: on,
        amount: price.amount,
        example_price: price.example,
        claim_from: window.claim_from,
        claim_by: window.claim_by,
        in_window: window.is_open,
        reasons,
        spells,
    })
}

#[cfg(test)]
pub(super) mod tests;
