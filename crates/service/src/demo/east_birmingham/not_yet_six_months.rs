//! On the benefit for three to five months: Restart asks for six here. A commissioner asks what three would do, and
//! saves the answer for the board.

use super::{AREA, Cast, registered};
use crate::{
    account::SignedIn,
    demo::{profile::Profile, stage::Stage},
    evidence::{self, Answer, NewNote, WhatIfQuestion},
};
use anyhow::{Context, Result};

/// People for each time that every situation is played.
const PEOPLE: usize = 12;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, each: usize) -> Result<()> {
    for _ in 0..each * PEOPLE {
        registered(stage, cast, &cast.second_jobcentre, Profile::SomeMonthsOut, 4).await?;
    }
    stage.on(stage.days_ago(1));
    note(stage, &cast.dwp).await
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
