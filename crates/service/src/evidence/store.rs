//! Every query of evidence. They select; what a row means is decided elsewhere.

use crate::{
    action::ActionError,
    db::{
        Database,
        entities::{blocked_referral, count_secret, decision, erasure, fact_answer, note, person, referral, spell},
    },
};
use anyhow::Context;
use kernel::{Day, Moment, NoteId};
use policy::Value;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{OnConflict, Query},
};
use uuid::Uuid;

/// People of one query: well below the variables that either database takes.
pub(super) const PEOPLE: usize = 1_000;
/// The one row of the secret for counting.
const THE_SECRET: i32 = 1;

/// Whether anything of an area's people who were registered before a moment was erased: what was recorded before it does
/// not change otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    people: i64,
    erased: i64,
    erasures: u64,
}

/// One answer: whose, to what, what, and since when it is so.
pub(super) struct AnswerRow {
    pub(super) person: Uuid,
    pub(super) fact: String,
    pub(super) value: Option<Value>,
    pub(super) known_on: Day,
}

/// The secret for counting; `None` when it was never made.
pub(super) async fn secret(connection: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let kept = count_secret::Entity::find_by_id(THE_SECRET).one(connection).await?;
    Ok(kept.map(|row| row.secret))
}

/// Keeps the secret for counting, unless there is one.
pub(super) async fn keep_secret(db: &Database, secret: String, now: Moment) -> Result<(), ActionError> {
    let row = count_secret::ActiveModel { id: Set(THE_SECRET), secret: Set(secret), made_at: Set(now) };
    let transaction = db.begin().await?;
    count_secret::Entity::insert(row)
        .on_conflict(OnConflict::column(count_secret::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}

/// The version of an area's people.
pub(super) async fn version(connection: &impl ConnectionTrait, area: &str, before: Moment) -> Result<Version, DbErr> {
    let found: Option<(i64, i64)> = person::Entity::find()
        .select_only()
        .column_as(person::Column::Id.count(), "people")
        .column_as(person::Column::ErasedAt.count(), "erased")
        .filter(person::Column::Area.eq(area))
        .filter(person::Column::RegisteredAt.lt(before))
        .into_tuple()
        .one(connection)
        .await?;
    let (people, erased) = found.unwrap_or_default();
    Ok(Version { people, erased, erasures: erasure::Entity::find().count(connection).await? })
}

/// Everybody of an area who was registered before a moment, and when.
pub(super) async fn people(
    connection: &impl ConnectionTrait,
    area: &str,
    before: Moment,
) -> Result<Vec<(Uuid, Moment)>, DbErr> {
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::RegisteredAt)
        .filter(person::Column::Area.eq(area))
        .filter(person::Column::RegisteredAt.lt(before))
        .order_by_asc(person::Column::Id)
        .into_tuple()
        .all(connection)
        .await
}

/// Who of these people gave an answer before a moment, and when: a line for each person and moment.
pub(super) async fn answered(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
    before: Moment,
) -> Result<Vec<(Uuid, Moment)>, DbErr> {
    fact_answer::Entity::find()
        .select_only()
        .column(fact_answer::Column::PersonId)
        .column(fact_answer::Column::RecordedAt)
        .distinct()
        .filter(fact_answer::Column::PersonId.is_in(people.iter().copied()))
        .filter(fact_answer::Column::RecordedAt.lt(before))
        .into_tuple()
        .all(connection)
        .await
}

/// Of whom of an area a referral or work was recorded before a moment, and when.
pub(super) async fn referred_or_in_work(
    connection: &impl ConnectionTrait,
    area: &str,
    before: Moment,
) -> Result<Vec<(Uuid, Moment)>, DbErr> {
    let people =
        Query::select().column(person::Column::Id).from(person::Entity).and_where(person::Column::Area.eq(area)).take();
    let mut found: Vec<(Uuid, Moment)> = referral::Entity::find()
        .select_only()
        .column(referral::Column::PersonId)
        .column(referral::Column::SentAt)
        .filter(referral::Column::Area.eq(area))
        .filter(referral::Column::SentAt.lt(before))
        .into_tuple()
        .all(connection)
        .await?;
    let in_work: Vec<(Uuid, Moment)> = spell::Entity::find()
        .select_only()
        .column(spell::Column::PersonId)
        .column(spell::Column::RecordedAt)
        .filter(spell::Column::RecordedAt.lt(before))
        .filter(spell::Column::PersonId.in_subquery(people))
        .into_tuple()
        .all(connection)
        .await?;
    found.extend(in_work);
    Ok(found)
}

/// Every answer of these people that was recorded before a moment, the newest of a person to a fact last.
pub(super) async fn answers(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
    before: Moment,
) -> Result<Vec<AnswerRow>, ActionError> {
    let rows: Vec<(Uuid, String, serde_json::Value, Day)> = fact_answer::Entity::find()
        .select_only()
        .column(fact_answer::Column::PersonId)
        .column(fact_answer::Column::Fact)
        .column(fact_answer::Column::Value)
        .column(fact_answer::Column::KnownOn)
        .filter(fact_answer::Column::PersonId.is_in(people.iter().copied()))
        .filter(fact_answer::Column::RecordedAt.lt(before))
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

/// Whose referrals were refused, and what each decision was made from: its reasons, and what it read.
pub(super) async fn refused(
    connection: &impl ConnectionTrait,
    area: &str,
    programme: Option<&str>,
    (from, until): (Moment, Moment),
) -> Result<Vec<(Option<Uuid>, serde_json::Value, serde_json::Value)>, DbErr> {
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
        .column(decision::Column::PersonId)
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
