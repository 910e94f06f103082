//! Posting to the ledger: entries that belong together, on the first day that is open.

use super::store::{self, Source};
use crate::{
    Application,
    action::ActionError,
    db::entities::{claim, entry},
};
use kernel::{AccountId, Day, EntryId, Pence};
use rules::payment::{LedgerAccount, Posting, PostingError, approve, booked_on, pay, reverse};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

/// What a posting is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) source: Source,
    pub(super) id: Uuid,
    pub(super) contract: &'a str,
}

/// Posts the approval of a claim.
pub(crate) async fn approval(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    provider: &str,
) -> Result<(), ActionError> {
    let posting = approve(&claim.contract, provider, Pence(claim.amount_pence)).map_err(nothing)?;
    write(app, connection, by, of(claim), &posting, "Claim approved").await
}

/// Posts the payment of an approved claim.
pub(crate) async fn payment(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    (provider, buyer): (&str, &str),
) -> Result<(), ActionError> {
    let posting = pay(provider, buyer, Pence(claim.amount_pence)).map_err(nothing)?;
    write(app, connection, by, of(claim), &posting, "Claim paid").await
}

/// Posts the reversal of an approved claim.
pub(crate) async fn reversal(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    provider: &str,
) -> Result<(), ActionError> {
    let posting = approve(&claim.contract, provider, Pence(claim.amount_pence)).map_err(nothing)?;
    let posting = reverse(&posting).map_err(anyhow::Error::from)?;
    write(app, connection, by, of(claim), &posting, "Claim reversed").await
}

fn of(claim: &claim::Model) -> Of<'_> {
    Of { source: Source::Claim, id: claim.id, contract: &claim.contract }
}

/// What cannot be posted, for people.
pub(super) fn nothing(error: PostingError) -> ActionError {
    ActionError::refused("ledger/nothing-to-post", error.to_string())
}

/// Writes a posting on today, or on the first day that is open.
pub(super) async fn write(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    of: Of<'_>,
    posting: &Posting,
    says: &str,
) -> Result<(), ActionError> {
    let closed = store::closed_until(connection, of.contract).await?;
    write_on(app, connection, by, of, (posting, says), booked_on(app.today_under(of.contract), closed)).await
}

/// Writes a posting on a day, which the caller knows to be open.
pub(super) async fn write_on(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    of: Of<'_>,
    (posting, says): (&Posting, &str),
    on: Day,
) -> Result<(), ActionError> {
    let now = app.clock.now();
    let first = store::entries(connection, of.id).await?.len() + 1;
    for (line, posted) in (first..).zip(posting.entries()) {
        let row = entry::ActiveModel {
            id: Set(EntryId::make(now, app.randomness.as_ref()).0),
            source: Set(of.source.word().to_owned()),
            source_id: Set(of.id),
            contract: Set(of.contract.to_owned()),
            booked_on: Set(on),
            line: Set(i32::try_from(line).map_err(anyhow::Error::from)?),
            ledger_account: Set(account_word(&posted.account)),
            amount_pence: Set(posted.amount.0),
            says: Set(says.to_owned()),
            posted_at: Set(now),
            posted_by: Set(by.0),
        };
        entry::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// The name of a ledger account as it is stored: `programme-cost/restart-east-birmingham`.
fn account_word(account: &LedgerAccount) -> String {
    match account {
        LedgerAccount::ProgrammeCost(contract) => format!("programme-cost/{contract}"),
        LedgerAccount::ProviderPayable(body) => format!("provider-payable/{body}"),
        LedgerAccount::Bank(body) => format!("bank/{body}"),
        LedgerAccount::Accrued(contract) => format!("accrued/{contract}"),
    }
}
