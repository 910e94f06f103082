#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::outcome::{Spell, SpellKind};
use kernel::{Pence, Period};
use policy::{
    ClaimWindow, Contract, ContractOutcome, Counts, DatedValue, DayFrom, LeastWork, Parameter, Price, PriceDay,
    PriceValues, WindowLength,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn dated(from: &str, until: Option<&str>, is: i64) -> DatedValue {
    DatedValue {
        period: Period { from: day(from), until: until.map(day) },
        is,
        source: None,
        example: false,
        set_by: None,
    }
}

/// A contract from 2010 to 2023 with a wage of £8.91; outcomes as (id, definition, within days).
pub(crate) fn contract(outcomes: &[(&str, &str, Option<i64>)], prices: Vec<(&str, Vec<DatedValue>)>) -> Contract {
    Contract {
        name: "The example contract".into(),
        programme: "restart".into(),
        buyer: "dwp".into(),
        provider: "good-work".into(),
        source: "a test".into(),
        claim_window: Some(ClaimWindow { length: Some(WindowLength::Days(30)), from: DayFrom::Reached, until: None }),
        parameters: vec![Parameter {
            id: "wage_pence_hour".into(),
            says: String::new(),
            unit: "pence".into(),
            values: vec![dated("2010-01-01", None, 891)],
            local_range: BTreeMap::new(),
        }],
        outcomes: outcomes
            .iter()
            .map(|(id, definition, within_days)| ContractOutcome {
                within_days: *within_days,
                ..ContractOutcome::plain(id, definition)
            })
            .collect(),
        prices: prices
            .into_iter()
            .map(|(outcome, values)| Price {
                outcome: outcome.into(),
                group: None,
                by: PriceDay::Reached,
                values: PriceValues::Dated(values),
                example: false,
            })
            .collect(),
        ..Contract::bare(
            "example",
            "areas/example/contracts/example",
            Period { from: day("2010-01-01"), until: Some(day("2023-12-31")) },
        )
    }
}

pub(crate) fn definitions() -> IndexMap<String, OutcomeDefinition> {
    let weeks = |weeks| Counts::WeeksInWork { weeks, longest_break_days: 0, all_breaks_days: 0, least: LeastWork::ANY };
    [
        ("start", Counts::Start),
        ("weeks-13", weeks(13)),
        ("weeks-26", weeks(26)),
        ("earnings", Counts::Earnings { hours_per_week: 16, weeks: 26 }),
        ("own", Counts::SelfEmployment { months: 6 }),
    ]
    .into_iter()
    .map(|(id, counts)| {
        let definition =
            OutcomeDefinition { id: id.into(), name: id.into(), says: id.into(), counts, source: "a test".into() };
        (id.to_owned(), definition)
    })
    .collect()
}

fn person(started_on: Option<&str>, spells: Vec<Spell>) -> Participation {
    Participation { id: "p".into(), started_on: started_on.map(day), spells, ..Participation::default() }
}

fn job(from: &str, until: Option<&str>, pence_week: Option<i64>) -> Spell {
    Spell {
        id: format!("job-{from}"),
        employer: "Bakery".into(),
        kind: SpellKind::Employee,
        period: Period { from: day(from), until: until.map(day) },
        hours_per_week: None,
        earnings_pence_week: pence_week.map(Pence),
    }
}

fn flat(pence: i64) -> Vec<DatedValue> {
    vec![dated("2010-01-01", None, pence)]
}

fn flexible_new_deal() -> Contract {
    contract(
        &[("start", "start", None), ("short", "weeks-13", None), ("sustained", "weeks-26", Some(730))],
        vec![("start", flat(10_000)), ("short", flat(40_000)), ("sustained", flat(80_000))],
    )
}

fn lines(contract: &Contract, person: &Participation, as_of: &str) -> Vec<OutcomeLine> {
    claim_lines(contract, &definitions(), person, day(as_of))
}

#[test]
fn what_is_reached_is_owed_and_the_rest_says_why_not() {
    let person = person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]);
    let lines = lines(&flexible_new_deal(), &person, "2010-08-15");
    let [OutcomeLine::Owed(start), OutcomeLine::Owed(short), OutcomeLine::NotOwed(sustained)] = lines.as_slice() else {
        unreachable!("{lines:?}")
    };
    assert_eq!((start.reached_on, start.amount, start.in_window), (day("2010-04-01"), Pence(10_000), false));
    assert_eq!((short.reached_on, short.amount, short.in_window), (day("2010-07-30"), Pence(40_000), true));
    assert_eq!(short.claim_by, Some(day("2010-08-29")));
    assert_eq!(short.spells, ["job-2010-05-01"]);
    let codes: Vec<&str> = short.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["rules/payment/claim_lines", "rules/payment/price", "rules/payment/claim_window"]);
    assert_eq!(sustained.expected_on, Some(day("2010-10-29")));
    assert_eq!(sustained.reasons.first().unwrap().says, "weeks-26: 107 of 182 days in work (26 weeks).");
}

#[test]
fn too_long_after_the_start_is_not_owed() {
    let late = |within| {
        let contract = contract(&[("short", "weeks-13", Some(within))], vec![("short", flat(40_000))]);
        let person = person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]);
        lines(&contract, &person, "2010-08-01").remove(0)
    };
    // Reached on 30 July, 120 days after 1 April.
    assert!(matches!(late(120), OutcomeLine::Owed(_)));
    let OutcomeLine::NotOwed(line) = late(119) else { unreachable!() };
    assert_eq!(line.reasons.first().unwrap().code, "rules/payment/within_days");
}

#[test]
fn a_start_outside_the_contract_earns_nothing() {
    let owed = |started: &str| lines(&flexible_new_deal(), &person(Some(started), vec![]), "2024-06-01").remove(0);
    assert!(matches!(owed("2009-12-31"), OutcomeLine::NotOwed(_)));
    assert!(matches!(owed("2010-01-01"), OutcomeLine::Owed(_)));
    assert!(matches!(owed("2023-12-31"), OutcomeLine::Owed(_)));
    let OutcomeLine::NotOwed(line) = owed("2024-01-01") else { unreachable!() };
    assert_eq!(
        line.reasons.first().unwrap().says,
        "The person started on 1 January 2024, but The example contract ran from 1 January 2010 until 31 December \
         2023."
    );
}

/// Restart: earnings or self-employment, paid once, for the one that was reached first.
#[test]
fn two_ways_to_one_outcome_are_paid_once() {
    let contract = contract(&[("job", "earnings", None), ("job", "own", None)], vec![("job", flat(100_000))]);
    let own = Spell { id: "own".into(), kind: SpellKind::SelfEmployed, ..job("2021-08-01", None, None) };
    let quick = job("2021-08-02", None, Some(100_000));
    let both = lines(&contract, &person(Some("2021-07-12"), vec![own.clone(), quick]), "2022-03-01");
    let [OutcomeLine::Owed(line)] = both.as_slice() else { unreachable!("{both:?}") };
    assert_eq!((line.definition.as_str(), line.amount), ("earnings", Pence(100_000)));
    let slow = job("2021-08-02", None, Some(1_000));
    let one = lines(&contract, &person(Some("2021-07-12"), vec![own, slow]), "2022-03-01");
    let [OutcomeLine::Owed(line)] = one.as_slice() else { unreachable!("{one:?}") };
    assert_eq!((line.definition.as_str(), line.reached_on), ("own", day("2022-01-31")));
}

#[test]
fn unknown_earnings_leave_it_open_and_say_what_is_needed() {
    let contract = contract(&[("job", "earnings", None), ("job", "own", None)], vec![("job", flat(100_000))]);
    let lines = lines(&contract, &person(Some("2021-07-12"), vec![job("2021-08-02", None, None)]), "2022-03-01");
    let [OutcomeLine::Unknown(line)] = lines.as_slice() else { unreachable!("{lines:?}") };
    assert_eq!(line.needs, ["weekly earnings with Bakery from 2 August 2021"]);
    assert_eq!(line.reasons.len(), 2);
}

#[test]
fn reached_without_a_price_is_not_a_no() {
    let contract = contract(&[("start", "start", None)], vec![]);
    let lines = lines(&contract, &person(Some("2021-07-12"), vec![]), "2021-08-01");
    let [OutcomeLine::Unknown(line)] = lines.as_slice() else { unreachable!("{lines:?}") };
    assert_eq!(line.needs, ["one price for `start` on 12 July 2021"]);
    assert!(line.reasons.iter().any(|reason| reason.code == "rules/payment/price"));
}

#[test]
fn nothing_is_owed_before_a_start() {
    let lines = lines(&flexible_new_deal(), &person(None, vec![job("2010-05-01", None, None)]), "2012-01-01");
    assert!(lines.iter().all(|line| matches!(line, OutcomeLine::NotOwed(_))));
}

/// What the lines owe together, in or out of the window.
fn total(lines: &[OutcomeLine]) -> Pence {
    Pence::total(lines.iter().filter_map(OutcomeLine::owed).map(|line| line.amount)).unwrap()
}

fn a_job() -> impl Strategy<Value = Spell> {
    (0_u64..600, proptest::option::of(0_u64..300)).prop_map(|(from, length)| {
        let from = day("2010-03-01").checked_add_days(chrono::Days::new(from)).unwrap();
        let until = length.and_then(|length| from.checked_add_days(chrono::Days::new(length)));
        job(&from.to_string(), until.map(|day| day.to_string()).as_deref(), None)
    })
}

proptest! {
    #[test]
    fn later_evidence_and_later_days_never_lower_a_total(
        spells in proptest::collection::vec(a_job(), 0..5),
        more in a_job(),
        later in 0_u64..400,
    ) {
        let contract = flexible_new_deal();
        let before = total(&lines(&contract, &person(Some("2010-04-01"), spells.clone()), "2011-06-01"));
        let with_more = spells.iter().cloned().chain([more]).collect();
        prop_assert!(total(&lines(&contract, &person(Some("2010-04-01"), with_more), "2011-06-01")) >= before);
        let day = day("2011-06-01").checked_add_days(chrono::Days::new(later)).unwrap().to_string();
        prop_assert!(total(&lines(&contract, &person(Some("2010-04-01"), spells), &day)) >= before);
    }
}
