//! The contracts of the body that buys: what each has come to, what is to come, and what needs somebody's attention.

use crate::{
    App, access,
    account::SignedIn,
    claim::{State as Stands, store as claims},
    ledger::{statement, store},
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{Pence, in_words};
use policy::{Area, Contract};
use rules::access::{Action, Role};

#[derive(Template)]
#[template(path = "ledger/pages/contracts.html")]
struct ContractsPage<'a> {
    shell: &'a Shell,
    caption: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    provider: String,
    days: String,
    booked: Pence,
    paid: Pence,
    /// What needs attention, each in a few words.
    attention: Vec<String>,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let mut rows = Vec::new();
    for (area, contract) in access::contracts(&app, &by) {
        rows.push(row(&app, area, contract).await?);
    }
    render(&ContractsPage { shell: &shell, caption: caption(&by), rows })
}

/// Whose contracts they are.
pub(super) fn caption(by: &SignedIn) -> String {
    match by.role {
        Role::Auditor => "Every contract".to_owned(),
        _ => by.organisation.as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default(),
    }
}

async fn row(app: &App, area: &Area, contract: &Contract) -> Result<Row, PageError> {
    let (booked, paid) = booked_and_paid(app, contract).await?;
    let own = std::slice::from_ref(&contract.id);
    let mut attention = Vec::new();
    for (stands, one, many) in [
        (Stands::ToApprove, "claim to approve", "claims to approve"),
        (Stands::Approved, "claim to pay", "claims to pay"),
        (Stands::Earned, "outcome not claimed yet", "outcomes not claimed yet"),
    ] {
        let (count, amount) = claims::total(app.db.reader(), own, stands).await?;
        if count > 0 {
            attention.push(format!("{count} {}: {amount}", if count == 1 { one } else { many }));
        }
    }
    let due = statement::due(app, contract, app.today_in(&area.id)).await?;
    if !due.changes.is_empty() {
        attention.push(format!("{} of the statement to book", due.to_book));
    }
    match due.to_pay {
        amount if amount > Pence::ZERO => attention.push(format!("{amount} of the statement to pay")),
        amount if amount < Pence::ZERO => {
            attention.push(format!("{} owed back by the provider", Pence(amount.0.saturating_neg())));
        }
        _ => {}
    }
    Ok(Row {
        href: format!("/contracts/{}", contract.id),
        name: contract.name.clone(),
        provider: body_name(area, &contract.provider),
        days: days(contract),
        booked,
        paid,
        attention,
    })
}

/// What a contract has cost as booked, and what of it was paid.
pub(super) async fn booked_and_paid(app: &App, contract: &Contract) -> Result<(Pence, Pence), PageError> {
    let balances = store::balances(app.db.reader(), std::slice::from_ref(&contract.id), None).await?;
    let sum = |kind: &str| {
        let of = balances.iter().filter(|(account, _)| account.starts_with(kind));
        Pence::total(of.map(|(_, amount)| *amount)).map_err(anyhow::Error::from)
    };
    Ok((sum("programme-cost/")?, Pence(sum("bank/")?.0.saturating_neg())))
}

pub(super) fn body_name(area: &Area, id: &str) -> String {
    area.bodies.get(id).map_or_else(|| id.to_owned(), |body| body.name.clone())
}

/// From when to when a contract runs.
pub(super) fn days(contract: &Contract) -> String {
    match contract.period.until {
        Some(until) => format!("{} to {}", in_words(contract.period.from), in_words(until)),
        None => format!("From {}", in_words(contract.period.from)),
    }
}
