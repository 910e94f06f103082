//! Cover: a colleague looks after an adviser's people while they are away, until a last day.

use super::{colleagues, hand_over::hold_all, store};
use crate::{
    Application, access,
    account::{self, SignedIn, staff},
    action::{ActionError, one_row},
    audit,
    db::entities::caseload_cover as row,
};
use chrono::TimeDelta;
use kernel::{AccountId, AuditId, Day};
use rules::access::{Action, Role};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

/// The longest that a cover may be arranged ahead, in days: for longer, people are handed over.
const MAX_DAYS: i64 = 365;

/// A cover that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Its id.
    pub id: Uuid,
    /// Who covers.
    pub covers: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

/// Whether the account may say who covers for an adviser: the adviser, or the administrator of their organisation.
async fn may_arrange(app: &Application, by: &SignedIn, adviser: AccountId) -> Result<(), ActionError> {
    access::general(app, by, Action::ArrangeCover).await?;
    match by.role == Role::Adviser && by.id == adviser {
        true => Ok(()),
        false => staff::of_own_organisation(app, by, adviser).await.map(|_| ()),
    }
}

/// Covers for an adviser that are not over.
///
/// # Errors
/// [`ActionError::NotAllowed`] and [`ActionError::NotFound`] for who may not arrange them; a fault when the database refuses.
pub async fn covers_for(app: &Application, by: &SignedIn, adviser: AccountId) -> Result<Vec<Cover>, ActionError> {
    may_arrange(app, by, adviser).await?;
    let connection = app.db.reader();
    let rows = store::covers(connection, adviser.0, app.today()).await?;
    let names = account::account_names(connection, rows.iter().map(|row| row.covers_id)).await?;
    let cover = |row: row::Model| Cover {
        id: row.id,
        covers: names.get(&row.covers_id).cloned().unwrap_or_default(),
        from: row.from_day,
        until: row.until_day,
    };
    Ok(rows.into_iter().map(cover).collect())
}

/// Has a colleague cover for an adviser, from one day to another, both included; gives the colleague's name.
///
/// # Errors
/// As [`covers_for`]; [`ActionError::NotFound`] for a colleague that there is not; `cover/days` for a last day before the first,
/// that has passed, or more than a year ahead; `cover/twice` when the colleague covers on some of these days already.
pub async fn arrange(
    app: &Application,
    by: &SignedIn,
    (adviser, covers): (AccountId, AccountId),
    from: Day,
    until: Day,
) -> Result<String, ActionError> {
    may_arrange(app, by, adviser).await?;
    let today = app.today();
    if until < from || until < today || until > today + TimeDelta::days(MAX_DAYS) {
        let says = "The last day must be the first day or after it, not in the past, and within a year from today";
        return Err(ActionError::refused("cover/days", says));
    }
    let known = colleagues(app.db.reader(), adviser).await?.into_iter().find(|one| one.id == covers);
    let colleague = known.ok_or(ActionError::NotFound)?;
    let transaction = app.db.begin().await?;
    hold_all(&transaction, &[adviser, covers]).await?;
    let standing = store::covers(&transaction, adviser.0, today).await?;
    if standing.iter().any(|one| one.covers_id == covers.0 && one.from_day <= until && from <= one.until_day) {
        let says = format!("{} covers on some of these days already. End that first", colleague.name);
        return Err(ActionError::refused("cover/twice", says));
    }
    let now = app.clock.now();
    let id = AuditId::make(now, app.randomness.as_ref()).0;
    let cover = row::ActiveModel {
        id: Set(id),
        adviser_id: Set(adviser.0),
        covers_id: Set(covers.0),
        from_day: Set(from),
        until_day: Set(until),
        by_account: Set(by.id.0),
        at: Set(now),
        ended_at: Set(None),
    };
    row::Entity::insert(cover).exec_without_returning(&transaction).await?;
    audit::record(app, &transaction, audit::Line::done(by.id, "arrange-cover", "cover", id)).await?;
    transaction.commit().await?;
    Ok(colleague.name)
}

/// Ends a cover now.
///
/// # Errors
/// As [`covers_for`]; [`ActionError::NotFound`] when there is no such cover for the adviser; [`ActionError::Lost`] when it has
/// ended.
pub async fn end(app: &Application, by: &SignedIn, adviser: AccountId, cover: Uuid) -> Result<(), ActionError> {
    may_arrange(app, by, adviser).await?;
    let transaction = app.db.begin().await?;
    store::cover(&transaction, cover, adviser).await?.ok_or(ActionError::NotFound)?;
    one_row(store::end(&transaction, cover, adviser, app.clock.now()).await?)?;
    audit::record(app, &transaction, audit::Line::done(by.id, "end-cover", "cover", cover)).await?;
    transaction.commit().await?;
    Ok(())
}
