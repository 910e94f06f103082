//! In a job for a few weeks: the weeks count up, and nothing more is owed yet.

use super::{Cast, started_restart};
use crate::demo::stage::{Job, Stage};
use anyhow::Result;
use kernel::Pence;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let (_, journey) = started_restart(stage, cast, 120).await?;
    let days = stage.chance.number(14..=45).unsigned_abs();
    let from = stage.days_ago(days);
    stage.on(stage.days_ago(days.saturating_sub(4)));
    let earnings_week = Pence(stage.chance.number(210..=380) * 100);
    let job = Job { from, until: None, hours_per_week: 24, earnings_week };
    stage.job(&cast.heartlands, &journey, job).await?;
    stage.approve_all(&cast.dwp, &journey).await
}
