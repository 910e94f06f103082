//! Payments drawn by chance for the auditor to look at, and what the mistakes found come to over all of them.

use crate::{
    App, access,
    account::SignedIn,
    claim::{draw, store},
    db::entities::claim as row,
    delivery::outcome_name,
    web::{
        PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use kernel::{Pence, in_words};
use rules::access::Action;
use statistics::{Extrapolation, SampledPayment, extrapolate};

/// The most that may be drawn for one page.
const MOST: i64 = 100;
/// The most that may have been owed for one claim: more is surely a slip.
const OWED_MOST: Pence = Pence(100_000_000);

#[derive(Template)]
#[template(path = "claim/pages/sample.html")]
struct SamplePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    contracts: Vec<Choice>,
    /// How many payments there are, and what they come to; `None` until a sample is asked for.
    all: Option<(usize, Pence)>,
    rows: Vec<Row>,
    found: Option<Found>,
}

/// A payment that was drawn.
struct Row {
    href: String,
    says: String,
    reached: String,
    paid: Pence,
    /// The name of the field in which what was owed is written.
    field: String,
}

/// What the mistakes come to, in words.
struct Found {
    wrong: String,
    rate: String,
    overpaid: Pence,
    low: Pence,
    high: Pence,
    thin: bool,
}

/// A sample that was asked for.
struct Drawn {
    all: Vec<row::Model>,
    at: Vec<usize>,
}

impl Drawn {
    fn payments(&self) -> impl Iterator<Item = &row::Model> {
        self.at.iter().filter_map(|at| self.all.get(*at))
    }

    fn total(&self) -> Result<Pence, PageError> {
        Ok(Pence::total(self.all.iter().map(|claim| Pence(claim.amount_pence))).map_err(anyhow::Error::from)?)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    mut form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeAudit).await?;
    let asked = !form.text("size").is_empty() || !form.text("seed").is_empty();
    let drawn = if asked { sample(&app, &mut form).await? } else { None };
    page(&app, &shell, &form, drawn.as_ref(), None)
}

/// Works out what the mistakes found come to. Nothing is kept.
pub(super) async fn work_out(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeAudit).await?;
    let Some(drawn) = sample(&app, &mut form).await? else {
        let html = page(&app, &shell, &form, None, None)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    };
    if form.text("of") != drawn.all.len().to_string() {
        form.errors.push("size", "Something was paid or taken back since you drew these: they are drawn anew below");
    }
    let mut looked_at = Vec::new();
    for claim in drawn.payments() {
        let owed = form.pence(&field(claim), "What was owed", OWED_MOST);
        looked_at.extend(owed.map(|owed| SampledPayment { paid: claim.amount_pence, owed: owed.0 }));
    }
    if form.is_faulty() {
        let html = page(&app, &shell, &form, Some(&drawn), None)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    }
    let found = extrapolate(drawn.all.len(), drawn.total()?.0, &looked_at);
    Ok(page(&app, &shell, &form, Some(&drawn), found.map(|found| told(&found)))?.into_response())
}

/// The sample that the form asks for; `None` when there are messages on it, or nothing was paid.
async fn sample(app: &App, form: &mut Form) -> Result<Option<Drawn>, PageError> {
    let size = form.whole("size", "How many to look at", 1..=MOST);
    let seed = form.whole("seed", "The number where chance begins", 0..=i64::from(i32::MAX));
    let (Some(size), Some(seed)) = (size, seed) else { return Ok(None) };
    let contract = Some(form.text("contract")).filter(|id| app.policy.contract(id).is_some());
    let all = store::paid(app.db.reader(), contract).await?;
    let (size, seed) = (usize::try_from(size).unwrap_or(1), u64::try_from(seed).unwrap_or(0));
    let at = draw(all.len(), size, seed);
    Ok(Some(Drawn { all, at }))
}

fn field(claim: &row::Model) -> String {
    format!("owed-{}", claim.id)
}

fn page(
    app: &App,
    shell: &Shell,
    form: &Form,
    drawn: Option<&Drawn>,
    found: Option<Found>,
) -> Result<Html<String>, PageError> {
    let row = |claim: &row::Model| {
        let contract = app.policy.contract(&claim.contract);
        let (name, outcome) = contract.map_or_else(
            || (claim.contract.clone(), claim.outcome.clone()),
            |contract| (contract.name.clone(), outcome_name(app, contract, &claim.outcome)),
        );
        Row {
            href: format!("/claims/{}", claim.id),
            says: format!("{name}: {outcome}"),
            reached: in_words(claim.outcome_on),
            paid: Pence(claim.amount_pence),
            field: field(claim),
        }
    };
    let all = drawn.map(|drawn| Ok::<_, PageError>((drawn.all.len(), drawn.total()?))).transpose()?;
    let contracts = app.policy.contracts().map(|(_, contract)| Choice::new(&contract.id, &contract.name));
    render(&SamplePage {
        shell,
        form,
        contracts: contracts.collect(),
        all,
        rows: drawn.map(|drawn| drawn.payments().map(row).collect()).unwrap_or_default(),
        found,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "an estimate below all that was paid")]
fn told(found: &Extrapolation) -> Found {
    let pence = |pence: f64| Pence(pence.round() as i64);
    Found {
        wrong: format!("{} of {}", found.wrong, found.sampled),
        rate: format!("{:.2}%", found.rate * 100.0),
        overpaid: pence(found.overpaid),
        low: pence(found.low),
        high: pence(found.high),
        thin: found.is_thin(),
    }
}
