//! Reads `areas/*/contracts/*.toml`.

use super::{
    Context,
    dated::{Dated, dated_values},
    ids::{expect_id_of_file, plain_id, report_duplicate},
    parameters::parameters,
    reader::{Reader, Spotted},
    vocabulary::expect_known,
};
use crate::{
    Area, ClaimWindow, Contract, ContractOutcome, Counts, DayFrom, OutcomeDefinition, Price, PriceDay, PriceValues,
    WindowLength,
};
use indexmap::IndexMap;
use kernel::{Day, Period};

/// The parameter that an earnings threshold reads.
const WAGE: &str = "wage_pence_hour";

/// Reads the contract in the file at `path` (without `.toml`), which `name` is the last part of.
/// `None` when it has no first day; that is reported.
pub(super) fn contract(
    context: &Context<'_>,
    reader: &Reader<'_>,
    area: &Area,
    path: &str,
    name: &str,
) -> Option<Contract> {
    let id = plain_id(reader);
    expect_id_of_file(reader, &id, name);
    let (from, until) = reader.days();
    if from.is_none() {
        reader.missing("from");
    }
    let programme = reader.text("programme");
    let programmes = context.programmes.iter().map(|code| code.code.as_ref());
    expect_known(reader, "policy/unknown-programme", "programme", &programme, programmes);
    let outcomes = outcomes(context, reader);
    let read = parameters(reader, &[]);
    for parameter in &read {
        parameter.dated.expect_covered(&parameter.reader, &format!("`{}`", parameter.parameter.id), (from, until));
    }
    let wage = read.iter().any(|read| read.parameter.id.as_ref() == WAGE);
    if !wage && outcomes.iter().any(|outcome| reads_wage(context.outcomes, outcome)) {
        reader.faults.add(
            reader
                .error(
                    "policy/unknown-parameter",
                    reader.span(),
                    format!("an outcome counts earnings, and there is no parameter `{WAGE}`"),
                )
                .label("this contract")
                .help("the threshold is hours × weeks × this wage on the day of the start"),
        );
    }
    let contract = Contract {
        name: reader.text("name").value,
        programme: programme.value,
        buyer: body(reader, area, "buyer"),
        provider: body(reader, area, "provider"),
        source: reader.citation(),
        note: reader.text("note").value,
        claim_window: reader.optional_count("claim_window_days").map(|days| ClaimWindow {
            length: WindowLength::Days(days),
            from: DayFrom::Reached,
            until: None,
        }),
        parameters: read.into_iter().map(|read| read.parameter).collect(),
        prices: prices(reader, &outcomes, (from, until)),
        outcomes: outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
        ..Contract::bare(name, path, Period { from: from.unwrap_or_default(), until })
    };
    reader.finish();
    from.map(|_| contract)
}

fn body(reader: &Reader<'_>, area: &Area, key: &'static str) -> String {
    let id = reader.text(key);
    expect_known(reader, "policy/unknown-body", "body", &id, area.bodies.keys().map(String::as_str));
    id.value
}

fn reads_wage(
    definitions: &IndexMap<String, OutcomeDefinition>,
    (_, outcome): &(Spotted<String>, ContractOutcome),
) -> bool {
    definitions.get(&outcome.definition).is_some_and(|known| matches!(known.counts, Counts::Earnings { .. }))
}

/// The outcomes that are paid for. The same id with another definition is another way to the same outcome,
/// which is paid once.
fn outcomes(context: &Context<'_>, reader: &Reader<'_>) -> Vec<(Spotted<String>, ContractOutcome)> {
    let mut outcomes: Vec<(Spotted<String>, ContractOutcome)> = Vec::new();
    for table in reader.tables("outcome", "an outcome of a contract") {
        let id = plain_id(&table);
        let definition = table.text("definition");
        expect_known(
            &table,
            "policy/unknown-outcome",
            "outcome",
            &definition,
            context.outcomes.keys().map(String::as_str),
        );
        let outcome = ContractOutcome {
            within_days: table.optional_count("within_days"),
            ..ContractOutcome::plain(&id.value, &definition.value)
        };
        table.finish();
        let same = |earlier: &ContractOutcome| earlier.id == outcome.id && earlier.definition == outcome.definition;
        if outcomes.iter().any(|(_, earlier)| same(earlier)) {
            report_duplicate(&table, &id);
        }
        outcomes.push((id, outcome));
    }
    outcomes
}

fn prices(
    reader: &Reader<'_>,
    outcomes: &[(Spotted<String>, ContractOutcome)],
    days: (Option<Day>, Option<Day>),
) -> Vec<Price> {
    let mut prices: Vec<Price> = Vec::new();
    for table in reader.tables("price", "a price") {
        let outcome = table.text("outcome");
        let known = outcomes.iter().map(|(id, _)| id.value.as_str());
        expect_known(&table, "policy/unknown-outcome", "outcome of this contract", &outcome, known);
        let what = format!("the price of `{}`", outcome.value);
        let dated: Dated = dated_values(&table, &what);
        dated.expect_covered(&table, &what, days);
        let price = Price {
            outcome: outcome.value.clone(),
            group: None,
            by: PriceDay::Reached,
            values: PriceValues::Dated(dated.values),
            example: table.flag("example"),
        };
        table.finish();
        if prices.iter().any(|earlier| earlier.outcome == price.outcome) {
            report_duplicate(&table, &outcome);
        }
        prices.push(price);
    }
    for (id, _) in outcomes.iter().filter(|(id, _)| prices.iter().all(|price| price.outcome != id.value)) {
        reader.faults.add(
            reader
                .error("policy/no-value", id.span.clone(), format!("the outcome `{}` has no price", id.value))
                .label("nothing is paid for this")
                .help("add a [[price]] with `outcome` and `values`"),
        );
    }
    prices
}
