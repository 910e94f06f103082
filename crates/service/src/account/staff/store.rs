//! The queries of an administrator's list.

use crate::db::entities::{account, organisation};
use kernel::AccountId;
use rules::access::Role;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};

/// Organisations of an area, by name.
pub(super) async fn organisations(
    connection: &impl ConnectionTrait,
    area: &str,
) -> Result<Vec<organisation::Model>, DbErr> {
    organisation::Entity::find()
        .filter(organisation::Column::Area.eq(area))
        .order_by_asc(organisation::Column::Name)
        .all(connection)
        .await
}

/// Accounts of an area's organisations, by name; those who have left come last.
pub(super) async fn accounts(connection: &impl ConnectionTrait, area: &str) -> Result<Vec<account::Model>, DbErr> {
    let here = Query::select()
        .column(organisation::Column::Id)
        .from(organisation::Entity)
        .and_where(organisation::Column::Area.eq(area))
        .to_owned();
    let mut rows = account::Entity::find()
        .filter(account::Column::OrganisationId.in_subquery(here))
        .order_by_asc(account::Column::Name)
        .all(connection)
        .await?;
    rows.sort_by_key(|row| row.left_at.is_some());
    Ok(rows)
}

/// Writes what somebody does.
pub(super) async fn set_role(connection: &impl ConnectionTrait, id: AccountId, role: Role) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Role, Expr::value(role.word()))
        .filter(account::Column::Id.eq(id.0))
        .exec(connection)
        .await?;
    Ok(())
}
