//! Every query of the reports. They select; what a row means is decided elsewhere.

use crate::db::entities::{group_count, person, spell};
use chrono::Datelike;
use kernel::{Day, Moment, Period, Zone};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{ExprTrait, Query},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Somebody who was registered.
pub(super) struct Registered {
    pub(super) person: Uuid,
    pub(super) on: Day,
    /// Whether they were counted for good, because some of their answers are erased.
    pub(super) is_counted: bool,
}

/// What was counted for good of one group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeptCount {
    /// People in it.
    pub(super) yes: u64,
    /// People not in it.
    pub(super) no: u64,
}

/// Everybody who was registered in an area before a moment; days are those of `zone`.
pub(super) async fn registered(
    connection: &impl ConnectionTrait,
    area: &str,
    (before, zone): (Moment, Zone),
) -> Result<Vec<Registered>, DbErr> {
    let rows: Vec<(Uuid, Moment, Option<Moment>)> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::RegisteredAt)
        .column(person::Column::CountedAt)
        .filter(person::Column::Area.eq(area))
        .filter(person::Column::RegisteredAt.lt(before))
        .into_tuple()
        .all(connection)
        .await?;
    let registered = |(person, at, counted): (Uuid, Moment, Option<Moment>)| Registered {
        person,
        on: zone.day(at),
        is_counted: counted.is_some(),
    };
    Ok(rows.into_iter().map(registered).collect())
}

/// The first days of the spells that stood at a moment, of everybody of an area, earliest first.
pub(super) async fn first_days_of_work(
    connection: &impl ConnectionTrait,
    area: &str,
    at: Moment,
) -> Result<BTreeMap<Uuid, Vec<Day>>, DbErr> {
    let people =
        Query::select().column(person::Column::Id).from(person::Entity).and_where(person::Column::Area.eq(area)).take();
    let rows: Vec<(Uuid, Day)> = spell::Entity::find()
        .select_only()
        .column(spell::Column::PersonId)
        .column(spell::Column::FromDay)
        .filter(spell::Column::RecordedAt.lt(at))
        .filter(spell::Column::ReplacedAt.is_null().or(spell::Column::ReplacedAt.gte(at)))
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

/// The first days of the spells of one person that stand, earliest first.
pub(super) async fn first_days_of(connection: &impl ConnectionTrait, person: Uuid) -> Result<Vec<Day>, DbErr> {
    spell::Entity::find()
        .select_only()
        .column(spell::Column::FromDay)
        .filter(spell::Column::ReplacedAt.is_null())
        .filter(spell::Column::PersonId.eq(person))
        .order_by_asc(spell::Column::FromDay)
        .into_tuple()
        .all(connection)
        .await
}

/// The first day of the month in which a day lies.
pub(super) fn month_of(day: Day) -> Day {
    day.with_day(1).unwrap_or(day)
}

/// What was counted for good, by code, of the months that lie wholly in the period.
pub(super) async fn group_counts(
    connection: &impl ConnectionTrait,
    area: &str,
    period: Period,
) -> Result<BTreeMap<String, KeptCount>, DbErr> {
    let mut query = group_count::Entity::find()
        .filter(group_count::Column::Area.eq(area))
        .filter(group_count::Column::Month.gte(period.from));
    if let Some(until) = period.until {
        // The month of the last day counts when that is its last.
        let months_before = match until.succ_opt() {
            Some(next) if next.day() == 1 => next,
            _ => month_of(until),
        };
        query = query.filter(group_count::Column::Month.lt(months_before));
    }
    let mut counts: BTreeMap<String, KeptCount> = BTreeMap::new();
    for row in query.all(connection).await? {
        let share = counts.entry(row.code).or_default();
        let number = |count: i32| u64::try_from(count).unwrap_or_default();
        share.yes += number(row.yes);
        share.no += number(row.no);
    }
    Ok(counts)
}
