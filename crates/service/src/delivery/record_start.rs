//! Recording that a person has started on a programme.

use crate::{Application, account::SignedIn, action::ActionError, referral};
use kernel::{Day, ReferralId};
use rules::{access::Action, referral as rule, referral::Events};

/// Records the start; outcomes and claim lines that follow from it are worked out at once.
///
/// # Errors
/// As for accepting a referral; `referral/too-early` or `referral/in-future` for a day out of range.
pub async fn record_start(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
    version: i32,
    on: Day,
) -> Result<(), ActionError> {
    let decide = |events: &Events, stamp| rule::start(events, stamp, on);
    referral::change(app, by, id, version, (Action::RecordStart, "record-start"), decide).await
}

/// Records that a person's time on the programme has ended.
///
/// # Errors
/// As [`record_start`]; `referral/reason-missing` when the reason is blank.
pub async fn record_end(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
    version: i32,
    on: Day,
    reason: &str,
) -> Result<(), ActionError> {
    let decide = |events: &Events, stamp| rule::end(events, stamp, on, reason);
    referral::change(app, by, id, version, (Action::RecordStart, "record-end"), decide).await
}
