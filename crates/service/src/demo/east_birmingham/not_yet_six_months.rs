//! On the benefit for three to five months: Restart asks for six here. A commissioner asks what three would do, and
//! saves the answer for the board.

use super::{AREA, Cast, registered};
use crate::{
    account::SignedIn,
    demo::{profile::Profile, stage::Stage},
    evidence::{self, Answer, NewNote, WhatIfQuestion},
};
use anyhow::{Context, Result};
use kernel::completed_days;
use statistics::step_of;

/// People for each time that every situation is played.
const PEOPLE: usize = 24;
/// How long before the day of the count they come.
const DAYS_BEFORE: u64 = 3;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, each: usize) -> Result<()> {
    let days_ago = days_since_the_count(stage) + DAYS_BEFORE;
    for _ in 0..each * PEOPLE {
        registered(stage, cast, &cast.second_jobcentre, Profile::SomeMonthsOut, days_ago).await?;
    }
    stage.on(stage.days_ago(1));
    note(stage, &cast.dwp).await
}

/// How many days have gone since the register was last counted; only who came before is in counts of people.
fn days_since_the_count(stage: &Stage<'_>) -> u64 {
    let today = stage.days_ago(0);
    let counted = stage.app.policy.counting.as_ref().map_or(today, |counting| step_of(counting, today));
    u64::try_from(completed_days(counted, today)).unwrap_or_default()
}

async fn note(stage: &Stage<'_>, commissioner: &SignedIn) -> Result<()> {
    let (_, on) = evidence::days_of(stage.app, AREA).await?;
    let question = WhatIfQuestion {
        programme: "restart".to_owned(),
        parameter: "months_on_benefit".to_owned(),
        value: 3,
        from: on,
        by: vec!["age".to_owned(), "disabled".to_owned()],
    };
    let answer = evidence::ask_what_if(stage.app, commissioner, AREA, question).await?;
    let new = NewNote {
        title: "Restart after three months and not six".to_owned(),
        remark: Some("For the partnership board. At our level we may not go below six months: this is evidence for those who can.".to_owned()),
        answer: Answer::WhatIf(Box::new(answer?)),
    };
    evidence::save_note(stage.app, commissioner, new).await.context("cannot save a note")?;
    Ok(())
}
