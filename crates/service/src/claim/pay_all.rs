//! A payment run: every approved claim under a contract is paid, each once, all in one transaction.

use super::store;
use crate::{Application, access, account::SignedIn, action::ActionError, audit, db::entities::claim::Column, ledger};
use kernel::{ClaimId, Pence};
use rules::access::Action;

/// What a payment run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Paid {
    /// Claims that were paid.
    pub claims: usize,
    /// What they came to.
    pub amount: Pence,
}

/// Pays every approved claim under a contract of the account's body.
///
/// # Errors
/// [`ActionError::NotFound`] when a claim is not under a contract of this account's body; `claim/nothing-to-pay` when none
/// waits, or when they no longer come to `expected`, what the account was shown; [`ActionError::Lost`] when somebody pays
/// or changes one of them at the same time: then none is paid.
pub async fn pay_all(app: &Application, by: &SignedIn, contract: &str, expected: Pence) -> Result<Paid, ActionError> {
    let waiting = store::to_pay(app.db.reader(), contract).await?;
    let mut seen = Vec::new();
    for claim in &waiting {
        let one = access::claim(app, by, ClaimId(claim.id), Action::PayClaim).await?;
        // Somebody may have paid it since it was found waiting: it is then another row than the one that waits.
        if one.claim.version != claim.version {
            return Err(ActionError::Lost);
        }
        seen.push(one);
    }
    let amount = Pence::total(waiting.iter().map(|claim| Pence(claim.amount_pence))).map_err(anyhow::Error::from)?;
    if waiting.is_empty() || amount != expected {
        let says = if waiting.is_empty() {
            "Nothing waits to be paid under this contract: somebody may have paid it just now".to_owned()
        } else {
            format!("What waits has changed: it comes to {amount} now. Look at the list, and pay it again")
        };
        return Err(ActionError::refused("claim/nothing-to-pay", says));
    }
    let transaction = app.db.begin().await?;
    for one in &seen {
        let columns = [(Column::PaidAt, app.clock.now().into()), (Column::PaidBy, by.id.0.into())];
        store::change(&transaction, &one.claim, columns).await?;
        let bodies = (one.contract.provider.as_str(), one.contract.buyer.as_str());
        ledger::payment(app, &transaction, by.id, &one.claim, bodies).await?;
        let line = audit::Line::done(by.id, "pay-claim", "claim", one.claim.id);
        audit::record(app, &transaction, line).await?;
    }
    transaction.commit().await?;
    Ok(Paid { claims: seen.len(), amount })
}
