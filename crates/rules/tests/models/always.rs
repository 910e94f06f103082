//! What holds for every worked contract, whatever the records: their order is irrelevant, and more work never lowers a
//! total, but where the text lets one outcome be paid only within the work of another.

use super::support::{day, event, evidence, job, lines, started};
use chrono::Days;
use kernel::Pence;
use proptest::prelude::*;
use rules::{
    outcome::{Participation, PayPeriod, RecordedEvent, Spell},
    payment::OutcomeLine,
};

/// Every worked contract: its id, a day on which somebody starts, the payment group, and a day far enough ahead.
const CASES: [(&str, &str, Option<&str>, &str); 12] = [
    ("flexible-new-deal", "2010-01-04", None, "2012-12-31"),
    ("work-programme", "2011-07-04", Some("jsa-18-24"), "2014-06-30"),
    ("work-programme", "2011-07-04", Some("esa-volunteers"), "2014-06-30"),
    ("restart-scheme", "2022-07-04", None, "2024-12-31"),
    ("work-and-health", "2019-01-07", None, "2021-12-31"),
    ("ips-primary-care", "2022-09-05", None, "2024-12-31"),
    ("newcastle-futures-26-weeks", "2008-01-07", None, "2010-12-31"),
    ("national-careers-service", "2020-06-01", Some("priority"), "2022-12-31"),
    ("skills-bootcamps-wave-3", "2022-09-05", None, "2024-12-31"),
    ("esf-deliverables", "2019-06-03", None, "2021-12-31"),
    (STANDS_ALONE.0, STANDS_ALONE.1, None, "2023-12-31"),
    (NESTED.0, NESTED.1, None, "2023-12-31"),
];

/// The one contract in which outcomes must contain one another, for the starts of which they must, and for later ones.
const NESTED: (&str, &str) = ("fair-start-scotland-both-ways", "2020-01-06");
const STANDS_ALONE: (&str, &str) = ("fair-start-scotland-both-ways", "2021-06-07");
/// What may be recorded besides work.
const EVENTS: [&str; 6] =
    ["learning-day", "training-complete", "offer", "satisfaction", "sustainable-employment", "career-progression"];

#[test]
fn every_worked_contract_is_among_the_cases() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/contracts");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(CASES.iter().any(|(case, ..)| *case == id), "{id}");
    }
}

/// Nested outcomes are those of one run of work: work found later, that lies before, makes another run the first of 13
/// weeks, which the 26 weeks then do not contain. So the text has it; the total falls.
#[test]
fn under_nested_outcomes_an_earlier_run_takes_the_place_of_the_later_one() {
    let (contract, started_on) = NESTED;
    let later = spell(started_on, 0, (200, 400, 30_000));
    let earlier = spell(started_on, 1, (10, 91, 30_000));
    let outcomes = |spells: Vec<Spell>| -> Vec<String> {
        let lines = lines(contract, &person(started_on, None, spells), "2023-12-31");
        lines.iter().filter_map(OutcomeLine::owed).map(|owed| owed.outcome.clone()).collect()
    };
    assert_eq!(outcomes(vec![later.clone()]), ["13-weeks", "26-weeks", "52-weeks"]);
    assert_eq!(outcomes(vec![later, earlier]), ["13-weeks"]);
}

/// A job that begins some days after the start and lasts some days.
fn a_job() -> impl Strategy<Value = (u64, u64, i64)> {
    (0_u64..300, 1_u64..250, 5_000_i64..60_000)
}

fn spell(started_on: &str, number: usize, (after, lasts, pence): (u64, u64, i64)) -> Spell {
    let from = day(started_on).checked_add_days(Days::new(after)).unwrap();
    let until = from.checked_add_days(Days::new(lasts - 1)).unwrap();
    job(&format!("job-{number}"), &from.to_string(), Some(&until.to_string()), Some(pence))
}

fn person(started_on: &str, group: Option<&str>, spells: Vec<Spell>) -> Participation {
    let kinds = ["payslip", "employer-letter", "contract-of-work", "attendance-record", "earnings-feed", "certificate"];
    let others = ["start"].into_iter().chain(EVENTS).map(str::to_owned);
    let ids = spells.iter().map(|spell| spell.id.clone()).chain(others);
    let borne_out = ids.flat_map(|id| kinds.map(|kind| evidence(&id, kind))).collect();
    let events = (0_u64..).zip(EVENTS).map(|(number, kind)| {
        let on = day(started_on).checked_add_days(Days::new(number * 40)).unwrap();
        RecordedEvent { hours: Some(5), ..event(kind, kind, &on.to_string()) }
    });
    let events = events.collect();
    Participation { spells, events, evidence: borne_out, on_benefit: Some(Vec::new()), ..started(started_on, group) }
}

fn total(lines: &[OutcomeLine]) -> Pence {
    Pence::total(lines.iter().filter_map(OutcomeLine::owed).map(|owed| owed.amount)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn more_work_never_lowers_a_total_and_order_is_irrelevant(
        jobs in proptest::collection::vec(a_job(), 0..4),
        more in a_job(),
    ) {
        for (contract, started_on, group, as_of) in CASES {
            let spells: Vec<Spell> =
                jobs.iter().enumerate().map(|(number, job)| spell(started_on, number, *job)).collect();
            let before = total(&lines(contract, &person(started_on, group, spells.clone()), as_of));
            let mut with_more = spells.clone();
            with_more.push(spell(started_on, 9, more));
            let after = lines(contract, &person(started_on, group, with_more.clone()), as_of);
            let nested = (contract, started_on) == NESTED;
            prop_assert!(nested || total(&after) >= before, "{contract}: {before} became {}", total(&after));
            with_more.reverse();
            let mut turned = person(started_on, group, with_more);
            turned.events.reverse();
            turned.evidence.reverse();
            prop_assert_eq!(lines(contract, &turned, as_of), after, "{}", contract);
        }
    }

    /// A pay period in place of a usual weekly pay is a correction; beside it, more pay is more.
    #[test]
    fn more_pay_never_lowers_a_total(job in a_job(), pence in 0_i64..400_000, after in 0_u64..300) {
        for (contract, started_on, group, as_of) in CASES {
            let from = day(started_on).checked_add_days(Days::new(after)).unwrap();
            let until = from.checked_add_days(Days::new(27)).unwrap();
            let pay = |earned: i64| PayPeriod {
                id: "pay".into(), employer: "Another employer".into(), from, until, earned: Pence(earned),
            };
            let paid = |earned: i64| {
                let person = person(started_on, group, vec![spell(started_on, 0, job)]);
                total(&lines(contract, &Participation { pay: vec![pay(earned)], ..person }, as_of))
            };
            prop_assert!(paid(pence + 10_000) >= paid(pence), "{contract}");
        }
    }
}
