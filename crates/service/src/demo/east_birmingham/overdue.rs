//! Referred more than a week ago, and not answered: later than the service standard allows.

use super::{Cast, referred_to_restart};
use crate::demo::stage::Stage;
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let days = stage.chance.number(7..=12).unsigned_abs();
    referred_to_restart(stage, cast, days).await?;
    Ok(())
}
