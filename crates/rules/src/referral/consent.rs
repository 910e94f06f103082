//! Has the person agreed to be referred?
//!
//! *Authority*: S3 of the mission: people choose their provider; so nobody is referred unasked.
//! *Applies*: to every referral; the day of agreement may not lie after the day of the referral.
//! *Simplified*: agreement does not run out. It is not the lawful basis for sharing: that is `sharing`.
//! *Example*: agreement recorded on the day of the referral is enough; recorded for the day after is not.

use super::{
    obstacle::Obstacle,
    request::{Consent, Request},
};
use kernel::in_words;

const CODE: &str = "rules/referral/consent";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let provider = &request.provider.name;
    let says = match request.consent {
        Consent::Given(day) if day <= request.on => return Vec::new(),
        Consent::Given(day) => format!(
            "The person's agreement is dated {}, after the day of the referral. Correct the date.",
            in_words(day)
        ),
        Consent::Refused => {
            format!("The person does not want to be referred to {provider}. Offer them another choice.")
        }
        Consent::NotAsked => format!(
            "It is not recorded that the person agreed to be referred to {provider}. Ask them, and record the \
             answer."
        ),
    };
    vec![Obstacle::blocks(CODE, says)]
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::referral::decide::tests::case;

    #[test]
    fn agreement_up_to_the_day_itself_counts() {
        let day = |text: &str| Consent::Given(text.parse().unwrap());
        let cases = [
            (day("2024-01-14"), false),
            (day("2024-01-15"), false),
            (day("2024-01-16"), true),
            (Consent::Refused, true),
            (Consent::NotAsked, true),
        ];
        for (consent, stopped) in cases {
            let found = case(|request| {
                request.on = "2024-01-15".parse().unwrap();
                request.consent = consent;
                obstacles(request)
            });
            assert_eq!(!found.is_empty(), stopped, "{consent:?}");
        }
    }
}
