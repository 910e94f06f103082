//! Every query of referrals. Nothing here decides who may ask: `access` does.

use crate::{
    action::{ActionError, one_row},
    db::entities::{blocked_referral, free_places, referral},
};
use kernel::{AccountId, DecisionId, Moment, OrganisationId, PersonId, ReferralId};
use rules::referral::{Ended, Events, Reasoned, Stamp, Started, State, state};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use std::collections::HashMap;
use uuid::Uuid;

fn stamp(at: Option<Moment>, by: Option<Uuid>) -> Option<Stamp> {
    at.zip(by).map(|(at, by)| Stamp { at, by: AccountId(by) })
}

/// What has happened to a referral, from its row.
pub(crate) fn events(row: &referral::Model) -> Events {
    let reasoned = |stamp: Option<Stamp>, reason: &Option<String>| {
        stamp.map(|stamp| Reasoned { stamp, reason: reason.clone().unwrap_or_default() })
    };
    Events {
        sent: Some(Stamp { at: row.sent_at, by: AccountId(row.sent_by) }),
        accepted: stamp(row.accepted_at, row.accepted_by),
        declined: reasoned(stamp(row.declined_at, row.declined_by), &row.decline_reason),
        started: stamp(row.start_recorded_at, row.start_recorded_by)
            .zip(row.started_on)
            .map(|(stamp, on)| Started { stamp, on }),
        ended: stamp(row.end_recorded_at, row.end_recorded_by).zip(row.ended_on).map(|(stamp, on)| Ended {
            stamp,
            on,
            reason: row.end_reason.clone().unwrap_or_default(),
        }),
        withdrawn: reasoned(stamp(row.withdrawn_at, row.withdrawn_by), &row.withdraw_reason),
    }
}

/// Where a referral stands.
pub(crate) fn state_of(row: &referral::Model) -> State {
    state(&events(row))
}

/// Writes what has happened to a referral, if nobody else has changed it since `row` was read.
///
/// # Errors
/// [`ActionError::Lost`] when somebody has.
pub(crate) async fn save_events(
    connection: &impl ConnectionTrait,
    row: &referral::Model,
    events: &Events,
) -> Result<(), ActionError> {
    let mut changed = row.clone().into_active_model().reset_all();
    changed.accepted_at = Set(events.accepted.map(|stamp| stamp.at));
    changed.accepted_by = Set(events.accepted.map(|stamp| stamp.by.0));
    changed.declined_at = Set(events.declined.as_ref().map(|declined| declined.stamp.at));
    changed.declined_by = Set(events.declined.as_ref().map(|declined| declined.stamp.by.0));
    changed.decline_reason = Set(events.declined.as_ref().map(|declined| declined.reason.clone()));
    changed.started_on = Set(events.started.map(|started| started.on));
    changed.start_recorded_at = Set(events.started.map(|started| started.stamp.at));
    changed.start_recorded_by = Set(events.started.map(|started| started.stamp.by.0));
    changed.ended_on = Set(events.ended.as_ref().map(|ended| ended.on));
    changed.end_reason = Set(events.ended.as_ref().map(|ended| ended.reason.clone()));
    changed.end_recorded_at = Set(events.ended.as_ref().map(|ended| ended.stamp.at));
    changed.end_recorded_by = Set(events.ended.as_ref().map(|ended| ended.stamp.by.0));
    changed.withdrawn_at = Set(events.withdrawn.as_ref().map(|withdrawn| withdrawn.stamp.at));
    changed.withdrawn_by = Set(events.withdrawn.as_ref().map(|withdrawn| withdrawn.stamp.by.0));
    changed.withdraw_reason = Set(events.withdrawn.as_ref().map(|withdrawn| withdrawn.reason.clone()));
    changed.version = Set(row.version + 1);
    changed.not_set(referral::Column::Id);
    let written = referral::Entity::update_many()
        .set(changed)
        .filter(referral::Column::Id.eq(row.id))
        .filter(referral::Column::Version.eq(row.version))
        .exec(connection)
        .await?;
    one_row(written.rows_affected)
}

/// The row of a referral.
pub(crate) async fn find(connection: &impl ConnectionTrait, id: ReferralId) -> Result<Option<referral::Model>, DbErr> {
    referral::Entity::find_by_id(id.0).one(connection).await
}

/// The referral that a decision led to, if it did to one.
pub(crate) async fn of_decision(
    connection: &impl ConnectionTrait,
    decision: DecisionId,
) -> Result<Option<referral::Model>, DbErr> {
    referral::Entity::find().filter(referral::Column::DecisionId.eq(decision.0)).one(connection).await
}

/// The rows of referrals, by identity.
pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, referral::Model>, DbErr> {
    let rows = referral::Entity::find().filter(referral::Column::Id.is_in(ids)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Every referral of a person, newest first.
pub(crate) async fn of_person(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<referral::Model>, DbErr> {
    referral::Entity::find()
        .filter(referral::Column::PersonId.eq(person.0))
        .order_by_desc(referral::Column::SentAt)
        .all(connection)
        .await
}

/// Every referral of these people.
pub(crate) async fn of_people(
    connection: &impl ConnectionTrait,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<referral::Model>, DbErr> {
    referral::Entity::find()
        .filter(referral::Column::PersonId.is_in(people))
        .order_by_asc(referral::Column::SentAt)
        .all(connection)
        .await
}

/// Referrals that somebody tried to send for a person and that were refused, newest first.
pub(crate) async fn blocked_of_person(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<blocked_referral::Model>, DbErr> {
    blocked_referral::Entity::find()
        .filter(blocked_referral::Column::PersonId.eq(person.0))
        .order_by_desc(blocked_referral::Column::AttemptedAt)
        .all(connection)
        .await
}

/// What a provider last said of its places on a programme: how many there are in all.
pub(crate) async fn places_said(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
    programme: &str,
) -> Result<Option<free_places::Model>, DbErr> {
    free_places::Entity::find()
        .filter(free_places::Column::OrganisationId.eq(provider.0))
        .filter(free_places::Column::Programme.eq(programme))
        .order_by_desc(free_places::Column::SaidAt)
        .order_by_desc(free_places::Column::Id)
        .one(connection)
        .await
}
