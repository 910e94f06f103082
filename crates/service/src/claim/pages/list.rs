//! The claims under the contracts of the body that buys, by where they stand.

use super::example::Prices;
use crate::{
    App, access,
    account::SignedIn,
    claim::{
        self,
        store::{self, State as Stands},
    },
    delivery::outcome_name,
    notice,
    person::store as people,
    referral::store as referrals,
    web::{
        Notice, PageError, Paging, Shell,
        check::{self, Check, Sure},
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Pence, in_words};
use policy::{Area, Contract};
use rules::access::{Action, Role};
use tower_sessions::Session;

/// Claims on one page.
const PAGE_SIZE: usize = 25;

#[derive(Template)]
#[template(path = "claim/pages/list.html")]
struct ClaimsPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    tabs: &'a [Tab],
    stands: Stands,
    total: Pence,
    /// Outcomes that are too late to claim, in no sum: how many, and what they would have come to.
    too_late: (u64, Pence),
    /// The areas of the contracts.
    areas: &'a [Choice],
    contracts: &'a [Choice],
    rows: &'a [Row],
    /// What is to be said of the prices behind them; "" for nothing.
    prices: &'a str,
    to_pay: &'a [ToPay],
    paging: &'a Paging,
    /// Whether feeds of earnings are taken in by who reads this.
    may_take_in: bool,
}

/// A link to the claims that stand so.
struct Tab {
    stands: Stands,
    href: String,
    count: u64,
    total: Pence,
    current: bool,
}

/// A claim of the list.
struct Row {
    href: String,
    reference: String,
    outcome: String,
    contract: String,
    reached: String,
    claim_by: String,
    amount: String,
}

/// What waits to be paid under a contract, for the button that pays it.
struct ToPay {
    contract: String,
    name: String,
    count: u64,
    amount: Pence,
}

/// Pays what waits under a contract.
pub(super) async fn pay(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let contract = form.text("contract").to_owned();
    if !access::contracts(&app, &by).iter().any(|(_, own)| own.id == contract) || by.role != Role::Commissioner {
        return Err(PageError::NotFound);
    }
    let expected = Pence(form.text("expected").parse().unwrap_or_default());
    let (waiting, amount) = store::total(app.db.reader(), std::slice::from_ref(&contract), Stands::Approved).await?;
    // What is not as it was shown is told by what pays.
    if amount == expected && waiting > 0 && !check::is_sure(&form, &amount) {
        let named = app.policy.contract(&contract).map_or(contract.as_str(), |contract| &contract.name);
        let claims = crate::wording::count(usize::try_from(waiting).unwrap_or(usize::MAX), "claim", "claims");
        let check = Check {
            heading: "Before you pay",
            action: "/claims/pay",
            button: &format!("Pay {amount}"),
            cancel: "/claims?show=approved",
            says: vec![
                format!("{claims} under {named} will be marked as paid: {amount}."),
                "The payment is booked in the ledger. If a claim is taken back later, the provider owes it back."
                    .to_owned(),
            ],
            sure: &amount.word(),
        };
        return check.page(&shell, &form);
    }
    match claim::pay_all(&app, &by, &contract, expected).await {
        Ok(paid) => {
            let claims =
                if paid.claims == 1 { "1 claim was".to_owned() } else { format!("{} claims were", paid.claims) };
            notice::leave(&session, Notice::done(format!("{claims} paid: {}.", paid.amount))).await?;
            Ok(Redirect::to("/claims?show=paid").into_response())
        }
        Err(error) => {
            let status = error.onto(&mut form, "pay")?;
            Ok((status, page(&app, &shell, &by, &form, Stands::Approved).await?).into_response())
        }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeClaims).await?;
    let stands = Stands::ALL.into_iter().find(|one| one.word() == form.text("show")).unwrap_or(Stands::ToApprove);
    page(&app, &shell, &by, &form, stands).await
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form, stands: Stands) -> Result<Html<String>, PageError> {
    let found = access::contracts_in(app, by, form.text("area"));
    let areas: Vec<Choice> =
        found.areas.iter().map(|area| Choice::new(area.id.to_string(), area.name.clone())).collect();
    let (in_area, own) = (found.area.map_or("", |area| &*area.id), found.contracts);
    // A contract of another area than the one that was chosen is no choice.
    let wanted = own.iter().map(|(_, one)| one.id.as_str()).find(|id| *id == form.text("contract")).unwrap_or_default();
    let chosen: Vec<String> =
        own.iter().filter(|(_, one)| wanted.is_empty() || one.id == wanted).map(|(_, one)| one.id.clone()).collect();
    let filter = Filter { area: in_area, contract: wanted };
    let (mut tabs, mut too_late) = (Vec::new(), (0, Pence::ZERO));
    for one in Stands::ALL {
        let (count, mut total) = store::total(app.db.reader(), &chosen, one).await?;
        if one == Stands::Earned {
            let earned = store::earned(app.db.reader(), &chosen, by.today(app)).await?;
            (total, too_late) = (earned.in_time.1, earned.too_late);
        }
        tabs.push(Tab { stands: one, href: address(one, &filter), count, total, current: one == stands });
    }
    let (count, total) = tabs.iter().find(|tab| tab.current).map_or((0, Pence::ZERO), |tab| (tab.count, tab.total));
    let page = form.text("page").parse().unwrap_or(1);
    let paging = Paging::new(page, usize::try_from(count).unwrap_or(usize::MAX), PAGE_SIZE, address(stands, &filter));
    let limits = (u64::try_from(paging.offset()).unwrap_or(0), PAGE_SIZE as u64);
    let (rows, prices) = rows(app, &chosen, stands, limits).await?;
    let to_pay =
        if stands == Stands::Approved && by.role == Role::Commissioner { to_pay(app, &own).await? } else { Vec::new() };
    let choices: Vec<Choice> = own.iter().map(|(_, contract)| Choice::new(&contract.id, &contract.name)).collect();
    let caption = match by.role {
        Role::Auditor => "Every contract".to_owned(),
        _ => by.organisation.as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default(),
    };
    render(&ClaimsPage {
        shell,
        form,
        to_pay: &to_pay,
        caption,
        tabs: &tabs,
        stands,
        total,
        too_late: if stands == Stands::Earned { too_late } else { (0, Pence::ZERO) },
        areas: &areas,
        contracts: &choices,
        rows: &rows,
        prices,
        paging: &paging,
        may_take_in: access::may(app, by, Action::TakeInEarnings),
    })
}

/// What waits to be paid, by contract; contracts with nothing are left out.
async fn to_pay(app: &App, own: &[(&Area, &Contract)]) -> Result<Vec<ToPay>, PageError> {
    let mut found = Vec::new();
    for (_, contract) in own {
        let (count, amount) =
            store::total(app.db.reader(), std::slice::from_ref(&contract.id), Stands::Approved).await?;
        if count > 0 {
            found.push(ToPay { contract: contract.id.clone(), name: contract.name.clone(), count, amount });
        }
    }
    Ok(found)
}

/// Which claims are shown: of an area, under a contract; empty for all.
struct Filter<'a> {
    area: &'a str,
    contract: &'a str,
}

fn address(stands: Stands, filter: &Filter<'_>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("show", stands.word());
    for (name, value) in [("area", filter.area), ("contract", filter.contract)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("/claims?{}", query.finish())
}

/// The claims of a page, and what is to be said of their prices.
async fn rows(
    app: &App,
    contracts: &[String],
    stands: Stands,
    limits: (u64, u64),
) -> Result<(Vec<Row>, &'static str), PageError> {
    let connection = app.db.reader();
    let claims = store::under_contracts(connection, contracts, stands, limits).await?;
    let referrals = referrals::by_ids(connection, claims.iter().map(|claim| claim.referral_id)).await?;
    let people = people::find_many(connection, referrals.values().map(|referral| referral.person_id)).await?;
    let prices = Prices::of(claims.iter().map(|claim| claim.example_price));
    let row = |claim: &crate::db::entities::claim::Model| {
        let person = referrals.get(&claim.referral_id).and_then(|referral| people.get(&referral.person_id));
        let contract = app.policy.contract(&claim.contract);
        Row {
            href: format!("/claims/{}", claim.id),
            reference: person.map(|person| person.reference.clone()).unwrap_or_default(),
            outcome: contract
                .map_or_else(|| claim.outcome.clone(), |contract| outcome_name(app, contract, &claim.outcome)),
            contract: contract.map_or_else(|| claim.contract.clone(), |contract| contract.name.clone()),
            reached: in_words(claim.outcome_on),
            claim_by: claim.claim_by.map_or_else(|| "No last day".to_owned(), in_words),
            amount: prices.amount(Pence(claim.amount_pence), claim.example_price),
        }
    };
    Ok((claims.iter().map(row).collect(), prices.note()))
}
