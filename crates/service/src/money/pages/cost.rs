//! One cost: what each stream of the area says to it.

use crate::{
    App,
    account::SignedIn,
    money::look,
    web::{Address, PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{ClaimId, Pence};
use rules::attribution::{LineAnswer, StreamAnswer, StreamSays};

#[derive(Template)]
#[template(path = "money/pages/cost.html")]
struct CostPage<'a> {
    shell: &'a Shell,
    claim: ClaimId,
    answer: Option<LineAnswer>,
    streams: Vec<StreamRow>,
}

/// What a stream says.
struct StreamRow {
    name: String,
    colour: &'static str,
    says: String,
    reasons: Vec<Reason>,
}

/// A reason: whether it is so, in the words of a rule.
struct Reason {
    truth: &'static str,
    says: String,
    code: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(claim): Address<ClaimId>,
) -> Result<Html<String>, PageError> {
    let answer = look::explain(&app, &by, claim).await?;
    let streams = answer.iter().flat_map(|answer| &answer.streams).map(row).collect();
    render(&CostPage { shell: &shell, claim, answer, streams })
}

fn row(stream: &StreamAnswer) -> StreamRow {
    let (colour, says, truth) = match stream.says {
        StreamSays::Pays => ("green", format!("Pays {}", stream.pays), "met"),
        StreamSays::Kept => ("blue", "May pay; kept for others".to_owned(), "met"),
        StreamSays::UsedUp => ("orange", "May pay; used up".to_owned(), "met"),
        StreamSays::MayNot => ("grey", "May not pay".to_owned(), "not-met"),
        StreamSays::NotKnown => ("yellow", "Not known".to_owned(), "unknown"),
    };
    let reason = |(code, says): &(String, String)| Reason { truth, says: says.clone(), code: code.clone() };
    StreamRow { name: stream.name.to_string(), colour, says, reasons: stream.reasons.iter().map(reason).collect() }
}
