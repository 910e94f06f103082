#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::payment::{
    claim_lines::tests::{contract, dated},
    line::ClaimLine,
};
use policy::{Cap, Clawback, DatedValue, Discount, Incentive, Limit, ServiceFee, Span, Tier, WindowLength};
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

fn incentive(benchmark_percent: i64, within: WindowLength) -> Contract {
    let more = Incentive {
        id: "more".into(),
        outcome: "job".into(),
        within,
        benchmark_percent,
        pence_each: 20_000,
        example: true,
    };
    Contract { incentives: vec![more], ..bare() }
}

fn incentives(contract: &Contract, participants: &[Participant], as_of: &str) -> Vec<(String, i64)> {
    let found = statement(contract, participants, day(as_of)).lines;
    let found = found.into_iter().filter(|line| line.kind == LineKind::Incentive);
    found.map(|line| (line.on.to_string(), line.amount.0)).collect()
}

/// 100 starts in the first year, of whom 30 find work in the second: the benchmark of 35% is theirs, and not nothing.
#[test]
fn a_benchmark_is_of_those_who_started_together_and_not_of_the_year_in_which_they_found_work() {
    let people: Vec<Participant> = (0..100)
        .map(|number| {
            let jobs: &[&str] = if number < 30 { &["2011-02-01"] } else { &[] };
            participant(&format!("p{number}"), "2010-06-01", jobs)
        })
        .collect();
    let year = WindowLength::Days(365);
    assert_eq!(incentives(&incentive(35, year), &people, "2013-12-31"), []);
    assert_eq!(incentives(&incentive(30, year), &people, "2013-12-31"), []);
    // 29 are the benchmark, 30 found work: one is above it.
    assert_eq!(incentives(&incentive(29, year), &people, "2013-12-31"), [("2011-12-31".into(), 20_000)]);
}

#[test]
fn an_incentive_waits_until_the_last_who_may_have_started_has_had_their_time() {
    let contract = incentive(34, WindowLength::Months(6));
    let people = [
        participant("a", "2010-01-05", &["2010-02-01"]),
        participant("b", "2010-01-05", &["2010-03-01"]),
        participant("c", "2010-12-31", &["2011-06-30"]),
    ];
    // 34% of 3 starts, rounded up to 2: all three found work in time, one is above the benchmark.
    assert_eq!(incentives(&contract, &people, "2011-06-29"), []);
    assert_eq!(incentives(&contract, &people, "2011-06-30"), [("2011-06-30".into(), 20_000)]);
}

#[test]
fn what_came_too_late_of_another_outcome_or_of_a_start_outside_the_contract_is_of_no_benchmark() {
    let contract = incentive(0, WindowLength::Days(100));
    let one = |start: &str, job: &str| incentives(&contract, &[participant("a", start, &[job])], "2026-12-31");
    assert_eq!(one("2010-01-05", "2010-04-15").len(), 1, "the 100th day");
    assert_eq!(one("2010-01-05", "2010-04-16"), [], "the 101st");
    assert_eq!(one("2023-12-31", "2024-01-10").len(), 1, "the last day of the contract");
    assert_eq!(one("2024-01-01", "2024-01-10"), [], "the day after it");
    assert_eq!(one("2009-12-31", "2010-01-10"), [], "the day before it");
    let mut other = participant("a", "2010-01-05", &["2010-02-01"]);
    if let OutcomeLine::Owed(line) = &mut other.lines[0] {
        line.outcome = "start".to_owned();
    }
    assert_eq!(incentives(&contract, &[other], "2026-12-31"), []);
}

#[test]
fn the_last_year_of_a_contract_ends_with_it() {
    let mut contract = incentive(0, WindowLength::Days(10));
    contract.period.until = Some(day("2011-03-31"));
    let people = [participant("a", "2011-02-01", &["2011-02-03"])];
    assert_eq!(incentives(&contract, &people, "2011-04-09"), []);
    let two = statement(&contract, &people, day("2011-04-10")).lines;
    let line = two.iter().find(|line| line.kind == LineKind::Incentive).unwrap();
    assert_eq!((line.on, line.occurrence), (day("2011-04-10"), 2));
    assert!(
        line.says.starts_with("Starts of year 2: 1 outcomes in their time, 1 above the benchmark of 0"),
        "{}",
        line.says
    );
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

fn day_of_two() -> Vec<Participant> {
    vec![participant("a", "2010-01-05", &["2010-02-01"]), participant("b", "2010-01-05", &["2010-02-01"])]
}

fn tenth_off() -> Discount {
    Discount { outcome: "job".into(), values: vec![dated("2010-01-01", None, 10)], example: false }
}

fn most(most: Limit, outcome: Option<&str>) -> Cap {
    Cap { outcome: outcome.map(str::to_owned), over: Span::Contract, most, example: false }
}

/// One of two outcomes of a day may be paid: it keeps its discount, and the other goes with all that is its own.
#[test]
fn a_cap_of_number_leaves_the_paid_outcome_its_discount() {
    let contract =
        Contract { discounts: vec![tenth_off()], caps: vec![most(Limit::Outcomes(1), Some("job"))], ..bare() };
    let of = |people: &[Participant]| statement(&contract, people, day("2013-12-31"));
    assert_eq!(of(&day_of_two()).total(), Ok(Pence(9_000)));
    let worth = |whose: &str| -> i64 {
        let lines = of(&day_of_two()).lines;
        lines.iter().filter(|line| line.participant.as_deref() == Some(whose)).map(|line| line.amount.0).sum()
    };
    assert_eq!((worth("a"), worth("b")), (9_000, 0));
}

#[test]
fn what_goes_back_of_a_paid_outcome_goes_back_under_a_cap_and_nothing_goes_back_of_an_unpaid_one() {
    let clawback = Clawback { outcome: "job".into(), ends_within_days: 400, percent: 50, example: false };
    let contract = Contract {
        discounts: vec![tenth_off()],
        clawbacks: vec![clawback],
        caps: vec![most(Limit::Outcomes(1), None)],
        ..bare()
    };
    let left = |whose: usize| {
        let mut people = day_of_two();
        people[whose].ended_on = Some(day("2011-03-01"));
        statement(&contract, &people, day("2013-12-31")).total()
    };
    assert_eq!(left(0), Ok(Pence(4_500)), "half of £90");
    assert_eq!(left(1), Ok(Pence(9_000)), "of the outcome that was not paid nothing goes back");
}

#[test]
fn an_outcome_that_one_cap_cut_counts_towards_no_other() {
    let yearly = Cap { over: Span::ContractYear, ..most(Limit::Outcomes(1), Some("job")) };
    // Of 2010 one is paid, and that of 2011 is the second of the contract, in whichever order the text has the caps.
    let of_all = most(Limit::Outcomes(2), Some("job"));
    for caps in [vec![of_all.clone(), yearly.clone()], vec![yearly, of_all]] {
        let contract = Contract { caps, ..bare() };
        assert_eq!(statement(&contract, &three(), day("2013-12-31")).total(), Ok(Pence(20_000)));
    }
}

#[test]
fn a_cap_of_one_outcome_counts_neither_another_nor_a_fee_of_the_same_name() {
    let fee = ServiceFee {
        id: "job".into(),
        says: "A fee that is named as the outcome is".into(),
        values: vec![dated("2010-01-01", None, 5_000)],
        example: false,
    };
    let mut contract = Contract { service_fees: vec![fee], ..bare() };
    contract.period.until = Some(day("2010-01-31"));
    let with = |cap| statement(&Contract { caps: vec![cap], ..contract.clone() }, &three(), day("2013-12-31")).total();
    assert_eq!(with(most(Limit::Pence(30_000), Some("job"))), Ok(Pence(35_000)));
    assert_eq!(with(most(Limit::Pence(0), Some("other"))), Ok(Pence(35_000)));
    assert_eq!(with(most(Limit::Pence(30_000), None)), Ok(Pence(30_000)), "a cap of everything counts the fee");
    assert_eq!(with(most(Limit::Outcomes(1), None)), Ok(Pence(15_000)), "a cap of number leaves the fee alone");
}

#[test]
fn money_that_goes_back_makes_room_under_a_cap_of_money() {
    let clawback = Clawback { outcome: "job".into(), ends_within_days: 400, percent: 100, example: false };
    let contract =
        Contract { clawbacks: vec![clawback], caps: vec![most(Limit::Pence(15_000), Some("job"))], ..bare() };
    let mut people = day_of_two();
    people[0].ended_on = Some(day("2010-03-01"));
    assert_eq!(statement(&contract, &people, day("2010-02-15")).total(), Ok(Pence(15_000)));
    assert_eq!(statement(&contract, &people, day("2010-03-01")).total(), Ok(Pence(10_000)));
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

/// The terms of another outcome, written before those of this one, are none of its.
#[test]
fn tier_discount_clawback_and_cap_of_another_outcome_change_nothing() {
    let tier = Tier { outcome: "start".into(), over: Span::Contract, above: 0, price_percent: 200, example: true };
    let discount = Discount { outcome: "start".into(), ..tenth_off() };
    let clawback = Clawback { outcome: "start".into(), ends_within_days: 999, percent: 100, example: true };
    let contract = Contract {
        tiers: vec![tier],
        discounts: vec![discount],
        clawbacks: vec![clawback],
        caps: vec![most(Limit::Pence(0), Some("start")), most(Limit::Outcomes(0), Some("start"))],
        ..bare()
    };
    let left: Vec<Participant> =
        three().into_iter().map(|one| Participant { ended_on: Some(day("2011-03-01")), ..one }).collect();
    let found = statement(&contract, &left, day("2013-12-31"));
    assert_eq!(found.total(), Ok(Pence(30_000)));
    assert!(found.lines.iter().all(|line| line.kind == LineKind::Outcome), "{:?}", found.lines);
}

#[test]
fn the_tier_that_begins_latest_holds_and_the_usual_price_needs_no_line() {
    let tier = |outcome: &str, above, price_percent, over| Tier {
        outcome: outcome.into(),
        over,
        above,
        price_percent,
        example: false,
    };
    let with = |tiers| amounts(&Contract { tiers, ..bare() }, &three(), LineKind::Tier);
    let job = |above, percent| tier("job", above, percent, Span::Contract);
    let expected = [("2010-03-01".to_owned(), 2_000), ("2011-02-01".to_owned(), 5_000)];
    assert_eq!(with(vec![job(2, 150), job(1, 120)]), expected, "in whichever order they stand");
    assert_eq!(with(vec![job(1, 100)]), []);
    assert_eq!(with(vec![job(2, 101)]), [("2011-02-01".to_owned(), 100)]);
    assert_eq!(with(vec![job(2, 99)]), [("2011-02-01".to_owned(), -100)]);
    // Another outcome's tier counts over another time.
    let yearly = vec![tier("start", 0, 200, Span::Contract), tier("job", 1, 120, Span::ContractYear)];
    assert_eq!(with(yearly), [("2010-03-01".to_owned(), 2_000)]);
}

#[test]
fn a_discount_of_nothing_has_no_line_and_one_of_a_percent_has() {
    let with = |percent| {
        let discount = Discount { values: vec![dated("2011-01-01", None, percent)], ..tenth_off() };
        amounts(&Contract { discounts: vec![discount], ..bare() }, &three(), LineKind::Discount)
    };
    assert_eq!(with(0), []);
    assert_eq!(with(1), [("2011-02-01".to_owned(), -100)], "and none on the days before it holds");
}

#[test]
fn a_line_that_rests_on_an_example_of_any_kind_says_so() {
    let lines = |outcome: bool, terms: bool, value: bool| {
        let dated = DatedValue { example: value, ..dated("2010-01-01", None, 10) };
        let contract = Contract {
            tiers: vec![Tier {
                outcome: "job".into(),
                over: Span::Contract,
                above: 0,
                price_percent: 110,
                example: terms,
            }],
            discounts: vec![Discount { values: vec![dated.clone()], example: terms, ..tenth_off() }],
            clawbacks: vec![Clawback { outcome: "job".into(), ends_within_days: 9, percent: 10, example: terms }],
            caps: vec![Cap { example: terms, ..most(Limit::Pence(1), Some("job")) }],
            service_fees: vec![ServiceFee {
                id: "fee".into(),
                says: "Fee".into(),
                values: vec![dated],
                example: terms,
            }],
            ..bare()
        };
        let mut person = participant("a", "2010-01-05", &["2010-02-01"]);
        person.ended_on = Some(day("2010-02-01"));
        if let OutcomeLine::Owed(line) = &mut person.lines[0] {
            line.example_price = outcome;
        }
        let found = statement(&contract, &[person], day("2010-02-01")).lines;
        let of = |kind: LineKind| found.iter().filter(move |line| line.kind == kind).any(|line| line.example);
        [LineKind::Tier, LineKind::Discount, LineKind::Clawback, LineKind::Cap, LineKind::ServiceFee].map(of)
    };
    assert_eq!(lines(false, false, false), [false, false, false, false, false]);
    assert_eq!(lines(true, false, false), [true, true, true, true, false], "of the outcome");
    assert_eq!(lines(false, true, false), [true, true, true, true, true], "of the terms");
    assert_eq!(
        lines(false, false, true),
        [false, true, false, true, true],
        "of a value by date, and what is cut of it"
    );
}

/// What goes back is a part of this outcome with what was added and taken, and of no other of the same person or of others.
#[test]
fn what_goes_back_is_of_one_outcome_of_one_person_with_its_own_discount() {
    let clawback = Clawback { outcome: "job".into(), ends_within_days: 28, percent: 50, example: false };
    let other = Discount { outcome: "start".into(), values: vec![dated("2010-01-01", None, 40)], example: false };
    let contract = Contract { clawbacks: vec![clawback], discounts: vec![tenth_off(), other], ..bare() };
    let mut person = participant("a", "2010-01-05", &["2010-02-01", "2011-02-01"]);
    person.ended_on = Some(day("2010-02-20"));
    let mut also = participant("a", "2010-01-05", &["2010-02-01"]);
    if let OutcomeLine::Owed(line) = &mut also.lines[0] {
        line.outcome = "start".to_owned();
    }
    person.lines.extend(also.lines);
    let beside = participant("b", "2010-01-05", &["2010-02-01"]);
    // Half of £100 less its tenth; the second job came after the end, the start is not clawed back, and b is still there.
    let back = amounts(&contract, &[person, beside], LineKind::Clawback);
    assert_eq!(back, [("2010-02-20".to_owned(), -4_500)]);
}

#[test]
fn leaving_on_the_day_of_the_outcome_is_leaving_and_the_day_itself_must_have_come() {
    let clawback = Clawback { outcome: "job".into(), ends_within_days: 28, percent: 50, example: false };
    let contract = Contract { clawbacks: vec![clawback], ..bare() };
    let left = |on: &str, as_of: &str| {
        let person = Participant { ended_on: Some(day(on)), ..participant("a", "2010-01-05", &["2010-02-01"]) };
        statement(&contract, &[person], day(as_of)).total_of(LineKind::Clawback).unwrap().0
    };
    assert_eq!(left("2010-02-01", "2010-12-31"), -5_000);
    assert_eq!(left("2010-02-10", "2010-02-10"), -5_000);
    assert_eq!(left("2010-02-10", "2010-02-09"), 0, "it is not known yet");
}

#[test]
fn a_part_in_percent_is_rounded_half_away_from_zero_and_held_at_the_largest_amount() {
    let of = |pence, percent| percent_of(Pence(pence), percent).0;
    assert_eq!([of(1, 49), of(1, 50), of(1, 51), of(3, 50), of(0, 50)], [0, 1, 1, 2, 0]);
    assert_eq!([of(1, -49), of(1, -50), of(-1, 50), of(-3, 50)], [0, -1, -1, -2]);
    assert_eq!([of(100, 0), of(199, 1), of(250, 1)], [0, 2, 3]);
    assert_eq!([of(i64::MAX, 200), of(i64::MAX, -200)], [i64::MAX, i64::MIN]);
}

#[test]
fn lines_stand_by_day_kind_and_participant_whatever_they_are() {
    let fee =
        ServiceFee { id: "fee".into(), says: "Fee".into(), values: vec![dated("2010-01-01", None, 5)], example: false };
    let clawback = Clawback { outcome: "job".into(), ends_within_days: 400, percent: 50, example: false };
    let contract = Contract {
        service_fees: vec![fee],
        discounts: vec![tenth_off()],
        clawbacks: vec![clawback],
        caps: vec![most(Limit::Outcomes(2), None), most(Limit::Pence(9_000), None)],
        ..bare()
    };
    let people: Vec<Participant> =
        three().into_iter().map(|one| Participant { ended_on: Some(day("2010-04-01")), ..one }).collect();
    let lines = statement(&contract, &people, day("2011-12-31")).lines;
    assert!(lines.is_sorted(), "{lines:?}");
    assert!(
        lines.iter().any(|line| line.kind == LineKind::Cap) && lines.iter().any(|line| line.kind == LineKind::Clawback)
    );
}

#[test]
fn a_cap_says_how_much_is_paid_and_over_which_time() {
    let says = |cap: Cap| {
        let lines = statement(&Contract { caps: vec![cap], ..bare() }, &three(), day("2013-12-31")).lines;
        lines.into_iter().find(|line| line.kind == LineKind::Cap).unwrap().says
    };
    assert_eq!(says(most(Limit::Outcomes(1), None)), "Above the most that is paid: 1 outcomes for the contract.");
    let yearly = Cap { over: Span::ContractYear, ..most(Limit::Pence(15_000), None) };
    assert_eq!(says(yearly), "Above the most that is paid: £150.00 a year of the contract.");
}

#[test]
fn a_contract_that_ends_on_the_first_of_a_month_pays_for_that_day_and_says_of_how_many() {
    let fee = ServiceFee {
        id: "fee".into(),
        says: "The service".into(),
        values: vec![dated("2010-01-01", None, 31_000)],
        example: false,
    };
    let period = kernel::Period { from: day("2010-02-01"), until: Some(day("2010-03-01")) };
    let contract = Contract { service_fees: vec![fee], period, ..bare() };
    let lines = statement(&contract, &[], day("2010-12-31")).lines;
    let told: Vec<(String, i64, &str, i64)> =
        lines.iter().map(|line| (line.on.to_string(), line.amount.0, line.says.as_str(), line.occurrence)).collect();
    assert_eq!(
        told,
        [
            ("2010-02-28".into(), 31_000, "The service for February 2010.", 1),
            ("2010-03-01".into(), 1_000, "The service for March 2010, 1 of 31 days.", 1),
        ]
    );
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
