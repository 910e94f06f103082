//! `tapestry pay`: what does a contract owe for a table of starts and work?

use crate::{
    arguments::{PolicyFolder, day},
    edge::SystemClock,
    failure::Failure,
    output,
    policy_source::{self, Ready},
};
use anyhow::{Context, anyhow};
use clap::Args;
use exchange::events::{Event, EventLine, SpellKind as TableKind, read_events};
use kernel::{Clock, Day, Pence, Period};
use policy::Contract;
use rules::{
    outcome::{Participation, Spell, SpellKind},
    payment::{OutcomeLine, claim_lines},
};
use service::places::Imported;
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// The columns of what is written, in order.
const COLUMNS: [&str; 8] =
    ["participant", "outcome", "answer", "reached_on", "amount_pence", "example_price", "claim_by", "reasons"];

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The contract: a TOML file as in areas/…/contracts, or the id of a contract of the policy text
    #[arg(long, value_name = "FILE|ID")]
    contract: String,
    /// Table of events: participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week
    #[arg(long, value_name = "FILE.csv")]
    events: PathBuf,
    /// The last day looked at [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Day>,
    /// Write the lines here, whole or not at all, and not to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (ready, id) = contract(arguments)?;
    let contract = ready.policy.contract(&id).ok_or_else(|| anyhow!("the contract `{id}` was not loaded"))?;
    let name = arguments.events.display();
    let table = fs::read(&arguments.events).with_context(|| format!("cannot read the events {name}"))?;
    let lines = read_events(&table).map_err(|faults| {
        output::note(&format!("{name}: nothing was worked out, because of these faults:\n{faults}"));
        Failure::Said
    })?;
    let as_of = arguments.as_of.unwrap_or_else(|| SystemClock.today());
    let mut totals = Totals::default();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).context("cannot write the header")?;
    for participation in participations(lines) {
        for line in claim_lines(contract, &ready.policy.outcomes, &participation, as_of) {
            totals.count(&line)?;
            table.write_record(record(&participation.id, &line)).context("cannot write a line")?;
        }
    }
    let written = table.into_inner().context("cannot write the lines")?;
    match &arguments.out {
        Some(path) => {
            let mut beside = output::beside(path)?;
            beside.write_all(&written).with_context(|| format!("cannot write {}", path.display()))?;
            output::put_in_place(beside, path)?;
        }
        None => output::print(&String::from_utf8_lossy(&written))?,
    }
    output::note(&totals.in_words(contract, as_of));
    Ok(())
}

/// The policy with the contract in it, and the contract's id.
fn contract(arguments: &Arguments) -> Result<(Ready, String), Failure> {
    let folder = arguments.policy.policy.as_deref();
    let path = Path::new(&arguments.contract);
    let ready = policy_source::load(folder)?;
    if !path.is_file() {
        if ready.policy.contract(&arguments.contract).is_some() {
            return Ok((ready, arguments.contract.clone()));
        }
        let known: Vec<&str> = ready.policy.contracts().map(|(_, contract)| contract.id.as_str()).collect();
        return Err(Failure::because(format!(
            "`{}` is neither a file nor a contract of the policy text; there are: {}",
            arguments.contract,
            known.join(", ")
        )));
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let given: toml_ids::Contract = toml_ids::read(&text).with_context(|| format!("{}", path.display()))?;
    let area = area_of(&ready, path, &given).ok_or_else(|| {
        anyhow!(
            "{}: no area has both the buyer `{}` and the provider `{}`; put the file into areas/AREA/contracts/",
            path.display(),
            given.buyer,
            given.provider
        )
    })?;
    let source = ready.source.with_file(&format!("areas/{area}/contracts/{}.toml", given.id), text);
    Ok((policy_source::load_source(source, Imported::default())?, given.id))
}

/// The area of the contract: that of its folder, that which has a contract of this id, or that of its bodies.
fn area_of(ready: &Ready, path: &Path, given: &toml_ids::Contract) -> Option<String> {
    let folders: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let by_folder = match folders.as_slice() {
        [.., "areas", area, "contracts", _] => ready.policy.area(area),
        _ => None,
    };
    let by_id = || ready.policy.areas.values().find(|area| area.contracts.contains_key(&given.id));
    let by_bodies = || {
        let both =
            |area: &&policy::Area| area.bodies.contains_key(&given.buyer) && area.bodies.contains_key(&given.provider);
        ready.policy.areas.values().find(both)
    };
    by_folder.or_else(by_id).or_else(by_bodies).map(|area| area.id.to_string())
}

/// What of a contract's text must be known before it is loaded with the rest.
mod toml_ids {
    use anyhow::{Result, anyhow};

    pub(super) struct Contract {
        pub(super) id: String,
        pub(super) buyer: String,
        pub(super) provider: String,
    }

    pub(super) fn read(text: &str) -> Result<Contract> {
        let table: toml::Table = text.parse().map_err(|error| anyhow!("not TOML: {error}"))?;
        let word = |key: &str| {
            let found = table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            found.ok_or_else(|| anyhow!("a contract has `{key} = \"…\"`, and this file has not"))
        };
        Ok(Contract { id: word("id")?, buyer: word("buyer")?, provider: word("provider")? })
    }
}

/// The events by participant, in the order in which each first appears.
fn participations(lines: Vec<EventLine>) -> Vec<Participation> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<Participation> = Vec::new();
    for line in lines {
        let next = found.len();
        let index = *order.entry(line.participant.clone()).or_insert(next);
        if index == next {
            found.push(Participation { id: line.participant.clone(), ..Participation::default() });
        }
        let Some(participation) = found.get_mut(index) else { continue };
        match line.event {
            Event::Start { on } => participation.started_on = Some(on),
            Event::Spell(spell) => participation.spells.push(Spell {
                id: format!("line {}", line.line),
                employer: spell.employer.unwrap_or_default(),
                kind: match spell.kind {
                    TableKind::Employee => SpellKind::Employee,
                    TableKind::SelfEmployed => SpellKind::SelfEmployed,
                },
                period: Period { from: spell.from, until: spell.until },
                hours_per_week: spell.hours_per_week.map(whole_hours),
                earnings_pence_week: spell.earnings_week,
            }),
            Event::End { .. } => {}
        }
    }
    found
}

/// Whole hours, rounded down; the table lets through more than 0 and at most 168.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 168")]
fn whole_hours(hours: f64) -> u16 {
    hours as u16
}

fn record(participant: &str, line: &OutcomeLine) -> [String; 8] {
    let reasons: Vec<String> =
        line.reasons().iter().map(|reason| format!("{} [{}]", reason.says, reason.code)).collect();
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let answer = match line {
        OutcomeLine::Owed(_) => "owed",
        OutcomeLine::NotOwed(_) => "not-owed",
        OutcomeLine::Unknown(_) => "unknown",
    };
    let owed = line.owed();
    [
        participant.to_owned(),
        line.outcome().to_owned(),
        answer.to_owned(),
        day(owed.map(|owed| owed.reached_on)),
        owed.map(|owed| owed.amount.0.to_string()).unwrap_or_default(),
        owed.map(|owed| if owed.example_price { "yes" } else { "no" }.to_owned()).unwrap_or_default(),
        day(owed.and_then(|owed| owed.claim_by)),
        reasons.join(" "),
    ]
}

/// What it comes to.
#[derive(Debug, Default)]
struct Totals {
    owed: usize,
    amount: Pence,
    too_late: usize,
    not_owed: usize,
    unknown: usize,
    example: bool,
}

impl Totals {
    fn count(&mut self, line: &OutcomeLine) -> Result<(), Failure> {
        match line {
            OutcomeLine::Owed(owed) => {
                self.owed += 1;
                self.too_late += usize::from(!owed.in_window);
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
        if self.example {
            text.push_str(" Some prices are made-up examples: see the column example_price.");
        }
        text
    }
}
