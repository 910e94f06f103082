//! Earned enough for the outcome of Restart: for some the claim is approved, for others it waits.

use super::{Cast, started_restart};
use crate::demo::stage::{Job, Stage};
use anyhow::Result;
use kernel::Pence;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, time: usize) -> Result<()> {
    let (_, mut journey) = started_restart(stage, cast, 330).await?;
    stage.on(stage.days_ago(310));
    stage.approve_all(&cast.dwp, &journey).await?;
    let earnings_week = Pence(stage.chance.number(290..=420) * 100);
    let job = Job { from: stage.days_ago(220), until: None, hours_per_week: 30, earnings_week };
    stage.on(stage.days_ago(215));
    stage.job(&cast.heartlands, &journey, job).await?;
    stage.on(stage.days_ago(30));
    stage.end(&cast.heartlands, &mut journey, stage.days_ago(31), "In lasting work").await?;
    if time.is_multiple_of(2) {
        stage.on(stage.days_ago(20));
        stage.approve_all(&cast.dwp, &journey).await?;
    }
    Ok(())
}
