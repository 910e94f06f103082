//! Withdrawn by the adviser before the provider answered.

use super::{Cast, referred_to_restart};
use crate::demo::stage::Stage;
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let (_, mut journey) = referred_to_restart(stage, cast, 12).await?;
    stage.on(stage.days_ago(11));
    stage.withdraw(&cast.jobcentre, &mut journey, "They found a job themselves the next morning.").await
}
