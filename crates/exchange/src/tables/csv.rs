//! A table of people as CSV, cut into rows.

use super::{Columns, MAX_PEOPLE, TableFault};
use crate::line_limit::{LineLimit, MAX_LINE_BYTES};
use csv::{ByteRecord, ReaderBuilder};
use std::io::{self, Read};

/// Cuts a CSV file into rows.
pub struct CsvReader<R> {
    reader: csv::Reader<LineLimit<R>>,
    names: Vec<String>,
    columns: Option<Columns>,
    rows_at_once: usize,
    rows: u64,
}

/// Rows of a CSV file, not yet made sense of.
#[derive(Debug)]
pub struct CsvRows {
    /// The row of the file that the first of them is, counted from zero.
    pub(super) first: u64,
    columns: usize,
    /// The fields of every row, one behind the other.
    bytes: Vec<u8>,
    /// Where each field ends.
    ends: Vec<usize>,
}

impl CsvRows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len().checked_div(self.columns).unwrap_or_default()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The fields of a column, in order.
    pub(crate) fn column(&self, at: usize) -> impl Iterator<Item = Option<&[u8]>> {
        (0..self.len()).map(move |row| {
            let field = row * self.columns + at;
            let before = field.checked_sub(1).and_then(|before| self.ends.get(before));
            self.bytes.get(before.copied().unwrap_or_default()..*self.ends.get(field)?)
        })
    }

    fn push(&mut self, record: &ByteRecord) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(record.as_slice());
        let ends = (0..record.len()).filter_map(|field| Some(start + record.range(field)?.end));
        self.ends.extend(ends);
    }
}

impl<R: Read> CsvReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When there is none, or it is no text.
    pub fn open(source: R, rows_at_once: usize) -> Result<Self, TableFault> {
        let limited = LineLimit::new(source);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(limited);
        let mut header = ByteRecord::new();
        let found = reader.read_byte_record(&mut header).map_err(|error| line_fault(0, error))?;
        if !found || header.iter().all(|name| name.trim_ascii().is_empty()) {
            return Err(TableFault::Empty);
        }
        let name =
            |bytes: &[u8]| std::str::from_utf8(bytes).ok().filter(|name| !name.contains('\0')).map(str::to_owned);
        let names = header.iter().map(name).collect::<Option<Vec<_>>>();
        let names =
            names.ok_or_else(|| TableFault::Line { row: 0, why: "the header is not text in UTF-8".to_owned() })?;
        Ok(Self { reader, names, columns: None, rows_at_once: rows_at_once.max(1), rows: 0 })
    }

    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Says what the columns hold. Until then there are no rows.
    pub fn choose(&mut self, columns: &Columns) {
        self.columns = Some(columns.clone());
    }

    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// When a line is too long, or has more or fewer fields than the header; when there are too many rows.
    pub fn next_rows(&mut self) -> Result<Option<CsvRows>, TableFault> {
        let Some(columns) = &self.columns else { return Ok(None) };
        let mut rows = CsvRows { first: self.rows, columns: columns.len(), bytes: Vec::new(), ends: Vec::new() };
        let mut record = ByteRecord::new();
        while rows.len() < self.rows_at_once {
            self.reader.get_mut().begin_line();
            let row = self.rows + 1;
            if !self.reader.read_byte_record(&mut record).map_err(|error| line_fault(row, error))? {
                break;
            }
            if record.len() != columns.len() {
                let why = format!("there are {} fields, and the header names {}", record.len(), columns.len());
                return Err(TableFault::Line { row, why });
            }
            if row > MAX_PEOPLE {
                return Err(TableFault::TooManyRows);
            }
            self.rows = row;
            rows.push(&record);
        }
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }
}

/// What went wrong with a line, without its text.
fn line_fault(row: u64, error: csv::Error) -> TableFault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            let why = format!("the line is longer than {MAX_LINE_BYTES} bytes; is a quotation mark not closed?");
            TableFault::Line { row, why }
        }
        csv::ErrorKind::Io(error) => TableFault::Unreadable(error),
        _ => TableFault::Line { row, why: "it cannot be read as CSV".to_owned() },
    }
}
