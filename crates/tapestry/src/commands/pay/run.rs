//! From tables of starts and work to what is owed, without the reasons: for a whole country at once.

use super::{
    table::{self, People},
    written,
};
use crate::{failure::Failure, output};
use anyhow::Context;
use csv::{ByteRecord, Writer};
use indexmap::IndexMap;
use kernel::Day;
use policy::{Contract, OutcomeDefinition};
use rules::payment::run::{PaymentRun, RunLine, RunTotals};
use std::path::Path;

/// The columns of the lines, in order: those of `tapestry pay --events` that a run gives.
const COLUMNS: [&str; 7] =
    ["participant", "outcome", "answer", "reached_on", "amount_pence", "example_price", "claim_by"];
/// The columns of the totals, in order.
const TOTALS: [&str; 5] = ["month", "outcome", "group", "outcomes", "amount_pence"];

/// What is asked: a contract, the definitions it names, and the last day looked at.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) contract: &'a Contract,
    pub(super) definitions: &'a IndexMap<String, OutcomeDefinition>,
    pub(super) as_of: Day,
}

/// Works out the tables of starts and work.
pub(super) fn from_tables(
    asked: &Asked<'_>,
    (starts, work): (&Path, &Path),
    out: Option<&Path>,
    totals: Option<&Path>,
) -> Result<(), Failure> {
    let contract = asked.contract;
    let run = PaymentRun::new(contract, asked.definitions, asked.as_of).map_err(|wrong| {
        Failure::because(format!(
            "{} cannot be worked out from starts and work alone; give --events:\n{wrong}",
            contract.name
        ))
    })?;
    let people = table::starts(starts, contract)?;
    let work = table::work(work, &people)?;
    let mut lines = Vec::new();
    let found = run.run(&people.starts, &work, |line| lines.push(line));
    if let Some(path) = totals {
        written::put(&totals_table(&found, contract)?, path)?;
    }
    let mut table = written::Sink::new(out)?;
    write_lines(&mut table, &run, &people, &lines)?;
    table.finish(out)?;
    output::note(&in_words(&found, asked)?);
    Ok(())
}

fn write_lines(
    to: &mut written::Sink,
    run: &PaymentRun<'_>,
    people: &People,
    lines: &[RunLine],
) -> Result<(), Failure> {
    let mut table = Writer::from_writer(to);
    let cannot = "cannot write the lines";
    table.write_record(COLUMNS).context(cannot)?;
    let mut record = ByteRecord::new();
    for line in lines {
        record.clear();
        record.push_field(people.name(line.participant).as_bytes());
        record.push_field(run.outcome(line).map_or("", |outcome| &outcome.id).as_bytes());
        match &line.owed {
            Some(owed) => {
                let claim_by = run.claim_by(&people.starts, line);
                record.push_field(b"owed");
                record.push_field(owed.reached_on().to_string().as_bytes());
                record.push_field(owed.amount.0.to_string().as_bytes());
                record.push_field(if owed.example_price { b"yes" } else { b"no" });
                record.push_field(claim_by.map(|day| day.to_string()).unwrap_or_default().as_bytes());
            }
            None => ["unknown", "", "", "", ""].iter().for_each(|field| record.push_field(field.as_bytes())),
        }
        table.write_byte_record(&record).context(cannot)?;
    }
    Ok(table.flush().context(cannot)?)
}

fn totals_table(found: &RunTotals, contract: &Contract) -> Result<Vec<u8>, Failure> {
    let mut table = Writer::from_writer(Vec::new());
    table.write_record(TOTALS).context("cannot write the totals")?;
    for total in &found.totals {
        let outcome = contract.outcomes.get(usize::from(total.outcome)).map_or("", |outcome| &outcome.id);
        let group = total.group.and_then(|group| contract.groups.get(usize::from(group)));
        table
            .write_record([
                total.month.format("%Y-%m").to_string(),
                outcome.to_owned(),
                group.map_or("none", |group| &group.id).to_owned(),
                total.outcomes.to_string(),
                total.amount.context("a total is too large")?.0.to_string(),
            ])
            .context("cannot write the totals")?;
    }
    Ok(table.into_inner().context("cannot write the totals")?)
}

fn in_words(found: &RunTotals, asked: &Asked<'_>) -> Result<String, Failure> {
    let contract = asked.contract;
    let mut text = format!(
        "{}, as of {}: {} owed, {} in all; {} not known.",
        contract.name,
        kernel::in_words(asked.as_of),
        found.owed,
        found.amount.context("the total is too large")?,
        found.unknown
    );
    if contract.works_over_all_participants() {
        text.push_str(
            " The contract also has fees, tiers, caps or the like: they are in the statement, with --events.",
        );
    }
    Ok(text)
}
