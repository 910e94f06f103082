//! Sending a referral; what forbids it is kept as evidence.

use super::consider::{Considered, Wish, consider};
use crate::{
    Application, access,
    account::{self, Organisation, SignedIn},
    action::ActionError,
    audit,
    db::entities::{blocked_referral, referral},
    decision::{self, Kind, NewDecision},
    person,
};
use kernel::{DecisionId, PersonId, ReferralId};
use rules::{
    access::Action,
    referral::{Allocation, Decision},
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};
use std::collections::BTreeMap;

/// How the provider was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// The person chose it.
    ByThePerson,
    /// The person had no preference: a fair random allocation.
    AtRandom,
}

impl Chosen {
    /// The word it is stored under.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ByThePerson => "by-the-person",
            Self::AtRandom => "at-random",
        }
    }
}

/// A referral to be sent.
#[derive(Debug, Clone)]
pub struct NewReferral {
    /// Who is referred.
    pub person: PersonId,
    /// The programme's id.
    pub programme: String,
    /// The provider's body id.
    pub provider: String,
    /// How the provider was chosen.
    pub chosen: Chosen,
    /// A note for the provider, if any.
    pub message: Option<String>,
    /// Whether the person agreed to this referral.
    pub agreed: bool,
    /// Answers to cautions, by code.
    pub answers: BTreeMap<String, String>,
}

/// What became of it.
#[derive(Debug)]
pub enum Outcome {
    /// It was sent.
    Sent(ReferralId),
    /// It was stopped; the decision with every obstacle is kept.
    Blocked {
        /// The stored decision.
        decision: DecisionId,
        /// Every obstacle.
        obstacles: Decision,
    },
}

/// Sends a referral, or stores that it was stopped and why.
///
/// # Errors
/// As [`send_allocated`].
pub async fn send(app: &Application, by: &SignedIn, new: NewReferral) -> Result<Outcome, ActionError> {
    send_allocated(app, by, new, None).await
}

/// Sends a referral to the provider on which the lot fell; the allocation is kept with the decision.
///
/// # Errors
/// [`ActionError::NotFound`] when the person, the programme or the provider is not there for this
/// account; a fault when the database refuses.
pub async fn send_allocated(
    app: &Application,
    by: &SignedIn,
    new: NewReferral,
    allocation: Option<Allocation>,
) -> Result<Outcome, ActionError> {
    let seen = access::person(app, by, new.person, Action::SendReferral).await?;
    let on = app.today_in(&seen.person.area);
    let transaction = app.db.begin().await?;
    person::store::lock(&transaction, new.person).await?;
    let provider = account::organisation_by_body(&transaction, &seen.person.area, &new.provider)
        .await?
        .ok_or(ActionError::NotFound)?;
    let wish =
        Wish { programme: &new.programme, provider: &provider, agreed: new.agreed, answers: new.answers.clone() };
    let Considered { decision, mut inputs } = consider(app, &transaction, by, &seen, &wish, on).await?;
    inputs.allocation = allocation;
    let allowed = decision.allowed();
    let stored = NewDecision {
        kind: Kind::Referral,
        area: &seen.person.area,
        person: Some(new.person),
        answer: if allowed { "allowed" } else { "blocked" },
        on,
        reasons: &decision,
        inputs: &inputs,
        made_by: by.id,
    };
    let decision_id = decision::insert(app, &transaction, stored).await?;
    let outcome = if allowed {
        let id = insert(app, &transaction, by, &seen.person.area, &new, &provider, decision_id).await?;
        Outcome::Sent(id)
    } else {
        keep_blocked(app, &transaction, by, &seen.person.area, &new, &provider, decision_id).await?;
        Outcome::Blocked { decision: decision_id, obstacles: decision }
    };
    let line = audit::Line {
        account: Some(by.id),
        action: "send-referral",
        subject_kind: "person",
        subject: Some(new.person.0),
        allowed,
        reasons: vec![format!("decision/{decision_id}")],
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(outcome)
}

async fn insert(
    app: &Application,
    transaction: &DatabaseTransaction,
    by: &SignedIn,
    area: &str,
    new: &NewReferral,
    provider: &Organisation,
    decision: DecisionId,
) -> Result<ReferralId, ActionError> {
    let now = app.clock.now();
    let id = ReferralId::make(now, app.randomness.as_ref());
    let row = referral::ActiveModel {
        id: Set(id.0),
        person_id: Set(new.person.0),
        area: Set(area.to_owned()),
        programme: Set(new.programme.clone()),
        provider_id: Set(provider.id.0),
        from_organisation_id: Set(by.organisation.as_ref().map(|organisation| organisation.id.0)),
        decision_id: Set(decision.0),
        chosen_how: Set(new.chosen.word().to_owned()),
        message: Set(new.message.clone()),
        sent_at: Set(now),
        sent_by: Set(by.id.0),
        version: Set(1),
        accepted_at: Set(None),
        accepted_by: Set(None),
        declined_at: Set(None),
        declined_by: Set(None),
        decline_reason: Set(None),
        started_on: Set(None),
        start_recorded_at: Set(None),
        start_recorded_by: Set(None),
        ended_on: Set(None),
        end_reason: Set(None),
        end_recorded_at: Set(None),
        end_recorded_by: Set(None),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        withdraw_reason: Set(None),
        sharing_stopped_at: Set(None),
        sharing_stopped_by: Set(None),
        kept_group: Set(None),
    };
    referral::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(id)
}

async fn keep_blocked(
    app: &Application,
    transaction: &DatabaseTransaction,
    by: &SignedIn,
    area: &str,
    new: &NewReferral,
    provider: &Organisation,
    decision: DecisionId,
) -> Result<(), ActionError> {
    let now = app.clock.now();
    let row = blocked_referral::ActiveModel {
        id: Set(ReferralId::make(now, app.randomness.as_ref()).0),
        person_id: Set(new.person.0),
        area: Set(area.to_owned()),
        programme: Set(new.programme.clone()),
        provider_id: Set(Some(provider.id.0)),
        decision_id: Set(decision.0),
        attempted_at: Set(now),
        attempted_by: Set(by.id.0),
    };
    blocked_referral::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}
