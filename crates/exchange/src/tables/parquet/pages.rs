//! The pages of a column, held to what they may claim.

use super::guard::Guarded;
use ::parquet::{
    column::page::{Page, PageMetadata, PageReader},
    errors::{ParquetError, Result},
    file::{reader::ChunkReader, serialized_reader::SerializedPageReader},
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Pages of one column that say how many values they have, and may have no more than are allowed.
pub(super) struct Pages<R: ChunkReader> {
    pages: SerializedPageReader<Guarded<R>>,
    /// How many more values may be read before the next batch; only lists have a limit, for in one row
    /// there may be any number.
    allowance: Arc<AtomicU64>,
}

impl<R: ChunkReader> Pages<R> {
    pub(super) fn new(pages: SerializedPageReader<Guarded<R>>, allowance: Arc<AtomicU64>) -> Self {
        Self { pages, allowance }
    }

    fn check(&self, page: &Page) -> Result<()> {
        let values = u64::from(page.num_values());
        if page.is_dictionary_page() {
            // A value of a dictionary takes at least a byte; memory is set aside for as many as are claimed.
            return if values <= page.buffer().len() as u64 { Ok(()) } else { Err(too_many()) };
        }
        let left = self.allowance.load(Ordering::Relaxed).checked_sub(values).ok_or_else(too_many)?;
        self.allowance.store(left, Ordering::Relaxed);
        Ok(())
    }
}

fn too_many() -> ParquetError {
    ParquetError::General("a page claims more values than it can have".to_owned())
}

impl<R: ChunkReader> Iterator for Pages<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<R: ChunkReader> PageReader for Pages<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.as_ref().map_or(Ok(()), |page| self.check(page))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}
