//! Does the provider offer this programme, in this area, on this day?
//!
//! *Authority*: the area's contracts: body, programme, first and last day; else the directory.
//! *Applies*: on the day of the referral; the first and the last day of a contract belong to it.
//! *Simplified*: a contract that runs out during the support does not stop a referral.
//! *Example*: a contract that ran until 31 March 2024 takes a referral on that day and none on 1 April.

use super::{obstacle::Obstacle, request::{Ground, Request}};
use kernel::in_words;

const CODE: &str = "rules/referral/provider";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let provider = &request.provider;
    let programme = &request.programme.name;
    let says = match &provider.ground {
        Ground::Listed => return Vec::new(),
        Ground::Contract { period, .. } if period.contains(request.on) => return Vec::new(),
        Ground::Contract { name, period } if request.on < period.from => format!(
            "{} offers {programme} from {} ({name}). Refer on or after that day, or choose another provider.",
            provider.name,
            in_words(period.from)
        ),
        Ground::Contract { name, period } => format!(
            "The contract under which {} offered {programme} ({name}) ended{}. Choose another provider.",
            provider.name,
            period.until.map(|until| format!(" on {}", in_words(until))).unwrap_or_default()
        ),
        Ground::None => format!(
            "{} neither holds a contract for {programme} in this area nor is listed as offering it. Choose \
             another provider.",
            provider.name
        ),
    };
    vec![Obstacle::blocks(CODE, says)]
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::referral::decide::tests::case;
    use kernel::Period;

    fn stopped(ground: Ground, on: &str) -> bool {
        case(|request| {
            request.provider.ground = ground.clone();
            request.on = on.parse().unwrap();
            !obstacles(request).is_empty()
        })
    }

    #[test]
    fn the_first_and_last_day_of_the_contract_belong_to_it() {
        let period = Period { from: "2023-04-01".parse().unwrap(), until: "2024-03-31".parse().ok() };
        let contract = Ground::Contract { name: "Restart in Birmingham".into(), period };
        let cases =
            [("2023-03-31", true), ("2023-04-01", false), ("2024-03-31", false), ("2024-04-01", true)];
        for (on, expected) in cases {
            assert_eq!(stopped(contract.clone(), on), expected, "{on}");
        }
    }

    #[test]
    fn a_listing_is_enough_and_nothing_is_not() {
        assert!(!stopped(Ground::Listed, "2024-01-01"));
        assert!(stopped(Ground::None, "2024-01-01"));
    }
}
