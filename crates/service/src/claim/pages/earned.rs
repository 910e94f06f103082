//! What the provider has earned and not claimed, and what became of its claims.

use super::example::Prices;
use crate::{
    App, access,
    account::SignedIn,
    claim::store::{self, State as Stands},
    db::entities::{claim as row, referral},
    delivery::outcome_name,
    ledger::{self, MonthRow, Outlook, Soon},
    person::store as people,
    web::{PageError, Shell, columns::Columns, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{Day, Pence, completed_days, in_words};
use rules::access::Action;

/// Claims shown of a kind; the rest are counted.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "claim/pages/earned.html")]
struct EarnedPage<'a> {
    shell: &'a Shell,
    organisation: &'a str,
    to_claim: Part,
    rejected: Part,
    waiting: Part,
    to_be_paid: Part,
    paid: Part,
    /// What was paid and taken back since.
    owed_back: Pence,
    /// What of what was earned is too late to claim, in no sum.
    too_late: Pence,
    /// What the next thirty days bring.
    soon: Vec<SoonRow>,
    /// What is to be said of the prices behind it; "" for nothing.
    soon_prices: &'static str,
    /// How many of them are not shown.
    more_soon: usize,
    picture: Columns,
    months: Vec<MonthRow>,
}

/// An outcome that is due soon.
struct SoonRow {
    href: String,
    reference: String,
    outcome: String,
    on: String,
    amount: String,
}

/// The claims that stand so.
struct Part {
    rows: Vec<Row>,
    /// What is to be said of the prices behind them; "" for nothing.
    prices: &'static str,
    /// `1 claim`, `6 claims`.
    count: String,
    /// What they come to, without what it is too late to claim.
    total: Pence,
}

struct Row {
    href: String,
    reference: String,
    outcome: String,
    contract: String,
    reached: String,
    /// Until when it may be claimed, with how long that is; or why it was rejected.
    says: String,
    late: bool,
    amount: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeEarned).await?;
    let own = by.organisation.as_ref().ok_or(PageError::NotFound)?;
    let part = async |stands| part(&app, &by, own.id.0, stands).await;
    let under = app.policy.contracts().filter(|(area, one)| *area.id == *own.area && one.provider == own.body);
    let contracts: Vec<String> = under.map(|(_, one)| one.id.clone()).collect();
    let outlook = ledger::of_provider(&app, own).await?;
    let (soon, soon_prices) = soon(&app, &outlook).await?;
    render(&EarnedPage {
        shell: &shell,
        organisation: &own.name,
        to_claim: part(Stands::Earned).await?,
        rejected: part(Stands::Rejected).await?,
        waiting: part(Stands::ToApprove).await?,
        to_be_paid: part(Stands::Approved).await?,
        paid: part(Stands::Paid).await?,
        owed_back: ledger::sums(&app, &contracts).await?.owed_back,
        too_late: store::earned(app.db.reader(), &contracts, by.today(&app)).await?.too_late.1,
        soon,
        soon_prices,
        more_soon: outlook.soon.len().saturating_sub(MOST),
        picture: ledger::picture(&outlook.months),
        months: outlook.months.iter().map(ledger::month_row).collect(),
    })
}

/// What is due soon, and what is to be said of its prices.
async fn soon(app: &App, outlook: &Outlook) -> Result<(Vec<SoonRow>, &'static str), PageError> {
    let shown = || outlook.soon.iter().take(MOST);
    let people = people::find_many(app.db.reader(), shown().map(|one| one.person.0)).await?;
    let priced = shown().filter(|one| one.expected.amount.is_some());
    let prices = Prices::of(priced.map(|one| one.expected.example_price));
    let row = |Soon { referral, person, contract, expected }: &Soon| SoonRow {
        href: format!("/participants/{referral}"),
        reference: people.get(&person.0).map(|person| person.reference.clone()).unwrap_or_default(),
        outcome: app
            .policy
            .contract(contract)
            .map_or_else(|| expected.outcome.clone(), |contract| outcome_name(app, contract, &expected.outcome)),
        on: in_words(expected.on),
        amount: match (expected.amount, expected.example_price) {
            (Some(amount), is_example) => prices.amount(amount, is_example),
            (None, _) => "Not known yet".to_owned(),
        },
    };
    Ok((shown().map(row).collect(), prices.note()))
}

async fn part(app: &App, by: &SignedIn, provider: uuid::Uuid, stands: Stands) -> Result<Part, PageError> {
    let connection = app.db.reader();
    let claims = store::of_provider(connection, provider, stands).await?;
    let today = by.today(app);
    let too_late = |claim: &row::Model| stands == Stands::Earned && claim.claim_by.is_some_and(|last| last < today);
    let in_time = claims.iter().filter(|(claim, _)| !too_late(claim));
    let total = Pence::total(in_time.map(|(claim, _)| Pence(claim.amount_pence))).map_err(anyhow::Error::from)?;
    let count = if claims.len() == 1 { "1 claim".to_owned() } else { format!("{} claims", claims.len()) };
    let shown = || claims.iter().take(MOST);
    let people = people::find_many(connection, shown().map(|(_, referral)| referral.person_id)).await?;
    let prices = Prices::of(shown().map(|(claim, _)| claim.example_price));
    let row = |(claim, referral): &(row::Model, referral::Model)| {
        let contract = app.policy.contract(&claim.contract);
        let (says, late) = said(claim, stands, today);
        Row {
            href: format!("/claims/{}", claim.id),
            reference: people.get(&referral.person_id).map(|person| person.reference.clone()).unwrap_or_default(),
            outcome: contract
                .map_or_else(|| claim.outcome.clone(), |contract| outcome_name(app, contract, &claim.outcome)),
            contract: contract.map_or_else(|| claim.contract.clone(), |contract| contract.name.clone()),
            reached: in_words(claim.outcome_on),
            says,
            late,
            amount: prices.amount(Pence(claim.amount_pence), claim.example_price),
        }
    };
    Ok(Part { rows: shown().map(row).collect(), prices: prices.note(), count, total })
}

/// The last day to claim with the days left, why it was rejected, or nothing.
fn said(claim: &row::Model, stands: Stands, today: Day) -> (String, bool) {
    match (stands, claim.claim_by) {
        (Stands::Rejected, _) => (claim.reject_reason.clone().unwrap_or_default(), false),
        (Stands::Earned, None) => ("No last day".to_owned(), false),
        (Stands::Earned, Some(last)) => {
            let left = completed_days(today, last);
            let days = |days: i64| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            match left {
                0 => (format!("{}, today", in_words(last)), true),
                left if left > 0 => (format!("{}, {} left", in_words(last), days(left)), left <= 14),
                _ => (format!("Too late since {}", in_words(last)), true),
            }
        }
        _ => (String::new(), false),
    }
}
