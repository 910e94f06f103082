//! Looking at the money of an area, and at one cost.

use super::costs::AreaCosts;
use crate::{
    Application,
    access::{self, SeenClaim},
    account::SignedIn,
    action::ActionError,
    ledger::{self, Sums},
};
use anyhow::Context;
use kernel::{ClaimId, Pence};
use policy::{Area, Policy};
use rules::{
    access::Action,
    attribution::{AttributionError, Forecast, Freed, LineAnswer, Streams, Unpaid, YearUse},
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// Months looked ahead.
const MONTHS: u32 = 12;

/// What is said in place of a condition on protected facts.
const PROTECTED: &str = "Something about the person that is protected is asked here, and not shown";

/// Where the money of an area comes from and goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Money {
    /// The area's id.
    pub area: String,
    /// How many costs there are; `None` for who may not see claims: each is an outcome of one person.
    pub lines: Option<usize>,
    /// What they come to.
    pub total: Pence,
    /// What became of each stream's years.
    pub years: Vec<YearUse>,
    /// What flows from each stream to each programme; without a stream, what nobody pays.
    pub flows: Vec<Flowing>,
    /// What nobody pays, by why.
    pub unpaid: Unpaid,
    /// Rules that, taken away alone, would let more be paid.
    pub freed: Vec<Freed>,
    /// The months to come.
    pub forecast: Forecast,
    /// What of the area's contracts was approved, paid and is owed back.
    pub sums: Sums,
    /// What was bought of whom; nothing for who may not see claims.
    pub partners: Vec<Partner>,
    /// The version of the policy text.
    pub policy: String,
}

/// What flows from a stream to a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flowing {
    /// The id of the stream; `None`: nobody.
    pub stream: Option<String>,
    /// The id of the programme.
    pub programme: String,
    /// How much.
    pub amount: Pence,
}

/// What was bought of a partner under a contract, by outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Partner {
    /// The id of the provider.
    pub provider: String,
    /// The id of the contract.
    pub contract: String,
    /// The id of the contract's outcome.
    pub outcome: String,
    /// How many.
    pub number: u64,
    /// What they come to.
    pub amount: Pence,
}

/// Looks at the money of an area: its own, or any for who works for the whole.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may not; [`ActionError::NotFound`] for another area than its own; a fault
/// when the database refuses.
pub async fn look(app: &Application, by: &SignedIn, area: &str) -> Result<Money, ActionError> {
    access::general(app, by, Action::SeeMoney).await?;
    let area = open(app, by, area)?;
    let may_see_claims = access::may(app, by, Action::SeeClaims);
    let costs = AreaCosts::of(app, area).await?;
    let contracts: Vec<String> = area.contracts.keys().cloned().collect();
    let sums = ledger::sums(app, &contracts).await?;
    let (policy, id, today) = (Arc::clone(&app.policy), area.id.to_string(), app.today_in(&area.id));
    let worked_out = tokio::task::spawn_blocking(move || {
        let Some(area) = policy.area(&id) else { return Ok(None) };
        let streams = Streams::new(&policy, area);
        let braid = streams.attribute(costs.costs())?;
        let forecast = streams.forecast(costs.costs(), &braid, today, MONTHS)?;
        Ok::<_, AttributionError>(Some(Money {
            area: id,
            lines: may_see_claims.then_some(costs.lines.len()),
            sums,
            total: braid.total,
            flows: flows(&costs, &streams, braid.parts.iter().map(|part| (part.line, part.stream, part.amount))),
            freed: streams.freed(costs.costs(), &braid),
            partners: if may_see_claims { partners(&policy, &costs) } else { Vec::new() },
            policy: policy.version.to_string(),
            years: braid.years,
            unpaid: braid.unpaid,
            forecast,
        }))
    });
    let money = worked_out.await.context("the money was not worked out")?.context("the costs cannot be attributed")?;
    money.ok_or(ActionError::NotFound)
}

/// Why each stream pays a claim, or not; `None` when the claim is no cost of the area: it was not approved, or taken back.
///
/// # Errors
/// As `access::claim` for seeing the claim, and as [`look`].
pub async fn explain(app: &Application, by: &SignedIn, claim: ClaimId) -> Result<Option<LineAnswer>, ActionError> {
    access::general(app, by, Action::SeeMoney).await?;
    let seen = access::claim(app, by, claim, Action::SeeClaim).await?;
    explained(app, &seen).await
}

/// The same of a claim that was opened already.
pub(crate) async fn explained(app: &Application, seen: &SeenClaim<'_>) -> Result<Option<LineAnswer>, ActionError> {
    let claim = ClaimId(seen.claim.id);
    let area = app.policy.area(&seen.referral.area).ok_or(ActionError::NotFound)?;
    let costs = AreaCosts::of(app, area).await?;
    let (policy, id) = (Arc::clone(&app.policy), area.id.to_string());
    let worked_out = tokio::task::spawn_blocking(move || {
        let Some((area, at)) = policy.area(&id).zip(costs.claims.iter().position(|found| *found == claim)) else {
            return Ok(None);
        };
        let streams = Streams::new(&policy, area);
        let braid = streams.attribute(costs.costs())?;
        let answer = streams.explain(costs.costs(), &braid, at);
        Ok::<_, AttributionError>(answer.map(|answer| without_protected(&policy, area, answer)))
    });
    Ok(worked_out.await.context("the money was not worked out")?.context("the costs cannot be attributed")?)
}

/// What is asked of facts that the law protects, such as of health, is told without the words: who may see the claim may
/// not see those facts.
fn without_protected(policy: &Policy, area: &Area, mut answer: LineAnswer) -> LineAnswer {
    let is_special = |category: &str| policy.categories.get(category).is_some_and(|known| known.special);
    for stream in &mut answer.streams {
        let Some(text) = area.funding.get(&*stream.stream) else { continue };
        for (code, says) in &mut stream.reasons {
            let criterion = text.criteria.iter().find(|criterion| *criterion.code == **code);
            let facts = criterion.into_iter().flat_map(|criterion| criterion.when.facts());
            let mut read = facts.filter_map(|fact| policy.facts.iter().nth(fact.0));
            if read.any(|definition| is_special(&definition.category)) {
                PROTECTED.clone_into(says);
            }
        }
    }
    answer
}

/// The areas whose money the account may see.
pub(super) fn areas<'a>(app: &'a Application, by: &SignedIn) -> Vec<&'a Area> {
    app.policy.areas.values().filter(|area| by.area().is_none_or(|own| own == &*area.id)).collect()
}

fn open<'a>(app: &'a Application, by: &SignedIn, area: &str) -> Result<&'a Area, ActionError> {
    areas(app, by).into_iter().find(|found| &*found.id == area).ok_or(ActionError::NotFound)
}

/// What flows from each stream to each programme, and what nobody pays of it.
fn flows(costs: &AreaCosts, streams: &Streams<'_>, parts: impl Iterator<Item = (usize, usize, Pence)>) -> Vec<Flowing> {
    let programme = |line: usize| costs.lines.get(line).and_then(|line| line.programme.as_deref()).unwrap_or_default();
    let mut found: BTreeMap<(Option<usize>, &str), i64> = BTreeMap::new();
    let mut unpaid: Vec<i64> = costs.lines.iter().map(|line| line.amount.0).collect();
    for (line, stream, amount) in parts {
        *found.entry((Some(stream), programme(line))).or_default() += amount.0;
        if let Some(left) = unpaid.get_mut(line) {
            *left -= amount.0;
        }
    }
    for (line, left) in unpaid.into_iter().enumerate().filter(|(_, left)| *left > 0) {
        *found.entry((None, programme(line))).or_default() += left;
    }
    let id = |stream: usize| streams.all().get(stream).map(|stream| stream.id.to_string());
    let flowing = found.into_iter().map(|((stream, programme), amount)| Flowing {
        stream: stream.and_then(id),
        programme: programme.to_owned(),
        amount: Pence(amount),
    });
    flowing.collect()
}

fn partners(policy: &Policy, costs: &AreaCosts) -> Vec<Partner> {
    let mut found: BTreeMap<(&str, &str), (u64, i64)> = BTreeMap::new();
    for ((contract, outcome), line) in costs.bought.iter().zip(&costs.lines) {
        let entry = found.entry((contract, outcome)).or_default();
        *entry = (entry.0 + 1, entry.1 + line.amount.0);
    }
    let provider = |contract: &str| policy.contract(contract).map(|found| found.provider.clone()).unwrap_or_default();
    let partner = |((contract, outcome), (number, amount)): ((&str, &str), (u64, i64))| Partner {
        provider: provider(contract),
        contract: contract.to_owned(),
        outcome: outcome.to_owned(),
        number,
        amount: Pence(amount),
    };
    found.into_iter().map(partner).collect()
}
