//! Brings the claim lines of a participant into line with the records: what is newly owed is raised,
//! what is no longer owed is withdrawn or, if it was approved, taken back by reversing entries.
//!
//! Called by every command that changes a start, an end or a spell, in that command's transaction.

use super::{
    store::{self, State},
    work_out::{Inputs, Standing},
};
use crate::{
    Application, account,
    action::ActionError,
    audit,
    db::entities::{claim, referral},
    decision::{self, Kind, NewDecision},
    delivery, ledger,
    person::store as people,
    referral::store as referrals,
};
use anyhow::Context;
use kernel::{AccountId, ClaimId, Day, DecisionId, Pence, PersonId, ReferralId};
use policy::{Area, ClaimedBy, Contract};
use rules::{
    outcome::{Group, Participation},
    payment::{self, ClaimLine, OutcomeLine, Reason, claim_lines},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};

/// Works out the claim lines of a referral's participant and writes what has changed.
///
/// # Errors
/// A fault when the database refuses; [`ActionError::Lost`] when a claim is being changed by another.
pub(crate) async fn refresh(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    id: ReferralId,
) -> Result<(), ActionError> {
    let Some(row) = referrals::find(connection, id).await? else { return Err(ActionError::NotFound) };
    let Some(started_on) = referrals::events(&row).started.map(|started| started.on) else {
        return Ok(());
    };
    let Some((area, contract)) = contract_of(app, connection, &row, started_on).await? else {
        return Ok(());
    };
    let participation = participation(app, connection, &row, (area, contract)).await?;
    let today = app.today_in(&area.id);
    let lines = claim_lines(contract, &app.policy.outcomes, &participation, today);
    let claims = store::of_referral(connection, id).await?;
    let work = Work { app, by, row: &row, area, contract, participation: &participation, today };
    for line in lines {
        let standing = claims.iter().rev().find(|claim| {
            claim.outcome == line.outcome()
                && i64::from(claim.occurrence) == line.occurrence()
                && claim.contract == contract.id
                && store::state_of(claim) != State::Reversed
        });
        work.settle(connection, &line, standing, &claims).await?;
    }
    Ok(())
}

/// The contract under which a participant is served: the provider's for the programme, in force on
/// the day of the start.
pub(crate) async fn contract_of<'a>(
    app: &'a Application,
    connection: &impl ConnectionTrait,
    row: &referral::Model,
    started_on: Day,
) -> Result<Option<(&'a Area, &'a Contract)>, ActionError> {
    let Some(area) = app.policy.area(&row.area) else { return Ok(None) };
    let Some(provider) = account::organisation_by_id(connection, row.provider_id).await? else {
        return Ok(None);
    };
    Ok(area.contract_for(&row.programme, &provider.body, started_on).map(|contract| (area, contract)))
}

/// The participation as `rules/outcome` reads it, in the payment group of its contract.
pub(crate) async fn participation(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &referral::Model,
    (area, contract): (&Area, &Contract),
) -> Result<Participation, ActionError> {
    let spells = delivery::store::of_referral(connection, ReferralId(row.id)).await?;
    let started_on = referrals::events(row).started.map(|started| started.on);
    let kept = row.kept_group.clone().map(serde_json::from_value).transpose();
    let group = match started_on {
        _ if row.kept_group.is_some() => kept.context("a payment group cannot be read")?.unwrap_or(Group::None),
        Some(on) if !contract.groups.is_empty() => {
            let mut answers = people::answers(connection, PersonId(row.person_id)).await?;
            answers.retain(|answer| answer.known_on <= on);
            payment::group(&app.policy, area, contract, &people::facts(&people::newest(answers)), on)
        }
        _ => Group::None,
    };
    let mut participation = Participation {
        id: row.id.to_string(),
        started_on,
        group,
        evidence: delivery::store::evidence(&spells),
        spells: delivery::store::standing(&spells),
        ended_on: referrals::events(row).ended.map(|ended| ended.on),
        ..Participation::default()
    };
    let events = delivery::store::events_of(connection, ReferralId(row.id)).await?;
    delivery::store::add_events(&mut participation, &events);
    Ok(participation)
}

/// Keeps the payment groups of a person's participations as they are: to be called before any answer that they may follow
/// from is erased, so that what was paid still comes out the same.
pub(crate) async fn keep_groups(
    app: &Application,
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<(), ActionError> {
    for row in referrals::of_person(connection, person).await? {
        let Some(started_on) = referrals::events(&row).started.map(|started| started.on) else { continue };
        let Some((area, contract)) = contract_of(app, connection, &row, started_on).await? else { continue };
        if contract.groups.is_empty() || row.kept_group.is_some() {
            continue;
        }
        let group = participation(app, connection, &row, (area, contract)).await?.group;
        let mut changed = row.into_active_model();
        changed.kept_group = Set(Some(serde_json::to_value(group).map_err(anyhow::Error::from)?));
        changed.update(connection).await?;
    }
    Ok(())
}

struct Work<'a> {
    app: &'a Application,
    by: AccountId,
    row: &'a referral::Model,
    area: &'a Area,
    contract: &'a Contract,
    participation: &'a Participation,
    today: Day,
}

impl Work<'_> {
    async fn settle(
        &self,
        connection: &impl ConnectionTrait,
        line: &OutcomeLine,
        standing: Option<&claim::Model>,
        claims: &[claim::Model],
    ) -> Result<(), ActionError> {
        match (line.owed(), standing) {
            (Some(owed), None) if owed.in_window => self.raise(connection, line, owed, claims).await,
            (Some(owed), Some(claim)) if !standing_of(claim).is(owed) => {
                let says = "The records or the rules changed: the outcome falls on another day or at another price.";
                self.take_back(connection, claim, line, says).await?;
                self.raise(connection, line, owed, claims).await
            }
            // What is not known takes no money back: an approved claim stands until the records say no.
            (None, Some(claim))
                if matches!(line, OutcomeLine::Unknown(_))
                    && matches!(store::state_of(claim), State::Approved | State::Paid) =>
            {
                Ok(())
            }
            (None, Some(claim)) if store::state_of(claim) != State::Rejected => {
                let says = line.reasons().iter().map(|reason| reason.says.as_str()).collect::<Vec<_>>().join(" ");
                self.take_back(connection, claim, line, &format!("The records no longer bear this out. {says}")).await
            }
            _ => Ok(()),
        }
    }

    async fn raise(
        &self,
        connection: &impl ConnectionTrait,
        line: &OutcomeLine,
        owed: &ClaimLine,
        claims: &[claim::Model],
    ) -> Result<(), ActionError> {
        let decision = self.decide(connection, &owed.reasons, line, None).await?;
        let now = self.app.clock.now();
        let id = ClaimId::make(now, self.app.randomness.as_ref());
        let earlier = claims.iter().filter(|claim| claim.outcome == owed.outcome && claim.contract == self.contract.id);
        let before_the_buyer = self.contract.claimed_by == ClaimedBy::Records;
        let row = claim::ActiveModel {
            id: Set(id.0),
            occurrence: Set(i32::try_from(owed.occurrence).map_err(anyhow::Error::from)?),
            claimed_at: Set(before_the_buyer.then_some(now)),
            claimed_by: Set(before_the_buyer.then_some(self.by.0)),
            evidence: Set(None),
            paid_at: Set(None),
            paid_by: Set(None),
            referral_id: Set(self.row.id),
            contract: Set(self.contract.id.clone()),
            outcome: Set(owed.outcome.clone()),
            attempt: Set(earlier.map(|claim| claim.attempt).max().unwrap_or_default() + 1),
            outcome_on: Set(owed.reached_on),
            amount_pence: Set(owed.amount.0),
            example_price: Set(owed.example_price),
            claim_by: Set(owed.claim_by),
            decision_id: Set(decision.0),
            raised_at: Set(now),
            raised_by: Set(self.by.0),
            approved_at: Set(None),
            approved_by: Set(None),
            rejected_at: Set(None),
            rejected_by: Set(None),
            reject_reason: Set(None),
            reversed_at: Set(None),
            reversed_by: Set(None),
            reverse_reason: Set(None),
            feed_check: Set(None),
            feed_id: Set(None),
            approve_reason: Set(None),
            version: Set(1),
        };
        claim::Entity::insert(row).exec_without_returning(connection).await?;
        self.record(connection, "raise-claim", id, decision).await
    }

    /// Marks a claim as reversed; one that was approved is taken back in the ledger too.
    async fn take_back(
        &self,
        connection: &impl ConnectionTrait,
        claim: &claim::Model,
        line: &OutcomeLine,
        says: &str,
    ) -> Result<(), ActionError> {
        let reason = Reason { code: "rules/payment/claim_lines".to_owned(), says: says.to_owned() };
        let decision = self.decide(connection, &[reason], line, Some(standing_of(claim))).await?;
        let columns = [
            (claim::Column::ReversedAt, self.app.clock.now().into()),
            (claim::Column::ReversedBy, self.by.0.into()),
            (claim::Column::ReverseReason, says.to_owned().into()),
        ];
        store::change(connection, claim, columns).await?;
        if matches!(store::state_of(claim), State::Approved | State::Paid) {
            ledger::reversal(self.app, connection, self.by, claim, &self.contract.provider).await?;
        }
        self.record(connection, "reverse-claim", ClaimId(claim.id), decision).await
    }

    async fn decide(
        &self,
        connection: &impl ConnectionTrait,
        reasons: &[Reason],
        line: &OutcomeLine,
        standing: Option<Standing>,
    ) -> Result<DecisionId, ActionError> {
        let answer = if standing.is_none() { "owed" } else { "not-owed" };
        let inputs = Inputs {
            participation: self.participation.clone(),
            contract: self.contract.id.clone(),
            line: line.clone(),
            standing,
        };
        let new = NewDecision {
            kind: Kind::Claim,
            area: &self.area.id,
            person: Some(PersonId(self.row.person_id)),
            answer,
            on: self.today,
            reasons: &reasons,
            inputs: &inputs,
            made_by: self.by,
        };
        Ok(decision::insert(self.app, connection, new).await?)
    }

    async fn record(
        &self,
        connection: &impl ConnectionTrait,
        action: &str,
        claim: ClaimId,
        decision: DecisionId,
    ) -> Result<(), ActionError> {
        let line = audit::Line {
            account: Some(self.by),
            action,
            subject_kind: "claim",
            subject: Some(claim.0),
            allowed: true,
            reasons: vec![format!("decision/{decision}")],
        };
        Ok(audit::record(self.app, connection, line).await?)
    }
}

fn standing_of(claim: &claim::Model) -> Standing {
    Standing { reached_on: claim.outcome_on, amount: Pence(claim.amount_pence) }
}
