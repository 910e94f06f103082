//! `tapestry directory`: take in other directories, and give ours.

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    output, web,
};
use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::json;
use service::{
    Mode,
    db::Database,
    directory::{
        self,
        import::{Ending, Limits, Options},
    },
};
use std::{
    io::{BufWriter, ErrorKind, Write, stdout},
    path::{Path, PathBuf},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take in a feed of Open Referral UK, from the web or from a file
    Import(Import),
    /// Write every service as Open Referral UK
    Export(Export),
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The feed's address (http://… or https://…) or a file
    #[arg(value_name = "URL|FILE")]
    from: String,
    /// The name under which the ids of the source are kept: give the same each time where its address or file changes
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    source: Option<String>,
    /// Withdraw what is missing even where that is more than half of what came from the source
    #[arg(long)]
    many_gone: bool,
    /// Print what came of it as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Write here, whole or not at all, and not to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseAddress,
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Import(arguments) => import(arguments).await,
        Command::Export(arguments) => export(arguments).await,
    }
}

async fn import(arguments: Import) -> Result<(), Failure> {
    let db = Database::open(&arguments.database.needed()?).await?;
    let (app, _) = web::open(db, arguments.policy.policy.as_deref(), Mode::Live).await?;
    let mut progress = |progress: &directory::import::Progress| output::note(&progress.to_string());
    let options =
        Options { source: arguments.source.clone(), many_gone: arguments.many_gone, limits: Limits::default() };
    let report = directory::import::import(&app, &arguments.from, &options, &mut progress).await?;
    if arguments.json {
        let stopped = match &report.ending {
            Ending::Whole => None,
            Ending::Early(why) => Some(why),
        };
        output::print_json(&json!({
            "pages": report.pages, "new": report.summary.new, "changed": report.summary.changed,
            "unchanged": report.summary.unchanged, "bad": report.summary.fault_count,
            "faults": report.summary.faults, "noticed": report.summary.noticed, "missing": report.summary.missing,
            "withdrawn": report.summary.withdrawn, "notes": report.notes, "stopped_early": stopped,
        }))?;
    } else {
        output::note(&report.to_string());
    }
    if report.is_clean() { Ok(()) } else { Err(Failure::Said) }
}

async fn export(arguments: Export) -> Result<(), Failure> {
    let db = Database::open(&arguments.database.needed()?).await?;
    let count = match &arguments.out {
        Some(path) => to_file(&db, path).await?,
        None => to_standard_output(&db).await?,
    };
    output::note(&format!("{count} services written"));
    Ok(())
}

/// Writes a file beside `path` and then puts it in its place.
async fn to_file(db: &Database, path: &Path) -> Result<u64, Failure> {
    let failed = || format!("cannot write {}", path.display());
    let mut beside = output::beside(path)?;
    let count = {
        let mut writer = BufWriter::new(beside.as_file_mut());
        let count = directory::export(db, &mut writer).await?;
        writer.flush().with_context(failed)?;
        count
    };
    output::put_in_place(beside, path)?;
    Ok(count)
}

async fn to_standard_output(db: &Database) -> Result<u64, Failure> {
    let mut writer = BufWriter::new(stdout());
    let exported = match directory::export(db, &mut writer).await {
        Ok(count) => writer.flush().map(|()| count).map_err(anyhow::Error::from),
        Err(fault) => Err(fault),
    };
    match exported {
        Err(fault) if is_broken_pipe(&fault) => {
            // What is left unwritten has no reader: let it go.
            let _ = writer.into_parts();
            Ok(0)
        }
        exported => Ok(exported?),
    }
}

/// Whether the reader has gone away (`| head`).
fn is_broken_pipe(fault: &anyhow::Error) -> bool {
    fault.chain().any(|cause| {
        let kind = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let within_json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        kind.or(within_json) == Some(ErrorKind::BrokenPipe)
    })
}
