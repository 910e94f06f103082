#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::payment::{
    claim_lines::tests::{contract, dated},
    line::ClaimLine,
};
use policy::{Cap, Clawback, Discount, Incentive, Limit, ServiceFee, Span, Tier};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A participant who started and reached jobs on these days, at £100 each.
fn participant(id: &str, started_on: &str, jobs: &[&str]) -> Participant {
    let line = |(on, occurrence): (&&str, i64)| {
        OutcomeLine::Owed(ClaimLine {
            outcome: "job".to_owned(),
            occurrence,
            definition: "job-start".to_owned(),
            reached_on: day(on),
            amount: Pence(10_000),
            example_price: false,
            claim_from: None,
            claim_by: None,
            in_window: true,
            reasons: Vec::new(),
            spells: Vec::new(),
        })
    };
    Participant {
        id: id.to_owned(),
        started_on: Some(day(started_on)),
        ended_on: None,
        lines: jobs.iter().zip(1..).map(line).collect(),
    }
}

fn three() -> Vec<Participant> {
    vec![
        participant("c", "2010-01-05", &["2010-03-01"]),
        participant("a", "2010-01-05", &["2010-02-01"]),
        participant("b", "2010-01-05", &["2011-02-01"]),
    ]
}

fn amounts(contract: &Contract, participants: &[Participant], kind: LineKind) -> Vec<(String, i64)> {
    let found = statement(contract, participants, day("2013-12-31")).lines;
    found.into_iter().filter(|line| line.kind == kind).map(|line| (line.on.to_string(), line.amount.0)).collect()
}

fn bare() -> Contract {
    contract(&[("job", "job-start", None)], vec![("job", vec![dated("2010-01-01", None, 10_000)])])
}

#[test]
fn outcomes_stand_at_their_price_in_the_order_of_their_days() {
    let found = amounts(&bare(), &three(), LineKind::Outcome);
    assert_eq!(found, [("2010-02-01".into(), 10_000), ("2010-03-01".into(), 10_000), ("2011-02-01".into(), 10_000)]);
}

#[test]
fn a_tier_begins_with_the_next_outcome_and_counts_over_its_time() {
    let tier = |over, above| Tier { outcome: "job".into(), over, above, price_percent: 120, example: true };
    let with = |tiers| Contract { tiers, ..bare() };
    let one = [("2010-03-01".to_owned(), 2_000)];
    assert_eq!(amounts(&with(vec![tier(Span::ContractYear, 1)]), &three(), LineKind::Tier), one);
    let both = [("2010-03-01".to_owned(), 2_000), ("2011-02-01".to_owned(), 2_000)];
    assert_eq!(amounts(&with(vec![tier(Span::Contract, 1)]), &three(), LineKind::Tier), both);
    assert_eq!(amounts(&with(vec![tier(Span::Contract, 3)]), &three(), LineKind::Tier), []);
}

#[test]
fn a_discount_is_taken_off_what_the_tier_made_of_the_price() {
    let tier = Tier { outcome: "job".into(), over: Span::Contract, above: 2, price_percent: 150, example: false };
    let values = vec![dated("2011-01-01", None, 5)];
    let discount = Discount { outcome: "job".into(), values, example: false };
    let contract = Contract { tiers: vec![tier], discounts: vec![discount], ..bare() };
    assert_eq!(amounts(&contract, &three(), LineKind::Discount), [("2011-02-01".into(), -750)]);
}

#[test]
fn an_incentive_counts_a_year_that_is_over() {
    let incentive = Incentive {
        id: "more".into(),
        outcome: "job".into(),
        benchmark_percent: 34,
        pence_each: 100_000,
        example: true,
    };
    let contract = Contract { incentives: vec![incentive], ..bare() };
    // Three starts in year 1: the benchmark is 34% of 3, rounded up to 2. Two jobs in it are none above.
    assert_eq!(amounts(&contract, &three(), LineKind::Incentive), [("2011-12-31".into(), 100_000)]);
    let early = statement(&contract, &three(), day("2011-12-30")).total_of(LineKind::Incentive);
    assert_eq!(early, Ok(Pence(0)));
}

#[test]
fn money_goes_back_when_a_person_leaves_within_the_days() {
    let clawback = Clawback { outcome: "job".into(), ends_within_days: 28, percent: 50, example: true };
    let contract = Contract { clawbacks: vec![clawback], ..bare() };
    let left =
        |on: &str| vec![Participant { ended_on: Some(day(on)), ..participant("a", "2010-01-05", &["2010-02-01"]) }];
    assert_eq!(amounts(&contract, &left("2010-03-01"), LineKind::Clawback), [("2010-03-01".into(), -5_000)]);
    assert_eq!(amounts(&contract, &left("2010-03-02"), LineKind::Clawback), []);
    assert_eq!(amounts(&contract, &left("2010-01-31"), LineKind::Clawback), []);
}

#[test]
fn a_service_fee_is_paid_by_the_month_and_by_the_day_in_part_of_one() {
    let fee = ServiceFee {
        id: "service".into(),
        says: "The service".into(),
        values: vec![dated("2010-01-01", Some("2010-02-28"), 31_000), dated("2010-03-01", None, 62_000)],
        example: true,
    };
    let period = kernel::Period { from: day("2010-01-16"), until: Some(day("2010-03-10")) };
    let contract = Contract { service_fees: vec![fee], period, ..bare() };
    let fees = [("2010-01-31".into(), 16_000), ("2010-02-28".into(), 31_000), ("2010-03-10".into(), 20_000)];
    assert_eq!(amounts(&contract, &[], LineKind::ServiceFee), fees);
    assert_eq!(statement(&contract, &[], day("2010-02-27")).lines.len(), 1);
}

#[test]
fn a_cap_cuts_what_comes_last() {
    let cap = |most, over| Cap { outcome: Some("job".into()), over, most, example: true };
    let with = |caps| Contract { caps, ..bare() };
    let cuts = |cap| amounts(&with(vec![cap]), &three(), LineKind::Cap);
    assert_eq!(
        cuts(cap(Limit::Pence(15_000), Span::Contract)),
        [("2010-03-01".into(), -5_000), ("2011-02-01".into(), -10_000)]
    );
    assert_eq!(cuts(cap(Limit::Pence(15_000), Span::ContractYear)), [("2010-03-01".into(), -5_000)]);
    assert_eq!(cuts(cap(Limit::Outcomes(2), Span::Contract)), [("2011-02-01".into(), -10_000)]);
    assert_eq!(cuts(cap(Limit::Pence(30_000), Span::Contract)), []);
}

proptest! {
    #[test]
    fn the_order_of_participants_never_matters_and_no_cap_is_passed(
        jobs in proptest::collection::vec(0_u64..1_400, 0..20),
        most in 0_i64..200_000,
        above in 0_i64..6,
    ) {
        let mut contract = bare();
        contract.tiers = vec![Tier { outcome: "job".into(), over: Span::ContractYear, above, price_percent: 130, example: true }];
        contract.caps = vec![Cap { outcome: None, over: Span::Contract, most: Limit::Pence(most), example: true }];
        let mut participants: Vec<Participant> = jobs
            .iter()
            .enumerate()
            .map(|(number, after)| {
                let on = (day("2010-01-05") + chrono::Days::new(*after)).to_string();
                participant(&format!("p{number}"), "2010-01-05", &[&on])
            })
            .collect();
        let one = statement(&contract, &participants, day("2014-12-31"));
        participants.reverse();
        let other = statement(&contract, &participants, day("2014-12-31"));
        prop_assert_eq!(&one, &other);
        let total = one.total().unwrap();
        prop_assert!(total.0 <= most && total.0 >= 0);
    }
}
