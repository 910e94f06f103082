//! What someone typed into a form, and what is wrong with it, in the GOV.UK pattern.
//!
//! [`Form`] is an argument of the handler. It keeps every value as typed, reads each field with a rule and
//! collects one message a field; the same `Form` goes back into the page when there are messages. The field's
//! name is also its id in the page. No field here decides anything about a person: that is the work of `rules`.

mod choice;
mod date;
mod errors;
mod number;
mod text;

use std::ops::RangeInclusive;

use axum::extract::{FromRequest, RawForm, Request, rejection::RawFormRejection};
use kernel::{Day, Pence};

pub use choice::{Choice, option_id};
pub use date::{DateBoxes, DateFault, DateRule};
pub use errors::{FormError, FormErrors};
pub use number::{PenceBox, WholeBox};
pub use text::{clean_line, clean_lines, optional, required};

/// At most this many fields are read; what follows is ignored.
const MAX_FIELDS: usize = 1_000;
/// At most this many characters of one value are kept.
const MAX_VALUE_CHARACTERS: usize = 100_000;

fn can_be_written(letter: &char) -> bool {
    !letter.is_control() || matches!(letter, '\t' | '\r' | '\n')
}

/// The fields of one form as typed, with the messages about them. Fields sent more than once (checkboxes) keep
/// every value in order.
#[derive(Clone, Debug, Default)]
pub struct Form {
    typed: Vec<(String, String)>,
    /// The messages so far; push to it what only the room can know ("This person is already registered").
    pub errors: FormErrors,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = RawFormRejection;

    /// Reads a URL-encoded body, or the query of a GET. Bytes that are no text become the replacement sign.
    async fn from_request(request: Request, state: &S) -> Result<Self, RawFormRejection> {
        let RawForm(bytes) = RawForm::from_request(request, state).await?;
        Ok(Self::read(&bytes))
    }
}

impl Form {
    /// A form nobody has typed into.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// Reads URL-encoded text: `name=Jo+Bloggs&need=digital&need=english`. Never fails. Control characters are left out, save
    /// tabs and ends of lines: nobody types one, and PostgreSQL takes none (U+0000) in a text.
    #[must_use]
    pub fn read(encoded: &[u8]) -> Self {
        let fields = url::form_urlencoded::parse(encoded).take(MAX_FIELDS);
        let written = |text: &str| text.chars().filter(can_be_written).take(MAX_VALUE_CHARACTERS).collect::<String>();
        let typed = fields.map(|(name, value)| (written(&name), written(&value)));
        Self { typed: typed.collect(), errors: FormErrors::default() }
    }

    /// The same form with one more value, to fill in what is already known.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.typed.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same form with the three boxes of a date filled in; as it is for `None`.
    #[must_use]
    pub fn with_date(self, name: &str, day: Option<Day>) -> Self {
        let Some(day) = day else { return self };
        let part = |pattern: &str| day.format(pattern).to_string();
        self.with(&format!("{name}-day"), part("%-d"))
            .with(&format!("{name}-month"), part("%-m"))
            .with(&format!("{name}-year"), part("%Y"))
    }

    /// Every field as it was sent, name and value, in order.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a field as typed, or "".
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.typed.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field as typed.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.typed.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether this value of the field was chosen.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|typed| typed == value)
    }

    /// The day, month and year boxes of a date as typed: fields `name-day`, `name-month`, `name-year`.
    #[must_use]
    pub fn boxes(&self, name: &str) -> DateBoxes {
        let part = |part: &str| self.text(&format!("{name}-{part}")).to_owned();
        DateBoxes { day: part("day"), month: part("month"), year: part("year") }
    }

    /// Whether any message was pushed.
    #[must_use]
    pub fn is_faulty(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The ids that describe a field to a screen reader: its hint's and its message's; "" when it has neither.
    #[must_use]
    pub fn described_by(&self, name: &str, hint: &str) -> String {
        let hint = (!hint.is_empty()).then(|| format!("{name}-hint"));
        let error = self.errors.get(name).map(|_| format!("{name}-error"));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// One line of text that must be there, at most `most` characters. `what` is the field in words: "Full name".
    pub fn required(&mut self, name: &str, what: &str, most: usize) -> Option<String> {
        let read = required(self.text(name), what, most);
        self.keep(name, read)
    }

    /// Text of several lines that must be there, at most `most` characters.
    pub fn required_lines(&mut self, name: &str, what: &str, most: usize) -> Option<String> {
        let read = text::required_lines(self.text(name), what, most);
        self.keep(name, read)
    }

    /// Text that may be missing, at most `most` characters; `None` when missing or too long.
    pub fn optional(&mut self, name: &str, what: &str, most: usize) -> Option<String> {
        let read = optional(self.text(name), what, most);
        self.keep(name, read).flatten()
    }

    /// A date that must be there.
    pub fn date(&mut self, name: &str, what: &str, rule: DateRule) -> Option<Day> {
        match self.boxes(name).parse(what, rule) {
            Ok(day) => Some(day),
            Err(fault) => {
                self.errors.push_date(name, &fault);
                None
            }
        }
    }

    /// A date that may be missing: `None` when all three boxes are empty, or when they are faulty.
    pub fn date_if_any(&mut self, name: &str, what: &str, rule: DateRule) -> Option<Day> {
        if self.boxes(name).is_empty() { None } else { self.date(name, what, rule) }
    }

    /// An amount of money that must be there, from nothing to `most` (inclusive).
    pub fn pence(&mut self, name: &str, what: &str, most: Pence) -> Option<Pence> {
        let read = PenceBox::new(self.text(name)).parse(what, most);
        self.keep(name, read)
    }

    /// A whole number that must be there, within the bounds (both inclusive).
    pub fn whole(&mut self, name: &str, what: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let read = WholeBox::new(self.text(name)).parse(what, bounds);
        self.keep(name, read)
    }

    /// One of the offered choices; `message` ("Select a provider") when none, or one not offered, was sent.
    pub fn choice(&mut self, name: &str, offered: &[Choice], message: &str) -> Option<String> {
        let sent = self.text(name);
        let read = offered.iter().find(|choice| choice.value == sent).map(|choice| choice.value.clone());
        self.keep(name, read.ok_or_else(|| message.to_owned()))
    }

    /// The chosen ones of the offered choices, in the order offered; may be empty. What was not offered is ignored.
    #[must_use]
    pub fn choices(&self, name: &str, offered: &[Choice]) -> Vec<String> {
        offered.iter().filter(|choice| self.has(name, &choice.value)).map(|choice| choice.value.clone()).collect()
    }

    /// The value, or `None` after pushing the message. For a room's own ways to read a field.
    pub fn keep<T, M: Into<String>>(&mut self, name: &str, read: Result<T, M>) -> Option<T> {
        read.map_err(|message| self.errors.push(name, message)).ok()
    }
}

#[cfg(test)]
mod tests;
