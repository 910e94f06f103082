//! What happens to a referral after it was sent: the provider accepts or declines, the referrer withdraws.

use super::store;
use crate::{Application, access, account::SignedIn, action::ActionError, audit, claim};
use kernel::ReferralId;
use rules::{
    access::Action,
    referral::{self as rule, Act, Events, Refusal, Stamp},
};

impl From<Refusal> for ActionError {
    fn from(refusal: Refusal) -> Self {
        let mut says = refusal.to_string();
        if let Some(first) = says.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        Self::refused(refusal.code(), says)
    }
}

/// The provider accepts the referral.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not this provider's; a refusal of `rules/referral`;
/// [`ActionError::Lost`] when somebody changed it since `version` was read.
pub async fn accept(app: &Application, by: &SignedIn, id: ReferralId, version: i32) -> Result<(), ActionError> {
    change(app, by, id, version, (Action::AnswerReferral, "accept-referral"), rule::accept).await
}

/// The provider declines the referral, with a reason that the referrer and the person will see.
///
/// # Errors
/// As [`accept`]; `referral/reason-missing` when the reason is blank.
pub async fn decline(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
    version: i32,
    reason: &str,
) -> Result<(), ActionError> {
    let decide = |events: &Events, stamp| rule::decline(events, stamp, reason);
    change(app, by, id, version, (Action::AnswerReferral, "decline-referral"), decide).await
}

/// The referrer withdraws the referral, with a reason.
///
/// # Errors
/// As [`decline`].
pub async fn withdraw(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
    version: i32,
    reason: &str,
) -> Result<(), ActionError> {
    let decide = |events: &Events, stamp| rule::withdraw(events, stamp, reason);
    change(app, by, id, version, (Action::WithdrawReferral, "withdraw-referral"), decide).await
}

/// One change of a referral: asked of `rules`, written with its line of the audit and the claim lines
/// that follow from it, or not at all.
pub(crate) async fn change(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
    version: i32,
    (action, name): (Action, &'static str),
    decide: impl FnOnce(&Events, Act) -> Result<Events, Refusal>,
) -> Result<(), ActionError> {
    let seen = access::referral(app, by, id, action).await?;
    if seen.referral.version != version {
        return Err(ActionError::Lost);
    }
    let stamp = Stamp { at: app.clock.now(), by: by.id };
    let act = Act { stamp, zone: app.zone_in(&seen.referral.area) };
    let events = decide(&store::events(&seen.referral), act)?;
    let transaction = app.db.begin().await?;
    store::save_events(&transaction, &seen.referral, &events).await?;
    let line = audit::Line::done(by.id, name, "referral", id.0);
    audit::record(app, &transaction, line).await?;
    claim::refresh(app, &transaction, by.id, id).await?;
    transaction.commit().await?;
    Ok(())
}
