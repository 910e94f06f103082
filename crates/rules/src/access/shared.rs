//! Which categories of a person's facts may go from one body to another, and which are needed?
//!
//! *Authority*: the area's agreements, and the purpose of each in `spine/purposes.toml`.
//! *Applies*: on the day asked about. Within one body nothing has to be agreed.
//! *Simplified*: the person's own wishes about a category are not recorded.
//! *Example*: an agreement for the purpose *referral* covers benefits and work, not health.

use kernel::Day;
use policy::{Area, FactBook, Policy, ProgrammeVerdict};
use std::collections::BTreeSet;

/// Categories that agreements in force on `on` let `sender` pass to `receiver` (ids of bodies).
///
/// Every category when they are the same body; none when there is no agreement.
#[must_use]
pub fn shared(policy: &Policy, area: &Area, sender: &str, receiver: &str, on: Day) -> BTreeSet<String> {
    if sender == receiver {
        return policy.categories.keys().cloned().collect();
    }
    let party = |between: &[String], body: &str| between.iter().any(|one| one == body);
    area.agreements
        .values()
        .filter(|agreement| agreement.period.contains(on))
        .filter(|agreement| party(&agreement.between, sender) && party(&agreement.between, receiver))
        .filter_map(|agreement| policy.purposes.get(&agreement.purpose))
        .flat_map(|purpose| purpose.categories.iter().cloned())
        .collect()
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
