//! One value as text, read as the answer to its fact.

use chrono::Datelike;
use kernel::{Day, LIKELY_YEARS, Postcode, in_words};
use policy::{
    FactDefinition, FactType, Gazetteer, Value,
    places::{kind_of_code, small_area_code},
};
use std::collections::HashMap;

/// Codes that a message lists; a fact with more is pointed to.
const MAX_CODES_LISTED: usize = 30;
/// Stands between the codes of an any-of.
const BETWEEN_CODES: char = ';';
/// A known "none of them", unless it is a code of the fact.
const NONE: &str = "none";

/// What a value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Unknown,
    YesNo(bool),
    Number(i64),
    /// Counted from 1 January of the year 1, which is day 1.
    Day(i32),
    /// The position of the code in the definition.
    Code(i64),
    /// Positions of codes.
    Codes(Vec<usize>),
    Lsoa(String),
    /// A postcode that is in none of the tables held.
    Unlisted,
}

/// Reads the values of one fact.
#[derive(Debug)]
pub(super) struct FactReader<'a> {
    pub(super) definition: &'a FactDefinition,
    positions: HashMap<&'a str, usize>,
    places: &'a Gazetteer,
    /// The first and the last day that a day can be.
    days: (Day, Day),
}

impl<'a> FactReader<'a> {
    /// For a table that was written on the day `told_on`, where that is known.
    pub(super) fn new(definition: &'a FactDefinition, places: &'a Gazetteer, told_on: Option<Day>) -> Self {
        let codes = definition.codes().iter().enumerate();
        let (first, last) = told_on.map_or((None, None), |day| definition.days.ends(day));
        let likely = likely();
        let days =
            (first.map_or(likely.0, |first| first.max(likely.0)), last.map_or(likely.1, |last| last.min(likely.1)));
        Self { definition, positions: codes.map(|(at, code)| (code.code.as_ref(), at)).collect(), places, days }
    }

    /// Whether a day, counted from 1 January of the year 1, is one that it can be.
    pub(super) fn is_within(&self, day: i32) -> bool {
        (number_of(self.days.0)..=number_of(self.days.1)).contains(&day)
    }

    /// What is said of a value that is no day, or one that it cannot be.
    pub(super) fn day_needed(&self) -> String {
        day_needed(self.days)
    }

    /// What the text says.
    ///
    /// # Errors
    /// What would be right, without the text itself.
    pub(super) fn read(&self, text: &str) -> Result<Cell, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Cell::Unknown);
        }
        match &self.definition.kind {
            FactType::YesNo => yes_no(text).map(Cell::YesNo).ok_or_else(|| "true or false is needed".to_owned()),
            FactType::Whole { .. } => {
                whole(text).map(Cell::Number).ok_or_else(|| "a whole number is needed".to_owned())
            }
            FactType::Pence { .. } => {
                whole(text).map(Cell::Number).ok_or_else(|| "a whole number of pence is needed".to_owned())
            }
            FactType::Date => self.day(text).map(Cell::Day),
            FactType::OneOf(_) => self
                .code(text)
                .and_then(|at| i64::try_from(at).ok())
                .map(Cell::Code)
                .ok_or_else(|| self.codes("one of")),
            FactType::AnyOf(_) => self.set(text),
            FactType::Place => self.place(text),
        }
    }

    /// The position of a code.
    pub(super) fn code(&self, text: &str) -> Option<usize> {
        self.positions.get(text.trim()).copied()
    }

    /// The codes that there are, for a message.
    pub(super) fn codes(&self, before: &str) -> String {
        let codes = self.definition.codes();
        let listed: Vec<String> = codes.iter().take(MAX_CODES_LISTED).map(|code| format!("`{}`", code.code)).collect();
        let more = codes.len().saturating_sub(MAX_CODES_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{before} {}{more} is needed", listed.join(", "))
    }

    fn set(&self, text: &str) -> Result<Cell, String> {
        if text == NONE && !self.positions.contains_key(NONE) {
            return Ok(Cell::Codes(Vec::new()));
        }
        let codes = text.split(BETWEEN_CODES).filter(|code| !code.trim().is_empty()).map(|code| self.code(code));
        codes.collect::<Option<_>>().map(Cell::Codes).ok_or_else(|| self.codes("any of"))
    }

    /// A day written in full, or in another way that a form takes.
    fn day(&self, text: &str) -> Result<i32, String> {
        day_written_in_full(text)
            .or_else(|| match self.definition.from_json(&text.into(), self.places) {
                Ok(Value::Date(day)) => Some(number_of(day)),
                _ => None,
            })
            .filter(|day| self.is_within(*day))
            .ok_or_else(|| self.day_needed())
    }

    fn place(&self, text: &str) -> Result<Cell, String> {
        if let Ok(Value::Place(place)) = self.definition.from_json(&text.into(), self.places) {
            return Ok(Cell::Lsoa(place.lsoa));
        }
        if let (None, Some(kind)) = (small_area_code(text), kind_of_code(text)) {
            return Err(format!("an LSOA code or a postcode is needed, not the code of {kind}"));
        }
        if small_area_code(text).is_some() || text.parse::<Postcode>().is_ok() {
            return Ok(Cell::Unlisted);
        }
        Err("an LSOA code or a postcode is needed".to_owned())
    }
}

/// The first and the last day that is read at all.
fn likely() -> (Day, Day) {
    let year = |year: i32, month: u32, day: u32| Day::from_ymd_opt(year, month, day);
    let first = year(*LIKELY_YEARS.start(), 1, 1).unwrap_or(Day::MIN);
    (first, year(*LIKELY_YEARS.end(), 12, 31).unwrap_or(Day::MAX))
}

/// What is said of a value that is no day on which an answer can have been so.
pub(super) fn known_day_needed() -> String {
    day_needed(likely())
}

fn day_needed((first, last): (Day, Day)) -> String {
    let whole_years = (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31);
    if whole_years {
        return format!("a day from {} to {} is needed, written like 2024-01-31", first.year(), last.year());
    }
    format!("a day from {} to {} is needed, written like 2024-01-31", in_words(first), in_words(last))
}

/// A day as `2024-01-31`, on whatever fact.
pub(super) fn day_written_in_full(text: &str) -> Option<i32> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { text.parse().ok().map(number_of) } else { None }
}

/// Days up to this one, from 1 January of the year 1.
pub(super) fn number_of(day: Day) -> i32 {
    day.num_days_from_ce()
}

/// Whether the day is one that is read at all ([`kernel::is_likely`]).
pub(super) fn is_likely(day: i32) -> bool {
    Day::from_num_days_from_ce_opt(day).is_some_and(kernel::is_likely)
}

fn yes_no(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "1"]) {
        Some(true)
    } else if is(["false", "no", "0"]) {
        Some(false)
    } else {
        None
    }
}

/// A whole number, also with a fraction of zeros, as programs write it where a column has gaps: `12.0`.
fn whole(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|byte| byte == b'0') => digits,
        _ => text,
    };
    digits.parse().ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_likely_days_are_those_of_the_years_that_are_allowed() {
        for (day, likely) in [("1899-12-31", false), ("1900-01-01", true), ("2199-12-31", true), ("2200-01-01", false)]
        {
            assert_eq!(is_likely(number_of(day.parse().unwrap())), likely, "{day}");
        }
        assert_eq!(day_written_in_full("2024-1-310"), None);
        assert_eq!(day_written_in_full("+024-01-31"), None);
    }

    #[test]
    fn a_day_lies_as_far_from_the_day_of_the_table_as_its_fact_says() {
        let mut born = FactDefinition::of_column("born", FactType::Date);
        born.days = policy::DayBounds { years_before: Some(120), years_after: Some(0) };
        let (places, told_on) = (Gazetteer::new(), "2026-12-01".parse().ok());
        let reader = FactReader::new(&born, &places, told_on);
        let needed = "a day from 1 December 1906 to 1 December 2026 is needed, written like 2024-01-31";
        for (text, is_read) in
            [("1906-12-01", true), ("2026-12-01", true), ("1906-11-30", false), ("2084-01-01", false)]
        {
            let read = reader.read(text);
            assert_eq!(read.is_ok(), is_read, "{text}");
            assert!(is_read || read == Err(needed.to_owned()), "{read:?}");
            assert_eq!(reader.is_within(number_of(text.parse().unwrap())), is_read, "{text}");
        }
        // Where it is not known when the table was written, only the years that are read at all bound it.
        assert!(FactReader::new(&born, &places, None).read("2084-01-01").is_ok());
    }

    #[test]
    fn whole_numbers_are_read_as_programs_write_them() {
        assert_eq!(
            [whole("12"), whole("-3.00"), whole("12.5"), whole(".0"), whole("1e3")],
            [Some(12), Some(-3), None, None, None]
        );
    }
}
