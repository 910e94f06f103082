//! A claim that the commissioner rejected, with the reason.

use super::{Cast, started_restart};
use crate::demo::stage::Stage;
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let (_, journey) = started_restart(stage, cast, 60).await?;
    stage.on(stage.days_ago(40));
    for claim in stage.claims(&journey).await? {
        let reason = "The action plan signed at the first meeting was not sent. Send it, and we will look again.";
        stage.reject(&cast.dwp, claim, reason).await?;
    }
    Ok(())
}
