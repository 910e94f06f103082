//! The ledger under the contracts of the body that buys: what each account comes to, and that all of them sum to nought.

use super::list::contracts;
use crate::{
    App, access,
    account::{self, SignedIn},
    claim::store,
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use kernel::Pence;
use rules::access::{Action, Role};

/// The columns of the table, in order. A debit is positive, a credit negative.
const COLUMNS: [&str; 8] = ["posted_at", "contract", "claim", "entry", "account", "amount_pence", "says", "posted_by"];

#[derive(Template)]
#[template(path = "claim/pages/ledger.html")]
struct LedgerPage<'a> {
    shell: &'a Shell,
    caption: String,
    accounts: Vec<AccountRow>,
    sum: Pence,
}

/// An account with what it comes to.
struct AccountRow {
    kind: &'static str,
    of: String,
    debit: String,
    credit: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let own: Vec<String> = contracts(&app, &by).into_iter().map(|(_, contract)| contract.id.clone()).collect();
    let balances = store::balances(app.db.reader(), &own).await?;
    let sum = Pence::total(balances.iter().map(|(_, balance)| *balance)).map_err(anyhow::Error::from)?;
    let caption = match by.role {
        Role::Auditor => "Every contract".to_owned(),
        _ => by.organisation.as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default(),
    };
    let accounts = balances.into_iter().map(|(account, balance)| account_row(&app, &account, balance)).collect();
    render(&LedgerPage { shell: &shell, caption, accounts, sum })
}

/// Every entry as CSV, for an accountant's own tools.
pub(super) async fn csv(State(app): State<App>, by: SignedIn) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let own: Vec<String> = contracts(&app, &by).into_iter().map(|(_, contract)| contract.id.clone()).collect();
    let entries = store::entries_under(app.db.reader(), &own).await?;
    let who = account::account_names(app.db.reader(), entries.iter().map(|(entry, _)| entry.posted_by)).await?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let written =
        |error: csv::Error| PageError::from(anyhow::Error::new(error).context("the ledger cannot be written"));
    table.write_record(COLUMNS).map_err(written)?;
    for (entry, contract) in &entries {
        let by = who.get(&entry.posted_by).map(String::as_str).unwrap_or_default();
        let (at, claim) = (entry.posted_at.to_rfc3339(), entry.claim_id.to_string());
        let (line, pence) = (entry.line.to_string(), entry.amount_pence.to_string());
        table
            .write_record([&*at, contract, &claim, &line, &entry.ledger_account, &pence, &entry.says, by])
            .map_err(written)?;
    }
    let body = table.into_inner().map_err(|error| anyhow::anyhow!("the ledger cannot be written: {error}"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"ledger.csv\""),
    ];
    Ok((headers, body).into_response())
}

fn account_row(app: &App, account: &str, balance: Pence) -> AccountRow {
    let (word, of) = account.split_once('/').unwrap_or((account, ""));
    let body = || {
        let found = app.policy.areas.values().find_map(|area| area.bodies.get(of));
        found.map_or_else(|| of.to_owned(), |body| body.name.clone())
    };
    let (kind, of) = match word {
        "programme-cost" => {
            ("Cost of a contract", app.policy.contract(of).map_or_else(|| of.to_owned(), |found| found.name.clone()))
        }
        "provider-payable" if balance > Pence::ZERO => ("Owed back by a provider", body()),
        "provider-payable" => ("Owed to a provider", body()),
        _ => ("Paid from the bank of", body()),
    };
    let amount = Pence(balance.0.saturating_abs()).to_string();
    let (debit, credit) = if balance.0 >= 0 { (amount, String::new()) } else { (String::new(), amount) };
    AccountRow { kind, of, debit, credit }
}
