//! An agreement between bodies to share people's facts: who, what for, which categories, which way, on which days.

use kernel::{Day, Period};

/// An agreement between bodies of an area to share people's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The id within the area.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// Ids of the bodies that are party to it; at least two.
    pub between: Vec<String>,
    /// Ids of the parties that may pass facts on under it (`senders`); all of them where the text names none.
    pub senders: Vec<String>,
    /// Id of the purpose in `spine/purposes.toml`.
    pub purpose: String,
    /// Ids of the categories of fact that it lets through: never one that its purpose does not cover, and a
    /// special one only where a condition is named. Without a list in the text, all that may be.
    pub categories: Vec<String>,
    /// The further condition in law for special category and criminal-offence facts (`special_condition`).
    pub special_condition: Option<String>,
    /// The day by which the parties look at it again. Nothing stops on that day.
    pub review_by: Day,
    /// First and last day, both included (`from`, `until`).
    pub period: Period,
    /// The citation.
    pub source: String,
}

impl Agreement {
    /// Whether facts may go from `sender` to `receiver` (ids of bodies) under it on a day.
    #[must_use]
    pub fn lets(&self, sender: &str, receiver: &str, on: Day) -> bool {
        self.period.contains(on)
            && self.senders.iter().any(|body| body == sender)
            && self.between.iter().any(|body| body == receiver)
    }
}
