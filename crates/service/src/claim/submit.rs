//! The provider claims what was earned: from then on it is before the commissioner.

use super::store::{self, State};
use crate::{Application, access, account::SignedIn, action::ActionError, audit, db::entities::claim::Column};
use kernel::ClaimId;
use rules::access::Action;
use std::collections::BTreeSet;

/// Kinds of evidence that a provider can name, by id, with their words: those of `spine/words.toml` that no feed brings.
pub(crate) fn nameable(app: &Application) -> impl Iterator<Item = (&str, &str)> {
    let kinds = app.policy.words.evidence.iter().filter(|(_, kind)| !kind.by_feed);
    kinds.map(|(id, kind)| (id.as_str(), kind.says.as_str()))
}

/// Every kind of evidence that can be named or that a contract accepts.
pub(crate) fn evidence_kinds(app: &Application) -> BTreeSet<String> {
    let accepted = app.policy.contracts().flat_map(|(_, contract)| &contract.evidence).flat_map(|rule| &rule.accepts);
    accepted.cloned().chain(nameable(app).map(|(kind, _)| kind.to_owned())).collect()
}

/// Claims an outcome that was earned, naming what bears it out.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not of a participant of this account's organisation; `claim/not-open` when it was
/// claimed before; `claim/too-late` after the last day; `claim/evidence-missing` when no kind of evidence is named that the
/// contract accepts; [`ActionError::Lost`] when somebody changed it since `version` was read.
pub async fn submit(
    app: &Application,
    by: &SignedIn,
    id: ClaimId,
    version: i32,
    evidence: &str,
) -> Result<(), ActionError> {
    let seen = access::claim(app, by, id, Action::SubmitClaim).await?;
    if seen.claim.version != version {
        return Err(ActionError::Lost);
    }
    if store::state_of(&seen.claim) != State::Earned {
        return Err(ActionError::refused("claim/not-open", "This was claimed before: look at where it stands"));
    }
    if seen.claim.claim_by.is_some_and(|last| app.today_in(&seen.referral.area) > last) {
        return Err(ActionError::refused("claim/too-late", "The last day to claim this has passed"));
    }
    let rule = seen.contract.evidence.iter().find(|rule| rule.outcome == seen.claim.outcome);
    let known = nameable(app).any(|(kind, _)| kind == evidence);
    if !known || rule.is_some_and(|rule| !rule.accepts.iter().any(|kind| kind == evidence)) {
        let says = match rule {
            Some(rule) => format!(
                "Choose what bears this out; the contract accepts: {}",
                rule.accepts.iter().map(|kind| kind.replace('-', " ")).collect::<Vec<_>>().join(", ")
            ),
            None => "Choose what bears this out".to_owned(),
        };
        return Err(ActionError::refused("claim/evidence-missing", says));
    }
    let transaction = app.db.begin().await?;
    let columns = [
        (Column::ClaimedAt, app.clock.now().into()),
        (Column::ClaimedBy, by.id.0.into()),
        (Column::Evidence, evidence.to_owned().into()),
    ];
    store::change(&transaction, &seen.claim, columns).await?;
    let line = audit::Line::done(by.id, "submit-claim", "claim", id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}
