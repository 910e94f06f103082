//! Whether to ask for another page: what a feed says of itself is weighed against what it sends.
//!
//! A feed ends when its last page has come: it says so, or its page count is reached, or a page is
//! empty. A feed that repeats itself, does not move on, or never ends is left.

use exchange::oruk::{PageRead, Record, Shape};
use std::collections::HashSet;

/// What to do after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// Ask for this page.
    Page(u64),
    /// That was all.
    Done,
    /// Leave the feed, for this reason.
    Leave(String),
}

/// What has been seen of a feed.
#[derive(Debug, Default)]
pub(super) struct Course {
    ids: HashSet<String>,
    pages: u64,
    records: u64,
    last_number: Option<u64>,
    said_items: Option<u64>,
    is_single: bool,
}

impl Course {
    /// Pages seen so far.
    pub(super) fn pages(&self) -> u64 {
        self.pages
    }

    /// Weighs the page that came when page `asked` was asked for; at most `most_pages` are read.
    /// To be called before the page is kept: one that only repeats need not be.
    pub(super) fn after<T: Record>(&mut self, asked: u64, page: &PageRead<T>, most_pages: u64) -> Next {
        let numbers = &page.numbers;
        let empty = page.records.is_empty() && page.faults.is_empty();
        let ids = page.records.iter().map(Record::id);
        let ids: Vec<&str> = ids.chain(page.faults.iter().filter_map(|fault| fault.id.as_deref())).collect();
        let repeats = self.pages > 0 && !ids.is_empty() && ids.iter().all(|id| self.ids.contains(*id));
        if repeats {
            return Next::Leave(format!("page {asked} holds only records that came before: the feed repeats itself"));
        }
        if let (Some(last), Some(number)) = (self.last_number, numbers.page_number)
            && number <= last
        {
            return Next::Leave(format!(
                "page {asked} was asked for, and page {number} came again: the feed does not move on"
            ));
        }
        self.pages += 1;
        self.is_single = page.shape == Shape::Single;
        self.records += (page.records.len() + page.faults.len()) as u64;
        self.ids.extend(ids.into_iter().map(str::to_owned));
        self.last_number = numbers.page_number.or(self.last_number);
        self.said_items = numbers.total_items.or(self.said_items);
        if page.shape != Shape::Page {
            return Next::Done;
        }
        let said_more = numbers.total_pages.is_some_and(|pages| asked < pages);
        match (empty, said_more, numbers.last_page) {
            (true, true, _) => Next::Leave(format!(
                "the feed says that it has {} pages, and page {asked} is empty",
                numbers.total_pages.unwrap_or_default()
            )),
            (true, false, _) => Next::Done,
            (false, false, Some(true)) => Next::Done,
            (false, false, None) if numbers.total_pages.is_some() => Next::Done,
            _ if asked >= most_pages => {
                Next::Leave(format!("the feed has more than {most_pages} pages, the most that are read"))
            }
            _ => Next::Page(asked + 1),
        }
    }

    /// Whether it was one record and no list.
    pub(super) fn is_single(&self) -> bool {
        self.is_single
    }

    /// Whether the feed says that it has more than came.
    pub(super) fn lacks(&self) -> bool {
        self.said_items.is_some_and(|said| said > self.records)
    }

    /// What the feed said of itself that is not so.
    pub(super) fn untruths(&self) -> Vec<String> {
        self.said_items
            .filter(|said| *said != self.records)
            .map(|said| format!("the feed says that it has {said} services; {} came", self.records))
            .into_iter()
            .collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use exchange::oruk::{Service, read_page};

    fn page(numbers: &str, ids: &[&str]) -> PageRead<Service> {
        let records: Vec<String> =
            ids.iter().map(|id| format!(r#"{{"id":"{id}","name":"x","status":"active"}}"#)).collect();
        read_page(format!(r#"{{{numbers} "contents":[{}]}}"#, records.join(",")).as_bytes()).unwrap()
    }

    /// Feeds the pages in turn until the course ends; gives how it ended.
    fn run(pages: &[(&str, &[&str])]) -> (Next, Vec<String>) {
        let mut course = Course::default();
        let mut asked = 1;
        for (numbers, ids) in pages {
            match course.after(asked, &page(numbers, ids), 5) {
                Next::Page(next) => asked = next,
                end => return (end, course.untruths()),
            }
        }
        (Next::Page(asked), course.untruths())
    }

    fn left(why: &str) -> Next {
        Next::Leave(why.to_owned())
    }

    #[test]
    fn a_true_feed_is_read_to_its_end() {
        let first = r#""total_items":3,"total_pages":2,"page_number":1,"last_page":false,"#;
        let second = r#""total_items":3,"total_pages":2,"page_number":2,"last_page":true,"#;
        assert_eq!(run(&[(first, &["a", "b"]), (second, &["c"])]), (Next::Done, vec![]));
        assert_eq!(run(&[(r#""total_pages":0,"page_number":1,"empty":true,"#, &[])]), (Next::Done, vec![]));
        assert_eq!(run(&[("", &["a"]), ("", &["b"]), ("", &[])]), (Next::Done, vec![]));
    }

    #[test]
    fn a_feed_that_goes_in_circles_is_left() {
        let repeats = "page 2 holds only records that came before: the feed repeats itself";
        assert_eq!(run(&[("", &["a"]), ("", &["a"])]).0, left(repeats));
        let stuck = r#""total_pages":9,"page_number":1,"#;
        let why = "page 2 was asked for, and page 1 came again: the feed does not move on";
        assert_eq!(run(&[(stuck, &["a"]), (stuck, &["b"])]).0, left(why));
    }

    #[test]
    fn a_feed_that_lies_about_its_counts_is_left_or_noted() {
        let many = r#""total_pages":900,"#;
        assert_eq!(
            run(&[(many, &["a"]), (many, &[])]).0,
            left("the feed says that it has 900 pages, and page 2 is empty")
        );
        let (end, notes) = run(&[(r#""total_items":31,"total_pages":1,"last_page":true,"#, &["a", "b"])]);
        assert_eq!((end, notes.len()), (Next::Done, 1));
        // It says that there is one page, and that it is not the last.
        let one = r#""total_pages":1,"last_page":false,"#;
        let last = r#""total_pages":1,"last_page":true,"#;
        assert_eq!(run(&[(one, &["a"]), (last, &["b"])]).0, Next::Done);
    }

    #[test]
    fn a_feed_without_an_end_is_left() {
        let endless: Vec<(&str, &[&str])> =
            vec![("", &["a"]), ("", &["b"]), ("", &["c"]), ("", &["d"]), ("", &["e"]), ("", &["f"])];
        assert_eq!(run(&endless).0, left("the feed has more than 5 pages, the most that are read"));
    }
}
