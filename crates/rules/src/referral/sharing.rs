//! Is there an agreement under which the person's facts may be sent to the provider?
//!
//! *Authority*: Information Commissioner's data sharing code, in force 5 October 2021: the lawful basis
//! and the parties are to be recorded before data is shared between controllers.
//! *Applies*: to a referral from one body to another. Not to people who refer themselves.
//! *Simplified*: which facts the agreement covers is not asked here; `rules/access` shows only those.
//! *Example*: none is in force: the referral is stopped. Not recorded: it is stopped as well, since sending
//! cannot be undone, but the answer says that it is not known, and what to find out.

use super::{
    obstacle::Obstacle,
    request::{Request, Sharing},
};
use crate::access::{Passing, Relationship, shared};
use kernel::Day;
use policy::{Area, Policy};

const CODE: &str = "rules/referral/sharing";
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

/// Whether an agreement in force on a day lets a person be passed on: one that serves a referral and is for this person, as
/// [`crate::access::shared`] finds it, so that nobody is sent of whom nothing may be shown.
///
/// A body that the area does not know may be party to an agreement that is not recorded: not known.
#[must_use]
pub fn sharing_between(policy: &Policy, area: &Area, passing: &Passing<'_>, on: Day) -> Sharing {
    if passing.sender == passing.receiver {
        return Sharing::NotNeeded;
    }
    // What is asked about is a referral that the provider has not answered, whatever there was before.
    let sent = Passing { related: Some(Relationship::ReferralReceived), ..*passing };
    let known = |body: &str| area.bodies.contains_key(body);
    match shared(policy, area, &sent, on).under.first() {
        Some(agreement) => Sharing::InForce { agreement: agreement.name.clone() },
        None if known(passing.sender) && known(passing.receiver) => Sharing::None,
        None => Sharing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::decide::tests::case;

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
