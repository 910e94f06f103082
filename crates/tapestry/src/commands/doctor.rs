//! `tapestry doctor`: is everything there that it needs?

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    edge::SystemClock,
    failure::Failure,
    output, policy_source,
};
use chrono::{Datelike, Local};
use clap::Args;
use kernel::Clock;
use serde_json::json;
use service::db::Database;
use std::path::Path;

/// The year in which this program was made: an earlier clock is wrong.
const EARLIEST_YEAR: i32 = 2026;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

/// What was found on one thing.
struct Finding {
    what: &'static str,
    good: bool,
    says: String,
}

impl Finding {
    fn of(what: &'static str, found: Result<String, String>) -> Self {
        let good = found.is_ok();
        Self { what, good, says: found.unwrap_or_else(|wrong| wrong) }
    }
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let findings = [
        Finding::of("policy text", policy_text(arguments.policy.policy.as_deref())),
        Finding::of("database", database(arguments.database.known()).await),
        Finding::of("clock", clock()),
        Finding::of("disk", disk()),
        Finding::of("look", Ok("style sheet and script are built in; npm is not needed to run".to_owned())),
    ];
    let good = findings.iter().all(|finding| finding.good);
    if arguments.json {
        let found = findings.iter().map(|one| json!({"what": one.what, "good": one.good, "says": one.says}));
        output::print_json(&json!({"good": good, "found": found.collect::<Vec<_>>()}))?;
    } else {
        let line =
            |one: &Finding| format!("{}  {:<12} {}\n", if one.good { "good " } else { "WRONG" }, one.what, one.says);
        output::print(&findings.iter().map(line).collect::<String>())?;
    }
    if good { Ok(()) } else { Err(Failure::Said) }
}

fn policy_text(folder: Option<&Path>) -> Result<String, String> {
    let source = policy_source::source(folder).map_err(|failure| match failure {
        Failure::Fault(fault) => format!("{fault:#}"),
        _ => "cannot be read".to_owned(),
    })?;
    let places = source.gazetteer().map_err(|fault| format!("{fault:#}"))?;
    let policy = service::policy_text::load(&source, &places).map_err(|fault| format!("{fault:#}"))?;
    service::policy_text::authoriser(&source, &policy).map_err(|fault| format!("{fault:#}"))?;
    Ok(format!(
        "{} national programmes, {} areas, {} facts, {} postcodes; version {}",
        policy.programmes.len(),
        policy.areas.len(),
        policy.facts.len(),
        places.len(),
        policy.version.as_str().get(..12).unwrap_or_default()
    ))
}

async fn database(url: Option<String>) -> Result<String, String> {
    let Some(url) = url else {
        return Ok("not asked about; give --database-url to check it too".to_owned());
    };
    let db = Database::open(&url).await.map_err(|fault| format!("{fault:#}"))?;
    db.ping().await.map_err(|fault| fault.to_string())?;
    Ok(format!("{} answers, and its schema is the one this program knows", db.product()))
}

fn clock() -> Result<String, String> {
    let now = SystemClock.now();
    if now.year() < EARLIEST_YEAR {
        return Err(format!("the machine's clock says {}, which cannot be: set it", now.date_naive()));
    }
    Ok(format!(
        "{} UTC; days are counted in UTC, this machine is at {}",
        now.format("%-d %B %Y %H:%M"),
        Local::now().offset()
    ))
}

fn disk() -> Result<String, String> {
    let folder = std::env::current_dir().map_err(|error| format!("there is no current folder: {error}"))?;
    match tempfile::tempfile_in(&folder) {
        Ok(_) => Ok(format!("{} can be written to", folder.display())),
        Err(error) => Err(format!("{} cannot be written to: {error}", folder.display())),
    }
}
