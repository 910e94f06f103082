//! Restart and the Work and Health Programme: Mims Davies, PQ 20515 (16 hours × 26 weeks × the wage), or six months of
//! self-employment.

use crate::support::{job, owed, says, started};
use kernel::Pence;
use rules::outcome::{Participation, PayPeriod, SpellKind};

#[test]
fn pq_20515_thresholds_by_the_wage_of_the_day_of_the_start() {
    let published = [
        ("2021-07-12", "£3,706.56"),
        ("2022-03-31", "£3,706.56"),
        ("2022-04-01", "£3,952.00"),
        ("2023-04-01", "£4,334.72"),
        ("2024-04-01", "£4,759.04"),
    ];
    for (start, threshold) in published {
        let person = Participation { spells: vec![job("a", start, None, Some(60_000))], ..started(start, None) };
        let lines = crate::support::lines("restart-scheme", &person, "2025-06-30");
        assert!(says(&lines[0]).contains(&format!("= {threshold}.")), "{start}: {}", says(&lines[0]));
    }
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
