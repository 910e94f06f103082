//! Every query of the reports. They select; what a row means is decided elsewhere.

use crate::{
    action::ActionError,
    db::entities::{fact_answer, person, spell},
    person::store::{Recorded, recorded},
};
use kernel::{Day, Moment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// People of one query: well below the variables that either database takes.
const PEOPLE: usize = 1_000;

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

/// The answers of these people to the questions of these facts, oldest first.
pub(super) async fn answers(
    connection: &impl ConnectionTrait,
    people: impl Iterator<Item = Uuid>,
    facts: &[String],
) -> Result<BTreeMap<Uuid, Vec<Recorded>>, ActionError> {
    let people: Vec<Uuid> = people.collect();
    let mut found: BTreeMap<Uuid, Vec<Recorded>> = BTreeMap::new();
    for some in people.chunks(PEOPLE) {
        let rows = fact_answer::Entity::find()
            .filter(fact_answer::Column::PersonId.is_in(some.iter().copied()))
            .filter(fact_answer::Column::Fact.is_in(facts))
            .order_by_asc(fact_answer::Column::RecordedAt)
            .order_by_asc(fact_answer::Column::Id)
            .all(connection)
            .await?;
        for row in rows {
            let person = row.person_id;
            found.entry(person).or_default().push(recorded(row)?);
        }
    }
    Ok(found)
}
