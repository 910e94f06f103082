//! `tapestry places import`: bring tables and outlines into the database.
//!
//! Everything that can be refused by its first line is refused before anything is kept. A bad line is told and left
//! out; the good ones are kept.

use crate::{
    arguments::DatabaseAddress,
    edge::{SystemClock, SystemRandomness},
    failure::Failure,
    input, output,
};
use anyhow::{Context, anyhow};
use clap::Args;
use exchange::places::{self, Boundaries, NotKept, Postcodes};
use service::{audit, db::Database};
use std::{
    fmt::Display,
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

/// Faults of one file that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 20;
/// Postcodes kept in one transaction.
const BATCH: usize = 2_000;
/// No header of a table is longer than this.
const MAX_HEADER_LENGTH: u64 = 64 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Postcodes: the ONS Postcode Directory, Code-Point Open with LSOAs, or the layout of places/.
    /// Tables with the header code,name; lsoa11,people; lsoa11,lsoa21,change; lsoa11,geography,code.
    /// Outlines: GeoJSON with a code such as LSOA11CD
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    database: DatabaseAddress,
}

/// A file whose kind is known.
enum Input {
    Postcodes(Box<Postcodes<BufReader<File>>>),
    Table(String),
    Outlines(Boundaries),
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let url = arguments.database.needed()?;
    let mut inputs = Vec::new();
    for path in &arguments.files {
        inputs.push((path.display().to_string(), file_name(path), input(path)?));
    }
    let db = Database::open(&url).await?;
    let mut bad = 0_usize;
    for (path, name, input) in inputs {
        bad += match input {
            Input::Postcodes(lines) => keep_postcodes(&db, &path, *lines).await?,
            Input::Table(contents) => keep_table(&db, &path, &name, &contents).await?,
            Input::Outlines(outlines) => keep_outlines(&db, &path, &outlines).await?,
        };
    }
    audit::record_from_the_command_line(&db, (&SystemClock, &SystemRandomness), "import-places").await?;
    if bad == 0 { Ok(()) } else { Err(Failure::Said) }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Opens a file and finds out what it is.
fn input(path: &Path) -> Result<Input, Failure> {
    let name = path.display().to_string();
    let open = || input::stream(path);
    let is_outlines = path.extension().is_some_and(|ending| ["geojson", "json"].iter().any(|known| ending == *known));
    if is_outlines {
        let text = input::table_text(path)?;
        return Ok(Input::Outlines(places::boundaries(&text).map_err(|fault| anyhow!("{name}: {fault}"))?));
    }
    let mut header = Vec::new();
    let mut beginning = std::io::Read::take(BufReader::new(open()?), MAX_HEADER_LENGTH);
    beginning.read_until(b'\n', &mut header).with_context(|| format!("cannot read {name}"))?;
    if places::place_table(&header).is_some() {
        let text = input::table_text(path)?;
        return Ok(Input::Table(text));
    }
    Ok(Input::Postcodes(Box::new(places::postcodes(BufReader::new(open()?)).with_context(|| name)?)))
}

async fn keep_postcodes(db: &Database, name: &str, lines: Postcodes<BufReader<File>>) -> Result<usize, Failure> {
    let (mut kept, mut in_no_area, mut batch) = (0_usize, 0_usize, Vec::with_capacity(BATCH));
    let mut faults = Faults::of(name);
    for line in lines {
        match line {
            Ok(record) => batch.push(record),
            Err(NotKept::Fault(fault)) => faults.tell(&fault),
            Err(NotKept::InNoArea) => in_no_area += 1,
        }
        if batch.len() == BATCH {
            kept += batch.len();
            service::places::keep(db, &batch).await?;
            batch.clear();
            if kept.is_multiple_of(100 * BATCH) {
                output::note(&format!("{name}: {kept} so far"));
            }
        }
    }
    kept += batch.len();
    service::places::keep(db, &batch).await?;
    if in_no_area > 0 {
        output::note(&format!(
            "{name}: {in_no_area} postcodes lie in no small area of 2011, as the table says itself (the Channel Islands, the \
             Isle of Man, and those whose place is not known); they are passed over, and nothing is wrong with them"
        ));
    }
    faults.end(&format!("{kept} postcodes kept"))
}

async fn keep_table(db: &Database, path: &str, name: &str, contents: &str) -> Result<usize, Failure> {
    let table = places::place_table(contents.as_bytes()).with_context(|| format!("cannot read {path}"))?;
    let mut faults = Faults::of(path);
    table.faults.iter().for_each(|fault| faults.tell(fault));
    service::places::keep_table(db, name, contents).await?;
    faults.end(&format!("{} lines kept ({})", table.len(), table.what))
}

async fn keep_outlines(db: &Database, path: &str, outlines: &Boundaries) -> Result<usize, Failure> {
    let mut faults = Faults::of(path);
    outlines.faults.iter().for_each(|fault| faults.tell(fault));
    service::places::keep_outlines(db, &outlines.areas).await?;
    faults.end(&format!("{} outlines kept", outlines.areas.len()))
}

/// The faults of one file: the first are told, the rest counted.
struct Faults<'a> {
    name: &'a str,
    count: usize,
}

impl<'a> Faults<'a> {
    fn of(name: &'a str) -> Self {
        Self { name, count: 0 }
    }

    fn tell(&mut self, fault: &impl Display) {
        self.count += 1;
        if self.count <= MAX_FAULTS {
            output::note(&format!("{}: {fault}", self.name));
        }
    }

    /// Says what came of the file, and gives how many faults it had.
    fn end(self, done: &str) -> Result<usize, Failure> {
        if self.count > MAX_FAULTS {
            output::note(&format!("{}: and {} more", self.name, self.count - MAX_FAULTS));
        }
        output::print(&format!("{}: {done}, {} left out\n", self.name, self.count))?;
        Ok(self.count)
    }
}
