//! A page before something that cannot be undone: what will happen, and a button that does it.
//!
//! The form that was sent comes back as hidden fields with one more, `sure`, which says what the reader was told. If something
//! else would happen by then, the reader is asked again. It works without script.

use super::{PageError, Shell, forms::Form, render};
use askama::Template;
use axum::response::{IntoResponse, Response};

/// The name of the field.
const SURE: &str = "sure";

/// What happens, as somebody was told it.
pub trait Sure {
    /// Whether nothing happens that has to be told first.
    fn is_nothing(&self) -> bool;
    /// A word that is another when something else happens: `160000`.
    fn word(&self) -> String;
}

/// Whether the reader was told what happens, or it needs not be told.
pub fn is_sure(form: &Form, happens: &(impl Sure + ?Sized)) -> bool {
    happens.is_nothing() || form.text(SURE) == happens.word()
}

/// An amount of money that moves.
impl Sure for kernel::Pence {
    fn is_nothing(&self) -> bool {
        false
    }

    fn word(&self) -> String {
        self.0.to_string()
    }
}

/// One thing among others that ends, by its id.
impl Sure for str {
    fn is_nothing(&self) -> bool {
        false
    }

    fn word(&self) -> String {
        self.to_owned()
    }
}

/// A page that says what will happen.
#[derive(Debug)]
pub struct Check<'a> {
    /// `Before you pay`.
    pub heading: &'a str,
    /// Where the form is sent.
    pub action: &'a str,
    /// What the button says: what it does.
    pub button: &'a str,
    /// Where a reader goes who does not want it.
    pub cancel: &'a str,
    /// What happens, a sentence each.
    pub says: Vec<String>,
    /// The word of it ([`Sure::word`]).
    pub sure: &'a str,
}

#[derive(Template)]
#[template(path = "pages/check.html")]
struct CheckPage<'a> {
    shell: &'a Shell,
    check: &'a Check<'a>,
    /// What was typed, name and value.
    typed: Vec<(&'a str, &'a str)>,
    name: &'a str,
}

impl Check<'_> {
    /// The page; `form` is what was sent.
    ///
    /// # Errors
    /// As [`render`].
    pub fn page(&self, shell: &Shell, form: &Form) -> Result<Response, PageError> {
        let typed = form.typed().filter(|(name, _)| *name != SURE).collect();
        Ok(render(&CheckPage { shell, check: self, typed, name: SURE })?.into_response())
    }
}
