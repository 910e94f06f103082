//! Which of a person's facts may this reader see?
//!
//! *Authority*: `spine/access.cedar`; data protection: no more than the purpose needs.
//! *Applies*: to every read of a person's facts, for a screen, a file or the API: there is no other way.
//! *Simplified*: a category is seen as a whole.
//! *Example*: a provider that has not answered yet sees the name and what the programme asks; health is
//! withheld, and the page says that it is.

use super::{action::Action, authoriser::Principal, decision::Decision};
use kernel::{AccountId, Moment, PersonId};
use policy::{FactBook, Facts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The category of a person's name.
pub const NAME: &str = "name";
/// The category of a person's address, telephone number and e-mail.
pub const CONTACT: &str = "contact";

/// What a reader may see of a person's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible {
    /// The facts that may be seen.
    pub facts: Facts,
    /// Categories of which something is held that may not be seen.
    pub withheld: BTreeSet<String>,
}

/// Lets through the facts whose category the decision shows. A fact that the book does not know is withheld.
#[must_use]
pub fn visible_facts(facts: &Facts, decision: &Decision, book: &FactBook) -> Visible {
    let mut visible = Visible { facts: Facts::new(), withheld: BTreeSet::new() };
    for (id, answer) in facts.iter() {
        let category = book.get(id).map(|definition| definition.category.as_str());
        match category {
            Some(category) if decision.allowed && decision.shows(category) => visible.facts.set(id, answer.clone()),
            Some(category) => {
                visible.withheld.insert(category.to_owned());
            }
            None => {}
        }
    }
    visible
}

/// One look at a person's record, for the person to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadLine {
    /// The moment, in UTC.
    pub at: Moment,
    /// Who looked; `None` for somebody who was not signed in.
    pub by: Option<AccountId>,
    /// In what role.
    pub role: super::Role,
    /// For which organisation, by its id.
    pub organisation: Option<String>,
    /// Whose record.
    pub person: PersonId,
    /// What for.
    pub action: Action,
    /// Categories that were shown.
    pub categories: BTreeSet<String>,
    /// Codes of the policies that allowed it.
    pub grounds: Vec<String>,
}

impl ReadLine {
    /// The line for a look that the decision allowed.
    #[must_use]
    pub fn new(at: Moment, principal: &Principal, person: PersonId, action: Action, decision: &Decision) -> Self {
        Self {
            at,
            by: principal.account,
            role: principal.role,
            organisation: principal.organisation.clone(),
            person,
            action,
            categories: decision.categories.clone(),
            grounds: decision.reasons.iter().map(|ground| ground.code.clone()).collect(),
        }
    }
}
