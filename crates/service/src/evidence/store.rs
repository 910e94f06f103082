//! Every query of evidence. They select; what a row means is decided elsewhere.

use crate::{
    action::ActionError,
    db::entities::{blocked_referral, decision, fact_answer, note, person},
};
use anyhow::Context;
use kernel::{Day, Moment, NoteId};
use policy::Value;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query,
};
use uuid::Uuid;

/// People of one query: well below the variables that either database takes.
const PEOPLE: usize = 1_000;

/// Whether anything of an area's people has changed: how many there are, and how many commands there were on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    people: i64,
    commands: i64,
}

/// One answer: whose, to what, what, and since when it is so.
pub(super) struct AnswerRow {
    pub(super) person: Uuid,
    pub(super) fact: String,
    pub(super) value: Option<Value>,
    pub(super) known_on: Day,
}

/// The version of an area's people. Each command on a person counts its row's version up.
pub(super) async fn version(connection: &impl ConnectionTrait, area: &str) -> Result<Version, DbErr> {
    let found: Option<(i64, Option<i64>)> = person::Entity::find()
        .select_only()
        .column_as(person::Column::Id.count(), "people")
        .column_as(person::Column::Version.sum(), "commands")
        .filter(person::Column::Area.eq(area))
        .into_tuple()
        .one(connection)
        .await?;
    let (people, commands) = found.unwrap_or_default();
    Ok(Version { people, commands: commands.unwrap_or_default() })
}

/// Everybody registered in an area; with a moment, who was registered since.
pub(super) async fn people(
    connection: &impl ConnectionTrait,
    area: &str,
    since: Option<Moment>,
) -> Result<Vec<Uuid>, DbErr> {
    let since = since.map(|since| person::Column::Id.gte(first_identity(since)));
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Area.eq(area))
        .filter(Condition::all().add_option(since))
        .order_by_asc(person::Column::Id)
        .into_tuple()
        .all(connection)
        .await
}

/// What no identity that was made since the moment comes before: identities begin with the moment at which they were
/// made, and tables are in their order.
fn first_identity(since: Moment) -> Uuid {
    Uuid::from_u128(u128::try_from(since.timestamp_millis()).unwrap_or_default() << 80)
}

/// Every answer of these people, the newest of a person to a fact last.
pub(super) async fn answers(connection: &impl ConnectionTrait, people: &[Uuid]) -> Result<Vec<AnswerRow>, ActionError> {
    selected(connection, Condition::all().add(fact_answer::Column::PersonId.is_in(people.iter().copied()))).await
}

/// The answers about people of an area that were recorded since a moment, the newest of a person to a fact last.
pub(super) async fn answers_since(
    connection: &impl ConnectionTrait,
    area: &str,
    since: Moment,
) -> Result<Vec<AnswerRow>, ActionError> {
    let people =
        Query::select().column(person::Column::Id).from(person::Entity).and_where(person::Column::Area.eq(area)).take();
    let recent = Condition::all()
        .add(fact_answer::Column::Id.gte(first_identity(since)))
        .add(fact_answer::Column::PersonId.in_subquery(people));
    selected(connection, recent).await
}

/// How many people one query of [`answers`] takes.
pub(super) fn people_at_once() -> usize {
    PEOPLE
}

async fn selected(connection: &impl ConnectionTrait, which: Condition) -> Result<Vec<AnswerRow>, ActionError> {
    let rows: Vec<(Uuid, String, serde_json::Value, Day)> = fact_answer::Entity::find()
        .select_only()
        .column(fact_answer::Column::PersonId)
        .column(fact_answer::Column::Fact)
        .column(fact_answer::Column::Value)
        .column(fact_answer::Column::KnownOn)
        .filter(which)
        .order_by_asc(fact_answer::Column::PersonId)
        .order_by_asc(fact_answer::Column::Fact)
        .order_by_asc(fact_answer::Column::RecordedAt)
        .order_by_asc(fact_answer::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(person, fact, value, known_on)| {
            let value = serde_json::from_value(value).context("an answer in the database is not of a known type")?;
            Ok(AnswerRow { person, fact, value, known_on })
        })
        .collect()
}

/// What a refused referral's decision was made from: its reasons, and what it read.
pub(super) async fn refused(
    connection: &impl ConnectionTrait,
    area: &str,
    programme: Option<&str>,
    (from, until): (Moment, Moment),
) -> Result<Vec<(serde_json::Value, serde_json::Value)>, DbErr> {
    let mut blocked = Query::select()
        .column(blocked_referral::Column::DecisionId)
        .from(blocked_referral::Entity)
        .and_where(blocked_referral::Column::Area.eq(area))
        .and_where(blocked_referral::Column::AttemptedAt.gte(from))
        .and_where(blocked_referral::Column::AttemptedAt.lt(until))
        .take();
    if let Some(programme) = programme {
        blocked.and_where(blocked_referral::Column::Programme.eq(programme));
    }
    decision::Entity::find()
        .select_only()
        .column(decision::Column::Reasons)
        .column(decision::Column::Inputs)
        .filter(decision::Column::Id.in_subquery(blocked))
        .into_tuple()
        .all(connection)
        .await
}

/// Writes a note.
pub(super) async fn insert_note(connection: &impl ConnectionTrait, row: note::ActiveModel) -> Result<(), DbErr> {
    note::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// The note with this identity.
pub(super) async fn note(connection: &impl ConnectionTrait, id: NoteId) -> Result<Option<note::Model>, DbErr> {
    note::Entity::find_by_id(id.0).one(connection).await
}

/// Some of the notes of some areas, newest first.
pub(super) async fn notes(
    connection: &impl ConnectionTrait,
    areas: &[String],
    (skipped, most): (u64, u64),
) -> Result<Vec<note::Model>, DbErr> {
    note::Entity::find()
        .filter(note::Column::Area.is_in(areas))
        .order_by_desc(note::Column::SavedAt)
        .order_by_desc(note::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await
}

/// How many notes some areas have.
pub(super) async fn count_notes(connection: &impl ConnectionTrait, areas: &[String]) -> Result<u64, DbErr> {
    use sea_orm::PaginatorTrait as _;
    note::Entity::find().filter(note::Column::Area.is_in(areas)).count(connection).await
}
