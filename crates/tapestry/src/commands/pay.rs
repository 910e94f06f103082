//! `tapestry pay`: what does a contract owe for a table of starts and work?

mod people;
mod run;
mod table;
mod written;

pub(super) use people::recorded_kinds;

use crate::{
    arguments::{PolicyFolder, day},
    contract_source, edge,
    failure::Failure,
    input, output,
};
use anyhow::{Context, anyhow};
use clap::Args;
use exchange::events::read_events;
use kernel::{Day, Pence};
use policy::{Contract, Policy};
use rules::payment::{ClaimLine, LineKind, OutcomeLine, Participant, Statement, claim_lines, statement};
use std::path::{Path, PathBuf};
use written::Lines;

/// The most faults that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 1_000;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The contract: a TOML file as in areas/…/contracts, or the id of a contract of the policy text
    #[arg(long, value_name = "FILE|ID")]
    contract: String,
    /// Table of events: participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week (docs/pay.md)
    #[arg(long, value_name = "FILE.csv", required_unless_present = "starts", conflicts_with_all = ["starts", "work"])]
    events: Option<PathBuf>,
    /// Instead of events, a table of starts, CSV or Parquet: person,started_on,group
    #[arg(long, value_name = "FILE", requires = "work")]
    starts: Option<PathBuf>,
    /// The work of those who started, CSV or Parquet: person,from,until,hours_per_week,earnings_pence_week
    #[arg(long, value_name = "FILE", requires = "starts", conflicts_with_all = ["json", "statement"])]
    work: Option<PathBuf>,
    /// With --starts: write what is owed by month, outcome and group here
    #[arg(long, value_name = "FILE.csv", requires = "starts")]
    totals: Option<PathBuf>,
    /// The last day looked at [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Day>,
    /// Write the lines here, whole or not at all, and not to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the contract's statement here too: outcomes, fees, tiers, caps and what goes back, each a line
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,
    /// Print lines and statement as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (ready, id) = contract_source::load(&arguments.contract, arguments.policy.policy.as_deref())?;
    let contract = ready.policy.contract(&id).ok_or_else(|| anyhow!("the contract `{id}` was not loaded"))?;
    let zone = ready.policy.contracts().find(|(_, one)| one.id == id).map(|(area, _)| ready.policy.zone(&area.id));
    let as_of = arguments.as_of.unwrap_or_else(|| edge::today(zone.unwrap_or(ready.policy.time_zone)));
    let whole = run::Asked { contract, definitions: &ready.policy.outcomes, as_of };
    ready.say_which();
    match (&arguments.events, &arguments.starts, &arguments.work) {
        (Some(events), ..) => from_events(arguments, (&ready.policy, &whole), events),
        (None, Some(starts), Some(work)) => {
            run::from_tables(&whole, (starts, work), arguments.out.as_deref(), arguments.totals.as_deref())
        }
        _ => Err(Failure::Usage("give --events, or --starts and --work".to_owned())),
    }
}

/// Every line with its reasons, from a table of events.
fn from_events(
    arguments: &Arguments,
    (policy, asked): (&Policy, &run::Asked<'_>),
    events: &Path,
) -> Result<(), Failure> {
    let run::Asked { contract, definitions, as_of } = *asked;
    let name = events.display();
    let table = input::bytes(events, input::TABLE_BYTES)?;
    let lines = read_events(&table).map_err(|faults| {
        output::note(&format!("{name}: nothing was worked out, because of these faults:\n{faults}"));
        Failure::Said
    })?;
    let wrong = [
        people::unknown_groups(&lines, contract),
        people::unknown_kinds(&lines, definitions),
        people::too_early(&lines, policy, as_of),
    ]
    .concat();
    if !wrong.is_empty() {
        let told = wrong.iter().take(MAX_FAULTS).map(String::as_str).collect::<Vec<_>>().join("\n");
        let all = wrong.len();
        output::note(&format!("{name}: nothing was worked out, because of these {all} faults:\n{told}"));
        return Err(Failure::Said);
    }
    drop(table);
    let prints_json = arguments.json && arguments.out.is_none();
    let mut table = if prints_json { None } else { Some(Lines::new(arguments.out.as_deref())?) };
    let (mut totals, mut participants) = (Totals::default(), Vec::new());
    for participation in people::participations(lines, contract) {
        let lines = claim_lines(contract, definitions, &participation, as_of);
        lines.iter().try_for_each(|line| totals.count(line))?;
        if let Some(table) = &mut table {
            table.write(&participation.id, &lines)?;
        }
        participants.push(Participant {
            lines: if arguments.json { lines } else { for_the_statement(lines) },
            id: participation.id,
            started_on: participation.started_on,
            ended_on: participation.ended_on,
        });
    }
    let statement = statement(contract, &participants, as_of);
    if let Some(path) = &arguments.statement {
        written::put(&written::statement(&statement)?, path)?;
    }
    if let Some(table) = table {
        table.finish(arguments.out.as_deref())?;
    }
    if arguments.json {
        output::print_json(&written::json(contract, as_of, &participants, &statement)?)?;
    }
    output::note(&totals.in_words(contract, as_of));
    output::note(&statement_in_words(&statement)?);
    Ok(())
}

/// What a statement reads of lines: what is owed, without the reasons. Millions of participants fit into memory so.
fn for_the_statement(lines: Vec<OutcomeLine>) -> Vec<OutcomeLine> {
    let owed = lines.into_iter().filter_map(|line| match line {
        OutcomeLine::Owed(owed) => {
            Some(OutcomeLine::Owed(ClaimLine { reasons: Vec::new(), spells: Vec::new(), ..owed }))
        }
        OutcomeLine::NotOwed(_) | OutcomeLine::Unknown(_) => None,
    });
    owed.collect()
}

/// What the contract comes to, by kind of line, where there is more than outcomes at their price.
fn statement_in_words(statement: &Statement) -> Result<String, Failure> {
    let total = statement.total().context("the total is too large")?;
    let mut parts = Vec::new();
    for (kind, says) in [
        (LineKind::Outcome, "outcomes"),
        (LineKind::ServiceFee, "service fees"),
        (LineKind::Tier, "tiers"),
        (LineKind::Discount, "discounts"),
        (LineKind::Incentive, "incentives"),
        (LineKind::Clawback, "going back"),
        (LineKind::Cap, "above a cap"),
    ] {
        let part = statement.total_of(kind).context("the total is too large")?;
        if part != Pence::ZERO {
            parts.push(format!("{says} {part}"));
        }
    }
    Ok(format!(
        "The contract comes to {total}: {}.",
        if parts.is_empty() { "nothing yet".to_owned() } else { parts.join(", ") }
    ))
}

/// What it comes to.
#[derive(Debug, Default)]
struct Totals {
    owed: usize,
    amount: Pence,
    too_late: usize,
    waits: usize,
    not_owed: usize,
    unknown: usize,
    example: bool,
}

impl Totals {
    fn count(&mut self, line: &OutcomeLine) -> Result<(), Failure> {
        match line {
            OutcomeLine::Owed(owed) => {
                self.owed += 1;
                let waits =
                    owed.claim_from.is_some_and(|from| owed.claim_by.is_none_or(|by| from <= by)) && !owed.in_window;
                self.waits += usize::from(waits);
                self.too_late += usize::from(!owed.in_window && !waits);
                self.example |= owed.example_price;
                self.amount = self.amount.plus(owed.amount).context("the total is too large")?;
            }
            OutcomeLine::NotOwed(_) => self.not_owed += 1,
            OutcomeLine::Unknown(_) => self.unknown += 1,
        }
        Ok(())
    }

    fn in_words(&self, contract: &Contract, as_of: Day) -> String {
        let mut text = format!(
            "{}, as of {}: {} owed, {} in all; {} not owed; {} not known.",
            contract.name,
            kernel::in_words(as_of),
            self.owed,
            self.amount,
            self.not_owed,
            self.unknown
        );
        if self.too_late > 0 {
            text.push_str(&format!(" For {} of those owed the time to claim is over.", self.too_late));
        }
        if self.waits > 0 {
            text.push_str(&format!(" {} of those owed may not be claimed yet.", self.waits));
        }
        if self.example {
            text.push_str(" Some prices are made-up examples: see the column example_price.");
        }
        text
    }
}
