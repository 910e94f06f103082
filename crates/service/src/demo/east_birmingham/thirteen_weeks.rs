//! Thirteen weeks of work in sixteen, with a week between two jobs: a claim waits for the commissioner.

use super::{CONNECT_TO_WORK, Cast, registered};
use crate::demo::{
    profile::Profile,
    stage::{Job, Stage},
};
use anyhow::Result;
use kernel::Pence;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, time: usize) -> Result<()> {
    let person = registered(stage, cast, &cast.forum, Profile::Unwell, 200).await?;
    let mut journey = stage.refer(&cast.forum, person, CONNECT_TO_WORK, None).await?;
    stage.on(stage.days_ago(198));
    stage.accept(&cast.heartlands, &mut journey).await?;
    let start = stage.days_ago(190);
    stage.on(start);
    stage.start(&cast.heartlands, &mut journey, start).await?;
    stage.on(stage.days_ago(180));
    stage.approve_all(&cast.combined_authority, &journey).await?;
    let first = Job {
        from: stage.days_ago(140),
        until: Some(stage.days_ago(100)),
        hours_per_week: 16,
        earnings_week: Pence(19_800),
    };
    stage.on(stage.days_ago(98));
    stage.job(&cast.heartlands, &journey, first).await?;
    let second = Job { from: stage.days_ago(93), until: None, hours_per_week: 20, earnings_week: Pence(25_400) };
    stage.on(stage.days_ago(2));
    stage.job(&cast.heartlands, &journey, second).await?;
    if time.is_multiple_of(4) && time > 0 {
        stage.approve_all(&cast.combined_authority, &journey).await?;
    }
    Ok(())
}
