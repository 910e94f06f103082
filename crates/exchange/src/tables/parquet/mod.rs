//! A table of people as Parquet, cut into rows.
//!
//! *Authority*: Apache Parquet format 2.12. *Simplified*: pages that are plain, or packed with snappy or zstd,
//! which is what programs write unless told otherwise; nested columns other than lists of text are refused.

mod facts;
mod guard;
mod pages;
mod stored;
mod thrift;
mod values;

use super::{Columns, HeaderFault, HeaderFaults, MAX_PEOPLE, People, Reading, Role, TableFault, people::Assembly};
use ::parquet::{
    basic::Compression,
    column::reader::{ColumnReader, get_column_reader},
    file::{
        metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader},
        reader::ChunkReader,
        serialized_reader::SerializedPageReader,
    },
};
use guard::Guarded;
use pages::Pages;
use policy::FactBook;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use stored::Stored;
use values::Values;

/// Elements of lists that may be read for a row, all in all: a fact has fewer codes.
const MAX_ELEMENTS_OF_A_ROW: u64 = 100;
/// Elements of lists that a page may have beyond the rows that are asked for.
const MAX_ELEMENTS_OF_A_PAGE: u64 = 2_000_000;

/// Cuts a Parquet file into rows.
pub struct ParquetReader<R: ChunkReader> {
    source: Arc<Guarded<R>>,
    metadata: ParquetMetaData,
    names: Vec<String>,
    wanted: Vec<Wanted>,
    group: usize,
    open: Option<OpenGroup>,
    rows_at_once: usize,
    rows: u64,
}

/// A column that is read.
#[derive(Debug, Clone)]
struct Wanted {
    name: String,
    role: Role,
    leaf: usize,
    stored: Stored,
}

/// The group of rows that is being read.
struct OpenGroup {
    columns: Vec<(ColumnReader, i16)>,
    allowance: Arc<AtomicU64>,
    left: u64,
}

/// Rows of a Parquet file, not yet made sense of.
#[derive(Debug)]
pub struct ParquetRows {
    first: u64,
    rows: usize,
    columns: Vec<(Wanted, Values)>,
}

impl<R: ChunkReader + 'static> ParquetReader<R> {
    /// Reads the footer.
    ///
    /// # Errors
    /// When the file is no Parquet, is damaged, cut short or encrypted, or claims what cannot be.
    pub fn open(source: R, rows_at_once: usize) -> Result<Self, TableFault> {
        guarded(|| {
            let source = Guarded::new(source).map_err(TableFault::Parquet)?;
            let reader = ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Skip);
            let metadata = reader.parse_and_finish(&source.footer()).map_err(damaged)?;
            let mut rows = metadata.row_groups().iter().map(|group| u64::try_from(group.num_rows()).ok());
            let rows = rows.try_fold(0_u64, |sum, rows| sum.checked_add(rows?));
            let claimed = u64::try_from(metadata.file_metadata().num_rows()).ok();
            if rows.is_none() || rows != claimed {
                return Err(TableFault::Parquet("it is damaged: its groups do not have the rows it claims".to_owned()));
            }
            if rows.is_some_and(|rows| rows > MAX_PEOPLE) {
                return Err(TableFault::TooManyRows);
            }
            let fields = metadata.file_metadata().schema_descr().root_schema().get_fields();
            let names = fields.iter().map(|field| field.name().to_owned()).collect();
            let rows_at_once = rows_at_once.max(1);
            let source = Arc::new(source);
            Ok(Self { source, metadata, names, wanted: Vec::new(), group: 0, open: None, rows_at_once, rows: 0 })
        })
    }

    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many rows the file says it has.
    #[must_use]
    pub fn claimed_rows(&self) -> u64 {
        u64::try_from(self.metadata.file_metadata().num_rows()).unwrap_or_default()
    }

    /// Says what the columns hold. Those that nobody asks for are not read.
    ///
    /// # Errors
    /// Every column that holds another type of value than its fact; a column packed in a way that is not read.
    pub fn choose(&mut self, facts: &FactBook, columns: &Columns) -> Result<(), TableFault> {
        let schema = self.metadata.file_metadata().schema_descr();
        let mut faults = Vec::new();
        for (root, (name, role)) in columns.iter().enumerate().filter(|(_, (_, role))| **role != Role::PassedOver) {
            let (is_good, wanted) = stored::needed(role, facts);
            let wrong = |found: String| HeaderFault::WrongType { column: name.to_owned(), found, wanted };
            match stored::stored(schema, root) {
                Ok((leaf, stored)) if is_good(stored) => {
                    self.wanted.push(Wanted { name: name.to_owned(), role: role.clone(), leaf, stored });
                }
                Ok((_, stored)) => faults.push(wrong(stored.in_words().to_owned())),
                Err(found) => faults.push(wrong(found)),
            }
        }
        if !faults.is_empty() {
            return Err(HeaderFaults(faults).into());
        }
        self.check_packing()
    }

    fn check_packing(&self) -> Result<(), TableFault> {
        for group in self.metadata.row_groups() {
            for wanted in &self.wanted {
                let packed = group.columns().get(wanted.leaf).map(|column| column.compression());
                if !matches!(packed, Some(Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_))) {
                    let packed = packed.map_or_else(|| "nothing".to_owned(), |packed| packed.to_string());
                    let why = format!(
                        "column `{}` is packed with {packed}, which is not read: write it with snappy or zstd",
                        wanted.name
                    );
                    return Err(TableFault::Parquet(why));
                }
            }
        }
        Ok(())
    }

    /// The next rows, of one group of rows; `None` at the end.
    ///
    /// # Errors
    /// When the file is damaged, or claims what it does not have.
    pub fn next_rows(&mut self) -> Result<Option<ParquetRows>, TableFault> {
        guarded(|| {
            while self.open.as_ref().is_none_or(|open| open.left == 0) {
                if self.group == self.metadata.num_row_groups() {
                    return Ok(None);
                }
                self.open = Some(self.open_group()?);
                self.group += 1;
            }
            let Some(open) = &mut self.open else { return Ok(None) };
            let rows = usize::try_from(open.left).map_or(self.rows_at_once, |left| left.min(self.rows_at_once));
            let first = self.rows;
            let mut columns = Vec::with_capacity(self.wanted.len());
            for (wanted, (reader, whole)) in self.wanted.iter().zip(&mut open.columns) {
                let allowance = match wanted.stored {
                    Stored::TextList(_) => rows as u64 * MAX_ELEMENTS_OF_A_ROW + MAX_ELEMENTS_OF_A_PAGE,
                    _ => u64::MAX,
                };
                open.allowance.store(allowance, Ordering::Relaxed);
                let read = values::read(reader, wanted.stored, *whole, rows).map_err(damaged)?;
                columns.push((wanted.clone(), read));
            }
            open.left -= rows as u64;
            self.rows += rows as u64;
            Ok(Some(ParquetRows { first, rows, columns }))
        })
    }

    fn open_group(&self) -> Result<OpenGroup, TableFault> {
        let group = self.metadata.row_group(self.group);
        let left = u64::try_from(group.num_rows()).unwrap_or_default();
        let allowance = Arc::new(AtomicU64::new(u64::MAX));
        let mut columns = Vec::with_capacity(self.wanted.len());
        for wanted in &self.wanted {
            let gone = || TableFault::Parquet(format!("it is damaged: a group has no column `{}`", wanted.name));
            let chunk = group.columns().get(wanted.leaf).ok_or_else(gone)?;
            let rows = usize::try_from(left).unwrap_or(usize::MAX);
            let pages = SerializedPageReader::new(Arc::clone(&self.source), chunk, rows, None).map_err(damaged)?;
            let pages = Pages::new(pages, Arc::clone(&allowance));
            let descriptor = chunk.column_descr_ptr();
            let whole = descriptor.max_def_level();
            columns.push((get_column_reader(descriptor, Box::new(pages)), whole));
        }
        Ok(OpenGroup { columns, allowance, left })
    }
}

impl ParquetRows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The people of these rows.
    pub(super) fn people(&self, reading: &Reading<'_>) -> Result<People, TableFault> {
        let mut assembly = Assembly::new(*reading, self.first, self.rows);
        for (wanted, values) in &self.columns {
            facts::take(&mut assembly, &wanted.name, &wanted.role, values);
        }
        assembly.finish()
    }
}

fn damaged(error: ::parquet::errors::ParquetError) -> TableFault {
    TableFault::Parquet(format!("it is damaged or not as the format says: {error}"))
}

/// Runs what reads the file. The `parquet` crate may panic on a file that is damaged on purpose; what it was
/// reading is not used again after that.
fn guarded<T>(read: impl FnOnce() -> Result<T, TableFault>) -> Result<T, TableFault> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(TableFault::Parquet("it is damaged in a way that its reader does not expect".to_owned()))
    })
}
