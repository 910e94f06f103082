//! A number in policy text, with the dates on which it holds.

use kernel::{Day, Period};
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
}

impl Parameter {
    /// The value that holds on `day`; `None` when none does.
    #[must_use]
    pub fn value_on(&self, day: Day) -> Option<&DatedValue> {
        self.values.iter().rev().find(|value| value.period.contains(day))
    }
}
