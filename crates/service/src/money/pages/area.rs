//! The money of an area: from which streams, to which programmes, and for how long.

use crate::{
    App,
    account::SignedIn,
    delivery::outcome_name,
    ledger::Sums,
    money::look::{self, Money},
    web::{
        PageError, Shell,
        columns::Columns,
        forms::{Choice, Form},
        render,
        sankey::{Flow, Sankey},
    },
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{Pence, in_words};
use policy::Area;
use rules::attribution::YearUse;

/// Who pays what no stream pays.
const NOBODY: &str = "Nobody";

#[derive(Template)]
#[template(path = "money/pages/area.html")]
struct MoneyPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [Choice],
    area: &'a Area,
    /// How many approved claims there are; "" for who may not see claims.
    lines: String,
    nothing: bool,
    total: Pence,
    /// What streams fund of it.
    funded: Pence,
    sums: Sums,
    unpaid: Vec<(Pence, &'static str)>,
    has_streams: bool,
    has_examples: bool,
    picture: Sankey,
    flows: Vec<FlowRow>,
    years: Vec<YearRow>,
    freed: Vec<FreedRow>,
    cliff: String,
    forecast: Columns,
    months: Vec<MonthRow>,
    partners: Vec<PartnerRow>,
}

/// What flows from a stream to a programme.
struct FlowRow {
    stream: String,
    programme: String,
    amount: Pence,
}

/// A year of a stream.
struct YearRow {
    stream: String,
    days: String,
    has: Pence,
    pays: Pence,
    left: Pence,
    /// What was carried, moved and spent on management, in words.
    more: String,
}

/// A rule that, taken away, would let more be paid.
struct FreedRow {
    stream: String,
    says: String,
    code: String,
    amount: Pence,
}

/// A month to come.
struct MonthRow {
    month: String,
    costs: Pence,
    unpaid: Pence,
    ended: String,
}

/// What was bought of a partner.
struct PartnerRow {
    provider: String,
    contract: String,
    outcome: String,
    number: u64,
    amount: Pence,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    let open = look::areas(&app, &by);
    let areas: Vec<Choice> = open.iter().map(|area| Choice::new(area.id.to_string(), area.name.clone())).collect();
    let asked = form.text("area").to_owned();
    let area = if asked.is_empty() { open.first() } else { open.iter().find(|area| *area.id == *asked) };
    let area = *area.ok_or(PageError::NotFound)?;
    let form = if asked.is_empty() { form.with("area", &area.id) } else { form };
    let money = look::look(&app, &by, &area.id).await?;
    let names = Names { app: &app, area };
    render(&names.page(&shell, &form, &areas, money))
}

/// Names in place of ids.
struct Names<'a> {
    app: &'a App,
    area: &'a Area,
}

impl<'a> Names<'a> {
    fn stream(&self, id: &str) -> String {
        self.area.funding.get(id).map_or_else(|| id.to_owned(), |stream| stream.name.to_string())
    }

    fn programme(&self, id: &str) -> String {
        self.app.policy.programme(self.area, id).map_or_else(|| id.to_owned(), |found| found.name.to_string())
    }

    fn page(&self, shell: &'a Shell, form: &'a Form, areas: &'a [Choice], money: Money) -> MoneyPage<'a> {
        let flows: Vec<FlowRow> = money
            .flows
            .iter()
            .map(|flow| FlowRow {
                stream: flow.stream.as_deref().map_or_else(|| NOBODY.to_owned(), |id| self.stream(id)),
                programme: self.programme(&flow.programme),
                amount: flow.amount,
            })
            .collect();
        let drawn: Vec<Flow<'_>> = flows
            .iter()
            .map(|row| Flow {
                from: &row.stream,
                to: &row.programme,
                amount: row.amount,
                missing: row.stream == NOBODY,
            })
            .collect();
        MoneyPage {
            shell,
            form,
            areas,
            area: self.area,
            lines: money.lines.map(|lines| lines.to_string()).unwrap_or_default(),
            nothing: money.total == Pence(0),
            total: money.total,
            funded: Pence(money.total.0.saturating_sub(money.unpaid.total().0)),
            sums: money.sums,
            unpaid: unpaid(&money),
            has_streams: !self.area.funding.is_empty(),
            has_examples: self.area.funding.values().any(|stream| stream.example),
            // One flow alone needs no picture.
            picture: Sankey::new("From streams to programmes", if drawn.len() > 1 { &drawn } else { &[] }),
            flows,
            years: money.years.iter().map(|year| self.year(year)).collect(),
            freed: self.freed(&money),
            cliff: money.forecast.cliff.map(|month| month.format("%B %Y").to_string()).unwrap_or_default(),
            forecast: forecast(&money),
            months: self.months(&money),
            partners: self.partners(&money),
        }
    }

    fn year(&self, year: &YearUse) -> YearRow {
        let moved = [
            (year.carried_in, "carried over from the year before"),
            (year.moved_in, "moved here from others of its settlement"),
            (year.on_management, "for management"),
            (year.carried_out, "carried over into the next year"),
            (year.moved_out, "moved to others of its settlement"),
        ];
        let more: Vec<String> = moved
            .iter()
            .filter(|(amount, _)| *amount > Pence::ZERO)
            .map(|(amount, says)| format!("{amount} {says}"))
            .collect();
        let until = year.period.until.map(in_words).unwrap_or_default();
        YearRow {
            stream: self.stream(&year.stream),
            days: format!("{} to {until}", in_words(year.period.from)),
            has: year.amount,
            pays: year.used,
            left: year.left,
            more: more.join(", "),
        }
    }

    fn freed(&self, money: &Money) -> Vec<FreedRow> {
        let row = |freed: &rules::attribution::Freed| FreedRow {
            stream: self.stream(&freed.stream),
            says: freed.says.clone(),
            code: freed.code.clone(),
            amount: freed.amount,
        };
        money.freed.iter().map(row).collect()
    }

    fn months(&self, money: &Money) -> Vec<MonthRow> {
        let row = |month: &rules::attribution::ForecastMonth| MonthRow {
            month: month.month.format("%B %Y").to_string(),
            costs: month.costs,
            unpaid: month.unpaid,
            ended: month.ended.iter().map(|id| self.stream(id)).collect::<Vec<_>>().join(", "),
        };
        money.forecast.months.iter().map(row).collect()
    }

    fn partners(&self, money: &Money) -> Vec<PartnerRow> {
        let body = |id: &str| self.area.bodies.get(id).map_or_else(|| id.to_owned(), |body| body.name.clone());
        money
            .partners
            .iter()
            .map(|partner| {
                let contract = self.area.contracts.get(&partner.contract);
                PartnerRow {
                    provider: body(&partner.provider),
                    contract: contract.map_or_else(|| partner.contract.clone(), |found| found.name.clone()),
                    outcome: contract.map_or_else(
                        || partner.outcome.clone(),
                        |found| outcome_name(self.app, found, &partner.outcome),
                    ),
                    number: partner.number,
                    amount: partner.amount,
                }
            })
            .collect()
    }
}

fn unpaid(money: &Money) -> Vec<(Pence, &'static str)> {
    let all = [
        (money.unpaid.nobody_may, "No stream may fund it."),
        (money.unpaid.not_known, "It is not known whether a stream may fund it."),
        (money.unpaid.ran_out, "Streams may fund it, and have not enough."),
    ];
    all.into_iter().filter(|(amount, _)| *amount > Pence::ZERO).collect()
}

fn forecast(money: &Money) -> Columns {
    let months: Vec<(String, String, Pence, Pence)> = money
        .forecast
        .months
        .iter()
        .map(|month| {
            let (name, short) = (month.month.format("%B %Y").to_string(), month.month.format("%b").to_string());
            (name, short, Pence(month.costs.0 - month.unpaid.0), month.unpaid)
        })
        .collect();
    if money.forecast.months.iter().all(|month| month.costs == Pence::ZERO) {
        return Columns::new("", &[]);
    }
    Columns::new("What the months to come would cost", &months)
}
