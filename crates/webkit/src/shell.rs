//! What frames every page: who is signed in, where they can go, and what has just happened.
//!
//! The sign-in middleware puts a [`Shell`] into the request; a handler takes it as an argument. A request
//! without one (public pages, tests) gets [`Shell::public`]. No decision about access is taken here: the
//! navigation is a convenience, `rules/access` decides.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// The name of the product, as it stands in the header and in every page title.
pub const PRODUCT: &str = "Tapestry";

/// Everything the layout needs besides the page itself.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Follows the page's own title in the browser tab: an area or an organisation. May be empty.
    pub title_suffix: String,
    /// Who is at the keyboard; `None` for the public pages.
    pub signed_in: Option<SignedIn>,
    /// The links of the service navigation, in the order shown.
    pub navigation: Vec<NavigationItem>,
    /// True where every person is made up: a banner says so on each page.
    pub demo: bool,
    /// What has just happened, shown once above the page's heading.
    pub notice: Option<Notice>,
    /// The area the pages are about, beside the product's name; `None` when the page is about no area.
    pub area_name: Option<String>,
    /// The random word that the forms of this page carry, so that one that is sent twice does its work once.
    pub once: String,
}

/// The person at the keyboard, in words for the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Their name.
    pub name: String,
    /// Their role as people say it: "Adviser".
    pub role_in_words: String,
    /// The organisation they act for.
    pub organisation: String,
}

/// One link of the service navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    /// The words of the link.
    pub label: String,
    /// A local path: "/caseload".
    pub href: String,
    /// True on that page itself and on the pages below it.
    pub current: bool,
}

impl NavigationItem {
    /// A link that is not current; [`Shell::at`] marks the current one.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }
}

/// How a notice looks and how a screen reader announces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done: announced at once.
    Success,
    /// Something to know: a landmark on the page.
    Important,
}

/// What has just happened, or must be known before anything else on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is shown.
    pub kind: NoticeKind,
    /// One or two words over the box: "Done", "Important".
    pub title: String,
    /// One sentence.
    pub text: String,
    /// Where on the page the result is: the id of an element; empty where the page begins with it.
    pub at: String,
}

impl Notice {
    /// "Done", and what was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self { kind: NoticeKind::Success, title: "Done".to_owned(), text: text.into(), at: String::new() }
    }

    /// "Important", and what to know.
    pub fn important(text: impl Into<String>) -> Self {
        Self { kind: NoticeKind::Important, title: "Important".to_owned(), text: text.into(), at: String::new() }
    }

    /// The same, with a link to the result further down the page.
    #[must_use]
    pub fn at(mut self, id: impl Into<String>) -> Self {
        self.at = id.into();
        self
    }

    /// Whether it is announced as a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.kind == NoticeKind::Success
    }
}

impl Shell {
    /// The shell of a page that anyone may see: nobody signed in, no navigation.
    #[must_use]
    pub fn public() -> Self {
        Self::default()
    }

    /// The shell of a person's page, with the links of their role.
    #[must_use]
    pub fn signed_in(person: SignedIn, navigation: Vec<NavigationItem>) -> Self {
        Self { title_suffix: person.organisation.clone(), signed_in: Some(person), navigation, ..Self::default() }
    }

    /// The same shell where the link that `path` is, or lies below, is the current one (the longest wins).
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        let covers = |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let longest = self
            .navigation
            .iter()
            .map(|item| item.href.as_str())
            .filter(|href| covers(href))
            .max_by_key(|href| href.len());
        let longest = longest.map(str::to_owned);
        for item in &mut self.navigation {
            item.current = longest.as_ref() == Some(&item.href);
        }
        self
    }

    /// The same shell with something to say above the heading.
    #[must_use]
    pub fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    /// The same shell about an area.
    #[must_use]
    pub fn in_area(mut self, name: impl Into<String>) -> Self {
        self.area_name = Some(name.into());
        self
    }

    /// The same shell, saying on every page that the people are made up (or not).
    #[must_use]
    pub fn in_demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The browser's title of a page: "Error: Your name – Example Council – Tapestry".
    ///
    /// `faulty` is true when the page shows field errors: the GOV.UK pattern puts that first.
    #[must_use]
    pub fn title(&self, page: &str, faulty: bool) -> String {
        let error = if faulty { "Error: " } else { "" };
        let suffix = if self.title_suffix.is_empty() { String::new() } else { format!(" – {}", self.title_suffix) };
        format!("{error}{page}{suffix} – {PRODUCT}")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Shell {
    type Rejection = Infallible;

    /// The shell that the sign-in middleware put into the request, which knows where it is.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Shell>().cloned().unwrap_or_else(Shell::public))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(hrefs: &[&str]) -> Shell {
        Shell { navigation: hrefs.iter().map(|href| NavigationItem::new("x", *href)).collect(), ..Shell::public() }
    }

    fn current<'a>(hrefs: &[&'a str], path: &str) -> Vec<&'a str> {
        let shell = shell(hrefs).at(path);
        hrefs.iter().zip(&shell.navigation).filter(|(_, item)| item.current).map(|(href, _)| *href).collect()
    }

    #[test]
    fn the_longest_link_above_the_path_is_current() {
        let hrefs = ["/", "/people", "/people/new", "/claims"];
        assert!(current(&hrefs, "/caseload").is_empty(), "the front page is not above the others");
        assert_eq!(current(&hrefs, "/people"), ["/people"]);
        assert_eq!(current(&hrefs, "/people/123"), ["/people"]);
        assert_eq!(current(&hrefs, "/people/new"), ["/people/new"]);
        assert_eq!(current(&hrefs, "/"), ["/"]);
        assert!(current(&["/people"], "/peoples").is_empty());
    }

    #[test]
    fn titles_say_error_first() {
        let mut shell = Shell::public();
        assert_eq!(shell.title("Sign in", false), "Sign in – Tapestry");
        shell.title_suffix = "Example Council".to_owned();
        assert_eq!(shell.title("Sign in", true), "Error: Sign in – Example Council – Tapestry");
    }
}
