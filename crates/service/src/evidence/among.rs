//! The people a question is about, and how a question can be wrong.

use kernel::{Day, Moment};
use policy::{Area, Gazetteer, Policy, population::Population};
use serde::{Deserialize, Serialize};

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
    /// Where that is from.
    pub records: &'a Records,
}

/// Where the people of an answer are from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum Records {
    /// People registered in the area.
    Register {
        /// When the records were read.
        read_at: Moment,
        /// Answers are taken as they were good on this day.
        good_on: Day,
    },
    /// The rows of a file.
    File {
        /// Its name.
        name: String,
    },
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
    #[error(
        "people cannot be counted by `{id}`: give ward, age, priority-group, or a fact that is answered with yes or no or from a list, such as disabled or ethnicity"
    )]
    Division {
        /// What was asked for.
        id: String,
    },
    /// The rule stops nobody, or is none of those asked about.
    #[error("the rule `{code}` stops nobody here, or is not one of the rules asked about")]
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
