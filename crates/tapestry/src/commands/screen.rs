//! `tapestry screen`: which programmes may each person of a table join, and what stops them?

mod files;
mod pipeline;
mod progress;
mod words;

use crate::{
    arguments::{PolicyFolder, day},
    edge,
    failure::Failure,
    output,
    people_table::{self, Table},
    policy_source::{self, Ready},
    web,
};
use anyhow::Context;
use clap::Args;
use exchange::tables::{Columns, Groups, ROWS_AT_ONCE, Reading, Subject, Summary, UnknownColumns, VerdictWriter};
use files::Targets;
use kernel::Day;
use pipeline::{Job, Totals};
use policy::{
    Area,
    population::{Detail, Plan},
};
use progress::Progress;
use serde_json::{Map, Value};
use std::{
    num::NonZero,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The area's id, such as newcastle
    #[arg(long)]
    area: String,
    /// Table of people, a column to a fact: a .parquet or .csv file
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    /// Where to write a verdict for each person and programme: a .parquet or .csv file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where to write the counts, as CSV: verdicts of each programme, and whom each criterion stops
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Facts to group the counts by, with commas between: each combination of their values is a group
    #[arg(long, value_name = "FACT,FACT", value_delimiter = ',')]
    by: Vec<String>,
    /// The day asked about [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Day>,
    /// Pass over columns that are not facts, in place of refusing them
    #[arg(long)]
    ignore_unknown_columns: bool,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
    /// Show how far it is, even where standard error is no terminal
    #[arg(long)]
    progress: bool,
    /// How many threads work out verdicts [default: one for each core]
    #[arg(long, value_name = "NUMBER")]
    threads: Option<NonZero<usize>>,
    /// Postcode table to use besides the one built in (ONSPD, Code-Point Open or our own columns); may be repeated
    #[arg(long, value_name = "FILE")]
    places: Vec<PathBuf>,
    #[command(flatten)]
    policy: PolicyFolder,
}

/// Does the work on threads of its own, so that Ctrl-C can ask it to stop and tidy up.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    // A reader of Parquet may panic on a file that was damaged on purpose. That is caught and told in words.
    std::panic::set_hook(Box::new(|_| {}));
    let mut work = tokio::task::spawn_blocking(move || screen(&arguments, &told));
    let done = tokio::select! {
        done = &mut work => done,
        () = web::asked_to_stop() => {
            stop.store(true, Ordering::Relaxed);
            work.await
        }
    };
    done.unwrap_or_else(|_| Err(pipeline::our_fault())).inspect_err(|failure| {
        if matches!(failure, Failure::Said) {
            output::note("Nothing was written.");
        }
    })
}

fn screen(arguments: &Arguments, stop: &AtomicBool) -> Result<(), Failure> {
    let targets = Targets::new(&arguments.people, &arguments.out, arguments.summary.as_deref())?;
    if !arguments.by.is_empty() && arguments.summary.is_none() && !arguments.json {
        let says = "say where the counts by group are to go: --summary FILE, or --json";
        return Err(Failure::Usage(says.to_owned()));
    }
    let mut ready = policy_source::load(arguments.policy.policy.as_deref())?;
    ready.add_places(&arguments.places)?;
    let area = ready.area(&arguments.area)?;
    let groups = Groups::by(&ready.policy.facts, &arguments.by).map_err(|fault| Failure::Usage(fault.to_string()))?;
    let today = edge::today(ready.policy.zone(&area.id));
    let on = arguments.on.unwrap_or(today);
    let plan = Plan::new(&ready.policy, area, on);
    let mut table = Table::open(&arguments.people, ROWS_AT_ONCE)?;
    let unknown = if arguments.ignore_unknown_columns { UnknownColumns::PassOver } else { UnknownColumns::Refuse };
    let columns = people_table::columns(&mut table, &arguments.people, &ready.policy.facts, unknown)?;
    tell_missing(&columns, &plan);

    let job = Job {
        reading: Reading {
            facts: &ready.policy.facts,
            places: &ready.places,
            columns: &columns,
            on,
            told_on: Some(on.max(today)),
        },
        plan: &plan,
        detail: if groups.is_empty() { Detail::Barriers } else { Detail::Rows },
        groups: &groups,
        format: targets.format,
        threads: threads(arguments.threads),
        stop,
    };
    let mut progress = Progress::new(arguments.progress, table.claimed_rows());
    let mut verdicts =
        VerdictWriter::new(targets.format, targets.beside_out()?, subject(&ready, area, &plan, &columns));
    let cannot_write = || format!("cannot write {}", arguments.out.display());
    let totals = pipeline::run(&job, table, &arguments.people, |batch, people| {
        verdicts.write(batch).with_context(cannot_write)?;
        progress.done(people);
        Ok(())
    })?;
    progress.end();
    let written = verdicts.finish().with_context(cannot_write)?;
    let summary = Summary { screening: &totals.screening, groups: &groups, grouped: &totals.grouped };
    targets.put_in_place(written, &summary)?;
    tell(arguments, &ready, area, on, &totals, &summary)
}

fn threads(asked: Option<NonZero<usize>>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get)
}

/// Says which facts the rules read that no column answers.
fn tell_missing(columns: &Columns, plan: &Plan<'_>) {
    let facts = plan.facts();
    let missing = columns.without(&facts);
    if !missing.is_empty() {
        output::note(&format!(
            "note: {} of the {} facts that the rules read have no column and count as not known of anybody: {}",
            missing.len(),
            facts.len(),
            missing.join(", ")
        ));
    }
}

fn subject(ready: &Ready, area: &Area, plan: &Plan<'_>, columns: &Columns) -> Subject {
    let said = |name: &str, value: String| (format!("tapestry.{name}"), value);
    Subject {
        names_people: columns.names_people(),
        programmes: ready.policy.programmes_in(area).map(|programme| programme.id.to_string()).collect(),
        said_of: vec![
            said("area", area.id.to_string()),
            said("on", plan.on().to_string()),
            said("policy", ready.policy.version.to_string()),
        ],
    }
}

/// The counts, as JSON or in words; and what was not found.
fn tell(
    arguments: &Arguments,
    ready: &Ready,
    area: &Area,
    on: Day,
    totals: &Totals,
    summary: &Summary<'_>,
) -> Result<(), Failure> {
    people_table::tell_unlisted(totals.unlisted);
    if !arguments.json {
        return output::print(&words::in_words(ready, area, on, summary.screening));
    }
    let mut json: Map<String, Value> = Map::new();
    json.insert("area".to_owned(), area.id.as_ref().into());
    json.insert("on".to_owned(), on.to_string().into());
    json.insert("policy".to_owned(), ready.policy.version.to_string().into());
    json.insert("unlisted_postcodes".to_owned(), totals.unlisted.into());
    json.extend(summary.to_json());
    output::print_json(&Value::Object(json))
}
