//! What the program does with the text that it starts with: keeps it and, where nothing was ever published,
//! publishes it.

use super::{
    in_force::InForce,
    store::{self, FIRST},
};
use crate::{account::PROGRAM, db::Database, db::entities::policy_publication, policy_text::Source};
use anyhow::{Context, Result, anyhow};
use kernel::Moment;
use policy::Policy;
use sea_orm::ActiveValue::Set;

/// What is in force as the program starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The publication in force.
    pub in_force: InForce,
    /// The version of the text that the program was given.
    pub given: String,
}

impl Begun {
    /// What to tell whoever looks after the program; `None` when the text given is what is in force.
    #[must_use]
    pub fn difference(&self) -> Option<String> {
        let short = |version: &str| version.chars().take(12).collect::<String>();
        (self.in_force.version != self.given).then(|| {
            format!(
                "the policy text that this program was given (version {}) is not the one in force (version {}, \
                 publication {}). Decisions are made under the one in force. `tapestry policy publish [FOLDER] \
                 --dry-run --by EMAIL` says what differs; without --dry-run, and with --note, an analyst publishes \
                 it, or on the page /policy once `tapestry serve` was started with it",
                short(&self.given),
                short(&self.in_force.version),
                self.in_force.number
            )
        })
    }
}

/// Keeps the text given, which must be free of faults. Where nothing was ever published, it is published
/// by the program itself, with `note`.
///
/// # Errors
/// When the database refuses.
pub async fn begin(db: &Database, given: &Source, now: Moment, note: &str) -> Result<Begun> {
    let today = given.zone().day(now);
    let transaction = db.begin().await.context("cannot keep the policy text")?;
    let version = store::keep(&transaction, given, (now, PROGRAM)).await.context("cannot keep the policy text")?;
    if store::last(&transaction).await?.is_none() {
        let row = policy_publication::ActiveModel {
            number: Set(FIRST),
            version: Set(version.to_string()),
            published_at: Set(now),
            published_by: Set(PROGRAM.0),
            under: Set(String::new()),
            note: Set(note.to_owned()),
            effective_from: Set(today),
        };
        store::insert_first(&transaction, row).await.context("cannot publish the policy text")?;
    }
    transaction.commit().await.context("cannot keep the policy text")?;
    let in_force = super::in_force(db, today).await?;
    let in_force = in_force.ok_or_else(|| anyhow!("no policy text is published"))?;
    Ok(Begun { in_force, given: version.to_string() })
}

/// Keeps how far the areas of a policy reach, which its decisions refer to.
///
/// # Errors
/// When the database refuses.
pub async fn keep_extent(db: &Database, policy: &Policy) -> Result<()> {
    store::keep_file(db.reader(), &policy.extents().to_text()).await.context("cannot keep the extents of the areas")?;
    Ok(())
}
