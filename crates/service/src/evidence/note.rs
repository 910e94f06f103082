//! A note: an answer kept as it was told, with a day and an identity, so that a board can cite it.

use super::{barriers::BarriersAnswer, store, what_if::WhatIfAnswer};
use crate::{
    Application, access,
    account::{self, SignedIn},
    action::ActionError,
    audit,
    db::entities::note,
};
use anyhow::Context;
use kernel::{Day, Moment, NoteId};
use rules::access::Action;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};

/// The answer that a note keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "question")]
pub enum Answer {
    /// Which rules stop people.
    Barriers(Box<BarriersAnswer>),
    /// What a change would do.
    WhatIf(Box<WhatIfAnswer>),
}

/// A note to be saved.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNote {
    /// What it is called.
    pub title: String,
    /// What the reader should know, in the words of who saves it.
    pub remark: Option<String>,
    /// The answer.
    pub answer: Answer,
}

/// A note as it was saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its identity.
    pub id: NoteId,
    /// The id of the area.
    pub area: String,
    /// What it is called.
    pub title: String,
    /// What the reader should know.
    pub remark: Option<String>,
    /// The answer, as it was told on the day.
    pub answer: Answer,
    /// When it was saved.
    pub saved_at: Moment,
    /// Who saved it.
    pub saved_by: String,
}

/// A line of the list of notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLine {
    /// Its identity.
    pub id: NoteId,
    /// The id of the area.
    pub area: String,
    /// `barriers` or `what-if`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The day of the rules.
    pub on: Day,
    /// When it was saved.
    pub saved_at: Moment,
    /// Who saved it.
    pub saved_by: String,
}

impl Answer {
    fn kind(&self) -> &'static str {
        match self {
            Self::Barriers(_) => "barriers",
            Self::WhatIf(_) => "what-if",
        }
    }

    fn area(&self) -> &str {
        match self {
            Self::Barriers(answer) => &answer.area,
            Self::WhatIf(answer) => &answer.area,
        }
    }

    fn on(&self) -> Day {
        match self {
            Self::Barriers(answer) => answer.on,
            Self::WhatIf(answer) => answer.from,
        }
    }

    fn policy(&self) -> &str {
        match self {
            Self::Barriers(answer) => &answer.policy,
            Self::WhatIf(answer) => &answer.policy,
        }
    }
}

/// Keeps an answer as a note.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may not; [`ActionError::NotFound`] for another area than its own; a
/// fault when the database refuses.
pub async fn save_note(app: &Application, by: &SignedIn, new: NewNote) -> Result<NoteId, ActionError> {
    access::general(app, by, Action::SaveNote).await?;
    if by.area().is_some_and(|own| own != new.answer.area()) {
        return Err(ActionError::NotFound);
    }
    let now = app.clock.now();
    let id = NoteId::make(now, app.randomness.as_ref());
    let row = note::ActiveModel {
        id: Set(id.0),
        area: Set(new.answer.area().to_owned()),
        kind: Set(new.answer.kind().to_owned()),
        title: Set(new.title),
        remark: Set(new.remark),
        on_day: Set(new.answer.on()),
        policy_version: Set(new.answer.policy().to_owned()),
        answer: Set(serde_json::to_value(&new.answer).context("an answer cannot be written as JSON")?),
        saved_at: Set(now),
        saved_by: Set(by.id.0),
    };
    let transaction = app.db.begin().await?;
    store::insert_note(&transaction, row).await?;
    let line = audit::Line::done(by.id, Action::SaveNote.word(), "note", id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(id)
}

/// A note of the account's own area; of any, when it works for the whole.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may not see reports; [`ActionError::NotFound`] when there is no such
/// note, or it is another area's; a fault when the database refuses.
pub async fn find_note(app: &Application, by: &SignedIn, id: NoteId) -> Result<Note, ActionError> {
    access::general(app, by, Action::SeeReport).await?;
    let row = store::note(app.db.reader(), id).await?;
    let row = row.filter(|row| by.area().is_none_or(|own| own == row.area)).ok_or(ActionError::NotFound)?;
    let names = account::account_names(app.db.reader(), [row.saved_by]).await?;
    Ok(Note {
        id: NoteId(row.id),
        area: row.area,
        title: row.title,
        remark: row.remark,
        answer: serde_json::from_value(row.answer).context("a note in the database cannot be read")?,
        saved_at: row.saved_at,
        saved_by: names.get(&row.saved_by).cloned().unwrap_or_default(),
    })
}

/// Some of the notes that the account may see, newest first, and how many there are.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may not see reports; a fault when the database refuses.
pub async fn list_notes(
    app: &Application,
    by: &SignedIn,
    limits: impl FnOnce(u64) -> (u64, u64),
) -> Result<Vec<NoteLine>, ActionError> {
    access::general(app, by, Action::SeeReport).await?;
    let areas: Vec<String> = match by.area() {
        Some(own) => vec![own.to_owned()],
        None => app.policy.areas.keys().cloned().collect(),
    };
    let connection = app.db.reader();
    let count = store::count_notes(connection, &areas).await?;
    let rows = store::notes(connection, &areas, limits(count)).await?;
    let names = account::account_names(connection, rows.iter().map(|row| row.saved_by)).await?;
    let lines = rows.into_iter().map(|row| NoteLine {
        id: NoteId(row.id),
        area: row.area,
        kind: row.kind,
        title: row.title,
        on: row.on_day,
        saved_at: row.saved_at,
        saved_by: names.get(&row.saved_by).cloned().unwrap_or_default(),
    });
    Ok(lines.collect())
}
