//! What looked like something that is kept, and what somebody said about it.
//!
//! Whether two things look alike is decided by `rules/likeness`; the rooms ask before they keep the second. Here lies what was
//! answered: who said when that it was the same, a correction, or another.

use crate::{Application, db::entities::alike as row};
use kernel::{AccountId, AlikeId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::ExprTrait};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What looked alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A job of a participant.
    Job,
    /// Something recorded of a participant besides work.
    Record,
    /// A person's record.
    Person,
}

impl Kind {
    /// The word under which it is stored.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Record => "record",
            Self::Person => "person",
        }
    }
}

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// It is the same: nothing was kept besides.
    Same,
    /// What was kept is corrected by it.
    Corrected,
    /// It is another, beside what was kept.
    Another,
}

impl Said {
    /// The word under which it is stored.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Corrected => "corrected",
            Self::Another => "another",
        }
    }
}

/// Keeps what somebody said of something new that looks like what is kept.
pub(crate) async fn said(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    (kind, kept, new): (Kind, Uuid, Option<Uuid>),
    said: Said,
) -> Result<(), DbErr> {
    let now = app.clock.now();
    let line = row::ActiveModel {
        id: Set(AlikeId::make(now, app.randomness.as_ref()).0),
        kind: Set(kind.word().to_owned()),
        kept: Set(kept),
        new: Set(new),
        asked_at: Set(now),
        answer: Set(Some(said.word().to_owned())),
        answered_at: Set(Some(now)),
        answered_by: Set(Some(by.0)),
    };
    row::Entity::insert(line).exec_without_returning(connection).await?;
    Ok(())
}

/// Asks whether two things that look alike are one; nobody has answered yet.
pub(crate) async fn ask(
    app: &Application,
    connection: &impl ConnectionTrait,
    (kind, kept, new): (Kind, Uuid, Uuid),
) -> Result<(), DbErr> {
    let now = app.clock.now();
    let line = row::ActiveModel {
        id: Set(AlikeId::make(now, app.randomness.as_ref()).0),
        kind: Set(kind.word().to_owned()),
        kept: Set(kept),
        new: Set(Some(new)),
        asked_at: Set(now),
        answer: Set(None),
        answered_at: Set(None),
        answered_by: Set(None),
    };
    row::Entity::insert(line).exec_without_returning(connection).await?;
    Ok(())
}

/// Whether it was asked before whether two things are one, answered or not.
pub(crate) async fn was_asked(
    connection: &impl ConnectionTrait,
    kind: Kind,
    (one, other): (Uuid, Uuid),
) -> Result<bool, DbErr> {
    let pair = |kept: Uuid, new: Uuid| row::Column::Kept.eq(kept).and(row::Column::New.eq(new));
    let found = row::Entity::find()
        .filter(row::Column::Kind.eq(kind.word()))
        .filter(pair(one, other).or(pair(other, one)))
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// Of these things, the pairs of which somebody said that they are two.
pub(crate) async fn are_two(
    connection: &impl ConnectionTrait,
    kind: Kind,
    of: &[Uuid],
) -> Result<BTreeSet<(Uuid, Uuid)>, DbErr> {
    let rows = row::Entity::find()
        .filter(row::Column::Kind.eq(kind.word()))
        .filter(row::Column::Answer.eq(Said::Another.word()))
        .filter(row::Column::New.is_in(of.iter().copied()).or(row::Column::Kept.is_in(of.iter().copied())))
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.kept, row.new?))).collect())
}
