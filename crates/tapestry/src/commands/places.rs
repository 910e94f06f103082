//! `tapestry places`: bring in postcode tables, and look a postcode up.

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    output, policy_source,
};
use anyhow::Context;
use clap::{Args, Subcommand};
use exchange::places;
use kernel::Postcode;
use serde_json::json;
use service::db::Database;
use std::{fs::File, io::BufReader, path::PathBuf};

/// Faults of one table that are told one by one; the rest are counted.
const MOST_FAULTS: usize = 20;
/// Postcodes kept in one transaction.
const BATCH: usize = 2_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring tables of postcodes into the database
    Import(Import),
    /// Say where a postcode lies
    Lookup(Lookup),
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Tables: the ONS Postcode Directory, Code-Point Open with LSOAs, or the layout of places/
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    database: DatabaseAddress,
}

#[derive(Debug, Args)]
pub(crate) struct Lookup {
    /// The postcode, in any way of writing it
    #[arg(required = true, num_args = 1.., value_name = "POSTCODE")]
    postcode: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Import(arguments) => import(arguments).await,
        Command::Lookup(arguments) => lookup(arguments).await,
    }
}

async fn import(arguments: Import) -> Result<(), Failure> {
    let url = arguments.database.needed()?;
    let mut tables = Vec::new();
    for path in &arguments.files {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
        tables.push((name.clone(), places::postcodes(BufReader::new(file)).with_context(|| name)?));
    }
    let db = Database::open(&url).await?;
    let mut bad = 0_usize;
    for (name, lines) in tables {
        let (mut kept, mut batch) = (0_usize, Vec::with_capacity(BATCH));
        let mut faults = 0_usize;
        for line in lines {
            match line {
                Ok(record) => batch.push(record),
                Err(fault) => {
                    faults += 1;
                    if faults <= MOST_FAULTS {
                        output::note(&format!("{name}: {fault}"));
                    }
                }
            }
            if batch.len() == BATCH {
                kept += batch.len();
                service::places::keep(&db, &batch).await?;
                batch.clear();
                if kept.is_multiple_of(100 * BATCH) {
                    output::note(&format!("{name}: {kept} so far"));
                }
            }
        }
        kept += batch.len();
        service::places::keep(&db, &batch).await?;
        if faults > MOST_FAULTS {
            output::note(&format!("{name}: and {} more", faults - MOST_FAULTS));
        }
        output::print(&format!("{name}: {kept} postcodes kept, {faults} lines left out\n"))?;
        bad += faults;
    }
    if bad == 0 { Ok(()) } else { Err(Failure::Said) }
}

async fn lookup(arguments: Lookup) -> Result<(), Failure> {
    let typed = arguments.postcode.join(" ");
    let postcode: Postcode = typed.parse().map_err(|error| Failure::Usage(format!("`{typed}`: {error}")))?;
    let more = match arguments.database.known() {
        Some(url) => service::places::all(&Database::open(&url).await?).await?,
        None => Vec::new(),
    };
    let source = policy_source::source(arguments.policy.policy.as_deref())?;
    let ready = policy_source::load_source(source, more)?;
    let Some(record) = ready.places.locate(&postcode) else {
        return Err(Failure::because(format!("{postcode} is not in the table of places")));
    };
    let place = &record.place;
    let areas: Vec<&str> = ready
        .policy
        .areas
        .values()
        .filter(|area| area.lsoas.contains(&place.lsoa))
        .map(|area| area.id.as_ref())
        .collect();
    if arguments.json {
        return output::print_json(&json!({
            "postcode": postcode, "lsoa": place.lsoa, "ward": place.ward, "district": place.district,
            "nation": place.nation, "imd_decile": record.imd_decile, "areas": areas,
            "latitude": record.coordinates.map(|at| at.latitude),
            "longitude": record.coordinates.map(|at| at.longitude),
        }));
    }
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "not known".to_owned());
    let decile = record.imd_decile.map_or_else(|| "not known".to_owned(), |decile| decile.to_string());
    output::print(&format!(
        "{postcode}\n  small area (LSOA 2011)  {}\n  ward                    {}\n  district                {}\n  \
         nation                  {}\n  deprivation (IMD 2019)  decile {decile}\n  areas                   {}\n",
        place.lsoa,
        word(&place.ward),
        word(&place.district),
        word(&place.nation),
        if areas.is_empty() { "none".to_owned() } else { areas.join(", ") }
    ))
}
