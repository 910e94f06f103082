//! Referred today: the provider has its full time to answer.

use super::{Cast, RESTART_IN_SOLIHULL, referred_to_restart, registered};
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, time: usize) -> Result<()> {
    if time.is_multiple_of(2) {
        referred_to_restart(stage, cast, 0).await?;
        return Ok(());
    }
    let person = registered(stage, cast, &cast.jobcentre, Profile::LongOutOfWork, 3).await?;
    stage.on(stage.days_ago(0));
    stage.refer(&cast.jobcentre, person, RESTART_IN_SOLIHULL, None).await?;
    Ok(())
}
