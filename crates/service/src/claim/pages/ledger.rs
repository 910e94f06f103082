//! The ledger under the contracts of the body that buys: what each account comes to, and that all of them sum to nought.

use super::list::contracts;
use crate::{
    App, access,
    account::SignedIn,
    claim::store,
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::Pence;
use rules::access::{Action, Role};

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
