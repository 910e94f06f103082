//! Restart and the Work and Health Programme: Mims Davies, PQ 20515 (16 hours × 26 weeks × the wage), or six months of
//! self-employment.

use crate::support::{job, owed, says, started};
use kernel::Pence;
use rules::{
    outcome::{Participation, PayPeriod, Spell, SpellKind},
    payment::OutcomeLine,
};

/// Published: 16 hours, 26 weeks, and the National Minimum Wage from each 1 April. Derived: the threshold, their product.
#[test]
fn pq_20515_the_threshold_is_16_hours_by_26_weeks_at_the_published_wage_of_the_day_of_the_start() {
    let published_wage_pence_and_derived_threshold = [
        ("2021-07-12", 891, "£3,706.56"),
        ("2022-03-31", 891, "£3,706.56"),
        ("2022-04-01", 950, "£3,952.00"),
        ("2023-03-31", 950, "£3,952.00"),
        ("2023-04-01", 1_042, "£4,334.72"),
        ("2024-04-01", 1_144, "£4,759.04"),
    ];
    for (start, wage, threshold) in published_wage_pence_and_derived_threshold {
        assert_eq!(Pence(16 * 26 * wage).to_string(), threshold);
        let person = Participation { spells: vec![job("a", start, None, Some(60_000))], ..started(start, None) };
        let lines = crate::support::lines("restart-scheme", &person, "2025-06-30");
        assert!(says(&lines[0]).contains(&format!("= {threshold}.")), "{start}: {}", says(&lines[0]));
    }
}

/// Job X without known pay, then job Y: on Y alone the threshold is crossed on day 627, too late. With X it may have been in
/// time, so that no answer is definite until the pay of X is known.
#[test]
fn an_earlier_job_without_known_pay_keeps_a_late_outcome_open() {
    let with = |pay_of_x: Option<i64>| {
        let x = job("x", "2021-09-01", Some("2022-03-31"), pay_of_x);
        let y = job("y", "2023-03-01", Some("2023-09-30"), Some(50_000));
        let person = Participation { spells: vec![x, y], ..started("2021-08-02", None) };
        crate::support::lines("restart-scheme", &person, "2024-06-30").remove(0)
    };
    let OutcomeLine::Unknown(open) = with(None) else { panic!("{:?}", with(None)) };
    assert_eq!(open.needs, ["weekly earnings with Employer x from 1 September 2021"]);
    assert!(matches!(with(Some(30_000)), OutcomeLine::Owed(_)));
    let OutcomeLine::NotOwed(late) = with(Some(0)) else { panic!("{:?}", with(Some(0))) };
    assert!(late.reasons[0].says.contains("627 days after the start"), "{}", late.reasons[0].says);
}

/// A job held before counts towards a threshold of all earnings after the start, and not towards new self-employment.
#[test]
fn earnings_after_the_start_count_whenever_the_job_began() {
    let held = job("a", "2021-01-04", None, Some(14_256));
    let person = Participation { spells: vec![held.clone()], ..started("2021-08-02", None) };
    assert_eq!(owed("restart-scheme", &person, "2022-06-30"), [("job-outcome".into(), "2022-01-30".into(), 1_550)]);
    let own = Spell { kind: SpellKind::SelfEmployed, ..held };
    let person = Participation { spells: vec![own], ..started("2021-08-02", None) };
    assert_eq!(owed("restart-scheme", &person, "2022-06-30"), []);
}

#[test]
fn pq_20515_fewer_hours_take_longer_and_do_not_disqualify() {
    let on = |pence_week| {
        let spells = vec![job("a", "2021-08-02", None, Some(pence_week))];
        owed("restart-scheme", &Participation { spells, ..started("2021-08-02", None) }, "2023-06-30")[0].1.clone()
    };
    assert_eq!(on(14_256), "2022-01-30", "£142.56 a week: 182 days");
    assert_eq!(on(7_128), "2022-07-31", "half of that: 364 days");
}

/// Published: six months of self-employment. The prices, £1,550 and £2,000, are examples.
#[test]
fn methodology_december_2023_six_months_of_self_employment_are_the_other_way() {
    let mut own = job("own", "2021-09-01", None, None);
    own.kind = SpellKind::SelfEmployed;
    let person = Participation { spells: vec![own], ..started("2021-08-02", None) };
    assert_eq!(owed("restart-scheme", &person, "2022-02-27"), []);
    assert_eq!(owed("restart-scheme", &person, "2022-02-28"), [("job-outcome".into(), "2022-02-28".into(), 1_550)]);
    assert_eq!(owed("work-and-health", &person, "2022-02-28"), [("job-outcome".into(), "2022-02-28".into(), 2_000)]);
}

#[test]
fn what_was_paid_takes_the_place_of_usual_pay() {
    let period = |id: &str, from: &str, until: &str, pence| PayPeriod {
        id: id.into(),
        employer: "Employer a".into(),
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
        earned: Pence(pence),
    };
    let usual = Participation {
        spells: vec![job("a", "2021-08-02", Some("2022-01-30"), Some(14_256))],
        ..started("2021-08-02", None)
    };
    assert_eq!(owed("restart-scheme", &usual, "2022-12-31").len(), 1);
    let less = Participation { pay: vec![period("p", "2021-09-01", "2021-09-30", 10_000)], ..usual.clone() };
    assert_eq!(owed("restart-scheme", &less, "2022-12-31"), [], "£100 in September is less than usual");
    let more = Participation { pay: vec![period("p", "2021-09-01", "2021-09-30", 400_000)], ..usual };
    assert_eq!(owed("restart-scheme", &more, "2022-12-31")[0].1, "2021-09-30", "counted on the last day of the period");
}
