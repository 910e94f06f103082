//! Every query of people and their answers. Nothing here decides who may ask: `access` does.

use crate::{
    action::ActionError,
    db::entities::{fact_answer, person},
};
use anyhow::Context;
use kernel::{AccountId, Day, FactAnswerId, Moment, PersonId};
use policy::{Answer, Facts, Value};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The newest answer to one fact's question.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    /// Which answer.
    pub(crate) id: FactAnswerId,
    /// The fact's id.
    pub(crate) fact: String,
    /// What was answered; `None` for "not known".
    pub(crate) value: Option<Value>,
    /// Where it came from, for people.
    pub(crate) source: String,
    /// The day on which it was so.
    pub(crate) known_on: Day,
    /// When it was recorded.
    pub(crate) recorded_at: Moment,
    /// Who recorded it.
    pub(crate) recorded_by: AccountId,
}

/// The stored form of a value: the tagged form that says its type.
pub(crate) fn to_stored(value: &Value) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or(serde_json::Value::Null)
}

fn from_stored(stored: serde_json::Value) -> anyhow::Result<Option<Value>> {
    serde_json::from_value(stored).context("an answer in the database is not of a known type")
}

/// The row of a person.
pub(crate) async fn find(connection: &impl ConnectionTrait, person: PersonId) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(person.0).one(connection).await
}

/// The rows of people, by identity.
pub(crate) async fn find_many(
    connection: &impl ConnectionTrait,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, person::Model>, DbErr> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(people)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Everybody on the caseloads of these advisers, by name.
pub(crate) async fn caseload(
    connection: &impl ConnectionTrait,
    advisers: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::AdviserId.is_in(advisers))
        .order_by_asc(person::Column::FamilyName)
        .order_by_asc(person::Column::GivenName)
        .all(connection)
        .await
}

/// For each of these people with answers, when the newest was recorded.
pub(crate) async fn last_answers(
    connection: &impl ConnectionTrait,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Moment>, DbErr> {
    let newest = fact_answer::Entity::find()
        .select_only()
        .column(fact_answer::Column::PersonId)
        .column_as(fact_answer::Column::RecordedAt.max(), "newest")
        .filter(fact_answer::Column::PersonId.is_in(people))
        .group_by(fact_answer::Column::PersonId)
        .into_tuple::<(Uuid, Moment)>()
        .all(connection)
        .await?;
    Ok(newest.into_iter().collect())
}

/// Takes the person's record for writing: two commands on one person follow each other.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such person.
pub(crate) async fn lock(connection: &impl ConnectionTrait, person: PersonId) -> Result<(), ActionError> {
    let changed = person::Entity::update_many()
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(person.0))
        .exec(connection)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(ActionError::NotFound) }
}

/// Every answer about a person, oldest first.
pub(crate) async fn answers(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Recorded>, ActionError> {
    let rows = fact_answer::Entity::find()
        .filter(fact_answer::Column::PersonId.eq(person.0))
        .order_by_asc(fact_answer::Column::RecordedAt)
        .order_by_asc(fact_answer::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(recorded).collect()
}

/// People of one query: well below the variables that either database takes.
const PEOPLE: usize = 1_000;

/// Every answer about these people, oldest first; to these questions only, where some are given.
pub(crate) async fn answers_of(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
    facts: Option<&[String]>,
) -> Result<HashMap<Uuid, Vec<Recorded>>, ActionError> {
    let to_these = facts.map(|facts| fact_answer::Column::Fact.is_in(facts));
    let mut found: HashMap<Uuid, Vec<Recorded>> = HashMap::new();
    for some in people.chunks(PEOPLE) {
        let rows = fact_answer::Entity::find()
            .filter(fact_answer::Column::PersonId.is_in(some.iter().copied()))
            .filter(Condition::all().add_option(to_these.clone()))
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

/// The answers with these identities, in the order in which they were recorded; those that are gone are left out.
pub(crate) async fn answers_with(
    connection: &impl ConnectionTrait,
    ids: &[FactAnswerId],
) -> Result<Vec<Recorded>, ActionError> {
    let rows = fact_answer::Entity::find()
        .filter(fact_answer::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(fact_answer::Column::RecordedAt)
        .order_by_asc(fact_answer::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(recorded).collect()
}

pub(crate) fn recorded(row: fact_answer::Model) -> Result<Recorded, ActionError> {
    Ok(Recorded {
        id: FactAnswerId(row.id),
        fact: row.fact,
        value: from_stored(row.value)?,
        source: row.source,
        known_on: row.known_on,
        recorded_at: row.recorded_at,
        recorded_by: AccountId(row.recorded_by),
    })
}

/// The newest answer to each fact; an answer "not known" takes an earlier one away.
pub(crate) fn newest(answers: Vec<Recorded>) -> BTreeMap<String, Recorded> {
    answers.into_iter().map(|answer| (answer.fact.clone(), answer)).collect()
}

/// What is known of a person, as decisions read it.
pub(crate) fn facts(newest: &BTreeMap<String, Recorded>) -> Facts {
    let mut facts = Facts::new();
    for (fact, recorded) in newest {
        if let Some(value) = recorded.value.clone() {
            let source = recorded.source.clone();
            facts.set(fact, Answer { value, source, known_on: Some(recorded.known_on) });
        }
    }
    facts
}
