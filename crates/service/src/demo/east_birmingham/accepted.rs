//! Accepted, and not started yet.

use super::{CONNECT_TO_WORK, Cast, registered};
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let person = registered(stage, cast, &cast.forum, Profile::Unwell, 9).await?;
    let mut journey = stage.refer(&cast.forum, person, CONNECT_TO_WORK, Some("Mornings are best.")).await?;
    stage.on(stage.days_ago(7));
    stage.accept(&cast.heartlands, &mut journey).await
}
