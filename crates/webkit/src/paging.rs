//! Which part of a long list a page shows, and the links to the other parts.

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The page shown, from 1.
    pub current: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    items: usize,
    page_size: usize,
    address: String,
}

/// A link of the pagination, or the gap between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageLink {
    /// A page that may be opened.
    Page {
        /// Its number, from 1.
        number: usize,
        /// Where it is.
        href: String,
        /// Whether it is the page shown.
        current: bool,
    },
    /// Pages left out.
    Gap,
}

impl Paging {
    /// A page of a list of `items` things, `page_size` to a page. `wanted` is brought within the list.
    ///
    /// `address` is the page's path with its query but without `page`: "/services?need=digital".
    #[must_use]
    pub fn new(wanted: usize, items: usize, page_size: usize, address: impl Into<String>) -> Self {
        let page_size = page_size.max(1);
        let pages = items.div_ceil(page_size).max(1);
        Self { current: wanted.clamp(1, pages), pages, items, page_size, address: address.into() }
    }

    /// How many things come before this page: for a query's offset.
    #[must_use]
    pub fn offset(&self) -> usize {
        (self.current - 1) * self.page_size
    }

    /// "Showing 21 to 40 of 143", or "Nothing found".
    #[must_use]
    pub fn in_words(&self) -> String {
        let last = (self.offset() + self.page_size).min(self.items);
        match self.items {
            0 => "Nothing found".to_owned(),
            items => format!("Showing {} to {last} of {items}", self.offset() + 1),
        }
    }

    /// The address of the page before, if there is one.
    #[must_use]
    pub fn previous(&self) -> Option<String> {
        (self.current > 1).then(|| self.href(self.current - 1))
    }

    /// The address of the page after, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        (self.current < self.pages).then(|| self.href(self.current + 1))
    }

    /// The first, the last, and the pages around the current one, with gaps between.
    #[must_use]
    pub fn links(&self) -> Vec<PageLink> {
        let shown = |number: &usize| *number == 1 || *number == self.pages || number.abs_diff(self.current) <= 1;
        let mut links = Vec::new();
        let mut before = 0;
        for number in (1..=self.pages).filter(shown) {
            if number > before + 1 {
                links.push(PageLink::Gap);
            }
            links.push(PageLink::Page { number, href: self.href(number), current: number == self.current });
            before = number;
        }
        links
    }

    fn href(&self, number: usize) -> String {
        let joint = if self.address.contains('?') { '&' } else { '?' };
        format!("{}{joint}page={number}", self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stay_within_the_list() {
        let paging = Paging::new(9, 41, 20, "/services?need=digital");
        assert_eq!((paging.current, paging.pages, paging.offset()), (3, 3, 40));
        assert_eq!(paging.in_words(), "Showing 41 to 41 of 41");
        assert_eq!(paging.next(), None);
        assert_eq!(paging.previous().as_deref(), Some("/services?need=digital&page=2"));
        assert_eq!(Paging::new(0, 0, 20, "/x").in_words(), "Nothing found");
    }

    #[test]
    fn gaps_stand_for_what_is_left_out() {
        let numbers = |paging: Paging| -> Vec<usize> {
            let number = |link: &PageLink| {
                if let PageLink::Page { number, .. } = link { *number } else { 0 }
            };
            paging.links().iter().map(number).collect()
        };
        assert_eq!(numbers(Paging::new(5, 100, 10, "/x")), [1, 0, 4, 5, 6, 0, 10]);
        assert_eq!(numbers(Paging::new(1, 30, 10, "/x")), [1, 2, 3]);
    }
}
