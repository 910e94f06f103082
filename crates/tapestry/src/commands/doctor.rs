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
    db::{Database, is_private, sqlite_file},
    policy_text::Source,
    publication::{self, Begun},
};
use std::{
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

/// What is said of a database that nobody asked about.
const NOT_ASKED: &str = "not asked about; give --database-url to check it too";
/// How much is written to a disk to try it: one mebibyte.
const TRIAL_BYTES: usize = 1 << 20;
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
    let url = arguments.database.known();
    let findings = [
        Finding::of("policy text", policy_text(arguments.policy.policy.as_deref())),
        Finding::of("database", database(url.clone()).await),
        Finding::of("in force", in_force(&arguments).await),
        Finding::of("clock", clock(&arguments)),
        Finding::of("disk", disk(url.as_deref())),
        Finding::of("privacy", privacy(url.as_deref())),
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

/// Whether the database can be read from end to end, and keeps what is written.
async fn database(url: Option<String>) -> Result<String, String> {
    let Some(url) = url else { return Ok(NOT_ASKED.to_owned()) };
    if is_to_be_made(&url) {
        return Ok("there is no file yet: the first start makes it".to_owned());
    }
    let wrong = |fault: anyhow::Error| format!("{fault:#}");
    let (db, to_come) = Database::open_as_it_is(&url).await.map_err(wrong)?;
    let damage = db.look_through().await.map_err(|fault| format!("its file cannot be read through: {fault}"))?;
    if let Some(first) = damage.first() {
        return Err(format!(
            "its file is damaged ({} faults; the first: {first}). Stop the program, keep this file, and restore the newest copy \
             (`tapestry restore`)",
            damage.len()
        ));
    }
    db.try_to_write().await.map_err(|fault| format!("it does not keep what is written: {fault:#}"))?;
    let read = match db.product() {
        "SQLite" => "was read from end to end and keeps what is written",
        _ => "answers and keeps what is written",
    };
    let schema = match to_come {
        0 => "its schema is the one this program knows".to_owned(),
        _ => format!("the next start brings its schema up to date ({to_come} steps)"),
    };
    Ok(format!("{} {read}; {schema}", db.product()))
}

/// Whether the address is of an SQLite file that is not there yet.
fn is_to_be_made(url: &str) -> bool {
    sqlite_file(url).is_some_and(|file| !file.exists())
}

/// Who on this machine can read the records.
fn privacy(url: Option<&str>) -> Result<String, String> {
    match url.and_then(is_private) {
        None => Ok("not asked about; it is asked of the file of an SQLite database".to_owned()),
        Some(true) => Ok("only this account of the machine can read the database's file".to_owned()),
        Some(false) => {
            Err("other accounts of this machine can read the database's file: chmod 600 it, its -wal and its -shm"
                .to_owned())
        }
    }
}

/// Which text decisions are made under, and whether it is the one that this program was given.
async fn in_force(arguments: &Arguments) -> Result<String, String> {
    let Some(url) = arguments.database.known() else { return Ok(NOT_ASKED.to_owned()) };
    if is_to_be_made(&url) {
        return Ok("nothing is published yet: the first start publishes the text that it is given".to_owned());
    }
    let wrong = |fault: anyhow::Error| format!("{fault:#}");
    let (db, _) = Database::open_as_it_is(&url).await.map_err(wrong)?;
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

/// Whether the disk on which the records lie, or else the one this is started on, takes a mebibyte and gives it back.
fn disk(url: Option<&str>) -> Result<String, String> {
    let here = std::env::current_dir().map_err(|error| format!("there is no current folder: {error}"))?;
    let file = url.and_then(sqlite_file);
    let folder = file.as_deref().and_then(Path::parent).map_or_else(|| here.clone(), |folder| here.join(folder));
    // A folder that the first start makes lies in the nearest one that is there.
    let folder = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(&here);
    match write_and_read(folder) {
        Ok(()) => Ok(format!("{} can be written to", folder.display())),
        Err(error) => Err(format!("{} cannot be written to: {error}", folder.display())),
    }
}

fn write_and_read(folder: &Path) -> std::io::Result<()> {
    let mut file = tempfile::tempfile_in(folder)?;
    let written = vec![b'-'; TRIAL_BYTES];
    file.write_all(&written)?;
    file.sync_all()?;
    file.seek(SeekFrom::Start(0))?;
    let mut read = Vec::with_capacity(TRIAL_BYTES);
    file.read_to_end(&mut read)?;
    if read == written { Ok(()) } else { Err(std::io::Error::other("what was written is not what is read")) }
}
