//! The people a question is about, and how a question can be wrong.

use kernel::Day;
use policy::{Area, Gazetteer, Policy, population::Population};
use serde::{Deserialize, Deserializer, Serialize};
use statistics::{Keys, Rule, Secret};

/// The people a question is about, and the text it is asked under.
#[derive(Clone, Copy)]
pub struct Among<'a> {
    /// The policy text.
    pub policy: &'a Policy,
    /// The area.
    pub area: &'a Area,
    /// Where LSOAs lie.
    pub places: &'a Gazetteer,
    /// What is known of everybody.
    pub population: &'a Population,
    /// The keys of everybody, row by row.
    pub keys: &'a Keys,
    /// How counts of them are told.
    pub rule: &'a Rule,
    /// Where that is from.
    pub records: &'a Records,
}

/// The keys and the rule for the people of a file: whoever asks holds their records, and the same file is counted in the
/// same way each time. `None` where the text does not say how counts are told.
#[must_use]
pub fn counted_as_of_a_file(policy: &Policy, people: usize) -> Option<(Keys, Rule)> {
    let secret = Secret::new([0; 32]);
    let keys = (0..people).map(|row| secret.key_of(&row.to_le_bytes())).collect();
    Some((Keys::new(keys), Rule::new(policy.counting.as_ref()?, secret)))
}

/// Where the people of an answer are from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum Records {
    /// People registered in the area.
    Register {
        /// The records as they stood when this day began.
        #[serde(alias = "read_at", deserialize_with = "day_or_moment")]
        counted_until: Day,
        /// Answers are taken as they were good on this day.
        good_on: Day,
    },
    /// The rows of a file.
    File {
        /// Its name.
        name: String,
    },
}

/// Notes of before kept the moment at which the records were read.
fn day_or_moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.get(..10).unwrap_or(&text).parse().map_err(serde::de::Error::custom)
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The area has no such programme.
    #[error("there is no programme `{id}` in {area}; there are: {known}")]
    Programme {
        /// What was asked for.
        id: String,
        /// The area's name.
        area: String,
        /// The ids that there are.
        known: String,
    },
    /// The programme has no such number.
    #[error("{programme} has no number `{id}`; it has: {known}")]
    Parameter {
        /// What was asked for.
        id: String,
        /// The programme's name.
        programme: String,
        /// The ids that there are.
        known: String,
    },
    /// The number has no value on the day, so there is nothing to compare with.
    #[error("{parameter} has no value on {}: choose another day", kernel::in_words(*.on))]
    NoValue {
        /// The number in words.
        parameter: String,
        /// The day asked about.
        on: Day,
    },
    /// A value that the number cannot have.
    #[error("{parameter} must be from {least} to {most}")]
    Value {
        /// The number in words.
        parameter: String,
        /// The smallest that makes sense.
        least: i64,
        /// The largest that makes sense.
        most: i64,
    },
    /// People cannot be divided by this.
    #[error("people cannot be counted by `{id}`; they can be by {known}")]
    Division {
        /// What was asked for.
        id: String,
        /// What they can be divided by.
        known: String,
    },
    /// Rules of this day cannot be asked about.
    #[error(
        "rules cannot be asked about on {}: the same few days for everybody keep people from being picked out. The days are {days}",
        kernel::in_words(*.on)
    )]
    Day {
        /// What was asked for.
        on: Day,
        /// The days that can be.
        days: String,
    },
    /// The number cannot be asked to be this.
    #[error(
        "what if {parameter} were {value} cannot be asked: the same few values for everybody keep people from being picked out. The values are {values}"
    )]
    ValueNotOffered {
        /// The number in words.
        parameter: String,
        /// What was asked for.
        value: i64,
        /// The values that can be.
        values: String,
    },
    /// The rule is none of those asked about.
    #[error("the rule `{code}` is not one of the rules asked about")]
    Rule {
        /// The reason code that was asked for.
        code: String,
    },
}

/// Ids in a row, for a message.
pub(super) fn in_a_row<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let row = ids.collect::<Vec<_>>().join(", ");
    if row.is_empty() { "none".to_owned() } else { row }
}
