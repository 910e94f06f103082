//! The page in which many records are served.

use serde::{Deserialize, Serialize};

/// A page of records, in the order and under the names of the standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// How many records there are on all pages.
    pub total_items: u64,
    /// How many pages there are; 0 when there is nothing.
    pub total_pages: u64,
    /// Which page this is, from 1.
    pub page_number: u64,
    /// How many records this page holds.
    pub size: u64,
    /// Whether it is the first.
    pub first_page: bool,
    /// Whether nothing comes after it.
    pub last_page: bool,
    /// Whether it holds nothing.
    pub empty: bool,
    /// The records.
    pub contents: Vec<T>,
}

impl<T> Page<T> {
    /// Page `page_number` (from 1) of `total_items` records at `per_page` a page, holding
    /// `contents`. A page beyond the last is empty and last.
    ///
    /// ```
    /// use exchange::oruk::Page;
    /// let page = Page::of(vec!["a"], 21, 3, 10);
    /// assert_eq!((page.total_pages, page.size, page.last_page), (3, 1, true));
    /// ```
    #[must_use]
    pub fn of(contents: Vec<T>, total_items: u64, page_number: u64, per_page: u64) -> Self {
        let total_pages = total_items.div_ceil(per_page.max(1));
        Self {
            total_items,
            total_pages,
            page_number,
            size: contents.len() as u64,
            first_page: page_number <= 1,
            last_page: page_number >= total_pages,
            empty: contents.is_empty(),
            contents,
        }
    }
}

/// What a page from outside says of itself. Every number may be absent, and none is to be trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageNumbers {
    /// How many records there are said to be.
    pub total_items: Option<u64>,
    /// How many pages there are said to be.
    pub total_pages: Option<u64>,
    /// Which page it says it is.
    pub page_number: Option<u64>,
    /// How many records it says it holds.
    pub size: Option<u64>,
    /// Whether it says that it is the last.
    pub last_page: Option<bool>,
}
