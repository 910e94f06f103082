//! Whether a referral may be made: gathers what the rule reads, and asks it.
//!
//! The form that shows what stands in the way and the action that sends call this one function.

use super::{providers, store};
use crate::{
    Application,
    access::SeenPerson,
    account::{self, Organisation, SignedIn},
    action::ActionError,
};
use kernel::Day;
use policy::{Area, ProgrammeVerdict};
use rules::referral::{
    Allocation, Consent, Decision, KnownReferral, ProgrammeTerms, ProviderTerms, Referrer, Request, Sharing,
    current_programmes, decide, ground, sharing_between,
};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A referral that somebody would like to make.
#[derive(Debug, Clone)]
pub(crate) struct Wish<'a> {
    /// The programme's id.
    pub(crate) programme: &'a str,
    /// The provider the person chose, or was given.
    pub(crate) provider: &'a Organisation,
    /// Whether the person agreed to this referral.
    pub(crate) agreed: bool,
    /// The referrer's answers to cautions, by code.
    pub(crate) answers: BTreeMap<String, String>,
}

/// What was decided, and what it was decided from.
#[derive(Debug)]
pub(crate) struct Considered {
    /// The decision with every obstacle.
    pub(crate) decision: Decision,
    /// What it read, to be stored beside it.
    pub(crate) inputs: Inputs,
}

/// What a decision about a referral read.
#[derive(Debug, Serialize)]
pub(crate) struct Inputs {
    programme: String,
    provider: String,
    verdict: ProgrammeVerdict,
    current_programmes: Option<BTreeSet<String>>,
    agreed: bool,
    sharing: String,
    places: String,
    /// How the provider was drawn, when the person had no preference.
    pub(crate) allocation: Option<Allocation>,
}

/// Decides whether the referral may be made on the day. Writes nothing.
pub(crate) async fn consider(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    seen: &SeenPerson,
    wish: &Wish<'_>,
    on: Day,
) -> Result<Considered, ActionError> {
    let area = app.policy.area(&seen.person.area).ok_or(ActionError::NotFound)?;
    let programme = app.policy.programme(area, wish.programme).ok_or(ActionError::NotFound)?;
    let facts = seen.all_facts();
    let verdict = policy::assess_one(&app.policy, area, programme, facts, on);
    let current = current_programmes(facts, &app.policy.facts, on);
    let all_programmes: Vec<ProgrammeTerms> = app.policy.programmes_in(area).map(ProgrammeTerms::from).collect();
    let referrals = known_referrals(app, connection, seen, area).await?;
    let places = providers::places(connection, wish.provider, wish.programme).await?;
    let sharing = sharing(area, by, wish.provider, on);
    let request = Request {
        on,
        programme: ProgrammeTerms::from(programme),
        all_programmes: &all_programmes,
        verdict: &verdict,
        referrer: referrer(by),
        current_programmes: current,
        referrals: &referrals,
        provider: ProviderTerms {
            name: wish.provider.name.clone(),
            ground: ground(area, wish.programme, &wish.provider.body, on),
        },
        places,
        sharing: sharing.clone(),
        consent: if wish.agreed { Consent::Given(on) } else { Consent::NotAsked },
        answers: wish.answers.clone(),
    };
    let decision = decide(&request);
    let inputs = Inputs {
        programme: wish.programme.to_owned(),
        provider: wish.provider.body.clone(),
        current_programmes: current.cloned(),
        verdict,
        agreed: wish.agreed,
        sharing: format!("{sharing:?}"),
        places: format!("{places:?}"),
        allocation: None,
    };
    Ok(Considered { decision, inputs })
}

fn referrer(by: &SignedIn) -> Referrer {
    match &by.organisation {
        Some(organisation) => Referrer::Body { kind: organisation.kind.clone(), name: organisation.name.clone() },
        None => Referrer::Oneself,
    }
}

fn sharing(area: &Area, by: &SignedIn, provider: &Organisation, on: Day) -> Sharing {
    match &by.organisation {
        Some(own) => sharing_between(area, &own.body, &provider.body, on),
        None => Sharing::NotNeeded,
    }
}

async fn known_referrals(
    app: &Application,
    connection: &impl ConnectionTrait,
    seen: &SeenPerson,
    area: &Area,
) -> Result<Vec<KnownReferral>, ActionError> {
    let rows = store::of_person(connection, seen.id()).await?;
    let names = account::organisation_names(connection, rows.iter().map(|row| row.provider_id)).await?;
    let known = rows.iter().map(|row| KnownReferral {
        programme: row.programme.clone(),
        provider: names.get(&row.provider_id).cloned().unwrap_or_default(),
        state: store::state_of(row),
    });
    let known = known.filter(|referral| app.policy.programme(area, &referral.programme).is_some());
    Ok(known.collect())
}
