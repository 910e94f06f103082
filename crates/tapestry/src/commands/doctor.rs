//! `tapestry doctor`: is everything there that it needs?

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    edge::{self, SystemClock},
    failure::Failure,
    output, policy_source,
};
use chrono::{Datelike, Local};
use clap::Args;
use kernel::{Clock, Zone};
use serde_json::json;
use service::{
    db::Database,
    policy_text::Source,
    publication::{self, Begun},
};
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
        Finding::of("in force", in_force(&arguments).await),
        Finding::of("clock", clock(&arguments)),
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

/// The text that the program was given, whatever it says.
fn text_of(folder: Option<&Path>) -> Result<Source, String> {
    policy_source::source(folder).map_err(|failure| match failure {
        Failure::Fault(fault) => format!("{fault:#}"),
        _ => "cannot be read".to_owned(),
    })
}

fn policy_text(folder: Option<&Path>) -> Result<String, String> {
    let source = text_of(folder)?;
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

/// Which text decisions are made under, and whether it is the one that this program was given.
async fn in_force(arguments: &Arguments) -> Result<String, String> {
    let Some(url) = arguments.database.known() else {
        return Ok("not asked about; give --database-url to check it too".to_owned());
    };
    let wrong = |fault: anyhow::Error| format!("{fault:#}");
    let db = Database::open(&url).await.map_err(wrong)?;
    let today = edge::today(text_of(arguments.policy.policy.as_deref())?.zone());
    let Some(published) = publication::in_force(&db, today).await.map_err(wrong)? else {
        return Ok("nothing is published yet: the first start publishes the text that it is given".to_owned());
    };
    let version = &published.version;
    let kept = publication::text(db.reader(), version).await.map_err(wrong)?;
    let kept = kept.ok_or_else(|| format!("version {version} is in force and not kept"))?;
    service::policy_text::load(&kept, &kept.gazetteer().map_err(wrong)?).map_err(wrong)?;
    let given = policy_source::source(arguments.policy.policy.as_deref()).ok().map(|source| source.version());
    let begun = given.map(|given| Begun { in_force: published.clone(), given: given.to_string() });
    Ok(begun.and_then(|begun| begun.difference()).unwrap_or_else(|| {
        let short = version.get(..12).unwrap_or_default();
        format!("publication {}, version {short}; it is the text that this program was given", published.number)
    }))
}

fn clock(arguments: &Arguments) -> Result<String, String> {
    let now = SystemClock.now();
    if now.year() < EARLIEST_YEAR {
        return Err(format!("the machine's clock says {}, which cannot be: set it", Zone::UTC.day(now)));
    }
    let zone = text_of(arguments.policy.policy.as_deref())?.zone();
    Ok(format!(
        "{} UTC, {} in {zone}, where the text counts days unless an area names another time zone; this machine is at {}",
        now.format("%-d %B %Y %H:%M"),
        zone.local(now).format("%H:%M"),
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
