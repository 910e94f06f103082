//! The ledger under the contracts of the body that buys: what each account comes to, that all of them sum to zero, and
//! the months that are closed.

use super::contracts::{areas, caption};
use crate::{
    App, access,
    account::{self, SignedIn},
    ledger::{self, close as closing, store},
    notice,
    web::{
        Notice, PageError, Shell,
        check::Check,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Day, Pence, in_words};
use policy::Contract;
use rules::access::Action;
use tower_sessions::Session;

/// The columns of the table, in order. A debit is positive, a credit negative.
const COLUMNS: [&str; 10] =
    ["booked_on", "posted_at", "contract", "of", "of_id", "entry", "account", "amount_pence", "says", "posted_by"];

#[derive(Template)]
#[template(path = "ledger/pages/ledger.html")]
struct LedgerPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    /// The areas of the contracts.
    areas: Vec<Choice>,
    /// The month at whose end the balances are shown; empty: now.
    at_end_of: String,
    accounts: Vec<AccountRow>,
    sum: Pence,
    months: Vec<MonthRow>,
    /// The month that may be closed next: its last day, and its name.
    next: Option<(Day, String)>,
    may_keep: bool,
}

/// An account with what it comes to.
struct AccountRow {
    kind: &'static str,
    of: String,
    debit: String,
    credit: String,
}

/// A month that was closed.
struct MonthRow {
    href: String,
    month: String,
    closed: String,
    accrued: Pence,
    unchanged: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    page(&app, &shell, &by, &form).await
}

/// Closes a month under every contract of the body.
pub(super) async fn close(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let until = form.text("until").parse::<Day>().unwrap_or(Day::MIN);
    if form.text("sure") != until.to_string()
        && let Some(accrued) = ledger::would_accrue(&app, &by, until).await?
    {
        let month = until.format("%B %Y");
        let check = Check {
            heading: &format!("Before you close {month}"),
            action: "/ledger/close",
            button: &format!("Close {month}"),
            cancel: "/ledger",
            says: vec![
                format!("Nothing more is booked in {month}, under any contract of your organisation."),
                format!("{accrued} was earned by its end and is not booked yet. It is accrued on its last day."),
                "What comes to light later is booked in the first month that is open.".to_owned(),
            ],
            sure: &until.to_string(),
        };
        return check.page(&shell, &form);
    }
    match ledger::close(&app, &by, until).await {
        Ok(closed) => {
            let says = format!("{} is closed. {} was accrued.", until.format("%B %Y"), closed.accrued);
            notice::leave(&session, Notice::done(says)).await?;
            Ok(Redirect::to("/ledger").into_response())
        }
        Err(error) => {
            let status = error.onto(&mut form, "close")?;
            Ok((status, page(&app, &shell, &by, &form).await?).into_response())
        }
    }
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form) -> Result<Html<String>, PageError> {
    let found = access::contracts_in(app, by, form.text("area"));
    let own: Vec<&Contract> = found.contracts.iter().map(|(_, contract)| *contract).collect();
    let in_area = found.area.map(|area| area.id.to_string()).unwrap_or_default();
    let ids: Vec<String> = own.iter().map(|contract| contract.id.clone()).collect();
    let months = ledger::months(app, &ids).await?;
    let wanted = form.text("at");
    let at = months.iter().map(|month| month.until).find(|until| until.to_string() == wanted);
    let balances = store::balances(app.db.reader(), &ids, at).await?;
    let sum = Pence::total(balances.iter().map(|(_, balance)| *balance)).map_err(anyhow::Error::from)?;
    let who = account::account_names(app.db.reader(), months.iter().map(|month| month.closed.1)).await?;
    let month_row = |month: &ledger::Month| MonthRow {
        href: format!("/ledger?at={}&area={in_area}", month.until),
        month: month.until.format("%B %Y").to_string(),
        closed: format!(
            "{} by {}",
            in_words(by.zone(app).day(month.closed.0)),
            who.get(&month.closed.1).map(String::as_str).unwrap_or_default()
        ),
        accrued: month.accrued,
        unchanged: month.unchanged,
    };
    let next = closing::next(app, &own).await?;
    render(&LedgerPage {
        shell,
        form,
        caption: caption(by),
        areas: areas(&found.areas),
        at_end_of: at.map(|until| until.format("%B %Y").to_string()).unwrap_or_default(),
        accounts: balances.into_iter().map(|(account, balance)| account_row(app, &account, balance)).collect(),
        sum,
        months: months.iter().map(month_row).collect(),
        next: next.map(|until| (until, until.format("%B %Y").to_string())),
        may_keep: access::may(app, by, Action::KeepLedger),
    })
}

/// Every entry as CSV, for an accountant's own tools.
pub(super) async fn csv(State(app): State<App>, by: SignedIn) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let own: Vec<String> = access::contracts(&app, &by).into_iter().map(|(_, contract)| contract.id.clone()).collect();
    let entries = store::entries_under(app.db.reader(), &own).await?;
    let who = account::account_names(app.db.reader(), entries.iter().map(|entry| entry.posted_by)).await?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let written =
        |error: csv::Error| PageError::from(anyhow::Error::new(error).context("the ledger cannot be written"));
    table.write_record(COLUMNS).map_err(written)?;
    for entry in &entries {
        let by = who.get(&entry.posted_by).map(String::as_str).unwrap_or_default();
        let (on, at, of) = (entry.booked_on.to_string(), entry.posted_at.to_rfc3339(), entry.source_id.to_string());
        let (line, pence) = (entry.line.to_string(), entry.amount_pence.to_string());
        let (contract, account) = (&entry.contract, &entry.ledger_account);
        table
            .write_record([&*on, &at, contract, &entry.source, &of, &line, account, &pence, &entry.says, by])
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
    let contract = || app.policy.contract(of).map_or_else(|| of.to_owned(), |found| found.name.clone());
    let (kind, of) = match word {
        "programme-cost" => ("Cost of a contract", contract()),
        "accrued" => ("Earned, not booked by the end of a month", contract()),
        "provider-payable" if balance > Pence::ZERO => ("Owed back by a provider", body()),
        "provider-payable" => ("Owed to a provider", body()),
        _ => ("Paid from the bank of", body()),
    };
    let amount = Pence(balance.0.saturating_abs()).to_string();
    let (debit, credit) = if balance.0 >= 0 { (amount, String::new()) } else { (String::new(), amount) };
    AccountRow { kind, of, debit, credit }
}
