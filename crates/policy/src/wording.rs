//! Wording that changes with the values of its `{parameters}`.

use crate::Parameter;
use kernel::{Day, Pence};
use std::{collections::BTreeSet, sync::Arc};

/// A text as it reads on each day.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    written: String,
    /// From which day each reading holds, in order; before the first, the first holds.
    readings: Vec<(Day, Arc<str>)>,
}

impl Wording {
    /// The text as written, with `{parameters}` in braces.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The text as it reads on `day`, with the values of that day. An amount in pence reads in pounds.
    #[must_use]
    pub fn on(&self, day: Day) -> &Arc<str> {
        static NOTHING: std::sync::LazyLock<Arc<str>> = std::sync::LazyLock::new(|| Arc::from(""));
        let holding = self.readings.iter().rev().find(|(from, _)| *from <= day).or_else(|| self.readings.first());
        holding.map_or(&*NOTHING, |(_, reading)| reading)
    }

    /// The same text with the values of other parameters.
    pub(crate) fn with_values_of(&self, parameters: &[Parameter]) -> Self {
        Self::with_parameters(&self.written, parameters)
    }

    /// The text with each of `others` after it on the days from its first to its last (both included and optional),
    /// unless it is there already.
    pub(crate) fn joined_with(&self, others: &[(Option<Day>, Option<Day>, &str)]) -> Self {
        let of_others = others.iter().flat_map(|(from, until, _)| [*from, until.and_then(|until| until.succ_opt())]);
        let begins = self.readings.iter().map(|(from, _)| *from).chain(of_others.flatten()).collect();
        Self::new(&self.written, begins, |day| {
            let mut all: Vec<&str> = vec![self.on(day)];
            for (from, until, other) in others {
                let in_force = from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until);
                if in_force && !all.contains(other) {
                    all.push(other);
                }
            }
            all.join("; ")
        })
    }

    /// A text with readings made by `read` for each day on which one may begin.
    pub(crate) fn new(written: &str, begins: BTreeSet<Day>, read: impl Fn(Day) -> String) -> Self {
        let mut readings: Vec<(Day, Arc<str>)> = Vec::new();
        for day in std::iter::once(Day::MIN).chain(begins) {
            let reading = read(day);
            if readings.last().is_none_or(|(_, last)| last.as_ref() != reading) {
                readings.push((day, Arc::from(reading)));
            }
        }
        Self { written: written.to_owned(), readings }
    }

    /// A text with the values of the parameters that it names. A name that is not a parameter stays
    /// in its braces; the caller has reported it.
    pub(crate) fn with_parameters(written: &str, parameters: &[Parameter]) -> Self {
        let named = placeholders(written);
        let used = || parameters.iter().filter(|parameter| named.contains(&parameter.id.as_ref()));
        let begins = used()
            .flat_map(|parameter| &parameter.values)
            .flat_map(|value| [Some(value.period.from), value.period.until.and_then(|until| until.succ_opt())]);
        Self::new(written, begins.flatten().collect(), |day| {
            used().fold(written.to_owned(), |text, parameter| {
                let value = match parameter.value_on(day) {
                    Some(value) if parameter.unit == "pence" => Pence(value.is).to_string(),
                    Some(value) => value.is.to_string(),
                    None => "(no value on this day)".to_owned(),
                };
                text.replace(&format!("{{{}}}", parameter.id), &value)
            })
        })
    }
}

/// The names in braces.
pub(crate) fn placeholders(written: &str) -> Vec<&str> {
    written.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
