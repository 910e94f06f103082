//! Every query of what is kept of people, and for how long. They select; what a row means is decided elsewhere.

use crate::alike::Kind;
use crate::db::entities::{
    account, alike, broken_glass, claim, erasure, fact_answer, kept_longer, person, person_request, spell,
};
use kernel::{Moment, OrganisationId, PersonId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Records whose certificates or requests are listed at most.
const MAX_LISTED: u64 = 200;

/// Of people whose record a body keeps: their adviser's, or where nobody advises them, of who registered them.
fn kept_by(organisation: OrganisationId) -> Condition {
    let staff = || -> SelectStatement {
        Query::select()
            .column(account::Column::Id)
            .from(account::Entity)
            .and_where(account::Column::OrganisationId.eq(organisation.0))
            .take()
    };
    Condition::any().add(person::Column::AdviserId.in_subquery(staff())).add(
        Condition::all()
            .add(person::Column::AdviserId.is_null())
            .add(person::Column::RegisteredBy.in_subquery(staff())),
    )
}

/// The row of somebody whose record a body keeps and who is not erased.
pub(super) async fn kept(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(person.0)
        .filter(kept_by(organisation))
        .filter(person::Column::ErasedAt.is_null())
        .one(connection)
        .await
}

/// Some of those of whom nothing was recorded since `before`, after the one with the identity `after`, in its order.
pub(super) async fn quiet_since(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    before: Moment,
    (after, most): (Option<Uuid>, u64),
) -> Result<Vec<person::Model>, DbErr> {
    let told_since = Query::select()
        .column(fact_answer::Column::Id)
        .from(fact_answer::Entity)
        .and_where(
            Expr::col((fact_answer::Entity, fact_answer::Column::PersonId))
                .equals((person::Entity, person::Column::Id)),
        )
        .and_where(fact_answer::Column::RecordedAt.gte(before))
        .take();
    let mut query = person::Entity::find()
        .filter(kept_by(organisation))
        .filter(person::Column::ErasedAt.is_null())
        .filter(person::Column::RegisteredAt.lt(before))
        .filter(Expr::exists(told_since).not())
        .order_by_asc(person::Column::Id)
        .limit(most);
    if let Some(after) = after {
        query = query.filter(person::Column::Id.gt(after));
    }
    query.all(connection).await
}

/// Requests that a record is deleted which are not answered, of records that a body keeps, the oldest first.
pub(super) async fn asked(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<(person_request::Model, person::Model)>, DbErr> {
    let people =
        Query::select().column(person::Column::Id).from(person::Entity).cond_where(kept_by(organisation)).take();
    let requests = person_request::Entity::find()
        .filter(person_request::Column::Kind.eq(crate::person::requests::RequestKind::Delete.word()))
        .filter(person_request::Column::AnsweredAt.is_null())
        .filter(person_request::Column::PersonId.in_subquery(people))
        .order_by_asc(person_request::Column::AskedAt)
        .limit(MAX_LISTED)
        .all(connection)
        .await?;
    let people = crate::person::store::find_many(connection, requests.iter().map(|request| request.person_id)).await?;
    let both = requests.into_iter().filter_map(|request| {
        let person = people.get(&request.person_id)?.clone();
        Some((request, person))
    });
    Ok(both.collect())
}

/// Pairs of records that look like one person's and of which nobody has said what they are, the oldest first: those of which a
/// body keeps one.
pub(super) async fn alike(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<alike::Model>, DbErr> {
    let people =
        || Query::select().column(person::Column::Id).from(person::Entity).cond_where(kept_by(organisation)).take();
    alike::Entity::find()
        .filter(alike::Column::Kind.eq(Kind::Person.word()))
        .filter(alike::Column::Answer.is_null())
        .filter(
            Condition::any()
                .add(alike::Column::Kept.in_subquery(people()))
                .add(alike::Column::New.in_subquery(people())),
        )
        .order_by_asc(alike::Column::AskedAt)
        .limit(MAX_LISTED)
        .all(connection)
        .await
}

/// Rows of one table that belong to these people.
macro_rules! of_people {
    ($entity:ident, $connection:expr, $people:expr) => {
        $entity::Entity::find().filter($entity::Column::PersonId.is_in($people.iter().copied())).all($connection).await
    };
}

/// What says how these people's records stand, beside their referrals.
pub(super) struct Rows {
    pub(super) claims: Vec<(Uuid, claim::Model)>,
    pub(super) spells: Vec<spell::Model>,
    pub(super) requests: Vec<person_request::Model>,
    pub(super) alerts: Vec<broken_glass::Model>,
    pub(super) longer: Vec<kept_longer::Model>,
}

/// Reads it; `referrals` are the referrals of these people, each with its person.
pub(super) async fn rows(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
    referrals: &BTreeMap<Uuid, Uuid>,
) -> Result<Rows, DbErr> {
    let claims = claim::Entity::find()
        .filter(claim::Column::ReferralId.is_in(referrals.keys().copied()))
        .all(connection)
        .await?;
    let claims = claims.into_iter().filter_map(|row| Some((*referrals.get(&row.referral_id)?, row)));
    Ok(Rows {
        claims: claims.collect(),
        spells: of_people!(spell, connection, people)?,
        requests: of_people!(person_request, connection, people)?,
        alerts: of_people!(broken_glass, connection, people)?,
        longer: of_people!(kept_longer, connection, people)?,
    })
}

/// Which facts these people have answers to.
pub(super) async fn facts_held(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
) -> Result<BTreeMap<Uuid, BTreeMap<String, u64>>, DbErr> {
    let rows: Vec<(Uuid, String, i64)> = fact_answer::Entity::find()
        .select_only()
        .column(fact_answer::Column::PersonId)
        .column(fact_answer::Column::Fact)
        .column_as(fact_answer::Column::Id.count(), "answers")
        .filter(fact_answer::Column::PersonId.is_in(people.iter().copied()))
        .group_by(fact_answer::Column::PersonId)
        .group_by(fact_answer::Column::Fact)
        .into_tuple()
        .all(connection)
        .await?;
    let mut held: BTreeMap<Uuid, BTreeMap<String, u64>> = BTreeMap::new();
    for (person, fact, answers) in rows {
        held.entry(person).or_default().insert(fact, u64::try_from(answers).unwrap_or_default());
    }
    Ok(held)
}

/// Who has a certificate.
pub(super) async fn certificates_of(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
) -> Result<Vec<erasure::Model>, DbErr> {
    erasure::Entity::find()
        .filter(erasure::Column::PersonId.is_in(people.iter().copied()))
        .order_by_desc(erasure::Column::At)
        .all(connection)
        .await
}

/// The newest certificates: of one body, or all.
pub(super) async fn certificates(
    connection: &impl ConnectionTrait,
    organisation: Option<OrganisationId>,
) -> Result<Vec<erasure::Model>, DbErr> {
    let mut query = erasure::Entity::find().order_by_desc(erasure::Column::At).limit(MAX_LISTED);
    if let Some(organisation) = organisation {
        query = query.filter(erasure::Column::OrganisationId.eq(organisation.0));
    }
    query.all(connection).await
}
