//! All questions answered last week, and nobody referred yet: several programmes are open.

use super::{Cast, registered};
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, time: usize) -> Result<()> {
    let profile = *stage.chance.one_of(&Profile::ALL).unwrap_or(&Profile::Young);
    let adviser = if time.is_multiple_of(2) { &cast.jobcentre } else { &cast.forum };
    registered(stage, cast, adviser, profile, 6).await?;
    Ok(())
}
