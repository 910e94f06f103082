//! Storing a decision with all that it takes to make it again: what it read, and the version of the text.

use crate::{Application, db::entities::decision};
use kernel::{AccountId, Day, DecisionId, PersonId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;
use uuid::Uuid;

/// What kind of decision it was; also the first part of its page's heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whether a referral may be made.
    Referral,
    /// Whether an outcome is owed and at what price.
    Claim,
}

impl Kind {
    /// The word it is stored under.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Claim => "claim",
        }
    }
}

/// A decision to be stored.
#[derive(Debug)]
pub(crate) struct NewDecision<'a, R: Serialize, I: Serialize> {
    pub(crate) kind: Kind,
    pub(crate) area: &'a str,
    pub(crate) person: Option<PersonId>,
    /// The answer in one word: `allowed`, `blocked`, `owed`.
    pub(crate) answer: &'a str,
    /// The day that the decision was about.
    pub(crate) on: Day,
    /// Every reason, with its code.
    pub(crate) reasons: &'a R,
    /// What it read.
    pub(crate) inputs: &'a I,
    pub(crate) made_by: AccountId,
}

/// Stores a decision.
pub(crate) async fn insert<R: Serialize + Sync, I: Serialize + Sync>(
    app: &Application,
    connection: &impl ConnectionTrait,
    new: NewDecision<'_, R, I>,
) -> anyhow::Result<DecisionId> {
    let now = app.clock.now();
    let id = DecisionId::make(now, app.randomness.as_ref());
    let row = decision::ActiveModel {
        id: Set(id.0),
        kind: Set(new.kind.word().to_owned()),
        area: Set(new.area.to_owned()),
        person_id: Set(new.person.map(|person| person.0)),
        answer: Set(new.answer.to_owned()),
        on_day: Set(new.on),
        policy_version: Set(app.policy.version.to_string()),
        extent: Set(Some(app.policy.extent.to_string())),
        reasons: Set(serde_json::to_value(new.reasons)?),
        inputs: Set(serde_json::to_value(new.inputs)?),
        made_at: Set(now),
        made_by: Set(new.made_by.0),
    };
    decision::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(id)
}

/// Whether what a decision read and why was erased; its answer, day and version stand.
pub(crate) fn is_erased(row: &decision::Model) -> bool {
    row.inputs.get("erased").is_some()
}

/// The decision with this identity.
pub(crate) async fn find(connection: &impl ConnectionTrait, id: DecisionId) -> Result<Option<decision::Model>, DbErr> {
    decision::Entity::find_by_id(id.0).one(connection).await
}

/// Decisions in order of their identity, from the one after `after`.
pub(super) async fn page(
    connection: &impl ConnectionTrait,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<decision::Model>, DbErr> {
    let mut query = decision::Entity::find().order_by_asc(decision::Column::Id).limit(most);
    if let Some(after) = after {
        query = query.filter(decision::Column::Id.gt(after));
    }
    query.all(connection).await
}

/// Every decision about a person, newest first.
pub(crate) async fn about(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<decision::Model>, DbErr> {
    decision::Entity::find()
        .filter(decision::Column::PersonId.eq(person.0))
        .order_by_desc(decision::Column::MadeAt)
        .all(connection)
        .await
}
