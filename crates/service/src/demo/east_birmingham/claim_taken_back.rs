//! A claim that was approved and then taken back, because the job had ended earlier than was recorded.

use super::{Cast, started_restart};
use crate::demo::stage::{Job, Stage};
use anyhow::Result;
use kernel::Pence;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let (_, journey) = started_restart(stage, cast, 300).await?;
    let job = Job { from: stage.days_ago(230), until: None, hours_per_week: 32, earnings_week: Pence(38_000) };
    stage.on(stage.days_ago(90));
    let recorded = stage.job(&cast.heartlands, &journey, job).await?;
    stage.on(stage.days_ago(80));
    stage.approve_all(&cast.dwp, &journey).await?;
    stage.on(stage.days_ago(25));
    let shorter = Job { until: Some(stage.days_ago(190)), ..job };
    stage.correct(&cast.heartlands, &journey, recorded, shorter).await?;
    Ok(())
}
