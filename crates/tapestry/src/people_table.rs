//! A table of people, a column to a fact: a CSV or Parquet file.

use crate::{failure::Failure, input, output};
use exchange::tables::{Columns, CsvReader, Format, ParquetReader, Rows, TableFault, UnknownColumns};
use policy::FactBook;
use std::{fs::File, path::Path};

/// A table of people, open.
pub(crate) enum Table {
    Csv(Box<CsvReader<File>>),
    Parquet(Box<ParquetReader<File>>),
}

impl Table {
    pub(crate) fn open(path: &Path, rows_at_once: usize) -> Result<Self, Failure> {
        let format = format(path)?;
        let file = input::stream(path)?;
        let opened = match format {
            Format::Csv => CsvReader::open(file, rows_at_once).map(Box::new).map(Self::Csv),
            Format::Parquet => ParquetReader::open(file, rows_at_once).map(Box::new).map(Self::Parquet),
        };
        opened.map_err(|wrong| fault(path, &wrong))
    }

    pub(crate) fn names(&self) -> &[String] {
        match self {
            Self::Csv(reader) => reader.names(),
            Self::Parquet(reader) => reader.names(),
        }
    }

    pub(crate) fn choose(&mut self, facts: &FactBook, columns: &Columns) -> Result<(), TableFault> {
        match self {
            Self::Csv(reader) => {
                reader.choose(columns);
                Ok(())
            }
            Self::Parquet(reader) => reader.choose(facts, columns),
        }
    }

    /// How many rows there are, where the file says so.
    pub(crate) fn claimed_rows(&self) -> Option<u64> {
        match self {
            Self::Csv(_) => None,
            Self::Parquet(reader) => Some(reader.claimed_rows()),
        }
    }

    pub(crate) fn next_rows(&mut self) -> Result<Option<Rows>, TableFault> {
        Ok(match self {
            Self::Csv(reader) => reader.next_rows()?.map(Rows::Csv),
            Self::Parquet(reader) => reader.next_rows()?.map(Rows::Parquet),
        })
    }
}

/// What the columns of the table hold; tells all that is wrong with them.
pub(crate) fn columns(
    table: &mut Table,
    path: &Path,
    facts: &FactBook,
    unknown: UnknownColumns,
) -> Result<Columns, Failure> {
    let found = Columns::find(facts, table.names().iter().map(String::as_str), unknown);
    let columns = found.map_err(|faults| {
        for fault in &faults.0 {
            output::note(&format!("{}: {fault}", path.display()));
        }
        output::note(
            "A column has the id of a fact for its name; `person` or `id` names people. \
             To pass over the others, give --ignore-unknown-columns.",
        );
        Failure::Said
    })?;
    table.choose(facts, &columns).map_err(|wrong| fault(path, &wrong))?;
    Ok(columns)
}

/// Says how many postcodes were in no table.
pub(crate) fn tell_unlisted(unlisted: u64) {
    if unlisted > 0 {
        output::note(&format!(
            "note: {unlisted} postcodes or LSOA codes are in none of the postcode tables held, and their places count as not known. \
             The table that is built in is a small one; give a larger one with --places FILE"
        ));
    }
}

/// Tells what is wrong with the table, a line to a fault.
pub(crate) fn fault(path: &Path, wrong: &TableFault) -> Failure {
    for line in wrong.to_string().lines() {
        output::note(&format!("error: {}: {line}", path.display()));
    }
    Failure::Said
}

/// The form of a file, told by its name.
pub(crate) fn format(path: &Path) -> Result<Format, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("parquet") => Ok(Format::Parquet),
        Some("csv") => Ok(Format::Csv),
        _ => Err(Failure::Usage(format!("{}: the name should end in .parquet or .csv", path.display()))),
    }
}
