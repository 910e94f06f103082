//! `tapestry places apportion`: counts of one geography as counts of another.

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    input, output,
    policy_source::Ready,
};
use anyhow::Context;
use clap::{Args, ValueEnum};
use exchange::counts::{CountFaults, read_counts};
use serde_json::json;
use service::{
    db::Database,
    places::{
        self,
        apportion::{Request, Weigh, crossing, method_in_words, not_placed_in_words},
    },
};
use statistics::{Apportioned, Fallen, Fit};
use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

/// Faults of the counts that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 20;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The geography of the counts: area, district, ward, lsoa11, lsoa21, or one that was brought in
    #[arg(long, value_name = "GEO")]
    from: String,
    /// The geography that is wanted
    #[arg(long, value_name = "GEO")]
    to: String,
    /// The counts: a table with the columns code,count (or lsoa11,count or lsoa21,count)
    #[arg(long, value_name = "FILE.csv")]
    counts: PathBuf,
    /// How a unit is divided, and what decides how much of it lies where
    #[arg(long, value_enum)]
    method: Method,
    /// Where the result is written, as CSV; to the screen when left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print JSON in place of CSV
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    /// In proportion to postcodes
    ProportionalPostcodes,
    /// In proportion to residents, where a table of people was brought in
    ProportionalPeople,
    /// In proportion to land, where outlines were brought in
    ProportionalLand,
    /// Whole, to where most postcodes are
    BestFitPostcodes,
    /// Whole, to where most residents are
    BestFitPeople,
    /// Whole, to where most land is
    BestFitLand,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let counts = counts(&arguments)?;
    let ready = super::ready(&arguments.policy, &arguments.database).await?;
    let (fit, weigh) = method(&arguments, &ready).await?;
    let request = Request { from: &arguments.from, to: &arguments.to, weigh, fit };
    let crossing =
        crossing(&ready.policy, &ready.places, &request).map_err(|refused| Failure::because(refused.to_string()))?;
    let done = crossing.apportion(&counts, fit);
    let said = method_in_words(&request, &done);
    let text = if arguments.json { format!("{:#}\n", as_json(&ready, &done, &said)) } else { as_csv(&ready, &done)? };
    match &arguments.out {
        Some(path) => write(path, &text)?,
        None => output::print(&text)?,
    }
    output::note(&said);
    ready.say_which();
    if done.not_placed.is_empty() {
        return Ok(());
    }
    let lost: u64 = done.not_placed.values().sum();
    output::note(&format!(
        "not placed: {lost}, of {} codes that lie nowhere in the tables: {}",
        done.not_placed.len(),
        not_placed_in_words(&done)
    ));
    Err(Failure::Said)
}

/// The counts of the file, if nothing is wrong with any line and its LSOAs are of the year of `--from`.
fn counts(arguments: &Arguments) -> Result<BTreeMap<String, u64>, Failure> {
    let name = arguments.counts.display().to_string();
    let bytes = input::bytes(&arguments.counts, input::TABLE_BYTES)?;
    match read_counts(&bytes) {
        Ok(counts) => match counts.vintage {
            Some(vintage) if arguments.from.starts_with("lsoa") && arguments.from != vintage.column() => {
                Err(Failure::because(format!(
                    "{name} holds LSOAs of {vintage} and --from says `{}`: LSOAs of 2011 and 2021 are not the same places",
                    arguments.from
                )))
            }
            Some(vintage) if !arguments.from.starts_with("lsoa") => {
                Err(Failure::because(format!("{name} holds LSOAs of {vintage} and --from says `{}`", arguments.from)))
            }
            _ => Ok(counts.counts),
        },
        Err(CountFaults::Header(why)) => Err(Failure::because(format!("{name}: {why}"))),
        Err(CountFaults::Lines(faults)) => {
            for fault in faults.iter().take(MAX_FAULTS) {
                output::note(&format!("{name}: {fault}"));
            }
            if faults.len() > MAX_FAULTS {
                output::note(&format!("{name}: and {} more", faults.len() - MAX_FAULTS));
            }
            Err(Failure::because(format!("{name} has faults; nothing was done")))
        }
    }
}

async fn method(arguments: &Arguments, ready: &Ready) -> Result<(Fit, Weigh), Failure> {
    use Method::{
        BestFitLand, BestFitPeople, BestFitPostcodes, ProportionalLand, ProportionalPeople, ProportionalPostcodes,
    };
    let fit = match arguments.method {
        ProportionalPostcodes | ProportionalPeople | ProportionalLand => Fit::Proportional,
        BestFitPostcodes | BestFitPeople | BestFitLand => Fit::Best,
    };
    let weigh = match arguments.method {
        ProportionalPostcodes | BestFitPostcodes => Weigh::Postcodes,
        ProportionalPeople | BestFitPeople => Weigh::People,
        ProportionalLand | BestFitLand => match arguments.database.known() {
            Some(url) => Weigh::Land(places::land(&Database::open(&url).await?, &ready.places).await?),
            None => Weigh::Land(BTreeMap::new()),
        },
    };
    Ok((fit, weigh))
}

fn name_of<'a>(ready: &'a Ready, code: &str) -> &'a str {
    let area = || ready.policy.area(code).map(|area| area.name.as_str());
    ready.places.name(code).or_else(area).unwrap_or_default()
}

fn as_json(ready: &Ready, done: &Apportioned, said: &str) -> serde_json::Value {
    let place = |(code, fallen): (&String, &Fallen)| {
        json!({
            "code": code, "name": name_of(ready, code),
            "count": fallen.count, "least": fallen.least, "most": fallen.most,
        })
    };
    json!({
        "method": said, "places": done.places.iter().map(place).collect::<Vec<_>>(), "outside": done.outside,
        "not_placed": done.not_placed, "divided": done.divided,
    })
}

fn as_csv(ready: &Ready, done: &Apportioned) -> Result<String, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut line = |code: &str, name: &str, fallen: Fallen| {
        let numbers = [fallen.count, fallen.least, fallen.most].map(|number| number.to_string());
        table.write_record([code, name].into_iter().chain(numbers.iter().map(String::as_str)))
    };
    let mut written = Ok(());
    for (code, fallen) in &done.places {
        written = written.and(line(code, name_of(ready, code), *fallen));
    }
    if done.outside.most > 0 {
        written = written.and(line("", "outside all of them", done.outside));
    }
    let lost: u64 = done.not_placed.values().sum();
    if lost > 0 {
        written = written.and(line("", "not placed", Fallen { count: lost, least: lost, most: lost }));
    }
    written.context("cannot write the table")?;
    let bytes = table.into_inner().map_err(|error| Failure::because(error.to_string()))?;
    Ok(format!("code,name,count,least,most\n{}", String::from_utf8_lossy(&bytes)))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = output::beside(path)?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    output::put_in_place(file, path)
}
