//! Flexible New Deal: Jim Knight, written answers 298189 (13 and again 26 weeks) and 257338 (80% for outcomes).

use crate::support::{contract, day, job, lines, owed, started};
use chrono::Months;
use rules::{
    outcome::Participation,
    payment::{LineKind, Participant, statement},
};

const ID: &str = "flexible-new-deal";

#[test]
fn written_answer_298189_paid_at_13_weeks_and_again_at_26() {
    let person = Participation { spells: vec![job("a", "2010-01-04", None, None)], ..started("2009-11-02", None) };
    assert_eq!(owed(ID, &person, "2010-04-03"), []);
    assert_eq!(owed(ID, &person, "2010-04-04"), [("13-weeks".into(), "2010-04-04".into(), 1_000)]);
    assert_eq!(owed(ID, &person, "2010-07-04").len(), 2);
    let left = Participation { spells: vec![job("a", "2010-01-04", Some("2010-04-03"), None)], ..person };
    assert_eq!(owed(ID, &left, "2011-05-31"), [], "a day short of 13 weeks");
}

#[test]
fn prices_follow_the_year_of_the_contract() {
    let on = |from: &str| {
        let person = Participation { spells: vec![job("a", from, None, None)], ..started("2009-11-02", None) };
        owed(ID, &person, "2011-05-31")[0].2
    };
    // 13 weeks from 6 July 2010 are complete on 4 October, the last day of year 1; a day later is year 2.
    assert_eq!(on("2010-07-06"), 1_000);
    assert_eq!(on("2010-07-07"), 950);
}

/// Published: 80% of the money for outcomes, and so a fifth for the service. Prices, fee and profile are made up so that
/// what was agreed comes to that.
#[test]
fn written_answer_257338_a_fifth_of_what_was_agreed_is_for_the_service() {
    let contract = contract(ID);
    let outcomes: i64 = contract
        .profiles
        .iter()
        .flat_map(|profile| {
            let months = (0_u32..).zip(&profile.by_month);
            months.map(|(month, number)| {
                // The last day of the month: no month of the profile has a price that changes after it.
                let last = day("2009-10-31").checked_add_months(Months::new(month)).unwrap();
                number * contract.price_on(&profile.outcome, last).unwrap().0.0
            })
        })
        .sum();
    let fees = statement(contract, &[], day("2011-05-31")).total().unwrap().0;
    let in_thousandths = fees * 1_000 / (fees + outcomes);
    assert_eq!(in_thousandths, 200, "{fees} of {}", fees + outcomes);
}

#[test]
fn outcomes_and_the_fee_of_every_month_stand_side_by_side() {
    let participants: Vec<Participant> = (0..100)
        .map(|number| {
            let person =
                Participation { spells: vec![job("a", "2010-01-04", None, None)], ..started("2009-11-02", None) };
            Participant {
                id: format!("p{number}"),
                started_on: person.started_on,
                ended_on: None,
                lines: lines(ID, &person, "2010-09-30"),
            }
        })
        .collect();
    let statement = statement(contract(ID), &participants, day("2010-09-30"));
    assert_eq!(statement.total_of(LineKind::Outcome).unwrap().0, 100 * 160_000);
    // Twelve months from October 2009, the first of them 27 of 31 days.
    assert_eq!(statement.total_of(LineKind::ServiceFee).unwrap().0, 11 * 2_500_000 + 2_177_419);
}
