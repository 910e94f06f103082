//! Reading a claim, with the contract it is under.

use super::{after_the_end, decide, leave_line, shown_name};
use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    claim::store,
    db::entities::claim as row,
    db::entities::person as person_row,
    db::entities::referral as referral_row,
    person::store as people,
    referral::{is_stopped, store as referrals},
};
use kernel::{ClaimId, PersonId, ReferralId};
use policy::{Area, Contract};
use rules::access::{Action, Decision, Relationship, Resource, Role, of_referral};
use std::collections::BTreeSet;

/// A claim as the account at the keyboard may see it.
#[derive(Debug)]
pub struct SeenClaim<'a> {
    /// The row.
    pub(crate) claim: row::Model,
    /// The row of the referral that it is for.
    pub(crate) referral: referral_row::Model,
    /// The row of the person. Show the name only through [`SeenClaim::name`].
    pub(crate) person: person_row::Model,
    /// The contract it is under.
    pub(crate) contract: &'a Contract,
    /// What was decided.
    pub decision: Decision,
    /// Whether the name may be seen by how the referral stands.
    named: bool,
}

impl SeenClaim<'_> {
    /// The person's name, if it may be seen.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        shown_name(&self.person, &self.decision).filter(|_| self.named)
    }
}

/// The contract with this id and the area whose text it is.
pub(crate) fn contract<'a>(app: &'a Application, id: &str) -> Option<(&'a Area, &'a Contract)> {
    app.policy.areas.values().find_map(|area| area.contracts.get(id).map(|contract| (area, contract)))
}

/// Opens a claim to do `action`, and leaves the line of the look at the person's record.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such claim for this account;
/// [`ActionError::NotAllowed`] when it may not do this; a fault when the database refuses.
pub async fn claim<'a>(
    app: &'a Application,
    by: &SignedIn,
    id: ClaimId,
    action: Action,
) -> Result<SeenClaim<'a>, ActionError> {
    let connection = app.db.reader();
    let Some(claim) = store::find(connection, id).await? else { return Err(ActionError::NotFound) };
    let Some((area, contract)) = contract(app, &claim.contract) else { return Err(ActionError::NotFound) };
    let Some(referral) = referrals::find(connection, ReferralId(claim.referral_id)).await? else {
        return Err(ActionError::NotFound);
    };
    let Some(person) = people::find(connection, PersonId(referral.person_id)).await? else {
        return Err(ActionError::NotFound);
    };
    let resource = Resource::related(relationships(by, area, contract, &referral)).hidden(person.hidden);
    let mut decision = decide(app, by, action, &resource).await?;
    let person_id = PersonId(referral.person_id);
    let ended_on = after_the_end::frozen_on(&resource.relationships, &referral);
    after_the_end::as_it_was(
        connection,
        person_id,
        ended_on.map(|day| after_the_end::end_of(app, &referral.area, day)),
        &mut decision,
    )
    .await?;
    leave_line(app, by, person_id, action, &decision).await?;
    // Who is paid goes by the number of a person who stopped sharing, or whose record is not seen any more.
    let over = ended_on.is_some() && after_the_end::kept_by_provider(app, connection, &referral).await?.is_none();
    let named = !is_stopped(&referral) && !over;
    Ok(SeenClaim { claim, referral, person, contract, decision, named })
}

/// Whether the account buys under the contract for its body.
pub(crate) fn buys(by: &SignedIn, area: &Area, contract: &Contract) -> bool {
    let own = by.organisation.as_ref();
    by.role == Role::Commissioner && own.is_some_and(|own| *own.area == *area.id && own.body == contract.buyer)
}

/// The contracts whose claims and ledger the account may read: those of its body; for an auditor, all.
pub(crate) fn contracts<'a>(app: &'a Application, by: &SignedIn) -> Vec<(&'a Area, &'a Contract)> {
    app.policy.contracts().filter(|(area, contract)| by.role == Role::Auditor || buys(by, area, contract)).collect()
}

/// The contracts that the account may read, of one area or of all.
pub(crate) struct InArea<'a> {
    /// Every area that has any.
    pub(crate) areas: Vec<&'a Area>,
    /// The area that was asked for; `None` for all, and for one that has none.
    pub(crate) area: Option<&'a Area>,
    /// Its contracts, each with its area.
    pub(crate) contracts: Vec<(&'a Area, &'a Contract)>,
}

/// The contracts that the account may read in the area with this id; an empty id is every area.
pub(crate) fn contracts_in<'a>(app: &'a Application, by: &SignedIn, area: &str) -> InArea<'a> {
    let mut contracts = contracts(app, by);
    let mut areas: Vec<&Area> = Vec::new();
    for (of, _) in &contracts {
        if !areas.iter().any(|known| known.id == of.id) {
            areas.push(of);
        }
    }
    let asked = areas.iter().copied().find(|one| *one.id == *area);
    if let Some(asked) = asked {
        contracts.retain(|(of, _)| of.id == asked.id);
    }
    InArea { areas, area: asked, contracts }
}

fn relationships(
    by: &SignedIn,
    area: &Area,
    contract: &Contract,
    referral: &referral_row::Model,
) -> BTreeSet<Relationship> {
    let mut found = BTreeSet::new();
    let Some(own) = &by.organisation else { return found };
    let here = *own.area == *area.id;
    if buys(by, area, contract) {
        found.insert(Relationship::OwnContract);
    }
    if by.role == Role::ProviderStaff && here && own.id.0 == referral.provider_id {
        found.extend(of_referral(&referrals::state_of(referral)));
    }
    found
}
