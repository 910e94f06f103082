//! Reading a referral, and what of the person goes with it.

use super::{after_the_end, decide, leave_line, name_or_reference, principal, shown_name};
use crate::{
    Application,
    account::{self, SignedIn},
    action::ActionError,
    agreements, claim,
    db::entities::{person as person_row, referral as row},
    person::store as people,
    referral::store,
};
use kernel::{PersonId, ReferralId};
use policy::{Agreement, Facts};
use rules::{
    access::{
        Action, Decision, Ground, Passing, Principal, Relationship, Resource, Role, Visible, needed, shared,
        visible_facts,
    },
    referral::{Events, State},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// A referral as the account at the keyboard may see it.
#[derive(Debug)]
pub struct SeenReferral {
    /// The row.
    pub(crate) referral: row::Model,
    /// The row of the person. Show the contact details only through [`SeenReferral::contact`].
    pub(crate) person: person_row::Model,
    /// What was decided.
    pub decision: Decision,
    /// The person's facts that may be shown, and the categories withheld.
    pub visible: Visible,
    resource: Resource,
}

impl SeenReferral {
    /// Which referral.
    #[must_use]
    pub fn id(&self) -> ReferralId {
        ReferralId(self.referral.id)
    }

    /// The person's name, or `Person KK5-JVB` where the name may not be seen.
    #[must_use]
    pub fn name(&self) -> String {
        name_or_reference(&self.person, &self.decision)
    }

    /// What stands above the heading of a form about them: the name if it may be seen, and the reference.
    #[must_use]
    pub fn caption(&self) -> String {
        match shown_name(&self.person, &self.decision) {
            Some(name) => format!("{name}, {}", self.person.reference),
            None => self.name(),
        }
    }

    /// Whether the account may do something more to it, to offer it on the page. Doing it asks again.
    pub(crate) fn may(&self, app: &Application, by: &SignedIn, action: Action) -> bool {
        app.authoriser.may(&principal(by), action, &self.resource).allowed
    }

    /// Telephone number and e-mail address, if they may be seen.
    #[must_use]
    pub fn contact(&self) -> (Option<&str>, Option<&str>) {
        if self.decision.shows(rules::access::CONTACT) {
            (self.person.telephone.as_deref(), self.person.email.as_deref())
        } else {
            (None, None)
        }
    }

    /// What has happened to it.
    #[must_use]
    pub fn events(&self) -> Events {
        store::events(&self.referral)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        store::state_of(&self.referral)
    }
}

/// Opens a referral to do `action`, and leaves the line of the look at the person's record.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such referral for this account;
/// [`ActionError::NotAllowed`] when it may not do this; a fault when the database refuses.
pub async fn referral(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
    action: Action,
) -> Result<SeenReferral, ActionError> {
    let connection = app.db.reader();
    let Some(referral) = store::find(connection, id).await? else { return Err(ActionError::NotFound) };
    let person_id = PersonId(referral.person_id);
    let Some(person) = people::find(connection, person_id).await? else { return Err(ActionError::NotFound) };
    let (resource, under) = resource_and_agreements(app, by, &referral, &person).await?;
    let mut decision = decide(app, by, action, &resource).await?;
    let ended_on = after_the_end::frozen_on(&resource.relationships, &referral);
    after_the_end::as_it_was(
        connection,
        person_id,
        ended_on.map(|day| after_the_end::end_of(app, &referral.area, day)),
        &mut decision,
    )
    .await?;
    decision.reasons.extend(under);
    leave_line(app, by, person_id, action, &decision).await?;
    let facts = after_the_end::facts_before(
        connection,
        person_id,
        ended_on.map(|day| after_the_end::end_of(app, &referral.area, day)),
    )
    .await?;
    let visible = visible_facts(&facts, &decision, &app.policy.facts);
    Ok(SeenReferral { referral, person, decision, visible, resource })
}

/// The referral as `rules/access` reads it: how the account stands to it, what the programme asks, and
/// what the two bodies agreed to share.
pub(super) async fn resource(
    app: &Application,
    by: &SignedIn,
    referral: &row::Model,
    person: &person_row::Model,
) -> Result<Resource, ActionError> {
    Ok(resource_and_agreements(app, by, referral, person).await?.0)
}

/// The same, and the agreements under which something of the person is shared with the account's body.
async fn resource_and_agreements(
    app: &Application,
    by: &SignedIn,
    referral: &row::Model,
    person: &person_row::Model,
) -> Result<(Resource, Vec<Ground>), ActionError> {
    use Relationship::{HelpEnded, ReferralAccepted, ReferralReceived};
    let related = relationships(app, by, referral, person).await?;
    let receiver = by.organisation.as_ref().map(|own| own.body.as_str());
    let through = related.iter().find(|one| matches!(one, ReferralReceived | ReferralAccepted | HelpEnded));
    let flow = flow(app, receiver, through.copied(), referral).await?;
    let resource = Resource::related(related).needing(flow.needed).sharing(flow.shared).hidden(person.hidden);
    Ok((resource, flow.under))
}

/// What the staff of a referral's provider may see of the person: categories, `name` and `contact` among them; `None`
/// when they may not open the record.
///
/// # Errors
/// A fault when the database refuses.
pub(crate) async fn shown_to_provider(
    app: &Application,
    referral: &row::Model,
) -> Result<Option<Vec<String>>, ActionError> {
    let provider = account::organisation_by_id(app.db.reader(), referral.provider_id).await?;
    let related = after_the_end::of_provider(app, app.db.reader(), referral).await?;
    let (Some(provider), Some(related)) = (provider, related) else { return Ok(None) };
    let flow = flow(app, Some(&provider.body), Some(related), referral).await?;
    let person = people::find(app.db.reader(), PersonId(referral.person_id)).await?;
    let hidden = person.is_some_and(|person| person.hidden);
    let resource = Resource::related([related]).needing(flow.needed).sharing(flow.shared).hidden(hidden);
    let staff = Principal {
        account: None,
        role: Role::ProviderStaff,
        organisation: Some(provider.id.to_string()),
        scope: None,
    };
    let mut decision = app.authoriser.may(&staff, Action::SeeReferral, &resource);
    let ended_on = after_the_end::frozen_on(&resource.relationships, referral);
    after_the_end::as_it_was(
        app.db.reader(),
        PersonId(referral.person_id),
        ended_on.map(|day| after_the_end::end_of(app, &referral.area, day)),
        &mut decision,
    )
    .await?;
    Ok(decision.allowed.then(|| decision.categories.into_iter().collect()))
}

async fn relationships(
    app: &Application,
    by: &SignedIn,
    referral: &row::Model,
    person: &person_row::Model,
) -> Result<BTreeSet<Relationship>, ActionError> {
    let mut found = super::person::own(app, app.db.reader(), by, person).await?;
    found.extend(through(app, app.db.reader(), by, referral).await?);
    Ok(found)
}

/// How the account's organisation stands to the person through a referral: it received it, or it buys
/// under the contract that the person started on.
pub(super) async fn through(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    referral: &row::Model,
) -> Result<Option<Relationship>, ActionError> {
    let own = by.organisation.as_ref().map(|organisation| organisation.id.0);
    match by.role {
        Role::ProviderStaff if own == Some(referral.provider_id) => {
            after_the_end::of_provider(app, connection, referral).await
        }
        Role::Commissioner => {
            let Some(started) = store::events(referral).started else { return Ok(None) };
            let contract = claim::contract_of(app, connection, referral, started.on).await?;
            let buys = contract.is_some_and(|(area, contract)| super::buys(by, area, contract));
            Ok(buys.then_some(Relationship::OwnContract))
        }
        _ => Ok(None),
    }
}

/// What a programme needs of the person, and what agreements let through.
#[derive(Default)]
struct Flow {
    /// The categories that the programme's criteria read.
    needed: BTreeSet<String>,
    /// Those that agreements between the two bodies let through today.
    shared: BTreeSet<String>,
    /// The agreements that do.
    under: Vec<Ground>,
}

async fn flow(
    app: &Application,
    receiver: Option<&str>,
    related: Option<Relationship>,
    referral: &row::Model,
) -> Result<Flow, ActionError> {
    let Some(area) = app.policy.area(&referral.area) else { return Ok(Flow::default()) };
    let (connection, today) = (app.db.reader(), app.today_in(&referral.area));
    // With nothing known, every fact that the criteria read is one that they need.
    let needed = app.policy.programme(area, &referral.programme).map(|programme| {
        let verdict = policy::assess_as_written(&app.policy, area, programme, &Facts::new(), today);
        needed(&verdict, &app.policy.facts)
    });
    let needed = needed.unwrap_or_default();
    let sender = match referral.from_organisation_id {
        Some(id) => account::organisation_by_id(connection, id).await?,
        None => None,
    };
    let (Some(sender), Some(receiver)) = (sender, receiver) else { return Ok(Flow { needed, ..Flow::default() }) };
    let stopped = agreements::stopped(connection, area).await?;
    let ended_on = after_the_end::frozen_on(&related.into_iter().collect(), referral);
    let facts = if area.agreements.values().any(|agreement| agreement.people.is_some()) {
        after_the_end::facts_before(
            connection,
            PersonId(referral.person_id),
            ended_on.map(|day| after_the_end::end_of(app, &referral.area, day)),
        )
        .await?
    } else {
        Facts::new()
    };
    let passing = Passing { sender: &sender.body, receiver, related, ended_on, facts: &facts, stopped: &stopped };
    let shared = shared(&app.policy, area, &passing, today);
    let ground = |agreement: &&Agreement| Ground {
        code: super::agreement_code(&area.id, &agreement.id),
        says: format!("Shared under the agreement “{}”.", agreement.name),
    };
    Ok(Flow { needed, under: shared.under.iter().map(ground).collect(), shared: shared.categories })
}
