//! Does the provider offer this programme, in this area, on this day?
//!
//! *Authority*: the area's contracts: body, programme, first and last day; else the directory.
//! *Applies*: on the day of the referral; the first and the last day of a contract belong to it.
//! *Simplified*: a contract that runs out during the support does not stop a referral.
//! *Example*: a contract that ran until 31 March 2024 takes a referral on that day and none on 1 April.

use super::{
    obstacle::Obstacle,
    request::{Ground, Request},
};
use kernel::{Day, in_words};
use policy::Area;

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

/// On what ground a body of the area offers a programme on a day (ids of programme and body).
///
/// A contract in force goes first, then a listing; of the contracts that are not in force, the one
/// that ended last or, failing that, the one that begins first.
#[must_use]
pub fn ground(area: &Area, programme: &str, body: &str, on: Day) -> Ground {
    let contracts = || area.contracts.values().filter(|one| one.programme == programme && one.provider == body);
    let listed = area.bodies.get(body).is_some_and(|body| body.offers.iter().any(|one| one == programme));
    let in_force = contracts().find(|contract| contract.period.contains(on));
    let ended = || contracts().filter(|contract| contract.period.from <= on).max_by_key(|one| one.period.until);
    let to_come = || contracts().min_by_key(|contract| contract.period.from);
    match in_force {
        None if listed => Ground::Listed,
        found => match found.or_else(ended).or_else(to_come) {
            Some(contract) => Ground::Contract { name: contract.name.clone(), period: contract.period },
            None => Ground::None,
        },
    }
}

/// Whether a body of the area offers a programme on a day (ids of programme and body): it is listed, or holds a contract in
/// force.
#[must_use]
pub fn offers(area: &Area, programme: &str, body: &str, on: Day) -> bool {
    match ground(area, programme, body, on) {
        Ground::Contract { period, .. } => period.contains(on),
        Ground::Listed => true,
        Ground::None => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use super::*;
    use crate::referral::decide::tests::case;
    use indexmap::IndexMap;
    use kernel::Period;
    use policy::{Agreement, Body, Contract, Nation};
    use std::collections::BTreeSet;

    pub(crate) fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn period(from: &str, until: &str) -> Period {
        Period { from: day(from), until: Some(day(until)) }
    }

    fn contract(id: &str, from: &str, until: &str) -> Contract {
        Contract {
            name: id.into(),
            programme: "restart".into(),
            buyer: "council".into(),
            provider: "good-work".into(),
            source: "a test".into(),
            ..Contract::bare(id, &format!("areas/example/contracts/{id}"), period(from, until))
        }
    }

    /// A council, a college that offers Restart, and a provider with two contracts for it; council and
    /// provider share data in 2023.
    pub(crate) fn area() -> Area {
        let body = |id: &str, offers: &[&str]| Body {
            id: id.into(),
            name: id.into(),
            kind: "council".into(),
            postcode: None,
            offers: offers.iter().map(ToString::to_string).collect(),
            source: None,
        };
        let bodies = [body("council", &[]), body("college", &["restart"]), body("good-work", &[])];
        let contracts = [contract("first", "2021-01-01", "2021-12-31"), contract("second", "2023-01-01", "2023-12-31")];
        let agreement = Agreement {
            id: "partners".into(),
            name: "Partners".into(),
            between: vec!["council".into(), "good-work".into()],
            senders: vec!["council".into(), "good-work".into()],
            purpose: "referral".into(),
            controllers: policy::Controllers::Separate,
            gateway: "a test".into(),
            categories: vec!["work".into()],
            special_condition: None,
            people: None,
            keep_months: 24,
            signing: policy::Signing::OnPaper,
            review_by: day("2023-06-30"),
            period: period("2023-01-01", "2023-12-31"),
            source: "a test".into(),
        };
        Area {
            id: "example".into(),
            name: "Example".into(),
            nation: Nation::England,
            time_zone: None,
            level: "core".into(),
            lsoas: BTreeSet::new(),
            lsoas_of: policy::LsoaVintage::Y2011,
            bodies: bodies.into_iter().map(|body| (body.id.clone(), body)).collect(),
            priority_groups: Vec::new(),
            programmes: IndexMap::new(),
            layered: IndexMap::new(),
            standards: Vec::new(),
            agreements: IndexMap::from([("partners".to_owned(), agreement)]),
            keeps: IndexMap::new(),
            contracts: contracts.into_iter().map(|contract| (contract.id.clone(), contract)).collect(),
            funding: IndexMap::new(),
            funders: IndexMap::new(),
            published: Vec::new(),
            source: "a test".into(),
        }
    }

    #[test]
    fn the_ground_is_the_contract_of_the_day_else_a_listing_else_the_nearest_contract() {
        let area = area();
        let name = |body: &str, on: &str| match ground(&area, "restart", body, day(on)) {
            Ground::Contract { name, .. } => name,
            Ground::Listed => "listed".into(),
            Ground::None => "none".into(),
        };
        assert_eq!(name("good-work", "2020-06-01"), "first");
        assert_eq!(name("good-work", "2021-12-31"), "first");
        assert_eq!(name("good-work", "2022-06-01"), "first");
        assert_eq!(name("good-work", "2023-06-01"), "second");
        assert_eq!(name("good-work", "2024-06-01"), "second");
        assert_eq!(name("college", "2023-06-01"), "listed");
        assert_eq!(name("council", "2023-06-01"), "none");
        assert_eq!(ground(&area, "jets", "good-work", day("2023-06-01")), Ground::None);
    }

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
        let cases = [("2023-03-31", true), ("2023-04-01", false), ("2024-03-31", false), ("2024-04-01", true)];
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
