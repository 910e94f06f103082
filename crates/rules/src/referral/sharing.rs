//! Is there an agreement under which the person's facts may be sent to the provider?
//!
//! *Authority*: Information Commissioner's data sharing code, in force 5 October 2021: the lawful basis
//! and the parties are to be recorded before data is shared between controllers.
//! *Applies*: to a referral from one body to another. Not to people who refer themselves.
//! *Simplified*: the agreement is asked about as a whole; which facts it covers is `rules/access`.
//! *Example*: none is in force: the referral is stopped. Not recorded: it is stopped as well, since sending
//! cannot be undone, but the answer says that it is not known, and what to find out.

use super::{
    obstacle::Obstacle,
    request::{Request, Sharing},
};
use kernel::Day;
use policy::Area;
use std::collections::BTreeSet;

const CODE: &str = "rules/referral/sharing";
/// The purpose of `spine/purposes.toml` for which a referral passes data on.
const PURPOSE: &str = "referral";
const SOURCE: &str = "Information Commissioner's Office, Data sharing code of practice, 5 October 2021";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let provider = &request.provider.name;
    let says = match &request.sharing {
        Sharing::NotNeeded | Sharing::InForce { .. } => return Vec::new(),
        Sharing::None => format!(
            "No agreement to share personal data with {provider} is in force. Ask your data protection lead to \
             make one, or let the person contact {provider} themself."
        ),
        Sharing::Unknown => format!(
            "It is not recorded whether an agreement to share personal data with {provider} is in force. Ask your \
             data protection lead, and have it recorded, before anything is sent."
        ),
    };
    vec![Obstacle::blocks(CODE, says).citing(SOURCE)]
}

/// Whether an agreement of the area covers `sender` and `receiver` (ids of bodies) on a day. `stopped` holds the ids of those
/// that are suspended or unsigned ([`crate::sharing::stopped`]).
///
/// A body that the area does not know may be party to an agreement that is not recorded: not known.
#[must_use]
pub fn sharing_between(area: &Area, stopped: &BTreeSet<String>, sender: &str, receiver: &str, on: Day) -> Sharing {
    if sender == receiver {
        return Sharing::NotNeeded;
    }
    let mut agreements = area.agreements.values();
    let found = agreements.find(|agreement| {
        agreement.purpose == PURPOSE && !stopped.contains(&agreement.id) && agreement.lets(sender, receiver, on)
    });
    match found {
        Some(agreement) => Sharing::InForce { agreement: agreement.name.clone() },
        None if area.bodies.contains_key(sender) && area.bodies.contains_key(receiver) => Sharing::None,
        None => Sharing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::decide::tests::case;
    use crate::referral::provider::tests::{area, day};

    #[test]
    fn an_agreement_of_both_bodies_on_the_day() {
        let area = area();
        let between = |one, other, on: &str| sharing_between(&area, &BTreeSet::new(), one, other, day(on));
        let in_force = Sharing::InForce { agreement: "Partners".into() };
        assert_eq!(between("council", "council", "2020-01-01"), Sharing::NotNeeded);
        assert_eq!(between("council", "good-work", "2022-12-31"), Sharing::None);
        assert_eq!(between("council", "good-work", "2023-01-01"), in_force);
        assert_eq!(between("good-work", "council", "2023-12-31"), in_force);
        assert_eq!(between("council", "good-work", "2024-01-01"), Sharing::None);
        assert_eq!(between("council", "college", "2023-06-01"), Sharing::None);
        assert_eq!(between("council", "somebody-else", "2023-06-01"), Sharing::Unknown);
        let stopped = BTreeSet::from(["partners".to_owned()]);
        assert_eq!(sharing_between(&area, &stopped, "council", "good-work", day("2023-06-01")), Sharing::None);
    }

    #[test]
    fn unknown_is_said_to_be_unknown() {
        let says = |sharing: Sharing| {
            case(|request| {
                request.sharing = sharing.clone();
                obstacles(request).pop().map(|obstacle| obstacle.says)
            })
        };
        assert_eq!(says(Sharing::NotNeeded), None);
        assert_eq!(says(Sharing::InForce { agreement: "East Birmingham partners".into() }), None);
        assert!(says(Sharing::None).is_some_and(|text| text.starts_with("No agreement")));
        assert!(says(Sharing::Unknown).is_some_and(|text| text.starts_with("It is not recorded")));
    }
}
