//! What will fall due, if everyone who is in work stays, and when?
//!
//! *Authority*: the contract's outcomes, limits, prices and service fees, as `claim_lines` and `statement` read them.
//! *Applies*: to outcomes that are not reached yet and would be, within their limit of days, if every job without an end
//! goes on; and to service fees of the months to come. It is what a buyer is committed to, as far as the records show.
//! *Simplified*: nobody new starts or finds work; an outcome that is paid again and again is looked at once ahead.
//! *Example*: 26 weeks are complete on 29 October if the job goes on: £600 fall due in October.

use super::{
    line::OutcomeLine,
    price::price_for,
    statement::{StatementLine, service_fees},
    within_days,
};
use crate::outcome::Participation;
use kernel::{Day, Pence};
use policy::Contract;
use std::collections::BTreeMap;

/// An outcome that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The participation's id.
    pub participation: String,
    /// The contract's outcome.
    pub outcome: String,
    /// The day on which it would be reached.
    pub on: Day,
    /// The price of that day; `None`: it is not known.
    pub amount: Option<Pence>,
    /// Whether the price is a made-up example.
    pub example_price: bool,
}

/// A month to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlookMonth {
    /// Its first day.
    pub first_day: Day,
    /// How many outcomes are expected.
    pub outcomes: usize,
    /// What they come to, without those whose price is not known.
    pub expected: Pence,
    /// Service fees.
    pub fees: Pence,
}

/// The outcomes expected of one participation after `as_of`, the earliest first.
#[must_use]
pub fn expected(
    contract: &Contract,
    participation: &Participation,
    lines: &[OutcomeLine],
    as_of: Day,
) -> Vec<Expected> {
    let Some(started_on) = participation.started_on else { return Vec::new() };
    let mut found: Vec<Expected> = lines
        .iter()
        .filter_map(|line| match line {
            OutcomeLine::NotOwed(not) => Some((&not.outcome, not.expected_on.filter(|on| *on > as_of)?)),
            _ => None,
        })
        .filter(|(outcome, on)| in_time(contract, outcome, started_on, *on))
        .map(|(outcome, on)| {
            let price = price_for(contract, outcome, &participation.group, (started_on, on)).ok();
            Expected {
                participation: participation.id.clone(),
                outcome: outcome.clone(),
                on,
                example_price: price.as_ref().is_some_and(|price| price.example),
                amount: price.map(|price| price.amount),
            }
        })
        .collect();
    found.sort_by(|one, other| (one.on, &one.outcome).cmp(&(other.on, &other.outcome)));
    found
}

/// Whether any way to the outcome leaves a given number of days.
fn in_time(contract: &Contract, outcome: &str, started_on: Day, on: Day) -> bool {
    let mut ways = contract.outcomes.iter().filter(|way| way.id == outcome);
    ways.any(|way| {
        within_days::last_day((way.within_days, way.within_months), started_on).is_none_or(|last| on <= last)
    })
}

/// The service fees that fall due after one day and by another, that day included.
#[must_use]
pub fn fees_between(contract: &Contract, (after, by): (Day, Day)) -> Vec<StatementLine> {
    service_fees(contract, by).into_iter().filter(|fee| fee.on > after).collect()
}

/// What falls due in each of a given number of months, from the month of `as_of` on; what is expected later is left out.
///
/// # Errors
/// When a sum is too large to hold.
pub fn outlook(
    contracts: &[&Contract],
    expected: &[Expected],
    as_of: Day,
    months: u32,
) -> Result<Vec<OutlookMonth>, kernel::PenceError> {
    let Some(first) = first_of_month(as_of) else { return Ok(Vec::new()) };
    let firsts = (0..months).filter_map(|ahead| first.checked_add_months(chrono::Months::new(ahead)));
    let empty = |first_day| OutlookMonth { first_day, outcomes: 0, expected: Pence::ZERO, fees: Pence::ZERO };
    let mut found: BTreeMap<Day, OutlookMonth> = firsts.map(|first| (first, empty(first))).collect();
    for one in expected {
        let Some(month) = first_of_month(one.on).and_then(|first| found.get_mut(&first)) else { continue };
        month.outcomes += 1;
        month.expected = month.expected.plus(one.amount.unwrap_or(Pence::ZERO))?;
    }
    let end = first.checked_add_months(chrono::Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(as_of);
    for fee in contracts.iter().flat_map(|contract| fees_between(contract, (as_of, end))) {
        let Some(month) = first_of_month(fee.on).and_then(|first| found.get_mut(&first)) else { continue };
        month.fees = month.fees.plus(fee.amount)?;
    }
    Ok(found.into_values().collect())
}

fn first_of_month(day: Day) -> Option<Day> {
    chrono::Datelike::with_day(&day, 1)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::{
        outcome::{Spell, SpellKind},
        payment::{
            claim_lines,
            claim_lines::tests::{contract, dated, definitions},
        },
    };
    use kernel::Period;
    use policy::ServiceFee;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Somebody who started on 1 April 2010 and has worked since 1 May, with or without an end.
    fn person(until: Option<&str>) -> Participation {
        let job = Spell {
            id: "job".into(),
            employer: "Bakery".into(),
            kind: SpellKind::Employee,
            period: Period { from: day("2010-05-01"), until: until.map(day) },
            hours_per_week: None,
            earnings_pence_week: None,
        };
        Participation {
            id: "p".into(),
            started_on: Some(day("2010-04-01")),
            spells: vec![job],
            ..Participation::default()
        }
    }

    fn example(within: Option<i64>) -> Contract {
        let values = |pence| vec![dated("2010-01-01", None, pence)];
        let outcomes = [("short", "weeks-13", None), ("long", "weeks-26", within)];
        let fee = ServiceFee { id: "service".into(), says: "The service".into(), values: values(5_000), example: true };
        Contract {
            service_fees: vec![fee],
            ..contract(&outcomes, vec![("short", values(40_000)), ("long", values(60_000))])
        }
    }

    fn due(contract: &Contract, person: &Participation) -> Vec<(String, String)> {
        let as_of = day("2010-08-15");
        let lines = claim_lines(contract, &definitions(), person, as_of);
        let expected = expected(contract, person, &lines, as_of);
        expected.into_iter().map(|one| (one.outcome, one.on.to_string())).collect()
    }

    #[test]
    fn what_a_job_that_goes_on_will_bring_is_expected() {
        assert_eq!(due(&example(None), &person(None)), [("long".to_owned(), "2010-10-29".to_owned())]);
        assert_eq!(due(&example(None), &person(Some("2010-08-10"))), []);
        // 211 days after the start.
        assert_eq!(due(&example(Some(211)), &person(None)).len(), 1);
        assert_eq!(due(&example(Some(210)), &person(None)), []);
    }

    #[test]
    fn what_is_expected_stands_by_day_and_says_whether_its_price_is_an_example() {
        let told = |example: bool, priced: bool| -> Vec<(String, Option<i64>, bool)> {
            let mut contract = example_of(example);
            if !priced {
                contract.prices.retain(|price| price.outcome != "long");
            }
            let as_of = day("2010-07-29");
            let lines = claim_lines(&contract, &definitions(), &person(None), as_of);
            let expected = expected(&contract, &person(None), &lines, as_of);
            expected.into_iter().map(|one| (one.outcome, one.amount.map(|pence| pence.0), one.example_price)).collect()
        };
        let [short, long] = ["short", "long"].map(str::to_owned);
        assert_eq!(told(true, true), [(short.clone(), Some(40_000), true), (long.clone(), Some(60_000), true)]);
        assert_eq!(told(false, true), [(short.clone(), Some(40_000), false), (long.clone(), Some(60_000), false)]);
        assert_eq!(
            told(true, false),
            [(short, Some(40_000), true), (long, None, false)],
            "no price, and no example of one"
        );
    }

    /// The contract with its outcomes in the other order.
    fn example_of(made_up: bool) -> Contract {
        let mut contract = example(None);
        contract.outcomes.reverse();
        contract.prices.iter_mut().for_each(|price| price.example = made_up);
        contract
    }

    #[test]
    fn fees_fall_due_after_the_one_day_and_by_the_other() {
        let on = |after: &str, by: &str| -> Vec<String> {
            let fees = fees_between(&example(None), (day(after), day(by)));
            fees.into_iter().map(|fee| fee.on.to_string()).collect()
        };
        assert_eq!(on("2010-01-30", "2010-02-28"), ["2010-01-31", "2010-02-28"]);
        assert_eq!(on("2010-01-31", "2010-02-28"), ["2010-02-28"]);
        assert_eq!(on("2010-01-31", "2010-02-27"), Vec::<String>::new());
    }

    #[test]
    fn what_has_no_price_counts_and_costs_nothing_and_what_comes_later_is_left_out() {
        let one = |on: &str, amount: Option<i64>| Expected {
            participation: "p".into(),
            outcome: "long".into(),
            on: day(on),
            amount: amount.map(Pence),
            example_price: false,
        };
        let expected = [one("2010-08-31", None), one("2010-09-01", Some(5)), one("2010-10-01", Some(9))];
        let months = outlook(&[], &expected, day("2010-08-15"), 2).unwrap();
        let told: Vec<(usize, i64)> = months.iter().map(|month| (month.outcomes, month.expected.0)).collect();
        assert_eq!(told, [(1, 0), (1, 5)]);
    }

    #[test]
    fn months_hold_what_is_expected_and_the_fees_to_come() {
        let (contract, person, as_of) = (example(None), person(None), day("2010-08-15"));
        let lines = claim_lines(&contract, &definitions(), &person, as_of);
        let months = outlook(&[&contract], &expected(&contract, &person, &lines, as_of), as_of, 3).unwrap();
        let told = months.iter().map(|month| (month.first_day.to_string(), month.expected.0, month.fees.0));
        let expected = [("2010-08-01", 0, 5_000), ("2010-09-01", 0, 5_000), ("2010-10-01", 60_000, 5_000)];
        assert_eq!(told.collect::<Vec<_>>(), expected.map(|(day, due, fee)| (day.to_owned(), due, fee)));
    }
}
