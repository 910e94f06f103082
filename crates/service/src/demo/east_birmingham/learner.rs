//! On a free course at a college, by way of the community forum; the start is to be approved.

use super::{Cast, FREE_COURSE, registered};
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let person = registered(stage, cast, &cast.forum, Profile::LowPaid, 40).await?;
    let mut journey = stage.refer(&cast.forum, person, FREE_COURSE, Some("Evening courses only.")).await?;
    stage.on(stage.days_ago(39));
    stage.accept(&cast.stechford, &mut journey).await?;
    let start = stage.days_ago(30);
    stage.on(start);
    stage.start(&cast.stechford, &mut journey, start).await
}
