//! Which column of a table holds what, told by its name.

use crate::message::shortened;
use policy::FactBook;
use std::{collections::BTreeSet, fmt};

/// Names of the column that names people.
const PERSON: [&str; 2] = ["person", "id"];
/// What follows the id of a fact in the name of a column of days on which its answers were known.
const KNOWN_ON: &str = "_known_on";

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// What the table calls the person; carried to the answer as it is.
    Person,
    /// Answers to the fact with this id.
    Fact(String),
    /// The days on which the answers to the fact with this id were known to be so.
    KnownOn(String),
    /// Nothing that is asked for.
    PassedOver,
}

/// The columns of a table, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<(String, Role)>,
}

/// What to do with columns that are none of the policy's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownColumns {
    /// They are a fault: the name may be a slip of the hand.
    Refuse,
    /// They are passed over.
    PassOver,
}

/// One thing that is wrong with the names of the columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// The policy has no such fact.
    #[error("column `{column}`: there is no such fact{}", hint.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoSuchFact {
        /// The name of the column.
        column: String,
        /// The fact that may have been meant.
        hint: Option<String>,
    },
    /// A column that must be there is not.
    #[error("there is no column `{0}`")]
    Missing(String),
    /// Two columns for one thing.
    #[error("column `{0}` is there twice, or stands beside another that says the same")]
    Twice(String),
    /// Days without answers.
    #[error("column `{0}`: there is no column with the answers whose days it gives")]
    DaysWithoutAnswers(String),
    /// The column holds another type of value than its fact.
    #[error("column `{column}` holds {found}, which its answers cannot be read from: write it as {wanted}")]
    WrongType {
        /// The name of the column.
        column: String,
        /// What it holds, in words.
        found: String,
        /// What the fact needs, in words.
        wanted: &'static str,
    },
}

/// Everything that is wrong with the columns; at least one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFaults(pub Vec<HeaderFault>);

impl fmt::Display for HeaderFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        formatter.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for HeaderFaults {}

impl Columns {
    /// What each column holds.
    ///
    /// # Errors
    /// Every name that is neither a fact's nor one of `person`, `id` and `<fact>_known_on`, unless these
    /// are passed over; every name that is there twice; days without the answers that they belong to.
    pub fn find<'a>(
        book: &FactBook,
        names: impl IntoIterator<Item = &'a str>,
        unknown: UnknownColumns,
    ) -> Result<Self, HeaderFaults> {
        let names = names.into_iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned());
        let columns: Vec<(String, Role)> = names.map(|name| (name.clone(), role(book, &name))).collect();
        let (mut faults, mut seen) = (Vec::new(), BTreeSet::new());
        for (name, role) in &columns {
            let fault = match role {
                Role::PassedOver if unknown == UnknownColumns::PassOver => None,
                Role::PassedOver => Some(HeaderFault::NoSuchFact {
                    column: shortened(name),
                    hint: book.nearest(name).map(str::to_owned),
                }),
                Role::KnownOn(fact) if !columns.iter().any(|(_, other)| *other == Role::Fact(fact.clone())) => {
                    Some(HeaderFault::DaysWithoutAnswers(name.clone()))
                }
                role => (!seen.insert(said(role))).then(|| HeaderFault::Twice(name.clone())),
            };
            faults.extend(fault);
        }
        if faults.is_empty() { Ok(Self { columns }) } else { Err(HeaderFaults(faults)) }
    }

    /// Whether a column names people.
    #[must_use]
    pub fn names_people(&self) -> bool {
        self.iter().any(|(_, role)| *role == Role::Person)
    }

    /// The name and role of each column, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Role)> {
        self.columns.iter().map(|(name, role)| (name.as_str(), role))
    }

    /// The number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Whether there is a column that names people.
    #[must_use]
    pub fn has_person(&self) -> bool {
        self.columns.iter().any(|(_, role)| *role == Role::Person)
    }

    /// Those of the facts given that no column answers.
    #[must_use]
    pub fn without<'a>(&self, facts: &[&'a str]) -> Vec<&'a str> {
        let has = |fact: &str| self.columns.iter().any(|(_, role)| matches!(role, Role::Fact(id) if id == fact));
        facts.iter().copied().filter(|fact| !has(fact)).collect()
    }
}

fn role(book: &FactBook, name: &str) -> Role {
    if book.get(name).is_some() {
        return Role::Fact(name.to_owned());
    }
    match name.strip_suffix(KNOWN_ON).filter(|fact| book.get(fact).is_some()) {
        Some(fact) => Role::KnownOn(fact.to_owned()),
        None if PERSON.contains(&name) => Role::Person,
        None => Role::PassedOver,
    }
}

/// What a column says, to tell two that say the same.
fn said(role: &Role) -> (u8, &str) {
    match role {
        Role::Person => (0, ""),
        Role::Fact(fact) => (1, fact),
        Role::KnownOn(fact) => (2, fact),
        Role::PassedOver => (3, ""),
    }
}
