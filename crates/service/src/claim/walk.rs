//! Everything that a claim rests on, in one piece: what it is, what happened to it, the decision with its rules and their
//! version, the work and its evidence, the check, the entries of the ledger, and which money pays it.

use super::{
    feed,
    store::{self, State},
    work_out::Inputs,
};
use crate::{
    Application, access,
    account::{self, SignedIn},
    action::ActionError,
    db::entities::claim,
    decision, delivery, ledger, money,
};
use anyhow::Context;
use kernel::{ClaimId, Day, DecisionId, Moment, Pence, ReferralId};
use rules::{
    access::Action,
    attribution::LineAnswer,
    payment::{FeedCheck, OutcomeLine, Reason},
};
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// Everything that a claim rests on. The person goes by the reference.
#[derive(Debug, Clone, Serialize)]
pub struct Walk {
    /// Which claim.
    pub claim: ClaimId,
    /// The person's reference.
    pub person: String,
    /// The contract's id and name.
    pub contract: (String, String),
    /// The contract's outcome.
    pub outcome: String,
    /// Which one it is of an outcome that is paid again and again, from 1.
    pub occurrence: i32,
    /// The day on which it was reached.
    pub reached_on: Day,
    /// What it is worth.
    pub amount_pence: Pence,
    /// Where it stands.
    pub stands: &'static str,
    /// What happened, in order of time.
    pub happened: Vec<Happened>,
    /// The decision that it rests on.
    pub decision: Decided,
    /// The day of the start.
    pub started_on: Option<Day>,
    /// Every spell in work ever recorded, with what replaced it.
    pub work: Vec<Work>,
    /// What else was ever recorded: events, days of learning, days on benefit, pay.
    pub recorded: Vec<Recorded>,
    /// What the earnings feed says: when it was approved, or now.
    pub earnings_feed: FeedCheck,
    /// The ledger's entries; they sum to zero.
    pub ledger: Vec<Entry>,
    /// Which streams of money pay it, and why; `None` where it is no cost, or the account may not see that.
    pub money: Option<LineAnswer>,
}

/// Something that happened to the claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// What happened, in a word or two.
    pub what: &'static str,
    /// The moment, in UTC.
    pub at: Moment,
    /// Who did it, by name.
    pub by: String,
    /// With which evidence, or why.
    pub says: Option<String>,
}

/// The decision.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    /// Its id.
    pub id: DecisionId,
    /// The day it was made for.
    pub on: Day,
    /// The version of the policy text.
    pub policy: String,
    /// Every reason with the path of its rule.
    pub reasons: Vec<Reason>,
    /// The line that came of it.
    pub line: OutcomeLine,
}

/// A spell in work as it was recorded.
#[derive(Debug, Clone, Serialize)]
pub struct Work {
    /// The employer.
    pub employer: String,
    /// The first day.
    pub from: Day,
    /// The last day; `None` while it goes on.
    pub until: Option<Day>,
    /// Hours a week, where known.
    pub hours_per_week: Option<i32>,
    /// Earnings a week, where known.
    pub earnings_pence_week: Option<i64>,
    /// What bears it out.
    pub source: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// By whom.
    pub recorded_by: String,
    /// When another took its place.
    pub replaced_at: Option<Moment>,
}

/// Something recorded besides work.
#[derive(Debug, Clone, Serialize)]
pub struct Recorded {
    /// What: `event-training-complete`, `learning-day`, `benefit`, `benefit-known` or `pay`.
    pub what: String,
    /// The day, or the first day.
    pub from: Day,
    /// The last day, of pay and days on benefit.
    pub until: Option<Day>,
    /// Who paid.
    pub employer: Option<String>,
    /// What was paid.
    pub amount_pence: Option<i64>,
    /// Hours of a day of learning.
    pub hours: Option<i32>,
    /// What bears it out.
    pub source: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// By whom.
    pub recorded_by: String,
    /// When it was taken back.
    pub taken_back_at: Option<Moment>,
}

/// An entry of the ledger.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// The moment, in UTC.
    pub at: Moment,
    /// What the entry is for, in words.
    pub says: String,
    /// The account.
    pub account: String,
    /// A debit is positive, a credit negative.
    pub amount_pence: Pence,
    /// By whom.
    pub by: String,
}

/// Everything that a claim rests on.
///
/// # Errors
/// As `access::claim` for seeing the claim; a fault when the database refuses.
pub async fn walk(app: &Application, by: &SignedIn, id: ClaimId) -> Result<Walk, ActionError> {
    let seen = access::claim(app, by, id, Action::SeeClaim).await?;
    let connection = app.db.reader();
    let spells = delivery::store::of_referral(connection, ReferralId(seen.claim.referral_id)).await?;
    let events = delivery::store::events_of(connection, ReferralId(seen.claim.referral_id)).await?;
    let entries = ledger::entries(connection, id.0).await?;
    let decided = decision::find(connection, DecisionId(seen.claim.decision_id)).await?.ok_or(ActionError::NotFound)?;
    let inputs: Inputs = serde_json::from_value(decided.inputs).context("the decision of a claim cannot be read")?;
    let recorded = spells.iter().map(|spell| spell.recorded_by).chain(events.iter().map(|event| event.recorded_by));
    let who = recorded.chain(entries.iter().map(|entry| entry.posted_by));
    let names = account::account_names(connection, who.chain(store::answered_by(&seen.claim))).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let earnings_feed = feed::said(app, connection, &seen).await?;
    let money = match access::may(app, by, Action::SeeMoney) {
        true => money::explained(app, &seen).await?,
        false => None,
    };
    Ok(Walk {
        claim: id,
        person: seen.person.reference.clone(),
        contract: (seen.contract.id.clone(), seen.contract.name.clone()),
        outcome: seen.claim.outcome.clone(),
        occurrence: seen.claim.occurrence,
        reached_on: seen.claim.outcome_on,
        amount_pence: Pence(seen.claim.amount_pence),
        stands: store::state_of(&seen.claim).word(),
        happened: happened(&seen.claim, &names),
        decision: Decided {
            id: DecisionId(decided.id),
            on: decided.on_day,
            policy: decided.policy_version,
            reasons: serde_json::from_value(decided.reasons).context("the reasons of a claim cannot be read")?,
            line: inputs.line,
        },
        started_on: seen.referral.started_on,
        work: spells
            .iter()
            .map(|spell| Work {
                employer: spell.employer.clone(),
                from: spell.from_day,
                until: spell.until_day,
                hours_per_week: spell.hours_per_week,
                earnings_pence_week: spell.earnings_pence_week,
                source: spell.source.clone(),
                recorded_at: spell.recorded_at,
                recorded_by: name(spell.recorded_by),
                replaced_at: spell.replaced_at,
            })
            .collect(),
        recorded: events
            .iter()
            .map(|event| Recorded {
                what: event.what.clone(),
                from: event.from_day,
                until: event.until_day,
                employer: event.employer.clone(),
                amount_pence: event.amount_pence,
                hours: event.hours,
                source: event.source.clone(),
                recorded_at: event.recorded_at,
                recorded_by: name(event.recorded_by),
                taken_back_at: event.taken_back_at,
            })
            .collect(),
        earnings_feed,
        ledger: entries
            .iter()
            .map(|entry| Entry {
                at: entry.posted_at,
                says: entry.says.clone(),
                account: entry.ledger_account.clone(),
                amount_pence: Pence(entry.amount_pence),
                by: name(entry.posted_by),
            })
            .collect(),
        money,
    })
}

/// What happened to the claim, in order of time.
fn happened(claim: &claim::Model, names: &HashMap<Uuid, String>) -> Vec<Happened> {
    let events = [
        ("worked-out", Some(claim.raised_at), Some(claim.raised_by), None),
        ("claimed", claim.claimed_at, claim.claimed_by, claim.evidence.as_ref()),
        ("approved", claim.approved_at, claim.approved_by, claim.approve_reason.as_ref()),
        (State::Rejected.word(), claim.rejected_at, claim.rejected_by, claim.reject_reason.as_ref()),
        (State::Paid.word(), claim.paid_at, claim.paid_by, None),
        (State::Reversed.word(), claim.reversed_at, claim.reversed_by, claim.reverse_reason.as_ref()),
    ];
    let event = |(what, at, by, says): (&'static str, Option<Moment>, Option<Uuid>, Option<&String>)| {
        let by = by.and_then(|by| names.get(&by)).cloned().unwrap_or_default();
        Some(Happened { what, at: at?, by, says: says.cloned() })
    };
    let mut events: Vec<Happened> = events.into_iter().filter_map(event).collect();
    events.sort_by_key(|event| event.at);
    events
}
