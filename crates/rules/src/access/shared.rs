//! Which categories of a person's facts may go from one body to another, and which are needed?
//!
//! *Authority*: the area's agreements, each within its purpose in `spine/purposes.toml`.
//! *Applies*: on the day asked about, to agreements whose purpose serves what the facts are wanted for: until a provider has
//! said yes, to refer; then also to help. Once the help has ended, those count that were in force on its last day, for as long
//! as each lets the provider keep what it was sent ([`super::may_keep`]). An agreement to check payments shows a provider nothing. Within one body nothing
//! has to be agreed.
//! *Simplified*: the person's own wishes about a category are not recorded.
//! *Example*: an agreement for the purpose *referral* covers benefits and work, not health; one for *support* covers
//! health only where it names the further condition in law, and shows nothing before the provider has said yes.

use super::{Relationship, may_keep};
use kernel::Day;
use policy::{Agreement, Area, FactBook, Facts, Policy, ProgrammeVerdict, Serves, Truth};
use std::collections::BTreeSet;

/// What agreements must serve until a provider has said yes.
const REFERRING: &[Serves] = &[Serves::Referral];
/// What agreements must serve once it has.
pub(crate) const HELPING: &[Serves] = &[Serves::Referral, Serves::Help];

/// Where facts are to go, and of whom.
#[derive(Debug, Clone, Copy)]
pub struct Passing<'a> {
    /// The body that knows them, by id.
    pub sender: &'a str,
    /// The body that would be shown them, by id.
    pub receiver: &'a str,
    /// How the receiver stands to the person.
    pub related: Option<Relationship>,
    /// The last day of the help, once it has ended.
    pub ended_on: Option<Day>,
    /// What is known of the person: some agreements are for some people only.
    pub facts: &'a Facts,
    /// Ids of the area's agreements that are suspended or unsigned ([`crate::sharing::stopped`]).
    pub stopped: &'a BTreeSet<String>,
}

/// What may be shown, and under which agreements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shared<'a> {
    /// Categories by id.
    pub categories: BTreeSet<String>,
    /// The agreements, in the order of the text; none within one body.
    pub under: Vec<&'a Agreement>,
}

/// Categories that agreements in force on `on` let pass.
///
/// Every category when sender and receiver are the same body; none when there is no agreement, or the receiver has nothing
/// to do with the person.
#[must_use]
pub fn shared<'a>(policy: &Policy, area: &'a Area, passing: &Passing<'_>, on: Day) -> Shared<'a> {
    if passing.sender == passing.receiver {
        return Shared { categories: policy.categories.keys().cloned().collect(), under: Vec::new() };
    }
    let serves = match passing.related {
        Some(Relationship::ReferralReceived) => REFERRING,
        Some(Relationship::ReferralAccepted | Relationship::HelpEnded) => HELPING,
        _ => return Shared::default(),
    };
    let under: Vec<&Agreement> = area
        .agreements
        .values()
        .filter(|agreement| match passing.ended_on {
            None => agreement.lets(passing.sender, passing.receiver, on),
            Some(last) => agreement.lets(passing.sender, passing.receiver, last) && may_keep(agreement, last, on),
        })
        .filter(|agreement| !passing.stopped.contains(&agreement.id))
        .filter(|agreement| policy.purposes.get(&agreement.purpose).is_some_and(|one| serves.contains(&one.serves)))
        .filter(|agreement| {
            let holds = |people| policy::holds(policy, area, people, passing.facts, on) == Truth::Met;
            agreement.people.as_ref().is_none_or(holds)
        })
        .collect();
    let categories = under.iter().flat_map(|agreement| agreement.categories.iter().cloned()).collect();
    Shared { categories, under }
}

/// Categories of the facts that a programme's criteria read, known or not.
#[must_use]
pub fn needed(verdict: &ProgrammeVerdict, book: &FactBook) -> BTreeSet<String> {
    let criteria = verdict.criteria.iter();
    let ids = criteria.flat_map(|criterion| {
        criterion.facts.iter().map(|fact| fact.id.as_ref()).chain(criterion.needs.iter().map(AsRef::as_ref))
    });
    ids.filter_map(|id| book.get(id)).map(|definition| definition.category.clone()).collect()
}
