//! What a provider still sees of somebody once the help has ended: the record as it was on the last day, and nothing later.
//!
//! For how long is decided by `rules/access/after_the_end`. Answers are kept with the moment at which they were recorded, so
//! that those of the last day are found again. How somebody is called and reached is not kept as it was: where it was changed
//! since, it is not shown.

use crate::{
    Application, account,
    action::ActionError,
    db::entities::{audit, referral as row},
    person::store as people,
    referral::{self, store},
};
use kernel::{Day, Moment, PersonId};
use policy::Facts;
use rules::{
    access::{CONTACT, Decision, NAME, Relationship, seen_until},
    referral::State,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeSet;

/// How long a provider still sees a record after the help has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeptByProvider {
    /// The last day of the help: the record is seen as it was then.
    pub(crate) ended_on: Day,
    /// The last day on which it is seen; `None`: provider and referrer are one body, which keeps its own record.
    pub(crate) until: Option<Day>,
}

/// The last day of the help, once it has ended.
pub(crate) fn ended_on(row: &row::Model) -> Option<Day> {
    match store::state_of(row) {
        State::Ended(ended) => Some(ended.on),
        _ => None,
    }
}

/// What the provider of a referral still sees after the end. `None` where the help goes on, or nothing is seen any more.
///
/// # Errors
/// A fault when the database refuses.
pub(crate) async fn kept_by_provider(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &row::Model,
) -> Result<Option<KeptByProvider>, ActionError> {
    let (Some(ended_on), Some(area)) = (ended_on(row), app.policy.area(&row.area)) else { return Ok(None) };
    if referral::is_stopped(row) {
        return Ok(None);
    }
    let Some(sender) = row.from_organisation_id else { return Ok(None) };
    if sender == row.provider_id {
        return Ok(Some(KeptByProvider { ended_on, until: None }));
    }
    let sender = account::organisation_by_id(connection, sender).await?;
    let receiver = account::organisation_by_id(connection, row.provider_id).await?;
    let Some((sender, receiver)) = sender.zip(receiver) else { return Ok(None) };
    let until = seen_until(&app.policy, area, (&sender.body, &receiver.body), ended_on);
    let kept = until.filter(|until| app.today_in(&area.id) <= *until);
    Ok(kept.map(|until| KeptByProvider { ended_on, until: Some(until) }))
}

/// How the staff of the referral's provider stand to the person today: not at all, once the person stopped sharing or the time
/// after the end is over.
pub(super) async fn of_provider(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &row::Model,
) -> Result<Option<Relationship>, ActionError> {
    match referral::of_provider(row) {
        Some(Relationship::HelpEnded) => {
            let kept = kept_by_provider(app, connection, row).await?;
            Ok(kept.map(|_| Relationship::HelpEnded))
        }
        related => Ok(related),
    }
}

/// The day as on which a record is seen through a referral: the last day of the help, for whoever sees it because it has ended.
pub(super) fn frozen_on(related: &BTreeSet<Relationship>, row: &row::Model) -> Option<Day> {
    related.contains(&Relationship::HelpEnded).then(|| ended_on(row)).flatten()
}

/// The first moment after a day of an area, on its own clock.
pub(super) fn end_of(app: &Application, area: &str, day: Day) -> Moment {
    app.zone_in(area).beginning_of(day.succ_opt().unwrap_or(day))
}

/// What was known of a person: now, or before a moment.
pub(super) async fn facts_before(
    connection: &impl ConnectionTrait,
    person: PersonId,
    until: Option<Moment>,
) -> Result<Facts, ActionError> {
    let mut answers = people::answers(connection, person).await?;
    if let Some(until) = until {
        answers.retain(|answer| answer.recorded_at < until);
    }
    Ok(people::facts(&people::newest(answers)))
}

/// Takes out of a decision how somebody is called and reached, where that was changed from a moment on.
pub(super) async fn as_it_was(
    connection: &impl ConnectionTrait,
    person: PersonId,
    until: Option<Moment>,
    decision: &mut Decision,
) -> Result<(), ActionError> {
    if let Some(until) = until
        && contact_changed_from(connection, person, until).await?
    {
        decision.categories.remove(NAME);
        decision.categories.remove(CONTACT);
    }
    Ok(())
}

/// Whether somebody was called or reached otherwise by the end of a day.
pub(super) async fn contact_changed_from(
    connection: &impl ConnectionTrait,
    person: PersonId,
    moment: Moment,
) -> Result<bool, DbErr> {
    let changed = audit::Entity::find()
        .filter(audit::Column::SubjectId.eq(person.0))
        .filter(audit::Column::Action.eq("change-contact"))
        .filter(audit::Column::Allowed.eq(true))
        .filter(audit::Column::At.gte(moment))
        .count(connection)
        .await?;
    Ok(changed > 0)
}
