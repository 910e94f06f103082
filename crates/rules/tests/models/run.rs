//! A run over a table of starts and work gives what the claim lines of each participant give, one after the other.

use super::support::{day, files, job, load_all, policy};
use chrono::Days;
use kernel::{Day, Pence};
use policy::{Contract, Policy};
use proptest::prelude::*;
use rules::{
    outcome::{Group, Participation, Spell},
    payment::{
        OutcomeLine, claim_lines,
        run::{PaymentRun, RunTotal, StartGroup, Starts, Work},
    },
};
use std::sync::LazyLock;

/// Definitions with floors of pay and hours, and with breaks.
const DEFINITIONS: &str = r#"
[[outcome]]
id = "13-weeks-at-150"
name = "13 weeks at £150"
says = "The person has been in work at £150 a week or more for 13 weeks."
source = "a test"
counts = "weeks-in-work"
weeks = 13
longest_break_days = 28
all_breaks_days = 9999
least_pence_week = 15000

[[outcome]]
id = "8-weeks-of-10-hours"
name = "8 weeks of 10 hours"
says = "The person has been in work of 10 hours a week for 8 weeks."
source = "a test"
counts = "weeks-in-work"
weeks = 8
longest_break_days = 7
all_breaks_days = 10
least_hours_per_week = 10
"#;

/// Limits of days and months, a group with prices of its own by the day of the start, one without an outcome, starts
/// from a day on, and a price that changes.
const CONTRACT: &str = r#"
id = "made-up"
name = "A made-up contract"
programme = "flexible-new-deal"
buyer = "dwp-newcastle"
provider = "tyne-routes"
from = 2020-01-06
until = 2021-06-30
source = "a test"
note = "Everything is made up."
claim_window_days = 30

[[group]]
id = "young"
says = "Under 25"
when = "age_on(today) < 25"

[[group]]
id = "older"
says = "50 and over"
when = "age_on(today) >= 50"

[[outcome]]
id = "start"
definition = "start"

[[outcome]]
id = "job"
definition = "job-start"
within_days = 200

[[outcome]]
id = "short"
definition = "13-weeks-at-150"
within_months = 9

[[outcome]]
id = "long"
definition = "work-26-weeks-with-breaks"
work_from = "start"
starts_from = 2020-04-01

[[outcome]]
id = "hours"
definition = "8-weeks-of-10-hours"
for_groups = ["older"]

[[price]]
outcome = "start"
values = [{ from = 2020-01-06, is = 10000 }]
example = true

[[price]]
outcome = "job"
by_contract_year = [20000, 15000]
example = true

[[price]]
outcome = "short"
values = [{ from = 2020-01-06, until = 2020-10-31, is = 30000 }, { from = 2020-11-01, is = 35000 }]
example = true

[[price]]
outcome = "short"
group = "young"
by = "start"
values = [{ from = 2020-01-06, until = 2020-10-31, is = 90000 }, { from = 2020-11-01, is = 95000 }]
example = true

[[price]]
outcome = "long"
values = [{ from = 2020-01-06, is = 70000 }]
example = true

[[price]]
outcome = "hours"
values = [{ from = 2020-01-06, is = 12300 }]
example = true
"#;

static MADE_UP: LazyLock<Policy> = LazyLock::new(|| {
    let mut files = files();
    let definitions = files.iter_mut().find(|(path, _)| path == "spine/outcomes.toml").unwrap();
    definitions.1.push_str(DEFINITIONS);
    files.push(("areas/newcastle/contracts/made-up.toml".to_owned(), CONTRACT.to_owned()));
    load_all(files)
});

/// A day a given number of days after the first Monday of 2020.
fn after(days: u64) -> Day {
    day("2020-01-06").checked_add_days(Days::new(days)).unwrap()
}

fn a_spell() -> impl Strategy<Value = Spell> {
    let open = proptest::option::weighted(0.8, 1_u64..300);
    let pay = proptest::option::weighted(0.8, 14_000_i64..16_000);
    let hours = proptest::option::weighted(0.8, 8_u16..13);
    (0_u64..700, open, pay, hours).prop_map(|(from, lasts, pay, hours)| {
        let until = lasts.map(|lasts| after(from + lasts - 1).to_string());
        Spell { hours_per_week: hours, ..job("job", &after(from).to_string(), until.as_deref(), pay) }
    })
}

fn a_group() -> impl Strategy<Value = Group> {
    prop_oneof![
        Just(Group::None),
        Just(Group::Is("young".to_owned())),
        Just(Group::Is("older".to_owned())),
        Just(Group::Unknown { needs: vec!["the age".to_owned()] }),
    ]
}

fn a_person() -> impl Strategy<Value = Participation> {
    let starts = proptest::option::weighted(0.95, 0_u64..650);
    (starts, a_group(), proptest::collection::vec(a_spell(), 0..5)).prop_map(|(starts, group, mut spells)| {
        // A table of work has no employers: each piece is a job of its own.
        spells.iter_mut().enumerate().for_each(|(number, spell)| {
            (spell.id, spell.employer) = (format!("job-{number}"), format!("Employer {number}"));
        });
        Participation { id: "p".into(), started_on: starts.map(after), group, spells, ..Participation::default() }
    })
}

/// A line: whose, which outcome, and the day, the price, whether it is an example and the last day to claim, if owed.
type Line = (usize, String, Option<(Day, i64, bool, Option<Day>)>);

fn one_by_one(policy: &Policy, contract: &Contract, people: &[Participation], as_of: Day) -> Vec<Line> {
    let lines = people.iter().enumerate().flat_map(|(number, person)| {
        let lines = claim_lines(contract, &policy.outcomes, person, as_of);
        lines.into_iter().map(move |line| (number, line))
    });
    let told = lines.filter_map(|(number, line)| match line {
        OutcomeLine::Owed(owed) => {
            Some((number, owed.outcome, Some((owed.reached_on, owed.amount.0, owed.example_price, owed.claim_by))))
        }
        OutcomeLine::Unknown(unknown) => Some((number, unknown.outcome, None)),
        OutcomeLine::NotOwed(_) => None,
    });
    told.collect()
}

fn all_at_once(
    policy: &Policy,
    contract: &Contract,
    people: &[Participation],
    as_of: Day,
) -> (Vec<Line>, Vec<RunTotal>, Option<Pence>) {
    let (mut starts, mut work) = (Starts::default(), Work::default());
    for (number, person) in (0..).zip(people) {
        let position = |id: &str| contract.groups.iter().position(|group| group.id.as_ref() == id).unwrap();
        starts.push(
            person.started_on,
            match &person.group {
                Group::None => StartGroup::None,
                Group::Is(id) => StartGroup::At(u8::try_from(position(id)).unwrap()),
                Group::Unknown { .. } => StartGroup::Unknown,
            },
        );
        for spell in person.spells.iter().rev() {
            let days = (spell.period.from, spell.period.until);
            work.push(number, days, spell.hours_per_week, spell.earnings_pence_week);
        }
    }
    let run = PaymentRun::new(contract, &policy.outcomes, as_of).unwrap();
    let mut lines = Vec::new();
    let totals = run.run(&starts, &work, |line| {
        let owed =
            line.owed.map(|owed| (owed.reached_on(), owed.amount.0, owed.example_price, run.claim_by(&starts, &line)));
        lines.push((line.participant as usize, run.outcome(&line).unwrap().id.clone(), owed));
    });
    (lines, totals.totals, totals.amount)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_run_gives_the_lines_of_each_participant(people in proptest::collection::vec(a_person(), 1..6), days in 0_u64..900) {
        let contract = MADE_UP.contract("made-up").unwrap();
        let expected = one_by_one(&MADE_UP, contract, &people, after(days));
        let (lines, totals, amount) = all_at_once(&MADE_UP, contract, &people, after(days));
        prop_assert_eq!(&lines, &expected);
        let owed: Vec<i64> = lines.iter().filter_map(|line| Some(line.2?.1)).collect();
        prop_assert_eq!(amount.unwrap().0, owed.iter().sum::<i64>());
        prop_assert_eq!(totals.iter().map(|total| total.outcomes).sum::<u64>(), owed.len() as u64);
        prop_assert_eq!(totals.iter().map(|total| total.amount.unwrap().0).sum::<i64>(), owed.iter().sum::<i64>());
    }
}

#[test]
fn totals_are_by_month_outcome_and_group() {
    let contract = MADE_UP.contract("made-up").unwrap();
    let person = |on: &str, group| Participation {
        started_on: Some(day(on)),
        group: Group::Is(String::from(group)),
        ..Participation::default()
    };
    let people = [person("2020-03-31", "older"), person("2020-03-01", "older"), person("2020-04-01", "young")];
    let (_, totals, _) = all_at_once(&MADE_UP, contract, &people, day("2020-05-01"));
    let told = totals.iter().map(|total| (total.month.to_string(), total.outcome, total.group, total.outcomes));
    let expected = [("2020-03-01".to_owned(), 0, Some(1), 2), ("2020-04-01".to_owned(), 0, Some(0), 1)];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// Hours of jobs at the same time are added up, a job held before is none, and the last day in time is.
#[test]
fn a_run_counts_days_as_one_participant_does() {
    let contract = MADE_UP.contract("made-up").unwrap();
    let person = |group: &str, jobs: &[(&str, &str, Option<u16>)]| Participation {
        started_on: Some(day("2020-02-03")),
        group: Group::Is(group.to_owned()),
        spells: (0..)
            .zip(jobs)
            .map(|(number, (from, until, hours))| Spell {
                hours_per_week: *hours,
                ..job(&format!("{number}"), from, Some(until), Some(1_000))
            })
            .collect(),
        ..Participation::default()
    };
    let owed = |person: Participation| -> Vec<(String, Option<String>)> {
        let (lines, ..) = all_at_once(&MADE_UP, contract, &[person], day("2021-06-30"));
        let lines = lines.into_iter().filter(|line| line.1 != "start");
        lines.map(|(_, outcome, owed)| (outcome, owed.map(|owed| owed.0.to_string()))).collect()
    };
    let line = |outcome: &str, on: Option<&str>| (outcome.to_owned(), on.map(str::to_owned));
    let two = [("2020-03-02", "2020-06-30", Some(5)), ("2020-03-09", "2020-06-30", Some(5))];
    assert_eq!(owed(person("older", &two)), [line("job", Some("2020-03-02")), line("hours", Some("2020-05-03"))]);
    assert_eq!(owed(person("young", &two)), [line("job", Some("2020-03-02"))], "not paid for that group");
    let unclear = [("2020-03-02", "2020-06-30", Some(10)), ("2020-03-01", "2020-03-01", None)];
    assert_eq!(owed(person("older", &unclear)), [line("job", Some("2020-03-01")), line("hours", None)]);
    let held = [("2020-02-02", "2020-12-31", Some(20))];
    assert_eq!(owed(person("older", &held)), []);
    // 200 days after 3 February are 21 August.
    assert_eq!(owed(person("young", &[("2020-08-21", "2020-08-21", None)])), [line("job", Some("2020-08-21"))]);
    assert_eq!(owed(person("young", &[("2020-08-22", "2020-08-22", None)])), []);
}

#[test]
fn what_is_not_known_of_many_is_counted_one_by_one() {
    let contract = MADE_UP.contract("made-up").unwrap();
    let (mut starts, work) = (Starts::default(), Work::default());
    starts.push(Some(day("2020-02-03")), StartGroup::None);
    let mut work_of_all = work;
    let from = day("2020-03-02");
    for participant in 1..4 {
        starts.push(Some(day("2020-02-03")), StartGroup::At(1));
        work_of_all.push(participant, (from, Some(day("2020-06-30"))), None, Some(Pence(1_000)));
    }
    let run = PaymentRun::new(contract, &MADE_UP.outcomes, day("2021-06-30")).unwrap();
    let totals = run.run(&starts, &work_of_all, |_| {});
    assert_eq!((totals.owed, totals.unknown), (4 + 3, 3), "four starts, three jobs, and hours that nobody knows");
}

#[test]
fn a_contract_that_asks_for_more_is_refused_with_everything_it_asks() {
    let told = |id: &str| {
        let policy = policy();
        let refused = PaymentRun::new(policy.contract(id).unwrap(), &policy.outcomes, day("2024-01-01"));
        refused.err().map(|refused| refused.to_string())
    };
    assert_eq!(told("flexible-new-deal"), None);
    let expected = "`26-weeks` needs another outcome\n`26-weeks` is paid only on evidence";
    assert_eq!(told("newcastle-futures-26-weeks").as_deref(), Some(expected));
    let two_ways = told("fair-start-scotland-both-ways").unwrap();
    assert!(two_ways.contains("`26-weeks` may be reached in more than one way"), "{two_ways}");
    assert!(two_ways.contains("`52-weeks` needs another outcome"), "{two_ways}");
    assert!(told("work-programme").unwrap().contains("`sustainment` is paid again and again"));
    assert!(told("restart-scheme").unwrap().contains("is counted from more than starts and work"));
}
