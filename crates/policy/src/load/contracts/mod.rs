//! Reads `areas/*/contracts/*.toml`.
//!
//! Here is the contract as a whole; its groups, outcomes and evidence are read in `outcomes`, what it pays for each in
//! `prices`, and what is worked out over all its participants in `whole`.

mod outcomes;
mod prices;
mod repeats;
mod whole;
mod window;

use super::{
    Context,
    groups::{ReadGroup, groups},
    ids::{expect_id_of_file, plain_id},
    parameters::{ReadParameter, parameters},
    reader::{Reader, Spotted},
    vocabulary::expect_known,
};
use crate::{Area, ClaimedBy, Contract, Counts, PaymentGroup};
use kernel::{Day, Period};
use outcomes::ReadOutcome;

/// The parameter that an earnings threshold reads.
const WAGE: &str = "wage_pence_hour";

/// What tables of a contract may refer to.
struct Parts<'a> {
    outcomes: &'a [ReadOutcome],
    groups: Vec<&'a str>,
    parameters: Vec<&'a str>,
    /// First and last day of the contract.
    days: (Option<Day>, Option<Day>),
}

impl Parts<'_> {
    /// The ids of the contract's outcomes.
    fn outcome_ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.outcomes.iter().map(|outcome| outcome.outcome.id.as_str())
    }

    /// The `outcome` of a table, which must be one of the contract's.
    fn outcome(&self, table: &Reader<'_>) -> Spotted<String> {
        let outcome = table.text("outcome");
        self.expect_outcome(table, &outcome);
        outcome
    }

    fn expect_outcome(&self, table: &Reader<'_>, outcome: &Spotted<String>) -> bool {
        expect_known(table, "policy/unknown-outcome", "outcome of this contract", outcome, self.outcome_ids())
    }

    fn expect_group(&self, table: &Reader<'_>, group: &Spotted<String>) {
        let known = self.groups.iter().copied();
        expect_known(table, "policy/unknown-group", "group of this contract", group, known);
    }
}

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
    let days = reader.days();
    if days.0.is_none() {
        reader.missing("from");
    }
    let programme = reader.text("programme");
    let programmes = context.programmes.iter().map(|code| code.code.as_ref());
    expect_known(reader, "policy/unknown-programme", "programme", &programme, programmes);
    let read = parameters(reader, &[]);
    let groups = payment_groups(context, reader, path);
    let outcomes = outcomes::outcomes(context, reader);
    expect_parameters(context, reader, &read, &outcomes, days);
    let parts = Parts {
        outcomes: &outcomes,
        groups: groups.iter().map(|group| group.id.as_ref()).collect(),
        parameters: read.iter().map(|read| read.parameter.id.as_ref()).collect(),
        days,
    };
    outcomes::expect_relations(context, reader, &parts);
    let period = Period { from: days.0.unwrap_or_default(), until: days.1 };
    let contract = Contract {
        name: reader.text("name").value,
        programme: programme.value,
        buyer: body(reader, area, "buyer"),
        provider: body(reader, area, "provider"),
        source: reader.citation(),
        note: reader.text("note").value,
        claimed_by: claimed_by(reader),
        claim_window: window::window(reader),
        prices: prices::prices(reader, &parts),
        evidence: outcomes::evidence(context, reader, &parts),
        service_fees: whole::service_fees(reader, days),
        tiers: whole::tiers(reader, &parts),
        caps: whole::caps(reader, &parts),
        discounts: whole::discounts(reader, &parts),
        incentives: whole::incentives(reader, &parts),
        clawbacks: whole::clawbacks(reader, &parts),
        deliverables: whole::deliverables(reader, days),
        profiles: whole::profiles(reader, &parts),
        parameters: read.iter().map(|read| read.parameter.clone()).collect(),
        outcomes: outcomes.iter().map(|read| read.outcome.clone()).collect(),
        groups,
        holidays: context.holidays.of(area.nation).to_vec(),
        ..Contract::bare(name, path, period)
    };
    reader.finish();
    days.0.map(|_| contract)
}

fn payment_groups(context: &Context<'_>, reader: &Reader<'_>, path: &str) -> Vec<PaymentGroup> {
    let read = groups(context, reader, ("group", "a payment group"), path);
    read.into_iter().map(|ReadGroup { id, code, says, when }| PaymentGroup { id, code, says, when }).collect()
}

fn body(reader: &Reader<'_>, area: &Area, key: &'static str) -> String {
    let id = reader.text(key);
    expect_known(reader, "policy/unknown-body", "body", &id, area.bodies.keys().map(String::as_str));
    id.value
}

fn claimed_by(reader: &Reader<'_>) -> ClaimedBy {
    let Some(word) = reader.optional_text("claimed_by") else { return ClaimedBy::Records };
    expect_known(reader, "policy/unknown-word", "way to claim", &word, ["records", "provider"]);
    if word.value == "provider" { ClaimedBy::Provider } else { ClaimedBy::Records }
}

/// Every parameter has a value on all days, and the wage is there where an outcome counts earnings.
fn expect_parameters(
    context: &Context<'_>,
    reader: &Reader<'_>,
    read: &[ReadParameter<'_>],
    outcomes: &[ReadOutcome],
    days: (Option<Day>, Option<Day>),
) {
    for parameter in read {
        parameter.dated.expect_covered(&parameter.reader, &format!("`{}`", parameter.parameter.id), days);
    }
    let has_wage = read.iter().any(|read| read.parameter.id.as_ref() == WAGE);
    let reads_wage = |outcome: &ReadOutcome| {
        let definition = context.outcomes.get(&outcome.outcome.definition);
        definition.is_some_and(|known| matches!(known.counts, Counts::Earnings { .. }))
    };
    if !has_wage && outcomes.iter().any(reads_wage) {
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
}
