//! Left the programme before finding work, with the reason.

use super::{Cast, started_restart};
use crate::demo::stage::Stage;
use anyhow::Result;

/// Reasons as providers record them.
const REASONS: &[&str] =
    &["Moved to another city", "Began to care for a parent full time", "Became too unwell to go on"];

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let (_, mut journey) = started_restart(stage, cast, 150).await?;
    stage.on(stage.days_ago(70));
    let reason = stage.chance.word(REASONS);
    stage.end(&cast.heartlands, &mut journey, stage.days_ago(72), reason).await?;
    stage.approve_all(&cast.dwp, &journey).await
}
