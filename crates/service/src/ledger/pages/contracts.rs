//! The contracts of the body that buys: what each has come to, what is to come, and what needs somebody's attention.

use crate::{
    App, access,
    account::SignedIn,
    claim::{State as Stands, store as claims},
    ledger::{self, statement},
    web::{
        PageError, Shell,
        forms::{Choice, Form},
        render,
    },
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
    form: &'a Form,
    caption: String,
    /// The areas of the contracts.
    areas: Vec<Choice>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    provider: String,
    days: String,
    approved: Pence,
    paid: Pence,
    owed_back: Pence,
    /// What needs attention, each in a few words.
    attention: Vec<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let found = access::contracts_in(&app, &by, form.text("area"));
    let mut rows = Vec::new();
    for (area, contract) in found.contracts {
        rows.push(row(&app, area, contract).await?);
    }
    render(&ContractsPage { shell: &shell, form: &form, caption: caption(&by), areas: areas(&found.areas), rows })
}

/// Areas to choose from.
pub(super) fn areas(found: &[&Area]) -> Vec<Choice> {
    found.iter().map(|area| Choice::new(area.id.to_string(), area.name.clone())).collect()
}

/// Whose contracts they are.
pub(super) fn caption(by: &SignedIn) -> String {
    match by.role {
        Role::Auditor => "Every contract".to_owned(),
        _ => by.organisation.as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default(),
    }
}

async fn row(app: &App, area: &Area, contract: &Contract) -> Result<Row, PageError> {
    let sums = ledger::sums(app, std::slice::from_ref(&contract.id)).await?;
    let own = std::slice::from_ref(&contract.id);
    let mut attention = Vec::new();
    for (stands, one, many) in [
        (Stands::ToApprove, "claim to approve", "claims to approve"),
        (Stands::Approved, "claim to pay", "claims to pay"),
    ] {
        let (count, amount) = claims::total(app.db.reader(), own, stands).await?;
        if count > 0 {
            attention.push(format!("{count} {}: {amount}", if count == 1 { one } else { many }));
        }
    }
    let earned = claims::earned(app.db.reader(), own, app.today_in(&area.id)).await?;
    for ((count, amount), says) in [(earned.in_time, "to be claimed"), (earned.too_late, "too late to claim")] {
        if count > 0 {
            attention.push(format!("{count} {says}: {amount}"));
        }
    }
    let due = statement::due(app, contract, app.today_in(&area.id)).await?;
    if !due.changes.is_empty() {
        attention.push(format!("{} of the statement to book", due.to_book));
    }
    match due.to_pay {
        amount if amount > Pence::ZERO => attention.push(format!("{amount} of the statement to pay")),
        _ => {}
    }
    if sums.owed_back > Pence::ZERO {
        attention.push(format!("{} owed back by the provider", sums.owed_back));
    }
    Ok(Row {
        href: format!("/contracts/{}", contract.id),
        name: contract.name.clone(),
        provider: body_name(area, &contract.provider),
        days: days(contract),
        approved: sums.approved,
        paid: sums.paid,
        owed_back: sums.owed_back,
        attention,
    })
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
