//! Registered more than two years ago and never seen again: some of the record is due to be deleted.

use super::{Cast, registered};
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

/// How many days ago each was registered: beyond two years.
const DAYS_AGO: [u64; 2] = [770, 750];

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    for days in DAYS_AGO {
        registered(stage, cast, &cast.second_jobcentre, Profile::Unwell, days).await?;
    }
    Ok(())
}
