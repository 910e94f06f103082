//! Registered yesterday, with three answers so far: most programmes are still open questions.

use super::Cast;
use crate::demo::{profile::Profile, stage::Stage};
use anyhow::Result;

/// The questions asked at the first meeting.
const FIRST_QUESTIONS: [&str; 3] = ["date_of_birth", "home", "benefit"];

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<()> {
    let day = stage.days_ago(1);
    let profile = *stage.chance.one_of(&Profile::ALL).unwrap_or(&Profile::Young);
    let mut made = profile.make(&mut stage.chance, &cast.homes, day)?;
    made.answers.retain(|(fact, _)| FIRST_QUESTIONS.contains(fact));
    stage.on(day);
    stage.register(&cast.jobcentre, made).await?;
    Ok(())
}
