//! The commissioner's answer to a claim: approve it, or reject it with a reason.

use super::{
    feed,
    store::{self, State},
};
use crate::{
    Application,
    access::{self, SeenClaim},
    account::SignedIn,
    action::ActionError,
    audit,
    db::entities::claim::Column,
    ledger,
};
use anyhow::Context;
use kernel::ClaimId;
use rules::access::Action;
use sea_orm::sea_query::Value;

/// Approves a claim: it is booked in the ledger, once. What the newest feed of earnings says to it is kept with it; where
/// that speaks against the claim, a reason is needed, and kept too.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not under a contract of this account's body;
/// `claim/already-answered`; `claim/feed-against` when the feed speaks against it and `reason` is blank;
/// [`ActionError::Lost`] when somebody changed it since `version` was read.
pub async fn approve(
    app: &Application,
    by: &SignedIn,
    id: ClaimId,
    version: i32,
    reason: &str,
) -> Result<(), ActionError> {
    let seen = access::claim(app, by, id, Action::ApproveClaim).await?;
    still_open(&seen, version)?;
    let transaction = app.db.begin().await?;
    let (check, feed) = feed::check(app, &transaction, &seen).await?;
    if check.speaks_against() && reason.trim().is_empty() {
        let says = format!("{} To approve it all the same, say why", check.in_words());
        return Err(ActionError::refused("claim/feed-against", says));
    }
    let kept = Some(reason.trim().to_owned()).filter(|_| check.speaks_against());
    let columns: [(Column, Value); 5] = [
        (Column::ApprovedAt, app.clock.now().into()),
        (Column::ApprovedBy, by.id.0.into()),
        (Column::FeedCheck, serde_json::to_value(&check).context("the check cannot be kept")?.into()),
        (Column::FeedId, feed.into()),
        (Column::ApproveReason, kept.into()),
    ];
    store::change(&transaction, &seen.claim, columns).await?;
    ledger::approval(app, &transaction, by.id, &seen.claim, &seen.contract.provider).await?;
    record(app, &transaction, by, "approve-claim", id).await?;
    transaction.commit().await?;
    Ok(())
}

/// Rejects a claim, with a reason that the provider will see.
///
/// # Errors
/// As [`approve`]; `claim/reason-missing` when the reason is blank.
pub async fn reject(
    app: &Application,
    by: &SignedIn,
    id: ClaimId,
    version: i32,
    reason: &str,
) -> Result<(), ActionError> {
    let seen = access::claim(app, by, id, Action::ApproveClaim).await?;
    still_open(&seen, version)?;
    if reason.trim().is_empty() {
        return Err(ActionError::refused("claim/reason-missing", "Say why, so that the provider can put it right"));
    }
    let transaction = app.db.begin().await?;
    let columns = [
        (Column::RejectedAt, app.clock.now().into()),
        (Column::RejectedBy, by.id.0.into()),
        (Column::RejectReason, reason.trim().to_owned().into()),
    ];
    store::change(&transaction, &seen.claim, columns).await?;
    record(app, &transaction, by, "reject-claim", id).await?;
    transaction.commit().await?;
    Ok(())
}

fn still_open(seen: &SeenClaim, version: i32) -> Result<(), ActionError> {
    if seen.claim.version != version {
        return Err(ActionError::Lost);
    }
    match store::state_of(&seen.claim) {
        State::ToApprove => Ok(()),
        State::Earned => Err(ActionError::refused(
            "claim/not-claimed",
            "The provider has not claimed this yet: there is nothing to answer",
        )),
        answered => Err(ActionError::refused(
            "claim/already-answered",
            format!("This claim was already answered: {}", answered.in_words().to_lowercase()),
        )),
    }
}

async fn record(
    app: &Application,
    connection: &impl sea_orm::ConnectionTrait,
    by: &SignedIn,
    action: &str,
    claim: ClaimId,
) -> Result<(), ActionError> {
    let line = audit::Line {
        account: Some(by.id),
        action,
        subject_kind: "claim",
        subject: Some(claim.0),
        allowed: true,
        reasons: Vec::new(),
    };
    Ok(audit::record(app, connection, line).await?)
}
