//! Work that is paid for twice, for the auditor.

use crate::{
    App,
    account::SignedIn,
    claim::{self, PaidClaim, PaidTwice},
    delivery::outcome_name,
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{Pence, in_words};

#[derive(Template)]
#[template(path = "claim/pages/twice.html")]
struct TwicePage<'a> {
    shell: &'a Shell,
    rows: Vec<TwiceRow>,
}

/// Two claims that rest on the same work.
struct TwiceRow {
    person: String,
    one: ClaimCell,
    other: ClaimCell,
    days: String,
    at_most: Pence,
}

/// One of the two.
struct ClaimCell {
    href: String,
    says: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    let found = claim::paid_twice(&app, &by).await?;
    let rows = found.into_iter().map(|twice| row(&app, twice)).collect();
    render(&TwicePage { shell: &shell, rows })
}

fn row(app: &App, twice: PaidTwice) -> TwiceRow {
    let cell = |one: PaidClaim| {
        let contract = app.policy.contract(&one.contract);
        let (name, outcome) = contract.map_or_else(
            || (one.contract.clone(), one.outcome.clone()),
            |contract| (contract.name.clone(), outcome_name(app, contract, &one.outcome)),
        );
        ClaimCell { href: format!("/claims/{}", one.claim), says: format!("{name}: {outcome}, {}", one.amount) }
    };
    let [one, other] = twice.claims.map(cell);
    TwiceRow {
        person: twice.person,
        one,
        other,
        days: format!("{} to {}", in_words(twice.days.0), in_words(twice.days.1)),
        at_most: twice.at_most,
    }
}
