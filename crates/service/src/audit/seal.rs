//! Seals: each line of the audit, and each look at a record, is sealed together with all that were sealed before.
//!
//! A seal is the SHA-256 of the seal before and of the line as it is stored. So a line that is changed, taken out or put in
//! afterwards no longer fits, and to make it fit every later seal would have to be made anew. Whoever notes down a seal
//! elsewhere (`tapestry audit verify` prints the newest) can tell even that.
//!
//! Lines are sealed seconds after they were written, by `serve`, and not in the work's own transaction: work would then
//! wait for all other work. What was written and not sealed yet is told apart by its age.

use crate::db::{
    Database,
    entities::{audit, audit_seal, record_read},
    is_duplicate,
};
use chrono::TimeDelta;
use kernel::Moment;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// Lines sealed, or verified, at once.
const AT_ONCE: u64 = 500;
/// A line that is older than the newest sealed one by so much should have been sealed.
const LATEST: TimeDelta = TimeDelta::minutes(10);
/// Faults that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 100;

/// A line as it is sealed.
struct Line {
    kind: &'static str,
    id: Uuid,
    at: Moment,
    content: serde_json::Value,
}

/// The newest seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many lines are sealed.
    pub sequence: i64,
    /// The seal, as 64 hexadecimal digits.
    pub seal: String,
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// The newest seal; `None` when nothing is sealed.
    pub head: Option<Head>,
    /// Lines that are not sealed yet.
    pub waiting: u64,
    /// What is wrong, each in one plain line: the first hundred.
    pub faults: Vec<String>,
    /// How many things are wrong in all.
    pub count: usize,
}

impl Verified {
    fn fault(&mut self, says: String) {
        self.count += 1;
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(says);
        }
    }
}

/// Seals what was written since the last time; gives how many lines. Another program that seals at the same moment is left
/// to do it.
///
/// # Errors
/// When the database refuses.
pub async fn seal(db: &Database) -> Result<u64, DbErr> {
    let mut sealed = 0;
    loop {
        let transaction = db.begin().await?;
        let lines = unsealed(&transaction, AT_ONCE).await?;
        if lines.is_empty() {
            return Ok(sealed);
        }
        let mut head = head(&transaction).await?.unwrap_or(Head { sequence: 0, seal: String::new() });
        let mut rows = Vec::with_capacity(lines.len());
        for line in &lines {
            head = next(&head, line);
            rows.push(audit_seal::ActiveModel {
                sequence: Set(head.sequence),
                kind: Set(line.kind.to_owned()),
                line_id: Set(line.id),
                seal: Set(head.seal.clone()),
            });
        }
        match audit_seal::Entity::insert_many(rows).exec_without_returning(&transaction).await {
            Ok(_) => transaction.commit().await?,
            Err(error) if is_duplicate(&error) => return Ok(sealed),
            Err(error) => return Err(error),
        }
        sealed += lines.len() as u64;
    }
}

/// The newest seal.
///
/// # Errors
/// When the database refuses.
pub async fn head(connection: &impl ConnectionTrait) -> Result<Option<Head>, DbErr> {
    let last = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Sequence).limit(1).one(connection).await?;
    Ok(last.map(|row| Head { sequence: row.sequence, seal: row.seal }))
}

/// The seal of the line with this number; `None` when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn seal_at(connection: &impl ConnectionTrait, sequence: i64) -> Result<Option<String>, DbErr> {
    Ok(audit_seal::Entity::find_by_id(sequence).one(connection).await?.map(|row| row.seal))
}

/// Holds every line against its seal.
///
/// # Errors
/// When the database refuses.
pub async fn verify(db: &Database) -> Result<Verified, DbErr> {
    let connection = db.reader();
    let mut found = Verified::default();
    let mut before = Head { sequence: 0, seal: String::new() };
    let mut newest: Option<Moment> = None;
    loop {
        let seals = audit_seal::Entity::find()
            .filter(audit_seal::Column::Sequence.gt(before.sequence))
            .order_by_asc(audit_seal::Column::Sequence)
            .limit(AT_ONCE)
            .all(connection)
            .await?;
        if seals.is_empty() {
            break;
        }
        let lines = lines_of(connection, &seals).await?;
        for row in seals {
            if row.sequence != before.sequence + 1 {
                let (first, last) = (before.sequence + 1, row.sequence - 1);
                found.fault(format!("seals {first} to {last} are missing: lines were taken out"));
            }
            match lines.get(&row.line_id) {
                None => found.fault(format!("line {} ({}) was taken out", row.sequence, row.line_id)),
                Some(line) => {
                    newest = Ord::max(newest, Some(line.at));
                    let sequence = row.sequence - 1;
                    if next(&Head { sequence, seal: before.seal }, line).seal != row.seal {
                        found.fault(format!(
                            "line {} ({}) was changed, or the one before it",
                            row.sequence, row.line_id
                        ));
                    }
                }
            }
            before = Head { sequence: row.sequence, seal: row.seal };
        }
    }
    for line in unsealed(connection, u64::MAX >> 1).await? {
        match newest {
            Some(newest) if line.at < newest - LATEST => {
                found.fault(format!("the {} {} of {} has no seal: it was put in", line.kind, line.id, line.at));
            }
            _ => found.waiting += 1,
        }
    }
    found.head = (before.sequence > 0).then_some(before);
    Ok(found)
}

/// The seal that follows: over the one before and the line.
fn next(before: &Head, line: &Line) -> Head {
    let sequence = before.sequence + 1;
    let content = json!([sequence, line.kind, line.id, line.at.timestamp_micros(), line.content]);
    let mut hash = Sha256::new();
    hash.update(before.seal.as_bytes());
    hash.update(b"\n");
    hash.update(content.to_string().as_bytes());
    let seal = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Head { sequence, seal }
}

/// Lines and looks that have no seal, the oldest first.
async fn unsealed(connection: &impl ConnectionTrait, most: u64) -> Result<Vec<Line>, DbErr> {
    let not_sealed = |id: Expr| Condition::all().add(Expr::exists(seal_of(id)).not());
    let lines = audit::Entity::find()
        .filter(not_sealed(Expr::col((audit::Entity, audit::Column::Id))))
        .order_by_asc(audit::Column::At)
        .order_by_asc(audit::Column::Id)
        .limit(most);
    let looks = record_read::Entity::find()
        .filter(not_sealed(Expr::col((record_read::Entity, record_read::Column::Id))))
        .order_by_asc(record_read::Column::At)
        .order_by_asc(record_read::Column::Id)
        .limit(most);
    let mut found: Vec<Line> = lines.all(connection).await?.iter().map(of_audit).collect();
    found.extend(looks.all(connection).await?.iter().map(of_look));
    found.sort_by_key(|line| (line.at, line.id));
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(found)
}

fn seal_of(id: Expr) -> SelectStatement {
    Query::select()
        .column(audit_seal::Column::Sequence)
        .from(audit_seal::Entity)
        .and_where(Expr::col((audit_seal::Entity, audit_seal::Column::LineId)).eq(id))
        .to_owned()
}

/// The lines that seals are of, by their id.
async fn lines_of(
    connection: &impl ConnectionTrait,
    seals: &[audit_seal::Model],
) -> Result<HashMap<Uuid, Line>, DbErr> {
    let ids = |kind: &str| seals.iter().filter(|seal| seal.kind == kind).map(|seal| seal.line_id).collect::<Vec<_>>();
    let lines = audit::Entity::find().filter(audit::Column::Id.is_in(ids(LINE))).all(connection).await?;
    let looks = record_read::Entity::find().filter(record_read::Column::Id.is_in(ids(LOOK))).all(connection).await?;
    let all = lines.iter().map(of_audit).chain(looks.iter().map(of_look));
    Ok(all.map(|line| (line.id, line)).collect())
}

const LINE: &str = "line";
const LOOK: &str = "look";

fn of_audit(row: &audit::Model) -> Line {
    let content = json!([
        row.account_id,
        row.action,
        row.subject_kind,
        row.subject_id,
        row.allowed,
        row.reasons,
        row.policy_version
    ]);
    Line { kind: LINE, id: row.id, at: row.at, content }
}

fn of_look(row: &record_read::Model) -> Line {
    let content = json!([row.account_id, row.person_id, row.action, row.categories, row.under]);
    Line { kind: LOOK, id: row.id, at: row.at, content }
}
