//! A Parquet file whose claims are looked at before they are believed.
//!
//! The reader of the `parquet` crate checks much, but it takes memory for what a header claims before it
//! finds out that there is less, and follows nested types as deep as they go. Here every range is held
//! against the length of the file, the footer's schema against depth and number, and every page against
//! the size that a page may have. What is left to it are errors, and a rare panic that the caller catches.

use super::{
    super::MAX_PEOPLE,
    thrift::{Cursor, kind},
};
use ::parquet::{
    errors::{ParquetError, Result},
    file::reader::{ChunkReader, Length},
};
use bytes::Bytes;
use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// At the beginning and the end of a file.
const MAGIC: &[u8; 4] = b"PAR1";
/// At the end of a file whose footer is encrypted.
const MAGIC_ENCRYPTED: &[u8; 4] = b"PARE";
/// The length of the footer, and the magic.
const TAIL_BYTES: u64 = 8;
/// The longest footer: that of five hundred columns in a thousand groups of rows.
const MAX_FOOTER_BYTES: u64 = 128 << 20;
/// The most columns, those of lists and structures counted in.
const MAX_COLUMNS: u64 = 10_000;
/// The deepest that columns may stand in one another.
const DEEPEST_COLUMN: usize = 8;
/// The most groups of rows.
const MAX_GROUPS_OF_ROWS: u64 = 100_000;
/// The largest page, unpacked. Programs write pages of about a million bytes.
const LARGEST_PAGE_BYTES: i64 = 64 << 20;
/// A header of a page is looked for within a given number of bytes; statistics make the longest ones.
const HEADER_WITHIN_BYTES: u64 = 64 << 10;

/// A file, read within its bounds only.
pub(super) struct Guarded<R> {
    source: R,
    length: u64,
    /// Where the pages begin whose headers were looked at: a column of lists reads a header first and its page later.
    pages: Mutex<BTreeSet<u64>>,
}

impl<R: ChunkReader> Guarded<R> {
    /// Looks at the tail and the footer.
    ///
    /// # Errors
    /// In words, when the file is no Parquet, is cut short, or claims what cannot be.
    pub(super) fn new(source: R) -> std::result::Result<Self, String> {
        let guarded = Self { length: source.len(), source, pages: Mutex::default() };
        guarded.check_tail()?;
        Ok(guarded)
    }

    fn check_tail(&self) -> std::result::Result<(), String> {
        const NO_PARQUET: &str = "it is not a Parquet file, or was cut short: it should begin and end with PAR1";
        let bytes = |start: u64, length: u64| self.within(start, length).map_err(|error| error.to_string());
        let tail_start = self.length.checked_sub(TAIL_BYTES).filter(|start| *start >= 4).ok_or(NO_PARQUET)?;
        let (head, tail) = (bytes(0, 4)?, bytes(tail_start, TAIL_BYTES)?);
        if tail.ends_with(MAGIC_ENCRYPTED) {
            return Err("the file is encrypted; write it without encryption".to_owned());
        }
        if !head.starts_with(MAGIC) || !tail.ends_with(MAGIC) {
            return Err(NO_PARQUET.to_owned());
        }
        let claimed = tail.first_chunk::<4>().map_or(0, |length| u64::from(u32::from_le_bytes(*length)));
        let start = tail_start.checked_sub(claimed).filter(|start| *start >= 4);
        let start = start.ok_or("it was cut short or damaged: its footer is longer than the file")?;
        if claimed > MAX_FOOTER_BYTES {
            return Err(format!("its footer is {claimed} bytes long, more than any such file needs"));
        }
        check_footer(&bytes(start, claimed)?)
    }

    /// The same file for the reader of the footer, which begins no page.
    pub(super) fn footer(&self) -> Footer<'_, R> {
        Footer(self)
    }

    fn pages(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn within(&self, start: u64, length: u64) -> Result<Bytes> {
        let outside = || ParquetError::EOF("a part of it lies outside the file".to_owned());
        if start.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(outside());
        }
        self.source.get_bytes(start, usize::try_from(length).map_err(|_| outside())?)
    }
}

/// A file of which only the footer is read.
pub(super) struct Footer<'a, R>(&'a Guarded<R>);

impl<R: Send + Sync> Length for Footer<'_, R> {
    fn len(&self) -> u64 {
        self.0.length
    }
}

impl<R: ChunkReader> ChunkReader for Footer<'_, R> {
    type T = R::T;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        self.0.source.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.0.within(start, length as u64)
    }
}

impl<R: Send + Sync> Length for Guarded<R> {
    fn len(&self) -> u64 {
        self.length
    }
}

impl<R: ChunkReader> ChunkReader for Guarded<R> {
    type T = R::T;

    /// Called at the beginning of every header, and of a page whose header was read before: looks at the sizes that
    /// the header claims.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        if self.pages().remove(&start) {
            return self.source.get_read(start);
        }
        let left = self.length.saturating_sub(start);
        let header = self.within(start, left.min(HEADER_WITHIN_BYTES))?;
        match sizes(&header) {
            Some(unpacked) if (0..=LARGEST_PAGE_BYTES).contains(&unpacked) => {
                self.pages().extend(header_length(&header).map(|length| start.saturating_add(length)));
                self.source.get_read(start)
            }
            Some(_) => {
                let why = format!("a page claims more than {LARGEST_PAGE_BYTES} bytes; write it with smaller pages");
                Err(ParquetError::General(why))
            }
            None => Err(ParquetError::General("a page has a header that cannot be read".to_owned())),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.within(start, length as u64)
    }
}

/// How long a page's header is; `None` where it does not end within the bytes.
fn header_length(header: &[u8]) -> Option<u64> {
    let mut cursor = Cursor::new(header);
    cursor.skip(kind::STRUCT)?;
    u64::try_from(header.len().checked_sub(cursor.left())?).ok()
}

/// The size of a page unpacked, as its header claims: the second field.
fn sizes(header: &[u8]) -> Option<i64> {
    let mut cursor = Cursor::new(header);
    let mut last = 0;
    while let Some(field) = cursor.field(last)? {
        if field.kind != kind::I32 || field.id <= last || field.id > 2 {
            return None;
        }
        let value = cursor.integer()?;
        if field.id == 2 {
            return Some(value);
        }
        last = field.id;
    }
    None
}

/// Walks the footer: how many columns, how deep, how many groups and rows.
fn check_footer(footer: &[u8]) -> std::result::Result<(), String> {
    let damaged = || "its footer is damaged".to_owned();
    let mut cursor = Cursor::new(footer);
    let mut last = 0;
    while let Some(field) = cursor.field(last).ok_or_else(damaged)? {
        match (field.id, field.kind) {
            (2, kind::LIST) => check_schema(&mut cursor).ok_or_else(|| {
                format!(
                    "its columns are damaged, more than {MAX_COLUMNS}, or stand more than {DEEPEST_COLUMN} deep in one another"
                )
            })?,
            (3, _) => {
                let rows = cursor.integer().ok_or_else(damaged)?;
                if u64::try_from(rows).ok().is_none_or(|rows| rows > MAX_PEOPLE) {
                    return Err(format!("it claims {rows} rows, and there can be no more than {MAX_PEOPLE} people"));
                }
            }
            (4, kind::LIST) => {
                let (groups, element) = cursor.clone().list().ok_or_else(damaged)?;
                if groups > MAX_GROUPS_OF_ROWS || element != kind::STRUCT {
                    return Err(format!("it claims {groups} groups of rows; at most {MAX_GROUPS_OF_ROWS} are read"));
                }
                cursor.skip(field.kind).ok_or_else(damaged)?;
            }
            _ => cursor.skip(field.kind).ok_or_else(damaged)?,
        }
        last = field.id;
    }
    Ok(())
}

/// Walks the list of columns, each of which says how many stand in it.
fn check_schema(cursor: &mut Cursor<'_>) -> Option<()> {
    let (count, element) = cursor.list()?;
    if element != kind::STRUCT || count > MAX_COLUMNS {
        return None;
    }
    // How many columns are still to come at each depth.
    let mut open: Vec<u64> = vec![1];
    for seen in 0..count {
        *open.last_mut()? = open.last()?.checked_sub(1)?;
        let children = children(cursor)?;
        if children > count - seen - 1 {
            return None;
        }
        if children > 0 {
            open.push(children);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > DEEPEST_COLUMN {
            return None;
        }
    }
    open.is_empty().then_some(())
}

/// How many columns stand in the one at the cursor.
fn children(cursor: &mut Cursor<'_>) -> Option<u64> {
    let (mut children, mut last) = (0, 0);
    while let Some(field) = cursor.field(last)? {
        if field.id == 5 {
            children = u64::try_from(cursor.integer()?).ok()?;
        } else {
            cursor.skip(field.kind)?;
        }
        last = field.id;
    }
    Some(children)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_a_page_are_found_in_its_header() {
        assert_eq!(sizes(&[0x15, 0x00, 0x15, 0xc8, 0x01, 0x15, 0x02]), Some(100));
        assert_eq!(sizes(&[0x15, 0x00, 0x15, 0x01]), Some(-1));
        assert_eq!(sizes(&[0x25, 0xc8, 0x01]), Some(100));
        assert_eq!(sizes(&[0x18, 0x02, b'a', b'b']), None);
        assert_eq!(sizes(&[0x15]), None);
        assert_eq!(sizes(&[0x00]), None);
    }
}
