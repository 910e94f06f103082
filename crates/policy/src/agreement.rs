//! An agreement between bodies to share people's facts: who, what for, which categories, which way, on which days.

use crate::Expression;
use kernel::{Day, Period};
use sha2::{Digest, Sha256};

/// An agreement between bodies of an area to share people's data.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The id within the area.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// Ids of the bodies that are party to it; at least two.
    pub between: Vec<String>,
    /// Ids of the parties that may pass facts on under it (`senders`); all of them where the text names none.
    pub senders: Vec<String>,
    /// Whether the parties decide together what is done with the facts.
    pub controllers: Controllers,
    /// Id of the purpose in `spine/purposes.toml`, which names the lawful basis.
    pub purpose: String,
    /// The legal power under which the parties share (`gateway`).
    pub gateway: String,
    /// Ids of the categories of fact that it lets through: never one that its purpose does not cover, and a
    /// special one only where a condition is named. Without a list in the text, all that may be.
    pub categories: Vec<String>,
    /// The further condition in law for special category and criminal-offence facts (`special_condition`).
    pub special_condition: Option<String>,
    /// Whose facts are shared (`people`); `None`: everybody's. Where it is not known whether the condition is true of a person,
    /// nothing of theirs is shared: what is passed on cannot be called back.
    pub people: Option<Expression>,
    /// Months after the help has ended for which the receiver may keep what it was given (`keep_months`).
    pub keep_months: i64,
    /// How it is signed.
    pub signing: Signing,
    /// The day by which the parties look at it again. Nothing stops on that day.
    pub review_by: Day,
    /// First and last day, both included (`from`, `until`).
    pub period: Period,
    /// The citation.
    pub source: String,
}

/// Whether the parties decide together what is done with the facts (UK GDPR, articles 4(7) and 26).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controllers {
    /// Each decides for itself (`separate`).
    Separate,
    /// They decide together (`joint`).
    Joint,
}

/// How an agreement is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// By each party's data protection lead, in the software (`here`): it is not in force before.
    Here,
    /// Outside the software (`on-paper`): it is in force on its days, until a party suspends it.
    OnPaper,
}

impl Agreement {
    /// Whether facts may go from `sender` to `receiver` (ids of bodies) under it on a day, by its text. Whether it is
    /// signed, and nobody has suspended it, is not in the text.
    #[must_use]
    pub fn lets(&self, sender: &str, receiver: &str, on: Day) -> bool {
        self.period.contains(on)
            && self.senders.iter().any(|body| body == sender)
            && self.between.iter().any(|body| body == receiver)
    }

    /// What the parties put their names to, as a fingerprint of 64 hexadecimal digits: everything but the name and the
    /// citation. When it changes, what was signed was something else.
    #[must_use]
    pub fn terms(&self) -> String {
        let told = format!(
            "{:?}",
            (
                (&self.between, &self.senders, self.controllers, &self.purpose, &self.gateway, &self.categories),
                (&self.special_condition, self.people.as_ref().map(Expression::text), self.keep_months),
                (self.review_by, self.period),
            )
        );
        Sha256::digest(told).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
