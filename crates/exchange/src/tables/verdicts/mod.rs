//! The verdicts of many people as a table: a row to a person, a column to a programme.
//!
//! The first column is `person` where the table of people named them, else `row`, the first person being 1.
//! Every other column has the id of a programme for its name and holds `eligible`, `not-eligible` or
//! `undetermined`, in Parquet as text with a dictionary: what a person reads, and what programs that analyse
//! tables take as a category. A Parquet file also carries the area, the day and the version of the policy.
//!
//! Writing has two steps: [`encode`], which needs nothing but the verdicts of a batch, and
//! [`VerdictWriter::write`], which puts the batches in a row.

mod indices;
mod parquet;

use self::parquet::ParquetVerdicts;
use super::Ids;
use ::csv::Writer;
use policy::{Verdict, population::Screening};
use std::io::{self, Write};

/// The form of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Comma-separated values.
    Csv,
}

/// What the verdicts are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The ids of the programmes, in the order of the screening.
    pub programmes: Vec<String>,
    /// Whether the table of people names them; else they go by the number of their row.
    pub names_people: bool,
    /// The id of the area, the day and the version of the policy, each with its name.
    pub said_of: Vec<(String, String)>,
}

/// The verdicts of some people, ready to be put into a file.
#[derive(Debug)]
pub enum Encoded {
    /// For a Parquet file.
    Parquet {
        /// The row of the table of people that the first of them is, counted from zero.
        first: u64,
        /// What the table calls them.
        ids: Ids,
        /// How many they are.
        rows: usize,
        /// The verdicts of each programme.
        programmes: Vec<Vec<u8>>,
    },
    /// For a CSV file.
    Csv {
        /// Whether the table of people named them.
        named: bool,
        /// The lines.
        lines: Vec<u8>,
    },
}

/// The words of the verdicts, by the number that stands for each in a Parquet file.
const WORDS: [(Verdict, &str); 3] =
    [(Verdict::Eligible, "eligible"), (Verdict::NotEligible, "not-eligible"), (Verdict::Undetermined, "undetermined")];

/// The name of the first column.
fn first_column(named: bool) -> &'static str {
    if named { "person" } else { "row" }
}

/// Makes the verdicts of some people ready. `first` is the row that the first of them has in the table of
/// people, counted from zero.
#[must_use]
pub fn encode(format: Format, first: u64, ids: Ids, screening: &Screening) -> Encoded {
    let rows = usize::try_from(screening.people).unwrap_or_default();
    match format {
        Format::Parquet => Encoded::Parquet {
            first,
            ids,
            rows,
            programmes: screening.programmes.iter().map(|one| indices::of(&one.eligible, &one.not_eligible)).collect(),
        },
        Format::Csv => Encoded::Csv { named: ids != Ids::Rows, lines: lines(first, &ids, rows, screening) },
    }
}

fn lines(first: u64, ids: &Ids, rows: usize, screening: &Screening) -> Vec<u8> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in 0..rows {
        let id = match ids {
            Ids::Rows => (first + row as u64 + 1).to_string().into_bytes(),
            Ids::Texts(texts) => texts.get(row).cloned().flatten().map(|text| text.data().to_vec()).unwrap_or_default(),
            Ids::Numbers(numbers) => {
                numbers.get(row).copied().flatten().map(|number| number.to_string().into_bytes()).unwrap_or_default()
            }
        };
        let words = screening.programmes.iter().map(|programme| word(programme.verdict(row)).as_bytes());
        // Writing to memory does not fail.
        let _ = writer.write_record(std::iter::once(id.as_slice()).chain(words));
    }
    writer.into_inner().unwrap_or_default()
}

fn word(verdict: Verdict) -> &'static str {
    WORDS.iter().find(|(other, _)| *other == verdict).map_or("", |(_, word)| word)
}

/// Puts verdicts into a file, batch by batch.
pub struct VerdictWriter<W: Write + Send> {
    format: Format,
    subject: Subject,
    begun: Begun<W>,
}

enum Begun<W: Write + Send> {
    Not(Option<W>),
    Parquet(Box<ParquetVerdicts<W>>),
    Csv(W),
}

impl<W: Write + Send> VerdictWriter<W> {
    /// Nothing is written until the first batch or the end.
    pub fn new(format: Format, sink: W, subject: Subject) -> Self {
        Self { format, subject, begun: Begun::Not(Some(sink)) }
    }

    /// Writes the next batch, which [`encode`] made for the same format.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&mut self, encoded: Encoded) -> io::Result<()> {
        let texts = Ids::Texts(Vec::new());
        self.begin(match &encoded {
            Encoded::Parquet { ids, .. } => ids,
            Encoded::Csv { named: true, .. } => &texts,
            Encoded::Csv { .. } => &Ids::Rows,
        })?;
        match (&mut self.begun, encoded) {
            (Begun::Parquet(writer), Encoded::Parquet { first, ids, rows, programmes }) => {
                writer.write(first, ids, rows, programmes)
            }
            (Begun::Csv(sink), Encoded::Csv { lines, .. }) => sink.write_all(&lines),
            _ => Err(io::Error::other("the batch was made ready for another format")),
        }
    }

    /// Ends the file and gives the sink back.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        // A table without rows keeps its first column.
        self.begin(&if self.subject.names_people { Ids::Texts(Vec::new()) } else { Ids::Rows })?;
        match self.begun {
            Begun::Parquet(writer) => writer.finish(),
            Begun::Csv(mut sink) => sink.flush().map(|()| sink),
            Begun::Not(_) => Err(io::Error::other("the file was not begun")),
        }
    }

    fn begin(&mut self, ids: &Ids) -> io::Result<()> {
        let Begun::Not(sink) = &mut self.begun else { return Ok(()) };
        let mut sink = sink.take().ok_or_else(|| io::Error::other("the file could not be begun"))?;
        self.begun = match self.format {
            Format::Parquet => Begun::Parquet(Box::new(ParquetVerdicts::new(sink, ids, &self.subject)?)),
            Format::Csv => {
                let mut writer = Writer::from_writer(Vec::new());
                let programmes = self.subject.programmes.iter().map(String::as_str);
                writer.write_record(std::iter::once(first_column(*ids != Ids::Rows)).chain(programmes))?;
                sink.write_all(&writer.into_inner().unwrap_or_default())?;
                Begun::Csv(sink)
            }
        };
        Ok(())
    }
}
