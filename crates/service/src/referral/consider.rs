//! Whether a referral may be made: gathers what the rule reads, and asks it.
//!
//! The form that shows what stands in the way and the action that sends call this one function.

use super::{
    providers, store,
    work_out::{Gathered, Inputs, Named, WorkedOut, work_out},
};
use crate::{
    Application,
    access::SeenPerson,
    account::{self, Organisation, SignedIn},
    action::ActionError,
    agreements,
};
use kernel::Day;
use rules::referral::{Decision, KnownReferral};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

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
    let gathered = Gathered {
        programme: wish.programme.to_owned(),
        provider: named(wish.provider),
        referrer: by.organisation.as_ref().map(named),
        answers: seen.all_answers(),
        open_referrals: open_referrals(connection, seen).await?,
        places: providers::places(connection, wish.provider, wish.programme).await?,
        agreed: wish.agreed,
        cautions: wish.answers.clone(),
        stopped_agreements: agreements::stopped(connection, area).await?,
    };
    let worked_out = work_out(&app.policy, &seen.person.area, &gathered, seen.all_facts(), on);
    let WorkedOut { verdict, current_programmes, sharing, decision } = worked_out.ok_or(ActionError::NotFound)?;
    Ok(Considered { decision, inputs: Inputs { gathered, verdict, current_programmes, sharing, allocation: None } })
}

fn named(organisation: &Organisation) -> Named {
    let Organisation { body, kind, name, .. } = organisation.clone();
    Named { body, kind, name }
}

/// The person's referrals that are on their way: those that are over stand in nobody's way.
async fn open_referrals(
    connection: &impl ConnectionTrait,
    seen: &SeenPerson,
) -> Result<Vec<KnownReferral>, ActionError> {
    let rows = store::of_person(connection, seen.id()).await?;
    let names = account::organisation_names(connection, rows.iter().map(|row| row.provider_id)).await?;
    let known = rows.iter().map(|row| KnownReferral {
        programme: row.programme.clone(),
        provider: names.get(&row.provider_id).cloned().unwrap_or_default(),
        state: store::state_of(row),
    });
    Ok(known.filter(|referral| referral.state.is_open()).collect())
}
