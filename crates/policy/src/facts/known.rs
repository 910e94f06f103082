//! What is known of one fact on a day, in the form that expressions read.

use super::{Answer, FactDefinition, FactType, Value, definition::Code};
use chrono::Days;
use kernel::Day;

/// What is known of one fact. Codes are positions in the fact's definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known<'a> {
    /// Never asked, out of date, or not a value that the definition allows.
    Unknown,
    YesNo(bool),
    Number(i64),
    Day(Day),
    Code(usize),
    Codes(Vec<usize>),
    Lsoa(&'a str),
}

impl<'a> Known<'a> {
    /// What `answer` lets us know of the fact on the day `on`.
    pub(crate) fn from_answer(definition: &FactDefinition, answer: &'a Answer, on: Day) -> Known<'a> {
        if definition.is_good_on(answer, on) { Self::from_value(definition, &answer.value) } else { Known::Unknown }
    }

    /// What a value that is still good lets us know of the fact.
    pub(crate) fn from_value(definition: &FactDefinition, value: &'a Value) -> Known<'a> {
        let known = match (&definition.kind, value) {
            (FactType::YesNo, Value::YesNo(yes)) => Some(Known::YesNo(*yes)),
            (FactType::Whole { .. }, Value::Whole(whole)) => Some(Known::Number(*whole)),
            (FactType::Pence { .. }, Value::Pence(pence)) => Some(Known::Number(pence.0)),
            (FactType::Date, Value::Date(day)) => Some(Known::Day(*day)),
            (FactType::OneOf(codes), Value::OneOf(code)) => position(codes, code).map(Known::Code),
            (FactType::AnyOf(codes), Value::AnyOf(chosen)) => {
                chosen.iter().map(|code| position(codes, code)).collect::<Option<_>>().map(Known::Codes)
            }
            (FactType::Place, Value::Place(place)) => Some(Known::Lsoa(&place.lsoa)),
            _ => None,
        };
        known.unwrap_or(Known::Unknown)
    }
}

impl FactDefinition {
    /// Whether an answer is still good on the day `on`. The last good day is the day on which it
    /// was known plus [`FactDefinition::good_for_days`].
    #[must_use]
    pub fn is_good_on(&self, answer: &Answer, on: Day) -> bool {
        answer.known_on.is_none_or(|known_on| self.is_good_since(known_on, on))
    }

    /// Whether what was known to be so on the day `known_on` is still good on the day `on`.
    pub(crate) fn is_good_since(&self, known_on: Day, on: Day) -> bool {
        let last = self.good_for_days.and_then(|days| known_on.checked_add_days(Days::new(days.unsigned_abs())));
        last.is_none_or(|last| on <= last)
    }
}

fn position(codes: &[Code], code: &str) -> Option<usize> {
    codes.iter().position(|known| known.code.as_ref() == code)
}
