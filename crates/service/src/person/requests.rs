//! What a person asks of their own record: that something is put right, or that it is deleted; and what they are answered.

use super::store;
use crate::{
    Application, access,
    account::SignedIn,
    action::{ActionError, one_row},
    audit,
    db::entities::person_request as row,
};
use kernel::{AuditId, Moment, PersonId};
use rules::access::Action;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Requests of one person that may wait at once: more are surely a slip.
const MAX_WAITING: u64 = 20;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestKind {
    /// Something is wrong, and should be put right.
    Correct,
    /// The record should be deleted.
    Delete,
}

impl RequestKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Correct, Self::Delete];

    /// The word that is kept.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Delete => "delete",
        }
    }

    /// What it is, in the person's words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Correct => "Something in it is wrong",
            Self::Delete => "I want it deleted",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What was asked, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Its id.
    #[serde(skip)]
    pub id: Uuid,
    /// What kind; `None` for a word that is not known any more.
    pub kind: Option<RequestKind>,
    /// In the person's words.
    pub says: String,
    /// The moment, in UTC.
    pub asked_at: Moment,
    /// What was answered; `None` while it waits.
    pub answer: Option<String>,
}

/// Asks something of one's own record.
///
/// # Errors
/// [`ActionError::NotFound`] for whose record it is not; `record/too-many-requests` when as many as twenty wait; a fault when
/// the database refuses.
pub async fn ask(
    app: &Application,
    by: &SignedIn,
    person: PersonId,
    kind: RequestKind,
    says: &str,
) -> Result<(), ActionError> {
    access::person(app, by, person, Action::AskOfRecord).await?;
    let transaction = app.db.begin().await?;
    store::lock(&transaction, person).await?;
    let waiting = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::AnsweredAt.is_null())
        .count(&transaction)
        .await?;
    if waiting >= MAX_WAITING {
        return Err(ActionError::refused(
            "record/too-many-requests",
            "You have asked many things that are not answered yet. Please talk to your adviser",
        ));
    }
    let now = app.clock.now();
    let asked = row::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        person_id: Set(person.0),
        kind: Set(kind.word().to_owned()),
        says: Set(says.to_owned()),
        asked_at: Set(now),
        answer: Set(None),
        answered_at: Set(None),
        answered_by: Set(None),
    };
    row::Entity::insert(asked).exec_without_returning(&transaction).await?;
    record(app, &transaction, by, Action::AskOfRecord, person).await?;
    transaction.commit().await?;
    Ok(())
}

/// Answers what a person asked.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is not on the account's caseload or asked no such thing;
/// [`ActionError::NotAllowed`] when it may not answer; [`ActionError::Lost`] when it is answered already.
pub async fn answer(
    app: &Application,
    by: &SignedIn,
    person: PersonId,
    request: Uuid,
    answer: &str,
) -> Result<(), ActionError> {
    access::person(app, by, person, Action::AnswerRequest).await?;
    let transaction = app.db.begin().await?;
    let of_person = row::Column::PersonId.eq(person.0);
    let found = row::Entity::find_by_id(request).filter(of_person).one(&transaction).await?;
    found.ok_or(ActionError::NotFound)?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Answer, Expr::value(answer))
        .col_expr(row::Column::AnsweredAt, Expr::value(app.clock.now()))
        .col_expr(row::Column::AnsweredBy, Expr::value(by.id.0))
        .filter(row::Column::Id.eq(request))
        .filter(row::Column::AnsweredAt.is_null())
        .exec(&transaction)
        .await?;
    one_row(changed.rows_affected)?;
    record(app, &transaction, by, Action::AnswerRequest, person).await?;
    transaction.commit().await?;
    Ok(())
}

/// What a person asked, for themselves or their adviser, the newest first.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is nothing to do with this account; a fault when the database refuses.
pub async fn of(app: &Application, by: &SignedIn, person: PersonId) -> Result<Vec<Request>, ActionError> {
    access::person(app, by, person, Action::SeePerson).await?;
    Ok(of_person(app.db.reader(), person).await?)
}

/// What a person asked, the newest first. Who may see it is for the caller to have asked.
pub(crate) async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Request>, DbErr> {
    let rows = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .order_by_desc(row::Column::AskedAt)
        .all(connection)
        .await?;
    let told = rows.into_iter().map(|row| Request {
        id: row.id,
        kind: RequestKind::from_word(&row.kind),
        says: row.says,
        asked_at: row.asked_at,
        answer: row.answer,
    });
    Ok(told.collect())
}

/// Of these people, who asked that their record is deleted and was not answered.
pub(crate) async fn deletions_waiting(
    connection: &impl ConnectionTrait,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeSet<Uuid>, DbErr> {
    let waiting = row::Entity::find()
        .select_only()
        .column(row::Column::PersonId)
        .filter(row::Column::PersonId.is_in(people))
        .filter(row::Column::Kind.eq(RequestKind::Delete.word()))
        .filter(row::Column::AnsweredAt.is_null());
    Ok(waiting.into_tuple::<Uuid>().all(connection).await?.into_iter().collect())
}

async fn record(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    action: Action,
    person: PersonId,
) -> Result<(), ActionError> {
    let line = audit::Line::done(by.id, action.word(), "person", person.0);
    Ok(audit::record(app, connection, line).await?)
}
