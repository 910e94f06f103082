//! Reading how a decision was made.

use super::{after_the_end, claim, decide, leave_line, person, referral};
use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    claim as claims,
    db::entities::{decision as row, person as person_row, referral as referral_row},
    decision::{self as decisions, Kind},
    person::store as people,
    referral::store as referrals,
};
use kernel::{DecisionId, PersonId, ReferralId};
use rules::access::{Action, Decision, Relationship, Resource, Role};
use std::collections::BTreeSet;

/// A stored decision as the account at the keyboard may see it.
#[derive(Debug)]
pub struct SeenDecision {
    /// The row.
    pub(crate) row: row::Model,
    /// The row of the person it is about. Show the name only if [`SeenDecision::access`] shows it.
    pub(crate) person: Option<person_row::Model>,
    /// What of the person may be shown.
    pub access: Decision,
}

/// Opens a decision, and leaves the line of the look at the person's record.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such decision for this account;
/// [`ActionError::NotAllowed`] when it may not see it; a fault when the database refuses.
pub async fn decision(app: &Application, by: &SignedIn, id: DecisionId) -> Result<SeenDecision, ActionError> {
    let connection = app.db.reader();
    let Some(row) = decisions::find(connection, id).await? else { return Err(ActionError::NotFound) };
    let person = match row.person_id {
        Some(person) => people::find(connection, PersonId(person)).await?,
        None => None,
    };
    let referral = referral_of(app, &row).await?;
    let resource = resource(app, by, &row, person.as_ref(), referral.as_ref()).await?;
    let mut access = decide(app, by, Action::SeeDecision, &resource).await?;
    if let (Some(person), Some(referral)) = (&person, &referral) {
        let ended_on = after_the_end::frozen_on(&resource.relationships, referral);
        after_the_end::as_it_was(
            connection,
            PersonId(person.id),
            ended_on.map(|day| after_the_end::end_of(app, &referral.area, day)),
            &mut access,
        )
        .await?;
    }
    if let Some(person) = &person {
        leave_line(app, by, PersonId(person.id), Action::SeeDecision, &access).await?;
    }
    Ok(SeenDecision { row, person, access })
}

/// The referral that the decision led to; for a claim's, the one whose participant it is about.
async fn referral_of(app: &Application, row: &row::Model) -> Result<Option<referral_row::Model>, ActionError> {
    let connection = app.db.reader();
    if row.kind == Kind::Referral.word() {
        return Ok(referrals::of_decision(connection, DecisionId(row.id)).await?);
    }
    let named = row.inputs.get("id").and_then(serde_json::Value::as_str);
    match named.and_then(|id| id.parse::<ReferralId>().ok()) {
        Some(id) => Ok(referrals::find(connection, id).await?),
        None => Ok(None),
    }
}

async fn resource(
    app: &Application,
    by: &SignedIn,
    row: &row::Model,
    about: Option<&person_row::Model>,
    sent: Option<&referral_row::Model>,
) -> Result<Resource, ActionError> {
    let (Some(about), Some(sent)) = (about, sent) else {
        let own = match about {
            Some(about) => person::own(app, app.db.reader(), by, about).await?,
            None => BTreeSet::new(),
        };
        return Ok(Resource::related(own).hidden(about.is_some_and(|about| about.hidden)));
    };
    let mut resource = referral::resource(app, by, sent, about).await?;
    // A buyer sees how its claims were decided, not how people were referred.
    resource.relationships.remove(&Relationship::OwnContract);
    if row.kind == Kind::Claim.word() {
        resource.relationships.extend(bought(app, by, row, sent).await?);
    }
    Ok(resource)
}

/// Whether the claim that the decision is about is under a contract of the account's body.
async fn bought(
    app: &Application,
    by: &SignedIn,
    row: &row::Model,
    referral: &referral_row::Model,
) -> Result<BTreeSet<Relationship>, ActionError> {
    if by.role != Role::Commissioner {
        return Ok(BTreeSet::new());
    }
    let claims = claims::store::of_referral(app.db.reader(), ReferralId(referral.id)).await?;
    let own = claims
        .iter()
        .filter(|claim| claim.decision_id == row.id || row.answer == "not-owed")
        .filter_map(|claim| claim::contract(app, &claim.contract))
        .any(|(area, contract)| claim::buys(by, area, contract));
    Ok(own.then_some(Relationship::OwnContract).into_iter().collect())
}
