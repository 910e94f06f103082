//! The door to people's records: every read of a personal fact, and every command, comes through here.
//!
//! It works out how the account at the keyboard stands to the person, referral or claim, asks
//! `rules/access`, and leaves a line of the read that the person can see. What is not the account's
//! does not exist for it.

mod after_the_end;
mod claim;
mod decision;
mod inbox;
mod person;
mod publication;
mod readings;
mod referral;

pub(crate) use after_the_end::{KeptByProvider, kept_by_provider};
pub use claim::{SeenClaim, claim};
pub(crate) use claim::{buys, contracts, contracts_in};
pub use decision::{SeenDecision, decision};
pub(crate) use inbox::listed;
pub use person::{SeenPerson, person};
pub(crate) use publication::{may_publish, publication};
pub use readings::{Reading, readings};
pub(crate) use referral::shown_to_provider;
pub use referral::{SeenReferral, referral};

use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    audit,
    db::entities::{person as person_row, record_read},
};
use kernel::{AuditId, PersonId};
use rules::access::{Action, Decision, Principal, Resource};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// The account as `rules/access` knows it.
pub(crate) fn principal(by: &SignedIn) -> Principal {
    Principal {
        account: Some(by.id),
        role: by.role,
        organisation: by.organisation.as_ref().map(|organisation| organisation.id.to_string()),
        scope: by.scope.clone(),
    }
}

/// The code of an agreement to share, where it is cited as a reason: `areas/newcastle/area.toml#partners-referral`.
pub(crate) fn agreement_code(area: &str, agreement: &str) -> String {
    format!("areas/{area}/area.toml#{agreement}")
}

/// The person's name, if the decision shows it and it was not erased.
fn shown_name(person: &person_row::Model, decision: &Decision) -> Option<String> {
    name_if(person, decision.shows(rules::access::NAME))
}

/// The person's name, if it may be seen and was not erased. Every page that names somebody asks this.
pub(crate) fn name_if(person: &person_row::Model, may_be_seen: bool) -> Option<String> {
    (may_be_seen && person.erased_at.is_none())
        .then(|| crate::wording::full_name(&person.given_name, &person.family_name))
}

/// `Person KK5-JVB`: how somebody is named whose name may not be seen, or was erased.
pub(crate) fn by_reference(person: &person_row::Model) -> String {
    format!("Person {}", person.reference)
}

/// The person's name, or `Person KK5-JVB` where the name may not be seen.
fn name_or_reference(person: &person_row::Model, decision: &Decision) -> String {
    shown_name(person, decision).unwrap_or_else(|| by_reference(person))
}

/// Whether the account may do something that is about nobody in particular.
///
/// # Errors
/// [`ActionError::NotAllowed`] when it may not; that is kept in the audit. A fault when the database
/// refuses.
pub async fn general(app: &Application, by: &SignedIn, action: Action) -> Result<(), ActionError> {
    let decision = app.authoriser.may(&principal(by), action, &Resource::unrelated());
    if decision.allowed { Ok(()) } else { Err(refuse(app, by, action, &decision).await?) }
}

/// Whether the account may do something that is about nothing in particular: for a page that offers it or not. Nothing is
/// kept in the audit; who does it goes through [`general`].
pub(crate) fn may(app: &Application, by: &SignedIn, action: Action) -> bool {
    app.authoriser.may(&principal(by), action, &Resource::unrelated()).allowed
}

/// The area in which the account may do something: its organisation's.
///
/// # Errors
/// As [`general`]; [`ActionError::NotFound`] for an account without an area.
pub async fn own_area(app: &Application, by: &SignedIn, action: Action) -> Result<String, ActionError> {
    general(app, by, action).await?;
    by.area().map(str::to_owned).ok_or(ActionError::NotFound)
}

/// The refusal, kept in the audit.
async fn refuse(
    app: &Application,
    by: &SignedIn,
    action: Action,
    decision: &Decision,
) -> Result<ActionError, ActionError> {
    let reasons: Vec<String> = decision.reasons.iter().map(|ground| ground.code.clone()).collect();
    let line = audit::Line {
        account: Some(by.id),
        action: action.word(),
        subject_kind: "system",
        subject: None,
        allowed: false,
        reasons: reasons.clone(),
    };
    audit::record(app, app.db.reader(), line).await?;
    Ok(ActionError::NotAllowed(reasons))
}

/// Asks about something that the account may stand in some relationship to. A refusal without any
/// relationship looks as if the thing were not there.
async fn decide(
    app: &Application,
    by: &SignedIn,
    action: Action,
    resource: &Resource,
) -> Result<Decision, ActionError> {
    let decision = app.authoriser.may(&principal(by), action, resource);
    if decision.allowed {
        return Ok(decision);
    }
    let refused = refuse(app, by, action, &decision).await?;
    Err(if resource.relationships.is_empty() { ActionError::NotFound } else { refused })
}

/// Leaves the line that somebody looked at a person's record, for the person to see.
async fn leave_line(
    app: &Application,
    by: &SignedIn,
    person: PersonId,
    action: Action,
    decision: &Decision,
) -> Result<(), ActionError> {
    let now = app.clock.now();
    let joined = |words: Vec<&str>| words.join(" ");
    let row = record_read::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        at: Set(now),
        account_id: Set(by.id.0),
        person_id: Set(person.0),
        action: Set(action.word().to_owned()),
        categories: Set(joined(decision.categories.iter().map(String::as_str).collect())),
        under: Set(joined(decision.reasons.iter().map(|ground| ground.code.as_str()).collect())),
    };
    record_read::Entity::insert(row).exec_without_returning(app.db.reader()).await?;
    Ok(())
}
