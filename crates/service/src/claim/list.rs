//! Reading claims: those of one participant, and what the ledger holds for one.

use super::store::{self, State};
use crate::{Application, access, account::SignedIn, action::ActionError};
use kernel::{ClaimId, Day, DecisionId, Pence, ReferralId};
use rules::access::Action;

/// A claim line with where it stands.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Which one.
    pub id: ClaimId,
    /// The contract's id.
    pub contract: String,
    /// The contract's outcome.
    pub outcome: String,
    /// The day on which it was reached.
    pub outcome_on: Day,
    /// What is owed.
    pub amount: Pence,
    /// Where it stands.
    pub state: State,
    /// The version to answer it under.
    pub version: i32,
}

/// One side of a ledger posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// The ledger account: `programme-cost/restart-heartlands-works`.
    pub account: String,
    /// A debit is positive, a credit negative.
    pub amount: Pence,
    /// Why it was posted.
    pub says: String,
}

/// The claim lines of a participant, oldest first.
///
/// # Errors
/// As `access::referral` for seeing the spells of the participant.
pub async fn of_referral(app: &Application, by: &SignedIn, id: ReferralId) -> Result<Vec<Claim>, ActionError> {
    access::referral(app, by, id, Action::SeeSpells).await?;
    let rows = store::of_referral(app.db.reader(), id).await?;
    Ok(rows
        .into_iter()
        .map(|row| Claim {
            id: ClaimId(row.id),
            state: store::state_of(&row),
            contract: row.contract,
            outcome: row.outcome,
            outcome_on: row.outcome_on,
            amount: Pence(row.amount_pence),
            version: row.version,
        })
        .collect())
}

/// What the ledger holds for a claim, in order. The lines sum to zero.
///
/// # Errors
/// As `access::claim` for seeing the claim.
pub async fn ledger(app: &Application, by: &SignedIn, id: ClaimId) -> Result<Vec<LedgerLine>, ActionError> {
    access::claim(app, by, id, Action::SeeClaim).await?;
    let entries = crate::ledger::entries(app.db.reader(), id.0).await?;
    Ok(entries
        .into_iter()
        .map(|entry| LedgerLine { account: entry.ledger_account, amount: Pence(entry.amount_pence), says: entry.says })
        .collect())
}

/// The decision that a claim rests on.
///
/// # Errors
/// As `access::claim` for seeing the claim.
pub async fn decision_of(app: &Application, by: &SignedIn, id: ClaimId) -> Result<DecisionId, ActionError> {
    Ok(DecisionId(access::claim(app, by, id, Action::SeeClaim).await?.claim.decision_id))
}
