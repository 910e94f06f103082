//! Every query of handovers and covers.

use crate::{
    Application,
    action::ActionError,
    db::entities::{caseload_cover, handover, person},
};
use kernel::{AccountId, AuditId, Day, Moment, PersonId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows written at once: well below what one statement may carry.
const ROWS_AT_ONCE: usize = 500;

/// How many people are on an adviser's caseload.
pub(super) async fn number(connection: &impl ConnectionTrait, adviser: AccountId) -> Result<u64, DbErr> {
    person::Entity::find().filter(person::Column::AdviserId.eq(adviser.0)).count(connection).await
}

/// Everybody on an adviser's caseload, in the order in which they were registered.
pub(super) async fn everybody(connection: &impl ConnectionTrait, adviser: AccountId) -> Result<Vec<Uuid>, DbErr> {
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::AdviserId.eq(adviser.0))
        .order_by_asc(person::Column::Id)
        .into_tuple()
        .all(connection)
        .await
}

/// Who hands over, from whom and to whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub(super) by: AccountId,
    pub(super) from: AccountId,
    pub(super) to: AccountId,
}

/// Puts people on another caseload, and keeps that they were.
///
/// # Errors
/// [`ActionError::Lost`] when one of them is not on the first caseload any more: nothing must be kept of it then.
pub(super) async fn put(
    app: &Application,
    transaction: &impl ConnectionTrait,
    Move { by, from, to }: Move,
    people: &[Uuid],
) -> Result<(), ActionError> {
    let now = app.clock.now();
    for some in people.chunks(ROWS_AT_ONCE) {
        let moved = person::Entity::update_many()
            .col_expr(person::Column::AdviserId, Expr::value(to.0))
            .filter(person::Column::Id.is_in(some.iter().copied()))
            .filter(person::Column::AdviserId.eq(from.0))
            .exec(transaction)
            .await?;
        if moved.rows_affected != some.len() as u64 {
            return Err(ActionError::Lost);
        }
        let rows = some.iter().map(|person| handover::ActiveModel {
            id: Set(AuditId::make(now, app.randomness.as_ref()).0),
            person_id: Set(*person),
            from_account: Set(from.0),
            to_account: Set(to.0),
            by_account: Set(by.0),
            at: Set(now),
        });
        handover::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// The handovers of a person, the newest first.
pub(super) async fn of_person(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<handover::Model>, DbErr> {
    handover::Entity::find()
        .filter(handover::Column::PersonId.eq(person.0))
        .order_by_desc(handover::Column::At)
        .order_by_desc(handover::Column::Id)
        .all(connection)
        .await
}

/// Forgets the handovers of somebody whose record is erased.
pub(crate) async fn forget(connection: &impl ConnectionTrait, person: Uuid) -> Result<(), DbErr> {
    handover::Entity::delete_many().filter(handover::Column::PersonId.eq(person)).exec(connection).await?;
    Ok(())
}

fn standing(today: Day) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(caseload_cover::Column::UntilDay.gte(today))
        .add(caseload_cover::Column::EndedAt.is_null())
}

/// Advisers for whom an account covers today, each with the last day.
pub(crate) async fn covered_by(
    connection: &impl ConnectionTrait,
    covers: AccountId,
    today: Day,
) -> Result<BTreeMap<Uuid, Day>, DbErr> {
    let rows = caseload_cover::Entity::find()
        .filter(caseload_cover::Column::CoversId.eq(covers.0))
        .filter(caseload_cover::Column::FromDay.lte(today))
        .filter(standing(today))
        .order_by_asc(caseload_cover::Column::UntilDay)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.adviser_id, row.until_day)).collect())
}

/// Covers for an adviser that are not over, in the order of their first days.
pub(super) async fn covers(
    connection: &impl ConnectionTrait,
    adviser: Uuid,
    today: Day,
) -> Result<Vec<caseload_cover::Model>, DbErr> {
    caseload_cover::Entity::find()
        .filter(caseload_cover::Column::AdviserId.eq(adviser))
        .filter(standing(today))
        .order_by_asc(caseload_cover::Column::FromDay)
        .order_by_asc(caseload_cover::Column::Id)
        .all(connection)
        .await
}

/// A cover for this adviser, also one that is over.
pub(super) async fn cover(
    connection: &impl ConnectionTrait,
    cover: Uuid,
    adviser: AccountId,
) -> Result<Option<caseload_cover::Model>, DbErr> {
    let of_adviser = caseload_cover::Column::AdviserId.eq(adviser.0);
    caseload_cover::Entity::find_by_id(cover).filter(of_adviser).one(connection).await
}

/// Ends a cover for this adviser, if it is not over; how many that were.
pub(super) async fn end(
    connection: &impl ConnectionTrait,
    cover: Uuid,
    adviser: AccountId,
    at: Moment,
) -> Result<u64, DbErr> {
    let ended = caseload_cover::Entity::update_many()
        .col_expr(caseload_cover::Column::EndedAt, Expr::value(at))
        .filter(caseload_cover::Column::Id.eq(cover))
        .filter(caseload_cover::Column::AdviserId.eq(adviser.0))
        .filter(caseload_cover::Column::EndedAt.is_null())
        .exec(connection)
        .await?;
    Ok(ended.rows_affected)
}

/// Ends every cover for an adviser and by them: they have left, or do something else.
pub(super) async fn end_all(connection: &impl ConnectionTrait, account: AccountId, at: Moment) -> Result<(), DbErr> {
    let either = caseload_cover::Column::AdviserId.eq(account.0);
    caseload_cover::Entity::update_many()
        .col_expr(caseload_cover::Column::EndedAt, Expr::value(at))
        .filter(sea_orm::Condition::any().add(either).add(caseload_cover::Column::CoversId.eq(account.0)))
        .filter(caseload_cover::Column::EndedAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}
