//! Declined by the provider, with the reason.

use super::{Cast, RESTART_IN_SOLIHULL, registered};
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

/// Reasons as providers give them.
const REASONS: &[&str] = &[
    "We have no adviser who speaks the person's first language until next month.",
    "The person asked for sessions near their home, and our nearest room is two bus rides away.",
    "We rang on three days and wrote once, and had no answer.",
];

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let person = registered(stage, cast, &cast.jobcentre, Profile::LongOutOfWork, 16).await?;
    let mut journey = stage.refer(&cast.jobcentre, person, RESTART_IN_SOLIHULL, None).await?;
    stage.on(stage.days_ago(14));
    let reason = stage.chance.word(REASONS);
    stage.decline(&cast.chelmsley, &mut journey, reason).await
}
