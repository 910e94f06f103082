//! One contract: what it has come to, against what was agreed, what falls due, and what its statement adds.

use super::contracts::{body_name, days};
use crate::{
    App, access,
    account::SignedIn,
    action::ActionError,
    claim::store as claims,
    delivery::outcome_name,
    ledger::{self, Due, Outlook, Sums, statement},
    notice,
    web::{
        Notice, PageError, Shell,
        check::{self, Check, Sure},
        columns::Columns,
        forms::Form,
        render,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use chrono::{Datelike, Months};
use kernel::{Day, Pence, in_words};
use policy::{Area, Contract, Profile};
use rules::{access::Action, payment::OutlookMonth};
use std::collections::BTreeMap;
use tower_sessions::Session;

/// Lines of a statement that are shown; the rest are counted.
const MAX_LINES: usize = 100;
/// Months of the profile that are shown one by one.
const PROFILE_MONTHS: usize = 6;

#[derive(Template)]
#[template(path = "ledger/pages/contract.html")]
struct ContractPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    contract: &'a Contract,
    provider: String,
    buyer: String,
    days: String,
    sums: Sums,
    outlook: &'a Outlook,
    picture: Columns,
    months: Vec<MonthRow>,
    agreed: Vec<AgreedRow>,
    by_month: Vec<AgreedMonth>,
    /// Whether what was agreed is a made-up example.
    agreed_example: bool,
    due: &'a Due,
    lines: Vec<LineRow>,
    more_lines: usize,
    may_keep: bool,
}

impl ContractPage<'_> {
    /// `Month`, and the outcomes of which something was agreed.
    fn headings(&self) -> Vec<&str> {
        std::iter::once("Month").chain(self.agreed.iter().map(|row| row.outcome.as_str())).collect()
    }
}

/// A month ahead.
pub(crate) struct MonthRow {
    pub(crate) month: String,
    pub(crate) outcomes: usize,
    pub(crate) expected: Pence,
    pub(crate) fees: Pence,
}

/// An outcome against what was agreed, by the end of last month.
struct AgreedRow {
    outcome: String,
    agreed: i64,
    reached: i64,
    says: String,
    behind: bool,
}

/// A month that is over, with what was reached of each outcome: `1 of 3`.
struct AgreedMonth {
    month: String,
    outcomes: Vec<(String, String)>,
}

/// A line to be booked.
struct LineRow {
    on: String,
    says: String,
    code: String,
    amount: Pence,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path(id): Path<String>,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    page(&app, &shell, &by, &id, &form).await
}

pub(super) async fn book(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    if let Some(check) = before(&app, &shell, &by, (&id, &form), Asked::Book).await? {
        return Ok(check);
    }
    let booked = ledger::book(&app, &by, &id, expected(&form)).await;
    let done = booked.map(|amount| format!("Booked: {amount}."));
    after(&app, (&shell, &session, &by), &id, (&mut form, done)).await
}

pub(super) async fn pay(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    if let Some(check) = before(&app, &shell, &by, (&id, &form), Asked::Pay).await? {
        return Ok(check);
    }
    let paid = ledger::pay(&app, &by, &id, expected(&form)).await;
    let done = paid.map(|amount| format!("Paid: {amount}."));
    after(&app, (&shell, &session, &by), &id, (&mut form, done)).await
}

/// What is asked of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Book,
    Pay,
}

/// The page that says what will happen, where it was not told yet. What is not as it was shown is told by what does it.
async fn before(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    (id, form): (&str, &Form),
    asked: Asked,
) -> Result<Option<Response>, PageError> {
    access::general(app, by, Action::KeepLedger).await?;
    let own = access::contracts(app, by).into_iter().find(|(_, contract)| contract.id == id);
    let (_, contract) = own.ok_or(PageError::NotFound)?;
    let due = statement::due(app, contract, app.today_under(id)).await?;
    let (amount, is_there) = match asked {
        Asked::Book => (due.to_book, !due.changes.is_empty()),
        Asked::Pay => (due.to_pay, due.to_pay > Pence::ZERO),
    };
    if !is_there || amount != expected(form) || check::is_sure(form, &amount) {
        return Ok(None);
    }
    let (path, button) = match asked {
        Asked::Book => ("book", format!("Book {amount}")),
        Asked::Pay => ("pay", format!("Pay {amount}")),
    };
    let says = match asked {
        Asked::Book => vec![
            format!(
                "{} will be booked under {}.",
                crate::wording::count(due.changes.len(), "line", "lines"),
                contract.name
            ),
            format!("Together they come to {amount}. What was booked and changed since is taken back and booked anew."),
        ],
        Asked::Pay => vec![
            format!("{amount} of the statement of {} will be marked as paid, and booked in the ledger.", contract.name),
            "If lines are taken back later, the provider owes it back.".to_owned(),
        ],
    };
    let check = Check {
        heading: if asked == Asked::Book { "Before you book the statement" } else { "Before you pay the statement" },
        action: &format!("/contracts/{id}/{path}"),
        button: &button,
        cancel: &format!("/contracts/{id}#statement"),
        says,
        sure: &amount.word(),
    };
    check.page(shell, form).map(Some)
}

/// Back to the contract with what was done; or the page again, with why not.
async fn after(
    app: &App,
    (shell, session, by): (&Shell, &Session, &SignedIn),
    id: &str,
    (form, done): (&mut Form, Result<String, ActionError>),
) -> Result<Response, PageError> {
    match done {
        Ok(says) => {
            notice::leave(session, Notice::done(says)).await?;
            Ok(Redirect::to(&format!("/contracts/{id}")).into_response())
        }
        Err(error) => {
            let status = error.onto(form, "statement")?;
            Ok((status, page(app, shell, by, id, form).await?).into_response())
        }
    }
}

/// What the account was shown; a form that does not say is as good as one that was overtaken.
fn expected(form: &Form) -> Pence {
    Pence(form.text("expected").parse().unwrap_or(i64::MIN))
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, id: &str, form: &Form) -> Result<Html<String>, PageError> {
    let own = access::contracts(app, by).into_iter().find(|(_, contract)| contract.id == id);
    let (area, contract): (&Area, &Contract) = own.ok_or(PageError::NotFound)?;
    let sums = ledger::sums(app, std::slice::from_ref(&contract.id)).await?;
    let outlook = ledger::of_contracts(app, &[(area, contract)]).await?;
    let due = statement::due(app, contract, app.today_under(&contract.id)).await?;
    let (agreed, by_month) = against_profile(app, contract).await?;
    let lines = due.changes.iter().take(MAX_LINES).map(|change| LineRow {
        on: in_words(change.line.on),
        says: change.says.clone(),
        code: change.line.code.clone(),
        amount: change.amount,
    });
    render(&ContractPage {
        shell,
        form,
        contract,
        provider: body_name(area, &contract.provider),
        buyer: body_name(area, &contract.buyer),
        days: days(contract),
        sums,
        picture: picture(&outlook.months),
        months: outlook.months.iter().map(month_row).collect(),
        outlook: &outlook,
        agreed,
        by_month,
        agreed_example: contract.profiles.iter().any(|profile| profile.example),
        lines: lines.collect(),
        more_lines: due.changes.len().saturating_sub(MAX_LINES),
        due: &due,
        may_keep: access::may(app, by, Action::KeepLedger),
    })
}

/// What falls due by month, as a picture.
pub(crate) fn picture(months: &[OutlookMonth]) -> Columns {
    let months: Vec<_> = months
        .iter()
        .map(|month| {
            let all = month.expected.plus(month.fees).unwrap_or(month.expected);
            let name = |form: &str| month.first_day.format(form).to_string();
            (name("%B %Y"), name("%b"), all, Pence::ZERO)
        })
        .collect();
    Columns::new("What falls due by month", &months)
}

pub(crate) fn month_row(month: &OutlookMonth) -> MonthRow {
    MonthRow {
        month: month.first_day.format("%B %Y").to_string(),
        outcomes: month.outcomes,
        expected: month.expected,
        fees: month.fees,
    }
}

/// What was reached against what was agreed: by outcome to the end of last month, and the last months one by one.
async fn against_profile(app: &App, contract: &Contract) -> Result<(Vec<AgreedRow>, Vec<AgreedMonth>), PageError> {
    if contract.profiles.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut reached: BTreeMap<(String, Day), i64> = BTreeMap::new();
    for (claim, _) in claims::that_count(app.db.reader(), std::slice::from_ref(&contract.id)).await? {
        if let Some(first) = claim.outcome_on.with_day(1) {
            *reached.entry((claim.outcome, first)).or_default() += 1;
        }
    }
    let mut rows = Vec::new();
    let mut months: BTreeMap<Day, Vec<(String, String)>> = BTreeMap::new();
    for profile in &contract.profiles {
        let past = past_months(contract, profile, app.today_under(&contract.id));
        let in_month = |first: Day| reached.get(&(profile.outcome.clone(), first)).copied().unwrap_or_default();
        let agreed: i64 = past.iter().map(|(_, agreed)| agreed).sum();
        let so_far: i64 = past.iter().map(|(first, _)| in_month(*first)).sum();
        let outcome = outcome_name(app, contract, &profile.outcome);
        rows.push(AgreedRow {
            says: told(agreed, so_far),
            behind: so_far < agreed,
            outcome: outcome.clone(),
            agreed,
            reached: so_far,
        });
        for (first, agreed) in past {
            let told = format!("{} of {agreed}", in_month(first));
            months.entry(first).or_default().push((outcome.clone(), told));
        }
    }
    let skip = months.len().saturating_sub(PROFILE_MONTHS);
    let month = |(first, outcomes): (Day, _)| AgreedMonth { month: first.format("%B %Y").to_string(), outcomes };
    let months = months.into_iter().skip(skip).map(month).collect();
    Ok((rows, months))
}

/// The months of a profile that are over: the first day of each, and what was agreed.
fn past_months(contract: &Contract, profile: &Profile, today: Day) -> Vec<(Day, i64)> {
    let Some(first) = contract.period.from.with_day(1) else { return Vec::new() };
    let this_month = today.with_day(1).unwrap_or(today);
    let months = (0..).zip(&profile.by_month);
    let months = months.filter_map(|(ahead, agreed)| Some((first.checked_add_months(Months::new(ahead))?, *agreed)));
    months.take_while(|(month, _)| *month < this_month).collect()
}

/// How far what was reached is from what was agreed, in words.
fn told(agreed: i64, reached: i64) -> String {
    let percent = |part: i64| (part * 100 + agreed / 2) / agreed.max(1);
    match reached - agreed {
        0 => "As agreed".to_owned(),
        more if more > 0 && agreed == 0 => format!("{more} more than agreed"),
        more if more > 0 => format!("{}% ahead", percent(more)),
        less => format!("{}% behind", percent(-less)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_ahead_or_behind_is_told_in_whole_percent() {
        assert_eq!(told(30, 30), "As agreed");
        assert_eq!(told(30, 20), "33% behind");
        assert_eq!(told(30, 40), "33% ahead");
        assert_eq!(told(0, 2), "2 more than agreed");
        assert_eq!(told(3, 0), "100% behind");
    }
}
