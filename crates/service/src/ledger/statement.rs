//! What a contract comes to over all its participants besides the outcomes at their price: booked, and paid.

use super::{
    post::{self, Of, nothing},
    served::{area_of, served},
    store::{self, Source},
};
use crate::{
    Application, access,
    account::SignedIn,
    action::ActionError,
    audit,
    claim::store as claims,
    db::{
        entities::{referral, statement_line, statement_payment},
        is_duplicate,
    },
    referral::store as referrals,
};
use anyhow::Context;
use indexmap::IndexMap;
use kernel::{Day, EntryId, Pence};
use policy::Contract;
use rules::{
    access::Action,
    payment::{self, Change, ClaimLine, LineKind, OutcomeLine, Participant, StatementLine, restate, statement},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

/// What is to be booked and paid of a contract's statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// What is to be booked, to bring what was booked to what is owed now.
    pub changes: Vec<Change>,
    /// What they come to.
    pub to_book: Pence,
    /// What was booked and is not paid; below zero what the provider owes back.
    pub to_pay: Pence,
    /// The number of the last booking that this counts; 0 when nothing was booked. The next one has the next number, so
    /// that two who were shown the same cannot both book it.
    pub last_booking: i32,
}

/// What is to be booked and paid of a contract's statement, as of a day.
///
/// # Errors
/// A fault when the database refuses.
pub async fn due(app: &Application, contract: &Contract, as_of: Day) -> Result<Due, ActionError> {
    due_by(app, app.db.reader(), contract, as_of).await
}

pub(super) async fn due_by(
    app: &Application,
    connection: &impl ConnectionTrait,
    contract: &Contract,
    as_of: Day,
) -> Result<Due, ActionError> {
    let rows = store::statement_lines(connection, &contract.id).await?;
    let booked = standing(&rows)?;
    let owed = owed(app, connection, contract, as_of).await?;
    let changes = restate(&booked, &owed).map_err(anyhow::Error::from)?;
    let paid = store::statement_payments(connection, &contract.id).await?;
    let total = |amounts: Vec<i64>| Pence::total(amounts.into_iter().map(Pence)).map_err(anyhow::Error::from);
    let all = total(rows.iter().map(|row| row.amount_pence).collect())?;
    let paid = total(paid.iter().map(|payment| payment.amount_pence).collect())?;
    let to_book = Pence::total(changes.iter().map(|change| change.amount)).map_err(anyhow::Error::from)?;
    Ok(Due {
        changes,
        to_book,
        to_pay: all.plus(paid.reversed().map_err(anyhow::Error::from)?).map_err(anyhow::Error::from)?,
        last_booking: rows.last().map_or(0, |row| row.booking),
    })
}

/// The lines that were booked and not taken back.
fn standing(rows: &[statement_line::Model]) -> Result<Vec<StatementLine>, ActionError> {
    let mut found: Vec<StatementLine> = Vec::new();
    for row in rows {
        let line: StatementLine =
            serde_json::from_value(row.line.clone()).context("a line of a statement cannot be read")?;
        if !row.reverses {
            found.push(line);
        } else if let Some(place) = found.iter().position(|other| *other == line) {
            found.remove(place);
        }
    }
    Ok(found)
}

/// What is owed besides outcomes, over the claims that were approved.
async fn owed(
    app: &Application,
    connection: &impl ConnectionTrait,
    contract: &Contract,
    as_of: Day,
) -> Result<Vec<StatementLine>, ActionError> {
    if !contract.works_over_all_participants() {
        return Ok(Vec::new());
    }
    let area = area_of(app, contract).ok_or(ActionError::NotFound)?;
    let participant = |referral: referral::Model| {
        let events = referrals::events(&referral);
        let participant = Participant {
            id: referral.id.to_string(),
            started_on: events.started.map(|started| started.on),
            ended_on: events.ended.map(|ended| ended.on),
            lines: Vec::new(),
        };
        (referral.id, participant)
    };
    // Everybody who started, and not only those of whom something is claimed: benchmarks are a share of starts.
    let mut participants: IndexMap<Uuid, Participant> =
        served(connection, area, contract).await?.into_iter().map(participant).collect();
    for (claim, _) in claims::that_count(connection, std::slice::from_ref(&contract.id)).await? {
        let Some(participant) = participants.get_mut(&claim.referral_id) else { continue };
        if claim.approved_at.is_some() {
            participant.lines.push(OutcomeLine::Owed(ClaimLine {
                outcome: claim.outcome,
                occurrence: i64::from(claim.occurrence),
                definition: String::new(),
                reached_on: claim.outcome_on,
                amount: Pence(claim.amount_pence),
                example_price: claim.example_price,
                claim_from: None,
                claim_by: claim.claim_by,
                in_window: true,
                reasons: Vec::new(),
                spells: Vec::new(),
            }));
        }
    }
    let participants: Vec<Participant> = participants.into_values().collect();
    let all = statement(contract, &participants, as_of).lines;
    Ok(all.into_iter().filter(|line| line.kind != LineKind::Outcome && line.amount != Pence::ZERO).collect())
}

/// The contract with this id, if the account may keep its ledger.
///
/// # Errors
/// [`ActionError::NotAllowed`] when it may keep none; [`ActionError::NotFound`] when it is not under its body's contracts.
async fn own<'a>(app: &'a Application, by: &SignedIn, id: &str) -> Result<&'a Contract, ActionError> {
    access::general(app, by, Action::KeepLedger).await?;
    let own = access::contracts(app, by).into_iter().find(|(_, contract)| contract.id == id);
    own.map(|(_, contract)| contract).ok_or(ActionError::NotFound)
}

/// Books what brings the statement of a contract to what is owed today; gives what it came to.
///
/// # Errors
/// [`ActionError::NotFound`] when the contract is not one of the account's body; `ledger/changed` when there is nothing to
/// book, or it no longer comes to `expected`, what the account was shown; [`ActionError::Lost`] when somebody books it at
/// the same moment: then nothing is booked.
pub async fn book(app: &Application, by: &SignedIn, id: &str, expected: Pence) -> Result<Pence, ActionError> {
    let contract = own(app, by, id).await?;
    let transaction = app.db.begin().await?;
    let due = due_by(app, &transaction, contract, app.today_under(id)).await?;
    if due.changes.is_empty() || due.to_book != expected {
        return Err(changed(due.changes.is_empty(), "be booked", due.to_book));
    }
    for (change, position) in due.changes.iter().zip(1..) {
        let row = EntryId::make(app.clock.now(), app.randomness.as_ref()).0;
        let line = statement_line::ActiveModel {
            id: Set(row),
            contract: Set(id.to_owned()),
            booking: Set(due.last_booking + 1),
            position: Set(position),
            line: Set(serde_json::to_value(&change.line).context("a line cannot be kept")?),
            amount_pence: Set(change.amount.0),
            reverses: Set(change.amount != change.line.amount),
            says: Set(change.says.clone()),
            booked_at: Set(app.clock.now()),
            booked_by: Set(by.id.0),
        };
        once(statement_line::Entity::insert(line).exec_without_returning(&transaction).await.map(|_| ()))?;
        let posting = payment::book(id, &contract.provider, change.amount).map_err(nothing)?;
        let of = Of { source: Source::Statement, id: row, contract: id };
        post::write(app, &transaction, by.id, of, &posting, &change.says).await?;
    }
    record(app, &transaction, by, "book-statement").await?;
    transaction.commit().await?;
    Ok(due.to_book)
}

/// Pays what was booked of a contract's statement and is not paid; gives what it came to.
///
/// # Errors
/// As [`book`].
pub async fn pay(app: &Application, by: &SignedIn, id: &str, expected: Pence) -> Result<Pence, ActionError> {
    let contract = own(app, by, id).await?;
    let transaction = app.db.begin().await?;
    let due = due_by(app, &transaction, contract, app.today_under(id)).await?;
    if due.to_pay <= Pence::ZERO || due.to_pay != expected {
        return Err(changed(due.to_pay <= Pence::ZERO, "be paid", due.to_pay));
    }
    let row = EntryId::make(app.clock.now(), app.randomness.as_ref()).0;
    let paid = statement_payment::ActiveModel {
        id: Set(row),
        contract: Set(id.to_owned()),
        booking: Set(due.last_booking),
        amount_pence: Set(due.to_pay.0),
        paid_at: Set(app.clock.now()),
        paid_by: Set(by.id.0),
    };
    once(statement_payment::Entity::insert(paid).exec_without_returning(&transaction).await.map(|_| ()))?;
    let posting = payment::pay(&contract.provider, &contract.buyer, due.to_pay).map_err(nothing)?;
    let of = Of { source: Source::Payment, id: row, contract: id };
    post::write(app, &transaction, by.id, of, &posting, "Statement paid").await?;
    record(app, &transaction, by, "pay-statement").await?;
    transaction.commit().await?;
    Ok(due.to_pay)
}

/// A row that is there already was written by somebody who was first.
pub(super) fn once(written: Result<(), sea_orm::DbErr>) -> Result<(), ActionError> {
    written.map_err(|error| if is_duplicate(&error) { ActionError::Lost } else { error.into() })
}

fn changed(nothing: bool, done: &str, amount: Pence) -> ActionError {
    let says = if nothing {
        format!("There is nothing to {done}: somebody may have done it just now")
    } else {
        format!("What is to {done} has changed: it comes to {amount} now. Look at it, and send it again")
    };
    ActionError::refused("ledger/changed", says)
}

pub(super) async fn record(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    action: &str,
) -> Result<(), ActionError> {
    let line = audit::Line {
        account: Some(by.id),
        action,
        subject_kind: "system",
        subject: None,
        allowed: true,
        reasons: Vec::new(),
    };
    Ok(audit::record(app, connection, line).await?)
}
