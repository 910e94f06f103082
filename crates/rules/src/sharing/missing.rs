//! What does a programme ask about that may not flow to its provider, and what would let it?
//!
//! *Authority*: the area's agreements, and the purposes of `spine/purposes.toml`.
//! *Applies*: to one sender and one receiver on a day, once the receiver has said yes.
//! *Simplified*: agreements for some people only are taken as if they were for everybody.
//! *Example*: a programme asks about health; the two bodies have an agreement for help that names no condition in law for
//! special category facts: to name it there would let health flow.

use super::standing::{Said, Standing, standing};
use crate::{
    access::{HELPING, needed},
    referral::offers,
};
use kernel::Day;
use policy::{Agreement, Area, Facts, Policy, Programme};

/// A category of fact that a programme asks about and that does not flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The category, by id.
    pub category: String,
    /// What would let it flow, the nearest first; empty when no agreement comes near: one has to be made.
    pub would_let: Vec<(String, Why)>,
}

/// Why an agreement (by id) does not let a category flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A party has withdrawn (ids of bodies).
    Suspended(Vec<String>),
    /// Parties have not signed it (ids of bodies).
    Unsigned(Vec<String>),
    /// It begins on this day.
    NotYet(Day),
    /// This was its last day.
    Over(Day),
    /// It lists other categories.
    NotListed,
    /// It names no further condition in law for special category and criminal-offence facts.
    NoCondition,
    /// It lets facts go the other way only.
    OtherWay,
    /// These of the two bodies are no party to it (ids).
    NoParty(Vec<String>),
}

/// Where a category does not flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapBetween {
    /// The body that would refer, by id.
    pub sender: String,
    /// The body that offers the programme, by id.
    pub receiver: String,
    /// The programme, by id.
    pub programme: String,
    /// What does not flow, and what would let it.
    pub gap: Gap,
}

/// Every category that does not flow from a body of the area that may refer to a programme to one that offers it on the day.
/// `said` is as for [`standing`].
#[must_use]
pub fn gaps_in(policy: &Policy, area: &Area, said: &[Said], on: Day) -> Vec<GapBetween> {
    let mut found = Vec::new();
    for programme in policy.programmes_in(area) {
        let receivers = || area.bodies.keys().filter(|body| offers(area, &programme.id, body, on));
        let senders = area.bodies.values().filter(|body| programme.may_refer.contains(&body.kind));
        for (sender, receiver) in senders.flat_map(|sender| receivers().map(move |receiver| (&sender.id, receiver))) {
            let gaps = gaps(policy, area, programme, (sender, receiver), said, on);
            found.extend(gaps.into_iter().map(|gap| GapBetween {
                sender: sender.clone(),
                receiver: receiver.clone(),
                programme: programme.id.to_string(),
                gap,
            }));
        }
    }
    found
}

/// Categories that `programme` asks about and that may not go from `sender` to `receiver` (ids of bodies) to help somebody.
/// `said` is as for [`standing`].
#[must_use]
pub fn gaps(
    policy: &Policy,
    area: &Area,
    programme: &Programme,
    (sender, receiver): (&str, &str),
    said: &[Said],
    on: Day,
) -> Vec<Gap> {
    if sender == receiver {
        return Vec::new();
    }
    // With nothing known, every fact that the criteria read is one that they need.
    let verdict = policy::assess_as_written(policy, area, programme, &Facts::new(), on);
    let helping = |agreement: &&Agreement| {
        policy.purposes.get(&agreement.purpose).is_some_and(|purpose| HELPING.contains(&purpose.serves))
    };
    let agreements: Vec<&Agreement> = area.agreements.values().filter(helping).collect();
    let flows = |agreement: &&&Agreement, category: &String| {
        agreement.categories.contains(category)
            && agreement.lets(sender, receiver, on)
            && standing(agreement, said, on) == Standing::InForce
    };
    let missing = needed(&verdict, &policy.facts).into_iter();
    let missing = missing.filter(|category| !agreements.iter().any(|agreement| flows(&agreement, category)));
    missing
        .map(|category| {
            let mut would_let: Vec<(String, Why)> = agreements
                .iter()
                .filter_map(|agreement| {
                    let why = why(policy, agreement, &category, (sender, receiver), said, on)?;
                    Some((agreement.id.clone(), why))
                })
                .collect();
            would_let.sort_by(|left, right| left.1.cmp(&right.1));
            Gap { category, would_let }
        })
        .collect()
}

/// Why an agreement does not let the category flow; `None` when it could not be made to.
fn why(
    policy: &Policy,
    agreement: &Agreement,
    category: &String,
    (sender, receiver): (&str, &str),
    said: &[Said],
    on: Day,
) -> Option<Why> {
    let purpose = policy.purposes.get(&agreement.purpose)?;
    if !purpose.categories.contains(category) {
        return None;
    }
    let listed = agreement.categories.contains(category);
    let outside = |body: &&str| !agreement.between.iter().any(|party| party == body);
    let no_party: Vec<String> = [sender, receiver].into_iter().filter(outside).map(str::to_owned).collect();
    if !no_party.is_empty() {
        // To join one that neither is party to is to make a new one; to join one that does not list it is not enough.
        return (no_party.len() < 2 && listed).then_some(Why::NoParty(no_party));
    }
    if !listed {
        let special = policy.categories.get(category).is_some_and(|category| category.special);
        return Some(if special && agreement.special_condition.is_none() { Why::NoCondition } else { Why::NotListed });
    }
    if !agreement.senders.iter().any(|body| body == sender) {
        return Some(Why::OtherWay);
    }
    match standing(agreement, said, on) {
        Standing::InForce => None,
        Standing::Suspended(by) => Some(Why::Suspended(by)),
        Standing::Unsigned(by) => Some(Why::Unsigned(by)),
        Standing::NotYet(day) => Some(Why::NotYet(day)),
        Standing::Over(day) => Some(Why::Over(day)),
    }
}
