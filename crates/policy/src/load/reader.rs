//! Reads a table of TOML key by key and reports whatever is missing, mistyped or not known.

use super::files::Document;
use crate::{
    expression::in_pence,
    fault::{Fault, Faults, SourceFile},
    suggest::{did_you_mean, listed},
};
use kernel::{Day, Period};
use std::{cell::RefCell, ops::Range};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with the place where it is written.
#[derive(Debug, Clone)]
pub(super) struct Spotted<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// The smallest and the largest, both included.
pub(super) type Bounds = (i64, i64);

impl Spotted<String> {
    /// The bytes of `file` where `part` of this text stands; all of it where that cannot be told.
    pub(super) fn place_of(&self, file: &SourceFile, part: &str) -> Range<usize> {
        let raw = file.contents.get(self.span.clone()).unwrap_or_default();
        match raw.find(part) {
            Some(offset) => self.span.start + offset..self.span.start + offset + part.len(),
            None => self.span.clone(),
        }
    }
}

/// One table of a file. Keys are ticked off as they are read; [`Reader::finish`] reports the rest.
pub(super) struct Reader<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) faults: &'a Faults,
    table: &'a DeTable<'a>,
    what: &'static str,
    span: Range<usize>,
    read: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// Reads the whole of a file, which `what` describes in messages: `a programme`.
    pub(super) fn of(document: &'a Document<'a>, faults: &'a Faults, what: &'static str) -> Self {
        let file = document.file;
        // The span of a whole file would underline all of it; its first line is enough.
        let first_line = file.contents.find('\n').unwrap_or(file.contents.len());
        Self { file, faults, table: document.table.get_ref(), what, span: 0..first_line, read: RefCell::default() }
    }

    /// The place to point at when the table as a whole is meant.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Adds an error at `span`.
    pub(super) fn error(&self, code: &'static str, span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::error(code, self.file, span, message)
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.read.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Where `key` is written, when it is there. It counts as read.
    pub(super) fn place_of_key(&self, key: &'static str) -> Option<Range<usize>> {
        self.read.borrow_mut().push(key);
        self.table.iter().find(|(name, _)| *name.get_ref() == key).map(|(name, _)| name.span())
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = kind_in_words(value.get_ref());
        self.faults.add(
            self.error("policy/wrong-type", value.span(), format!("`{key}` of {} must be {expected}", self.what))
                .label(format!("this is {found}"))
                .maybe_help(self.written_instead(key, value)),
        );
    }

    /// What to write instead of a value of the wrong type, where that can be told: pence for pounds, a day without
    /// quotes for one in words.
    fn written_instead(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let raw = self.file.contents.get(value.span()).unwrap_or_default();
        match value.get_ref() {
            DeValue::Float(_) => in_pence(raw),
            DeValue::String(text) => {
                let day = day_in_words(text).map(|day| format!("write `{key} = {day}`, without quotes"));
                let whole =
                    || text.trim().parse::<i64>().ok().map(|whole| format!("write `{key} = {whole}`, without quotes"));
                day.or_else(whole)
            }
            _ => None,
        }
    }

    /// Reports that `key` is needed and not there.
    pub(super) fn missing(&self, key: &str) {
        let such_as = match key {
            "from" | "until" | "day" | "review_by" => "2026-04-01",
            "is" | "days" | "keep_months" | "number" => "12",
            "lsoas_of" => "2011",
            "codes" => "[{ code = \"yes\", says = \"Yes\" }]",
            _ => "…",
        };
        self.missing_such_as(key, &format!("add a line `{key} = {such_as}`"));
    }

    /// The same with what may be written there.
    pub(super) fn missing_such_as(&self, key: &str, help: &str) {
        self.faults.add(
            self.error("policy/missing-key", self.span(), format!("{} has no `{key}`", self.what))
                .label("this one")
                .help(help),
        );
    }

    /// Text that must be there and is one of a few words: what is missing is reported with the words.
    pub(super) fn word(&self, key: &'static str, words: &[&str]) -> Spotted<String> {
        if self.table.get(key).is_some() {
            return self.text(key);
        }
        self.read.borrow_mut().push(key);
        let [first, ..] = words else { return self.text(key) };
        let help = format!("add a line `{key} = \"{first}\"`; it is one of {}", listed("", words.iter().copied()));
        self.missing_such_as(key, &help);
        Spotted { value: String::new(), span: self.span() }
    }

    /// Text that may be absent.
    pub(super) fn optional_text(&self, key: &'static str) -> Option<Spotted<String>> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Spotted { value: text.to_owned(), span: value.span() }),
            None => {
                self.wrong_type(key, value, "text in quotes");
                None
            }
        }
    }

    /// Text that must be there and not empty. What is missing is reported and read as empty.
    pub(super) fn text(&self, key: &'static str) -> Spotted<String> {
        let absent = self.table.get(key).is_none();
        match self.optional_text(key) {
            Some(text) => {
                if text.value.trim().is_empty() {
                    self.faults.add(
                        self.error(
                            "policy/missing-key",
                            text.span.clone(),
                            format!("`{key}` of {} is empty", self.what),
                        )
                        .label("nothing is written here"),
                    );
                }
                text
            }
            None => {
                if absent {
                    self.missing(key);
                }
                Spotted { value: String::new(), span: self.span() }
            }
        }
    }

    /// The citation, without which nobody can check the text against what it rests on.
    pub(super) fn citation(&self) -> String {
        let absent = self.table.get("source").is_none();
        let source = self.optional_text("source");
        match source {
            Some(source) if source.value.trim().is_empty() => {
                self.no_citation(source.span, "the citation is empty");
                String::new()
            }
            Some(source) => source.value,
            None => {
                if absent {
                    self.no_citation(self.span(), "no `source` is given");
                }
                String::new()
            }
        }
    }

    fn no_citation(&self, span: Range<usize>, label: &str) {
        self.faults.add(
            self.error("policy/missing-citation", span, format!("{} does not say where it comes from", self.what))
                .label(label)
                .help("add `source = \"…\"` with the document, the date and where it can be found"),
        );
    }

    /// A whole number that may be absent.
    pub(super) fn optional_whole(&self, key: &'static str) -> Option<Spotted<i64>> {
        let value = self.get(key)?;
        let whole = value
            .get_ref()
            .as_integer()
            .and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok());
        match whole {
            Some(whole) => Some(Spotted { value: whole, span: value.span() }),
            None => {
                self.wrong_type(key, value, "a whole number");
                None
            }
        }
    }

    /// A whole number that must be there.
    pub(super) fn whole(&self, key: &'static str) -> Option<Spotted<i64>> {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.optional_whole(key)
    }

    /// A count, such as of days, that may be absent and is at least zero.
    pub(super) fn optional_count(&self, key: &'static str) -> Option<i64> {
        let whole = self.optional_whole(key)?;
        if whole.value < 0 {
            self.faults.add(
                self.error("policy/out-of-range", whole.span, format!("`{key}` of {} is less than zero", self.what))
                    .label("must be 0 or more"),
            );
            return None;
        }
        Some(whole.value)
    }

    /// A count that must be there.
    pub(super) fn count(&self, key: &'static str) -> i64 {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.optional_count(key).unwrap_or_default()
    }

    /// `true` or `false`; absent is `false`.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, value, "true or false");
            false
        })
    }

    /// A day that may be absent.
    pub(super) fn optional_day(&self, key: &'static str) -> Option<Spotted<Day>> {
        let value = self.get(key)?;
        match day_of(value) {
            Some(day) => Some(Spotted { value: day, span: value.span() }),
            None => {
                self.wrong_type(key, value, "a day without quotes, such as 2024-04-01");
                None
            }
        }
    }

    /// A day that must be there.
    pub(super) fn required_day(&self, key: &'static str) -> Option<Spotted<Day>> {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.optional_day(key)
    }

    /// A list of days; absent is an empty list.
    pub(super) fn day_list(&self, key: &'static str) -> Vec<Spotted<Day>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of days");
            return Vec::new();
        };
        let mut days = Vec::new();
        for item in array.iter() {
            match day_of(item) {
                Some(day) => days.push(Spotted { value: day, span: item.span() }),
                None => self.wrong_type(key, item, "a list of days without quotes, such as 2024-04-01"),
            }
        }
        days
    }

    /// The days between `from` and `until`, both included and both optional.
    pub(super) fn days(&self) -> (Option<Day>, Option<Day>) {
        let from = self.optional_day("from");
        let until = self.optional_day("until");
        if let (Some(from), Some(until)) = (&from, &until)
            && let Err(error) = Period::new(from.value, Some(until.value))
        {
            self.faults.add(
                self.error("policy/dates-reversed", until.span.clone(), error.to_string())
                    .label(format!("before {}", from.value))
                    .help("both days are included; swap them or mend the year"),
            );
        }
        (from.map(|day| day.value), until.map(|day| day.value))
    }

    /// A list of texts; absent is an empty list.
    pub(super) fn texts(&self, key: &'static str) -> Vec<Spotted<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts: Vec<Spotted<String>> = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) if texts.iter().any(|earlier| earlier.value == text) => self.faults.add(
                    self.error("policy/duplicate-id", item.span(), format!("`{text}` is listed twice in `{key}`"))
                        .label("listed before"),
                ),
                Some(text) => texts.push(Spotted { value: text.to_owned(), span: item.span() }),
                None => self.wrong_type(key, item, "a list of texts"),
            }
        }
        texts
    }

    /// A list of whole numbers, at least one, none below zero; `None` when it is absent.
    pub(super) fn wholes(&self, key: &'static str) -> Option<Vec<i64>> {
        let value = self.get(key)?;
        let array = value.get_ref().as_array();
        let whole = |item: &Spanned<DeValue<'_>>| {
            let integer = item.get_ref().as_integer()?;
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|whole| *whole >= 0)
        };
        let wholes: Option<Vec<i64>> = array.and_then(|array| array.iter().map(whole).collect());
        match wholes {
            Some(wholes) if !wholes.is_empty() => Some(wholes),
            _ => {
                self.wrong_type(key, value, "a list of whole numbers, 0 or more");
                Some(vec![0])
            }
        }
    }

    /// The tables of a list, written `[[key]]` or in braces; absent is an empty list.
    pub(super) fn tables(&self, key: &'static str, what: &'static str) -> Vec<Reader<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of tables");
            return Vec::new();
        };
        let mut readers = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => readers.push(self.inner(table, item.span(), what)),
                None => self.wrong_type(key, item, "a list of tables"),
            }
        }
        readers
    }

    /// One table that may be absent.
    pub(super) fn table(&self, key: &'static str, what: &'static str) -> Option<Reader<'a>> {
        self.table_such_as(key, what, "a table")
    }

    /// One table that may be absent; `expected` says what it is to be where something else stands there.
    pub(super) fn table_such_as(
        &self,
        key: &'static str,
        what: &'static str,
        expected: &'static str,
    ) -> Option<Reader<'a>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(self.inner(table, value.span(), what)),
            None => {
                self.wrong_type(key, value, expected);
                None
            }
        }
    }

    /// The keys and values of this table where the keys are ids, each value a list of two numbers.
    pub(super) fn ranges(&self) -> Vec<(Spotted<String>, Option<Bounds>)> {
        let number = |value: &Spanned<DeValue<'_>>| {
            let integer = value.get_ref().as_integer()?;
            i64::from_str_radix(integer.as_str(), integer.radix()).ok()
        };
        self.table
            .iter()
            .map(|(key, value)| {
                let range = match value.get_ref().as_array().map(|array| &**array) {
                    Some([low, high]) => number(low).zip(number(high)).filter(|(low, high)| low <= high),
                    _ => None,
                };
                (Spotted { value: key.get_ref().to_string(), span: value.span() }, range)
            })
            .collect()
    }

    fn inner(&self, table: &'a DeTable<'a>, span: Range<usize>, what: &'static str) -> Reader<'a> {
        Reader { file: self.file, faults: self.faults, table, what, span, read: RefCell::default() }
    }

    /// Reports every key that nothing has asked for.
    pub(super) fn finish(&self) {
        let read = self.read.borrow();
        for (key, _) in self.table.iter() {
            let name = key.get_ref();
            if !read.iter().any(|known| known == name) {
                let known = || read.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
                let help = did_you_mean(name, read.iter().copied())
                    .unwrap_or_else(|| format!("{} may have {}", self.what, known()));
                self.faults.add(
                    self.error("policy/unknown-key", key.span(), format!("{} has no key `{name}`", self.what))
                        .label("not a key of this table")
                        .help(help),
                );
            }
        }
    }
}

/// The day that is written, without a time.
fn day_of(value: &Spanned<DeValue<'_>>) -> Option<Day> {
    let written = value.get_ref().as_datetime().filter(|datetime| datetime.time.is_none())?;
    let date = written.date?;
    Day::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// What kind of value it is, in words that need no knowledge of TOML.
fn kind_in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text in quotes",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a day or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A day as people write it in text: `2026-04-01`, `1 April 2026`, `1 Apr 2026`, `01/04/2026`.
fn day_in_words(text: &str) -> Option<Day> {
    let forms = ["%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y"];
    forms.iter().find_map(|form| Day::parse_from_str(text.trim(), form).ok())
}
