//! Posting to the ledger: the entries of an approval, and those that take one back.

use super::store;
use crate::{
    Application,
    action::ActionError,
    db::entities::{claim, entry},
};
use kernel::{AccountId, ClaimId, EntryId, Pence};
use rules::payment::{LedgerAccount, Posting, approve, pay, reverse};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

/// Posts the approval of a claim.
pub(super) async fn approval(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    provider: &str,
) -> Result<(), ActionError> {
    let posting = posting(claim, provider)?;
    write(app, connection, by, claim, &posting, "Claim approved").await
}

/// Posts the payment of an approved claim.
pub(super) async fn payment(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    (provider, buyer): (&str, &str),
) -> Result<(), ActionError> {
    let posting = pay(provider, buyer, Pence(claim.amount_pence))
        .map_err(|error| ActionError::refused("claim/nothing-to-post", error.to_string()))?;
    write(app, connection, by, claim, &posting, "Claim paid").await
}

/// Posts the reversal of an approved claim.
pub(super) async fn reversal(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    provider: &str,
) -> Result<(), ActionError> {
    let posting = reverse(&posting(claim, provider)?).map_err(anyhow::Error::from)?;
    write(app, connection, by, claim, &posting, "Claim reversed").await
}

fn posting(claim: &claim::Model, provider: &str) -> Result<Posting, ActionError> {
    approve(&claim.contract, provider, Pence(claim.amount_pence))
        .map_err(|error| ActionError::refused("claim/nothing-to-post", error.to_string()))
}

async fn write(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    claim: &claim::Model,
    posting: &Posting,
    says: &str,
) -> Result<(), ActionError> {
    let now = app.clock.now();
    let first = store::entries(connection, ClaimId(claim.id)).await?.len() + 1;
    for (line, posted) in (first..).zip(posting.entries()) {
        let row = entry::ActiveModel {
            id: Set(EntryId::make(now, app.randomness.as_ref()).0),
            claim_id: Set(claim.id),
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
    }
}
