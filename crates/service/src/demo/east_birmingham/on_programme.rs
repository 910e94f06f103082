//! On the programme for some weeks, and not in work yet.

use super::{Cast, started_restart};
use crate::demo::stage::Stage;
use anyhow::Result;
use kernel::PersonId;
use policy::Value;

/// Gives who it is, so that one of them can sign in as a resident.
pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<PersonId> {
    let days = stage.chance.number(30..=110).unsigned_abs();
    let (person, journey) = started_restart(stage, cast, days).await?;
    stage.on(stage.days_ago(days.saturating_sub(20)));
    let programmes = Value::AnyOf(["restart".to_owned()].into());
    stage.answer(&cast.jobcentre, person, vec![("current_programmes", programmes)]).await?;
    stage.approve_all(&cast.dwp, &journey).await?;
    Ok(person)
}
