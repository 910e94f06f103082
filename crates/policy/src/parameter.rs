//! A number in policy text, with the dates on which it holds.

use crate::days::uncovered;
use kernel::{Day, Pence, Period};
use std::{collections::BTreeMap, sync::Arc};

/// A number that policy text names, with a unit and the values it has had.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The id, used in expressions and in `{braces}` in wording.
    pub id: Arc<str>,
    /// What it means, in words; empty when the text does not say.
    pub says: String,
    /// The unit, such as `months` or `pence`; empty when the text does not say.
    pub unit: String,
    /// The values in order of date; no two hold on the same day and none is missing between them.
    pub values: Vec<DatedValue>,
    /// By level, the smallest and largest value (both included) that an area may set.
    pub local_range: BTreeMap<String, (i64, i64)>,
}

/// A value with the days on which it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedValue {
    /// The days on which it holds, both ends included.
    pub period: Period,
    /// The value, in the parameter's unit.
    pub is: i64,
    /// The citation of this value, where it has its own.
    pub source: Option<String>,
    /// Whether it is a made-up example, because the real value is not public.
    pub example: bool,
    /// The reason code of the area's text that sets it, `areas/newcastle/layers/restart#months_on_benefit`; `None`
    /// when it is the programme's own.
    pub set_by: Option<Arc<str>>,
}

impl Parameter {
    /// What it is called, in words: what the text says, or its id.
    #[must_use]
    pub fn name(&self) -> String {
        if self.says.is_empty() { self.id.replace('_', " ") } else { self.says.clone() }
    }

    /// The runs of days from `from` to `until` (both included) on which it has no value. Without `from`, days before
    /// the first value are not counted; without `until`, the last run may have no end.
    #[must_use]
    pub fn days_without_value(&self, from: Option<Day>, until: Option<Day>) -> Vec<Period> {
        uncovered(self.values.iter().map(|value| value.period), (from, until))
    }

    /// The value that holds on `day`; `None` when none does.
    #[must_use]
    pub fn value_on(&self, day: Day) -> Option<&DatedValue> {
        self.values.iter().rev().find(|value| value.period.contains(day))
    }

    /// A value with its unit, for people: see [`amount_in_words`].
    #[must_use]
    pub fn in_words(&self, is: i64) -> String {
        amount_in_words(is, &self.unit)
    }
}

/// A number with a parameter's unit, for people: `9 months`, `1 month`, `£5,760.00`, `level 2`, `Yes`.
#[must_use]
pub fn amount_in_words(is: i64, unit: &str) -> String {
    match (unit, is) {
        ("pence", _) => Pence(is).to_string(),
        ("pence an hour", _) => format!("{} an hour", Pence(is)),
        ("", _) => is.to_string(),
        ("level", _) => format!("level {is}"),
        ("1 yes, 0 no", 0) => "No".to_owned(),
        ("1 yes, 0 no", _) => "Yes".to_owned(),
        ("1 open, 0 paused", 0) => "Paused".to_owned(),
        ("1 open, 0 paused", _) => "Open".to_owned(),
        (unit, 1) => format!("1 {}", one_of(unit)),
        (unit, _) => format!("{is} {unit}"),
    }
}

/// The unit for one of it: `hour a week` for `hours a week`.
fn one_of(unit: &str) -> String {
    let (first, rest) = unit.split_once(' ').map_or((unit, None), |(first, rest)| (first, Some(rest)));
    let first = match first {
        "difficulties" => "difficulty",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    rest.map_or_else(|| first.to_owned(), |rest| format!("{first} {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_said_with_its_unit() {
        let parameter = |unit: &str| Parameter {
            id: "number".into(),
            says: String::new(),
            unit: unit.to_owned(),
            values: Vec::new(),
            local_range: BTreeMap::new(),
        };
        let said = [("months", 9), ("months", 1), ("hours a week", 1), ("difficulties", 1), ("difficulties", 2)];
        let said = said.map(|(unit, is)| parameter(unit).in_words(is));
        assert_eq!(said, ["9 months", "1 month", "1 hour a week", "1 difficulty", "2 difficulties"]);
        let said = [("pence", 576_000), ("pence an hour", 1221), ("level", 2), ("1 yes, 0 no", 0), ("", 3)];
        let said = said.map(|(unit, is)| parameter(unit).in_words(is));
        assert_eq!(said, ["£5,760.00", "£12.21 an hour", "level 2", "No", "3"]);
    }
}
