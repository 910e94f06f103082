//! The audit: who did or was refused what, when, and under which version of the policy text.
//!
//! Written in the same transaction as the work itself. Never holds a personal fact: subjects are
//! ids, reasons are codes.

mod pages;
mod seal;
mod store;

pub use pages::routes;
pub use seal::{Head, Verified, head, seal, seal_at, verify};

use crate::{
    Application,
    account::OPERATOR,
    db::{Database, entities},
};
use kernel::{AuditId, Clock, Randomness};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

/// One thing done or refused.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Who; `None` for the program itself.
    pub account: Option<kernel::AccountId>,
    /// The action, as the access policy names it: `send-referral`.
    pub action: &'a str,
    /// What kind of thing it was done to: `person`, `referral`, `claim`.
    pub subject_kind: &'a str,
    /// Which one.
    pub subject: Option<Uuid>,
    /// Whether it was done (`true`) or refused.
    pub allowed: bool,
    /// Codes of the reasons.
    pub reasons: Vec<String>,
}

impl<'a> Line<'a> {
    /// Somebody has done something to one thing, and no reason is to be told.
    #[must_use]
    pub fn done(account: kernel::AccountId, action: &'a str, subject_kind: &'a str, subject: Uuid) -> Self {
        Self {
            account: Some(account),
            action,
            subject_kind,
            subject: Some(subject),
            allowed: true,
            reasons: Vec::new(),
        }
    }
}

/// Writes one line.
///
/// # Errors
/// When the database refuses it.
pub async fn record(app: &Application, connection: &impl ConnectionTrait, line: Line<'_>) -> Result<(), DbErr> {
    entities::audit::Entity::insert(row(app, line)).exec_without_returning(connection).await?;
    Ok(())
}

/// Writes several lines, in their order.
///
/// # Errors
/// When the database refuses them.
pub async fn record_all(
    app: &Application,
    connection: &impl ConnectionTrait,
    lines: impl IntoIterator<Item = Line<'_>>,
) -> Result<(), DbErr> {
    let rows: Vec<entities::audit::ActiveModel> = lines.into_iter().map(|line| row(app, line)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    entities::audit::Entity::insert_many(rows).exec_without_returning(connection).await?;
    Ok(())
}

/// Writes that whoever looks after the program did something from the command line which is about nothing in particular.
///
/// # Errors
/// When the database refuses it.
pub async fn record_from_the_command_line(
    db: &Database,
    (clock, randomness): (&dyn Clock, &dyn Randomness),
    action: &str,
) -> anyhow::Result<()> {
    let now = clock.now();
    let in_force = crate::publication::in_force(db, now.date_naive()).await?;
    let row = entities::audit::ActiveModel {
        id: Set(AuditId::make(now, randomness).0),
        at: Set(now),
        account_id: Set(Some(OPERATOR.0)),
        action: Set(action.to_owned()),
        subject_kind: Set("system".to_owned()),
        subject_id: Set(None),
        allowed: Set(true),
        reasons: Set(serde_json::json!([])),
        policy_version: Set(in_force.map(|found| found.version).unwrap_or_default()),
    };
    entities::audit::Entity::insert(row).exec_without_returning(db.reader()).await?;
    Ok(())
}

fn row(app: &Application, line: Line<'_>) -> entities::audit::ActiveModel {
    let now = app.clock.now();
    entities::audit::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        at: Set(now),
        account_id: Set(line.account.map(|account| account.0)),
        action: Set(line.action.to_owned()),
        subject_kind: Set(line.subject_kind.to_owned()),
        subject_id: Set(line.subject),
        allowed: Set(line.allowed),
        reasons: Set(serde_json::json!(line.reasons)),
        policy_version: Set(app.policy.version.to_string()),
    }
}
