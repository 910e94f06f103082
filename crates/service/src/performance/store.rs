//! Every query of the reports. They select; what a row means is decided elsewhere.

use crate::db::entities::{person, spell};
use kernel::{Day, Moment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Everybody registered in an area, with the day.
pub(super) async fn registered(connection: &impl ConnectionTrait, area: &str) -> Result<Vec<(Uuid, Day)>, DbErr> {
    let rows: Vec<(Uuid, Moment)> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::RegisteredAt)
        .filter(person::Column::Area.eq(area))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, at)| (id, at.date_naive())).collect())
}

/// The first days of the spells that stand, of everybody of an area, earliest first.
pub(super) async fn first_days_of_work(
    connection: &impl ConnectionTrait,
    area: &str,
) -> Result<BTreeMap<Uuid, Vec<Day>>, DbErr> {
    let people =
        Query::select().column(person::Column::Id).from(person::Entity).and_where(person::Column::Area.eq(area)).take();
    let rows: Vec<(Uuid, Day)> = spell::Entity::find()
        .select_only()
        .column(spell::Column::PersonId)
        .column(spell::Column::FromDay)
        .filter(spell::Column::ReplacedAt.is_null())
        .filter(spell::Column::PersonId.in_subquery(people))
        .order_by_asc(spell::Column::FromDay)
        .into_tuple()
        .all(connection)
        .await?;
    let mut days: BTreeMap<Uuid, Vec<Day>> = BTreeMap::new();
    for (person, from) in rows {
        days.entry(person).or_default().push(from);
    }
    Ok(days)
}
