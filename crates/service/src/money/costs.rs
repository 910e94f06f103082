//! The costs of an area: its approved claims, with what was known of each person on the day.

use super::store;
use crate::{
    Application,
    action::ActionError,
    person::store::{Recorded, answers_of, facts},
};
use anyhow::Context;
use kernel::{ClaimId, Day, Pence};
use policy::{Answer, Area, Facts, Value, population::Population};
use rules::attribution::{CostKind, CostLine, Costs};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use uuid::Uuid;

/// The fact that holds the programmes a person is on.
const CURRENT_PROGRAMMES: &str = "current_programmes";

/// The costs of an area.
pub(super) struct AreaCosts {
    pub(super) lines: Vec<CostLine>,
    people: Population,
    /// The claim of each line.
    pub(super) claims: Vec<ClaimId>,
    /// The contract and the outcome of each line.
    pub(super) bought: Vec<(String, String)>,
}

impl AreaCosts {
    /// The costs of an area.
    pub(super) async fn of(app: &Application, area: &Area) -> Result<Self, ActionError> {
        let contracts: Vec<String> = area.contracts.keys().cloned().collect();
        let rows = store::costs(app.db.reader(), &contracts).await?;
        let mut people: Vec<Uuid> = rows.iter().map(|(_, referral)| referral.person_id).collect();
        people.sort_unstable();
        people.dedup();
        let answers = answers_of(app.db.reader(), &people, None).await?;
        let known: Vec<(Facts, Day)> = rows
            .iter()
            .map(|(claim, referral)| {
                let mut known = known_on(&answers, referral.person_id, claim.outcome_on);
                and_is_on(&mut known, &referral.programme);
                (known, claim.outcome_on)
            })
            .collect();
        let bare = bare_lines(app, area);
        let mut found = Self {
            people: Population::from_dated_facts(&app.policy.facts, known.iter().map(|(facts, on)| (facts, *on))),
            lines: Vec::new(),
            claims: Vec::new(),
            bought: Vec::new(),
        };
        for (claim, referral) in rows {
            let bare = bare.get(&claim.contract).context("a claim is under a contract that was not asked for")?;
            found.lines.push(CostLine {
                id: claim.id.to_string().into(),
                on: claim.outcome_on,
                amount: Pence(claim.amount_pence),
                started_on: referral.started_on,
                ..bare.clone()
            });
            found.claims.push(ClaimId(claim.id));
            found.bought.push((claim.contract, claim.outcome));
        }
        Ok(found)
    }

    pub(super) fn costs(&self) -> Costs<'_> {
        Costs { lines: &self.lines, people: &self.people }
    }
}

/// What was known of a person on a day: the answers that were so by then, the newest of each.
fn known_on(answers: &HashMap<Uuid, Vec<Recorded>>, person: Uuid, on: Day) -> Facts {
    let told = answers.get(&person).map(Vec::as_slice).unwrap_or_default();
    let by_then = told.iter().filter(|answer| answer.known_on <= on);
    facts(&by_then.map(|answer| (answer.fact.clone(), answer.clone())).collect::<BTreeMap<_, _>>())
}

/// Adds the programme of a claim to those that the person is on, where these are known: whoever reaches an outcome of a
/// programme is on it, whether or not anybody asked again.
fn and_is_on(known: &mut Facts, programme: &str) {
    if let Some(Value::AnyOf(on)) = known.get(CURRENT_PROGRAMMES).map(|answer| answer.value.clone()) {
        let on = on.into_iter().chain([programme.to_owned()]).collect();
        let source = "what was told, and the records of the programme".to_owned();
        known.set(CURRENT_PROGRAMMES, Answer { value: Value::AnyOf(on), source, known_on: None });
    }
}

/// What every line under a contract of the area has in common, by the contract's id.
fn bare_lines(app: &Application, area: &Area) -> HashMap<String, CostLine> {
    let bare = area.contracts.values().map(|contract| {
        let programme = app.policy.programme(area, &contract.programme);
        let gives = programme.map(|programme| programme.gives.as_slice()).unwrap_or_default();
        let line = CostLine {
            id: Arc::from(""),
            on: Day::default(),
            amount: Pence::ZERO,
            kind: CostKind::Delivery,
            activities: gives.iter().map(|need| Arc::from(need.as_str())).collect(),
            programme: Some(Arc::from(contract.programme.as_str())),
            body: Some(Arc::from(contract.provider.as_str())),
            started_on: None,
        };
        (contract.id.clone(), line)
    });
    bare.collect()
}
