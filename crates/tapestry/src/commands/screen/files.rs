//! The files of a screening: the table that is read, and those that are written.

use crate::{failure::Failure, output};
use anyhow::Context;
use exchange::tables::{Columns, CsvReader, Format, ParquetReader, ROWS_AT_ONCE, Rows, Summary, TableFault};
use policy::FactBook;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// A table of people, open.
pub(super) enum Table {
    Csv(Box<CsvReader<File>>),
    Parquet(Box<ParquetReader<File>>),
}

impl Table {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let format = format(path)?;
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let is_folder = file.metadata().is_ok_and(|found| found.is_dir());
        if is_folder {
            return Err(Failure::because(format!("{} is a folder; give one file", path.display())));
        }
        let opened = match format {
            Format::Csv => CsvReader::open(file, ROWS_AT_ONCE).map(Box::new).map(Self::Csv),
            Format::Parquet => ParquetReader::open(file, ROWS_AT_ONCE).map(Box::new).map(Self::Parquet),
        };
        opened.map_err(|wrong| fault(path, &wrong))
    }

    pub(super) fn names(&self) -> &[String] {
        match self {
            Self::Csv(reader) => reader.names(),
            Self::Parquet(reader) => reader.names(),
        }
    }

    pub(super) fn choose(&mut self, facts: &FactBook, columns: &Columns) -> Result<(), TableFault> {
        match self {
            Self::Csv(reader) => {
                reader.choose(columns);
                Ok(())
            }
            Self::Parquet(reader) => reader.choose(facts, columns),
        }
    }

    /// How many rows there are, where the file says so.
    pub(super) fn claimed_rows(&self) -> Option<u64> {
        match self {
            Self::Csv(_) => None,
            Self::Parquet(reader) => Some(reader.claimed_rows()),
        }
    }

    pub(super) fn next_rows(&mut self) -> Result<Option<Rows>, TableFault> {
        Ok(match self {
            Self::Csv(reader) => reader.next_rows()?.map(Rows::Csv),
            Self::Parquet(reader) => reader.next_rows()?.map(Rows::Parquet),
        })
    }
}

/// Tells what is wrong with the table, a line to a fault.
pub(super) fn fault(path: &Path, wrong: &TableFault) -> Failure {
    for line in wrong.to_string().lines() {
        output::note(&format!("error: {}: {line}", path.display()));
    }
    output::note("Nothing was written.");
    Failure::Said
}

/// The form of a file, told by its name.
fn format(path: &Path) -> Result<Format, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("parquet") => Ok(Format::Parquet),
        Some("csv") => Ok(Format::Csv),
        _ => Err(Failure::Usage(format!("{}: the name should end in .parquet or .csv", path.display()))),
    }
}

/// Where to write.
pub(super) struct Targets {
    pub(super) format: Format,
    out: PathBuf,
    summary: Option<PathBuf>,
}

impl Targets {
    /// Looks at the names before any work is done.
    pub(super) fn new(people: &Path, out: &Path, summary: Option<&Path>) -> Result<Self, Failure> {
        let format = format(out)?;
        for target in std::iter::once(out).chain(summary) {
            if is_same(target, people) {
                let says = format!("{} is the table of people: write to another file", target.display());
                return Err(Failure::Usage(says));
            }
            if fs::metadata(target).is_ok_and(|found| !found.is_file()) {
                return Err(Failure::because(format!("cannot write {}: it is no file", target.display())));
            }
        }
        if summary.is_some_and(|summary| is_same(summary, out)) {
            return Err(Failure::Usage("--out and --summary are the same file".to_owned()));
        }
        Ok(Self { format, out: out.to_owned(), summary: summary.map(Path::to_owned) })
    }

    /// A file beside that of the verdicts. It goes away by itself unless it is put in place.
    pub(super) fn beside_out(&self) -> Result<NamedTempFile, Failure> {
        if let Some(summary) = &self.summary {
            // So that nothing is worked out for a summary that has no place to go.
            output::beside(summary)?;
        }
        output::beside(&self.out)
    }

    /// Writes the summary beside its place too, and then puts both where they belong.
    pub(super) fn put_in_place(&self, verdicts: NamedTempFile, summary: &Summary<'_>) -> Result<(), Failure> {
        let counts = match &self.summary {
            None => None,
            Some(path) => {
                let mut file = output::beside(path)?;
                summary.write_csv(&mut file).with_context(|| format!("cannot write {}", path.display()))?;
                Some((file, path))
            }
        };
        output::put_in_place(verdicts, &self.out)?;
        counts.map_or(Ok(()), |(file, path)| output::put_in_place(file, path))
    }
}

/// Whether two names lead to one file. A name that leads nowhere yet is compared by its folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| {
        fs::canonicalize(path).ok().or_else(|| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
        })
    };
    whole(one).is_some_and(|one| whole(other) == Some(one))
}
