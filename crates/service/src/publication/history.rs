//! The publications, newest first, with what each changed.

use super::{Changes, store};
use crate::{account, action::ActionError};
use kernel::{Day, Moment, Zone};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// How a publication stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Decisions are made under it.
    InForce,
    /// Its first day has not come.
    ToCome,
    /// It was in force.
    Replaced,
    /// A later one took its place before its first day.
    NeverInForce,
}

impl Standing {
    /// In a few words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::InForce => "In force",
            Self::ToCome => "To come",
            Self::Replaced => "Replaced",
            Self::NeverInForce => "Never in force",
        }
    }
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub number: i32,
    /// The version.
    pub version: String,
    /// When it was published.
    pub at: Moment,
    /// Who published it.
    pub by: String,
    /// The codes of the access policies that allowed it; none for the first, which the program published.
    pub under: Vec<String>,
    /// The publisher's note.
    pub note: String,
    /// The first day on which it is in force.
    pub from: Day,
    /// How it stands today.
    pub standing: Standing,
    /// What it changed of the one before; `None` for the first.
    pub changes: Option<Changes>,
}

/// Every publication, the newest first, as it stands on the day `today` of the time zone given.
///
/// # Errors
/// When the database refuses.
pub async fn history(connection: &impl ConnectionTrait, (today, zone): (Day, Zone)) -> Result<Vec<Entry>, ActionError> {
    let rows = store::publications(connection).await?;
    let names = account::account_names(connection, rows.iter().map(|row| row.published_by)).await?;
    let in_force = store::in_force(connection, today).await?.map(|row| row.number);
    let mut entries: Vec<Entry> = Vec::with_capacity(rows.len());
    let mut before: Option<BTreeMap<String, String>> = None;
    for (index, row) in rows.iter().enumerate() {
        let files = store::files(connection, &row.version).await?;
        let changes = before.as_ref().map(|before| Changes::between(before, &files));
        before = Some(files);
        let overtaken = rows
            .iter()
            .skip(index + 1)
            .filter(|later| later.effective_from <= row.effective_from)
            .any(|later| zone.day(later.published_at) < row.effective_from);
        entries.push(Entry {
            number: row.number,
            version: row.version.clone(),
            at: row.published_at,
            by: names.get(&row.published_by).cloned().unwrap_or_else(|| "An account that is gone".to_owned()),
            under: row.under.split_whitespace().map(str::to_owned).collect(),
            note: row.note.clone(),
            from: row.effective_from,
            standing: match in_force {
                Some(number) if number == row.number => Standing::InForce,
                Some(number) if row.number > number => Standing::ToCome,
                _ if overtaken => Standing::NeverInForce,
                _ => Standing::Replaced,
            },
            changes,
        });
    }
    entries.reverse();
    Ok(entries)
}
