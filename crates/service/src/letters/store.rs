//! Every query of letters that wait.

use crate::db::entities::letter::{Column, Entity, Model};
use kernel::Moment;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Letters taken at a time.
const AT_ONCE: u64 = 20;

/// Letters whose time has come, the oldest first.
pub(super) async fn waiting(connection: &impl ConnectionTrait, now: Moment) -> Result<Vec<Model>, DbErr> {
    let ready = Entity::find().filter(Column::NextTryAt.lte(now)).order_by_asc(Column::WrittenAt);
    ready.limit(AT_ONCE).all(connection).await
}

/// Takes a letter to carry it, if nobody else has: it is not ready again before `until`.
pub(super) async fn take(connection: &impl ConnectionTrait, letter: &Model, until: Moment) -> Result<bool, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::NextTryAt, Expr::value(until))
        .col_expr(Column::Tries, Expr::value(letter.tries + 1))
        .filter(Column::Id.eq(letter.id))
        .filter(Column::Tries.eq(letter.tries))
        .exec(connection)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Forgets a letter: it has arrived, or never will.
pub(super) async fn forget(connection: &impl ConnectionTrait, letter: Uuid) -> Result<(), DbErr> {
    Entity::delete_by_id(letter).exec(connection).await?;
    Ok(())
}

/// Forgets every letter to an address that waits: whoever it is to is erased.
pub(crate) async fn forget_to(connection: &impl ConnectionTrait, address: &str) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::ToAddress.eq(kernel::address_for_comparing(address))).exec(connection).await?;
    Ok(())
}
