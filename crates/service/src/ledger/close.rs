//! Months of the ledger: which were closed, what had been earned by their end and not booked, and closing the next.

use super::{
    post::{self, Of, nothing},
    statement::{due_by, once, record},
    store::{self, Source},
};
use crate::{
    Application, access, account::SignedIn, action::ActionError, claim::store as claims, db::entities::ledger_close,
};
use anyhow::Context;

use kernel::{Day, EntryId, Moment, Pence};
use policy::Contract;
use rules::{
    access::Action,
    payment::{Earned, accrue, accrued, may_close, reverse},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A month that was closed under some contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its last day.
    pub until: Day,
    /// Under how many contracts.
    pub contracts: usize,
    /// What had been earned by then and not booked.
    pub accrued: Pence,
    /// When it was closed, and by whom.
    pub closed: (Moment, Uuid),
    /// Whether every account still comes at its end to what it came to when it was closed.
    pub unchanged: bool,
}

/// What closing a month came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// Under how many contracts.
    pub contracts: usize,
    /// What was accrued.
    pub accrued: Pence,
}

/// Every month closed under these contracts, the newest first; each is held against the entries as they are now.
///
/// # Errors
/// A fault when the database refuses.
pub async fn months(app: &Application, contracts: &[String]) -> Result<Vec<Month>, ActionError> {
    let connection = app.db.reader();
    let mut found: BTreeMap<Day, Month> = BTreeMap::new();
    for close in store::closes(connection, contracts).await? {
        let now = store::balances(connection, std::slice::from_ref(&close.contract), Some(close.until_day)).await?;
        let same = balances_json(&now) == close.balances;
        let month = found.entry(close.until_day).or_insert(Month {
            until: close.until_day,
            contracts: 0,
            accrued: Pence::ZERO,
            closed: (close.closed_at, close.closed_by),
            unchanged: true,
        });
        month.contracts += 1;
        month.accrued = month.accrued.plus(Pence(close.accrued_pence)).map_err(anyhow::Error::from)?;
        month.unchanged &= same;
    }
    Ok(found.into_values().rev().collect())
}

/// The last day of the month that the account may close next; `None` when none is over that has anything booked.
///
/// # Errors
/// A fault when the database refuses.
pub async fn next(app: &Application, contracts: &[&Contract]) -> Result<Option<Day>, ActionError> {
    let mut next = None;
    for contract in contracts {
        let last = next_of(app.db.reader(), contract, app.today_under(&contract.id)).await?;
        next = [next, last].into_iter().flatten().min();
    }
    Ok(next)
}

async fn next_of(
    connection: &impl ConnectionTrait,
    contract: &Contract,
    today: Day,
) -> Result<Option<Day>, ActionError> {
    let first = store::first_booked(connection, &contract.id).await?;
    let closed = store::closed_until(connection, &contract.id).await?;
    Ok(may_close(first, closed, today))
}

/// Closes the month that ends on `until` under every contract of the account's body for which it is the next.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may keep no ledger; `ledger/no-such-month` when that month is not the next
/// one, or is not over; [`ActionError::Lost`] when somebody closes it at the same moment.
pub async fn close(app: &Application, by: &SignedIn, until: Day) -> Result<Closed, ActionError> {
    access::general(app, by, Action::KeepLedger).await?;
    let transaction = app.db.begin().await?;
    let closed = close_in(app, &transaction, by, until).await?;
    record(app, &transaction, by, "close-month").await?;
    transaction.commit().await?;
    Ok(closed)
}

/// What would be accrued if the month that ends on `until` were closed; `None` where it cannot be closed. Nothing is changed:
/// it is closed and undone, so that what is told is what happens.
///
/// # Errors
/// As [`close`].
pub async fn would_accrue(app: &Application, by: &SignedIn, until: Day) -> Result<Option<Pence>, ActionError> {
    access::general(app, by, Action::KeepLedger).await?;
    let transaction = app.db.begin().await?;
    let closed = close_in(app, &transaction, by, until).await;
    transaction.rollback().await?;
    match closed {
        Ok(closed) => Ok(Some(closed.accrued)),
        Err(ActionError::Refused { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn close_in(
    app: &Application,
    transaction: &impl ConnectionTrait,
    by: &SignedIn,
    until: Day,
) -> Result<Closed, ActionError> {
    let mut closed = Closed { contracts: 0, accrued: Pence::ZERO };
    for (_, contract) in access::contracts(app, by) {
        if next_of(transaction, contract, app.today_under(&contract.id)).await? == Some(until) {
            let accrued = close_one(app, transaction, by, contract, until).await?;
            closed.contracts += 1;
            closed.accrued = closed.accrued.plus(accrued).map_err(anyhow::Error::from)?;
        }
    }
    if closed.contracts == 0 {
        let says = "That month cannot be closed: it is closed already, is not over, or an earlier one is still open";
        return Err(ActionError::refused("ledger/no-such-month", says));
    }
    Ok(closed)
}

async fn close_one(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    contract: &Contract,
    until: Day,
) -> Result<Pence, ActionError> {
    let id = EntryId::make(app.clock.now(), app.randomness.as_ref()).0;
    let amount = accrued(&earned(app, connection, contract, until).await?, until).map_err(anyhow::Error::from)?;
    if amount != Pence::ZERO {
        let of = Of { source: Source::Close, id, contract: &contract.id };
        let posting = accrue(&contract.id, amount).map_err(nothing)?;
        let back = reverse(&posting).map_err(anyhow::Error::from)?;
        let month = until.format("%B %Y");
        let next = until.succ_opt().context("the calendar is at its end")?;
        post::write_on(
            app,
            connection,
            by.id,
            of,
            (&posting, &format!("Earned in {month}, not booked by its end")),
            until,
        )
        .await?;
        post::write_on(app, connection, by.id, of, (&back, &format!("Accrual of {month} taken back")), next).await?;
    }
    let balances = store::balances(connection, std::slice::from_ref(&contract.id), Some(until)).await?;
    let row = ledger_close::ActiveModel {
        id: Set(id),
        contract: Set(contract.id.clone()),
        until_day: Set(until),
        accrued_pence: Set(amount.0),
        balances: Set(balances_json(&balances)),
        closed_at: Set(app.clock.now()),
        closed_by: Set(by.id.0),
    };
    once(ledger_close::Entity::insert(row).exec_without_returning(connection).await.map(|_| ()))?;
    Ok(amount)
}

/// What was earned under a contract: claims that may still be made or answered, those that were booked, and what the
/// statement adds by the last day of the month.
async fn earned(
    app: &Application,
    connection: &impl ConnectionTrait,
    contract: &Contract,
    until: Day,
) -> Result<Vec<Earned>, ActionError> {
    let booked = store::booked_claims(connection, &contract.id).await?;
    let mut found = Vec::new();
    for (claim, _) in claims::that_count(connection, std::slice::from_ref(&contract.id)).await? {
        let too_late = claim.claimed_at.is_none() && claim.claim_by.is_some_and(|last| last < until);
        if !too_late {
            let booked_on = booked.get(&claim.id).copied();
            found.push(Earned { on: claim.outcome_on, amount: Pence(claim.amount_pence), booked_on });
        }
    }
    let statement = due_by(app, connection, contract, until).await?;
    let lines = statement.changes.iter().filter(|change| change.line.on <= until);
    found.extend(lines.map(|change| Earned { on: change.line.on, amount: change.amount, booked_on: None }));
    Ok(found)
}

fn balances_json(balances: &[(String, Pence)]) -> serde_json::Value {
    balances
        .iter()
        .map(|(account, amount)| (account.clone(), serde_json::Value::from(amount.0)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
