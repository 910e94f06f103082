//! An adviser tried to refer, and several things stood in the way: kept as evidence.

use super::{Cast, registered};
use crate::demo::{profile::Profile, stage::Stage};
use crate::referral::Outcome;
use anyhow::{Result, ensure};

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, time: usize) -> Result<()> {
    // By turns: a community adviser who may not refer to Restart, to a body without a contract and
    // with which no agreement to share is in force; and a programme whose agreement has run out.
    let (adviser, profile, wish) = if time.is_multiple_of(2) {
        (&cast.forum, Profile::LowPaid, ("restart", "nhs-birmingham-solihull"))
    } else {
        (&cast.jobcentre, Profile::Unwell, ("i-can", "nhs-birmingham-solihull"))
    };
    let person = registered(stage, cast, adviser, profile, 5).await?;
    let outcome = stage.try_to_refer(adviser, person, wish, None).await?;
    ensure!(matches!(outcome, Outcome::Blocked { .. }), "a referral that should be stopped was sent");
    Ok(())
}
