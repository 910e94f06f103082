//! Keys with which a program asks in somebody's name: `Authorization: Bearer …`.
//!
//! A key only reads, does only what it was made for, and shows nothing of a person (`rules/access/scope`). It is shown
//! once, kept by its hash, ends on a day, and with its holder's account.

use super::{
    SignedIn,
    hashed::{hashed, token},
    store,
};
use crate::{Application, access, action::ActionError, audit, db::entities::program_key as row};
use axum::http::{HeaderMap, header};
use chrono::TimeDelta;
use kernel::{AccountId, AuditId, Day, Moment};
use rules::access::{Action, Role, SCOPES};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a key begins with, so that one that was lost is known for what it is.
const MARK: &str = "tapestry_";
/// The longest that a key is good, in days.
pub(super) const MAX_DAYS: i64 = 365;
/// Keys that one account may have.
const MAX_KEYS: u64 = 20;
/// How exactly it is kept when a key was last used.
const USED_WITHIN: TimeDelta = TimeDelta::hours(1);

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: Uuid,
    /// What its holder calls it.
    pub name: String,
    /// What it was made for.
    pub scopes: Vec<Action>,
    /// The last day on which it is good.
    pub until: Day,
    /// When it was last used, to the hour; `None` when it never was.
    pub used_at: Option<Moment>,
}

/// What an account may make keys for: what it may do itself.
#[must_use]
pub fn scopes(app: &Application, by: &SignedIn) -> Vec<Action> {
    if by.role == Role::Resident || by.scope.is_some() {
        return Vec::new();
    }
    // Whoever may see a list may see one of it.
    let of_list = |action: Action| match action {
        Action::SeeClaim => access::may(app, by, Action::SeeClaims) || access::may(app, by, Action::SeeEarned),
        Action::SeeDecision => by.role != Role::Visitor,
        other => access::may(app, by, other),
    };
    SCOPES.into_iter().filter(|action| of_list(*action)).collect()
}

/// Makes a key; gives what is to be shown, once.
///
/// # Errors
/// [`ActionError::NotFound`] for an account that makes none, or scopes that it does not have; `key/day` for a day that is
/// not ahead or more than a year; `key/too-many`; a fault when the database refuses.
pub async fn make(
    app: &Application,
    by: &SignedIn,
    name: &str,
    wanted: &[Action],
    until: Day,
) -> Result<String, ActionError> {
    let own = scopes(app, by);
    if wanted.is_empty() || wanted.iter().any(|action| !own.contains(action)) {
        return Err(ActionError::NotFound);
    }
    let today = by.today(app);
    if until <= today || until > today + TimeDelta::days(MAX_DAYS) {
        return Err(ActionError::refused("key/day", "The last day must be ahead, and not more than a year"));
    }
    let transaction = app.db.begin().await?;
    store::hold(&transaction, by.id).await?.ok_or(ActionError::NotFound)?;
    let number = row::Entity::find().filter(row::Column::AccountId.eq(by.id.0)).count(&transaction).await?;
    if number >= MAX_KEYS {
        return Err(ActionError::refused(
            "key/too-many",
            "You have 20 keys. End one that is not used, then make another",
        ));
    }
    let (now, secret) = (app.clock.now(), format!("{MARK}{}", token(app.randomness.as_ref())));
    let id = AuditId::make(now, app.randomness.as_ref()).0;
    let words: Vec<&str> = wanted.iter().map(|action| action.word()).collect();
    let key = row::ActiveModel {
        id: Set(id),
        token: Set(hashed(secret.as_bytes())),
        account_id: Set(by.id.0),
        name: Set(name.to_owned()),
        scopes: Set(words.join(" ")),
        made_at: Set(now),
        until_day: Set(until),
        used_at: Set(None),
    };
    row::Entity::insert(key).exec_without_returning(&transaction).await?;
    record(app, &transaction, by.id, "make-key", id).await?;
    transaction.commit().await?;
    Ok(secret)
}

/// The keys of an account, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of(app: &Application, account: AccountId) -> Result<Vec<Key>, ActionError> {
    let rows = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.0))
        .order_by_desc(row::Column::MadeAt)
        .all(app.db.reader())
        .await?;
    let key = |row: row::Model| Key {
        id: row.id,
        scopes: actions(&row.scopes).into_iter().collect(),
        name: row.name,
        until: row.until_day,
        used_at: row.used_at,
    };
    Ok(rows.into_iter().map(key).collect())
}

/// Ends one of the account's keys.
///
/// # Errors
/// [`ActionError::NotFound`] when it has no such key; a fault when the database refuses.
pub async fn end(app: &Application, by: &SignedIn, id: Uuid) -> Result<(), ActionError> {
    let transaction = app.db.begin().await?;
    let own = row::Column::AccountId.eq(by.id.0);
    let ended = row::Entity::delete_many().filter(row::Column::Id.eq(id)).filter(own).exec(&transaction).await?;
    if ended.rows_affected != 1 {
        return Err(ActionError::NotFound);
    }
    record(app, &transaction, by.id, "end-key", id).await?;
    transaction.commit().await?;
    Ok(())
}

/// The key in a request's head, if there is one.
pub(super) fn sent(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// Ends every key of an account.
///
/// # Errors
/// When the database refuses.
pub(super) async fn end_all(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::AccountId.eq(account.0)).exec(connection).await?;
    Ok(())
}

/// Whoever holds a key, with what it may do; `None` for one that is not good.
///
/// # Errors
/// When the database refuses.
pub(super) async fn holder(app: &Application, secret: &str) -> Result<Option<SignedIn>, ActionError> {
    let connection = app.db.reader();
    let found = row::Entity::find().filter(row::Column::Token.eq(hashed(secret.as_bytes()))).one(connection).await?;
    // Asked for nobody, too: a key of who has left, one that is over and one that never was take the same work.
    let id = AccountId(found.as_ref().map(|key| key.account_id).unwrap_or_default());
    let account = store::account_by_id(connection, id).await?;
    let (Some(key), Some(account)) = (found, account) else { return Ok(None) };
    let mut holder = SignedIn(account);
    if holder.today(app) > key.until_day {
        return Ok(None);
    }
    let now = app.clock.now();
    if key.used_at.is_none_or(|used| now - used > USED_WITHIN) {
        row::Entity::update_many()
            .col_expr(row::Column::UsedAt, Expr::value(now))
            .filter(row::Column::Id.eq(key.id))
            .exec(connection)
            .await?;
    }
    holder.0.scope = Some(actions(&key.scopes));
    Ok(Some(holder))
}

fn actions(words: &str) -> BTreeSet<Action> {
    let known = |word: &str| SCOPES.into_iter().find(|action| action.word() == word);
    words.split_whitespace().filter_map(known).collect()
}

async fn record(
    app: &Application,
    connection: &impl ConnectionTrait,
    account: AccountId,
    action: &str,
    key: Uuid,
) -> Result<(), ActionError> {
    let line = audit::Line {
        account: Some(account),
        action,
        subject_kind: "key",
        subject: Some(key),
        allowed: true,
        reasons: Vec::new(),
    };
    Ok(audit::record(app, connection, line).await?)
}

/// What a scope lets a program read, in plain words.
#[must_use]
pub fn scope_says(action: Action) -> &'static str {
    match action {
        Action::SeeClaims => "The claims under your body’s contracts, the ledger and the contracts",
        Action::SeeClaim => "What each claim rests on",
        Action::SeeDecision => "How decisions were made, without facts",
        Action::SeeEarned => "What your organisation has earned and not claimed",
        Action::SeeReport => "Reports that name nobody",
        Action::SeeBarriers => "What stops people, as rounded counts",
        Action::SeeMoney => "Which money pays for what",
        Action::SeeAudit => "The audit",
        Action::SeeAgreements => "Agreements to share",
        Action::SeeVersions => "Versions of the rules",
        _ => "Nothing",
    }
}
