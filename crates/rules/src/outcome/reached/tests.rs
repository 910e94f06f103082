#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::outcome::spells::tests::{day, spell};
use crate::outcome::{Spell, SpellKind};
use kernel::{Pence, Period};
use policy::LeastWork;
use proptest::prelude::*;

pub(crate) fn definition(counts: Counts) -> OutcomeDefinition {
    OutcomeDefinition {
        id: "outcome".into(),
        name: "Outcome".into(),
        says: "An outcome".into(),
        counts,
        source: "a test".into(),
    }
}

const FND_13: Counts =
    Counts::WeeksInWork { weeks: 13, longest_break_days: 0, all_breaks_days: 0, least: LeastWork::ANY };
const FND_26: Counts =
    Counts::WeeksInWork { weeks: 26, longest_break_days: 0, all_breaks_days: 0, least: LeastWork::ANY };
const WITH_BREAKS: Counts =
    Counts::WeeksInWork { weeks: 13, longest_break_days: 7, all_breaks_days: 14, least: LeastWork::ANY };
const RESTART: Counts = Counts::Earnings { hours_per_week: 16, weeks: 26 };

/// A wage of £8.91 an hour on every day, and no other parameter.
fn wage(id: &str, _: Day) -> Option<i64> {
    (id == "wage_pence_hour").then_some(891)
}

fn participation(started_on: &str, spells: Vec<Spell>) -> Participation {
    Participation { id: "p".into(), started_on: Some(day(started_on)), spells, ..Participation::default() }
}

fn progress(counts: Counts, participation: &Participation, as_of: &str) -> Progress {
    reached(&definition(counts), &wage, participation, day(as_of))
}

fn on(counts: Counts, participation: &Participation, as_of: &str) -> Option<String> {
    progress(counts.clone(), participation, as_of).reached_on().map(|day| day.to_string())
}

fn job(id: &str, from: &str, until: Option<&str>, pence_week: Option<i64>) -> Spell {
    Spell { earnings_pence_week: pence_week.map(Pence), ..spell(id, from, until) }
}

#[test]
fn a_start_is_reached_on_its_day() {
    let person = participation("2024-01-01", Vec::new());
    assert_eq!(on(Counts::Start, &person, "2023-12-31"), None);
    assert_eq!(on(Counts::Start, &person, "2024-01-01"), Some("2024-01-01".into()));
    let waiting = Participation { started_on: None, ..person };
    assert_eq!(progress(Counts::Start, &waiting, "2024-01-01"), Progress::not_yet("The person has not started."));
}

#[test]
fn a_job_start_is_the_first_day_in_work_after_the_start() {
    let person = participation(
        "2024-01-10",
        vec![job("late", "2024-03-01", None, None), job("early", "2024-02-01", Some("2024-02-03"), None)],
    );
    assert_eq!(on(Counts::JobStart, &person, "2024-01-31"), None);
    assert_eq!(on(Counts::JobStart, &person, "2024-02-01"), Some("2024-02-01".into()));
    let in_work = participation("2024-01-10", vec![job("a", "2023-01-01", None, None)]);
    assert_eq!(on(Counts::JobStart, &in_work, "2024-01-10"), Some("2024-01-10".into()));
}

/// 13 weeks are 91 days: the 90th day is not enough, the 91st is.
#[test]
fn thirteen_weeks_are_ninety_one_days() {
    for (last, expected) in
        [("2024-03-30", None), ("2024-03-31", Some("2024-03-31")), ("2024-04-01", Some("2024-03-31"))]
    {
        let person = participation("2024-01-01", vec![job("a", "2024-01-01", Some(last), None)]);
        assert_eq!(on(FND_13, &person, "2024-12-31").as_deref(), expected, "{last}");
    }
}

/// Flexible New Deal: 13 weeks, and again at 26.
#[test]
fn thirteen_then_twenty_six_weeks() {
    let person = participation("2010-04-01", vec![job("a", "2010-05-01", None, None)]);
    assert_eq!(on(FND_13, &person, "2010-07-29"), None);
    assert_eq!(on(FND_13, &person, "2010-07-30"), Some("2010-07-30".into()));
    assert_eq!(on(FND_26, &person, "2010-07-30"), None);
    assert_eq!(on(FND_26, &person, "2010-10-29"), Some("2010-10-29".into()));
    assert_eq!(
        progress(FND_26, &person, "2010-07-30"),
        Progress::NotYet { so_far: "91 of 182 days in work (26 weeks).".into(), expected_on: Some(day("2010-10-29")) }
    );
}

/// Breaks of at most 7 days each and 14 together: the last day of each that is allowed, and one more.
#[test]
fn breaks_up_to_the_allowed_days() {
    let two = |resumed: &str| {
        participation(
            "2024-01-01",
            vec![job("a", "2024-01-01", Some("2024-01-31"), None), job("b", resumed, None, None)],
        )
    };
    // 31 days worked; 60 more are needed. A break of 7 days: back on 8 February.
    assert_eq!(on(WITH_BREAKS, &two("2024-02-08"), "2024-12-31"), Some("2024-04-07".into()));
    // A break of 8 days: the weeks begin again.
    assert_eq!(on(WITH_BREAKS, &two("2024-02-09"), "2024-12-31"), Some("2024-05-09".into()));
    let three_breaks = |fourth: &str| {
        participation(
            "2024-01-01",
            vec![
                job("a", "2024-01-01", Some("2024-01-10"), None),
                job("b", "2024-01-18", Some("2024-01-31"), None),
                job("c", "2024-02-07", Some("2024-02-20"), None),
                job("d", fourth, None, None),
            ],
        )
    };
    // Breaks of 7, 6 and 1 days, 14 together; 38 days worked by 20 February, 53 more from 22 February.
    assert_eq!(on(WITH_BREAKS, &three_breaks("2024-02-22"), "2024-12-31"), Some("2024-04-14".into()));
    // Breaks of 7, 6 and 2 days are too many together: counted from the second job, 63 more days.
    assert_eq!(on(WITH_BREAKS, &three_breaks("2024-02-23"), "2024-12-31"), Some("2024-04-25".into()));
}

/// At 16 hours a week and the wage of the threshold, 26 weeks to the day.
#[test]
fn earnings_cross_the_threshold_on_the_182nd_day() {
    let person = participation("2021-07-12", vec![job("a", "2021-08-02", None, Some(16 * 891))]);
    assert_eq!(on(RESTART, &person, "2022-01-29"), None);
    assert_eq!(on(RESTART, &person, "2022-01-30"), Some("2022-01-30".into()));
    let Progress::Reached { working, spells, .. } = progress(RESTART, &person, "2022-02-28") else { unreachable!() };
    assert_eq!(spells, ["a"]);
    assert_eq!(
        working,
        [
            "The threshold is 16 hours × 26 weeks × £8.91 an hour = £3,706.56.",
            "Earnings from 12 July 2021, the day of the start, reached £3,706.56 on 30 January 2022.",
        ]
    );
}

/// A penny a week less takes one day more: nothing is rounded in between.
#[test]
fn a_penny_less_takes_a_day_more() {
    let person = participation("2021-07-12", vec![job("a", "2021-08-02", None, Some(16 * 891 - 1))]);
    assert_eq!(on(RESTART, &person, "2022-02-28"), Some("2022-01-31".into()));
}

#[test]
fn part_time_takes_longer_and_two_jobs_are_quicker() {
    let part_time = participation("2021-07-12", vec![job("a", "2021-08-02", None, Some(8 * 891))]);
    assert_eq!(on(RESTART, &part_time, "2023-01-01"), Some("2022-07-31".into()));
    let both = participation(
        "2021-07-12",
        vec![job("a", "2021-08-02", None, Some(8 * 891)), job("b", "2021-08-02", None, Some(8 * 891))],
    );
    assert_eq!(on(RESTART, &both, "2023-01-01"), Some("2022-01-30".into()));
}

#[test]
fn unknown_earnings_are_asked_for_unless_the_known_ones_are_enough() {
    let unknown = job("b", "2021-09-01", Some("2021-12-31"), None);
    let short =
        participation("2021-07-12", vec![job("a", "2021-08-02", Some("2021-09-30"), Some(14_256)), unknown.clone()]);
    assert_eq!(
        progress(RESTART, &short, "2022-06-30"),
        Progress::Unknown { needs: vec!["weekly earnings with Employer b from 1 September 2021".into()] }
    );
    let enough = participation("2021-07-12", vec![job("a", "2021-08-02", None, Some(14_256)), unknown]);
    assert_eq!(on(RESTART, &enough, "2022-06-30"), Some("2022-01-30".into()));
}

#[test]
fn a_wage_that_the_contract_does_not_give_is_asked_for() {
    let person = participation("2021-07-12", Vec::new());
    let progress = reached(&definition(RESTART), &|_, _| None, &person, day("2022-01-01"));
    assert_eq!(
        progress,
        Progress::Unknown {
            needs: vec!["the contract's `wage_pence_hour` on 12 July 2021, the day of the start".into()]
        }
    );
}

#[test]
fn self_employment_counts_its_own_months_only() {
    let own = Spell { kind: SpellKind::SelfEmployed, ..job("a", "2023-01-01", None, None) };
    let person = participation("2022-12-01", vec![own]);
    let six = Counts::SelfEmployment { months: 6 };
    assert_eq!(on(six.clone(), &person, "2023-06-29"), None);
    assert_eq!(on(six.clone(), &person, "2023-06-30"), Some("2023-06-30".into()));
    let employed = participation("2022-12-01", vec![job("a", "2023-01-01", None, None)]);
    assert_eq!(on(six.clone(), &employed, "2024-06-30"), None);
}

#[test]
fn a_whole_person_outcome_is_not_computed() {
    let person = participation("2022-12-01", Vec::new());
    assert!(matches!(progress(Counts::WholePerson, &person, "2024-06-30"), Progress::Unknown { .. }));
}

fn a_spell() -> impl Strategy<Value = Spell> {
    (0_u64..400, proptest::option::of(0_u64..200), any::<bool>(), proptest::option::of(0_i64..60_000)).prop_map(
        |(from, length, own, pay)| {
            let from = day("2024-01-01").checked_add_days(chrono::Days::new(from)).unwrap();
            let until = length.map(|length| from.checked_add_days(chrono::Days::new(length)).unwrap());
            Spell {
                id: format!("{from} {length:?} {own} {pay:?}"),
                employer: "Employer".into(),
                kind: if own { SpellKind::SelfEmployed } else { SpellKind::Employee },
                period: Period { from, until },
                hours_per_week: None,
                earnings_pence_week: pay.map(Pence),
            }
        },
    )
}

fn any_counts() -> impl Strategy<Value = Counts> {
    prop_oneof![
        Just(Counts::JobStart),
        Just(FND_13),
        Just(WITH_BREAKS),
        Just(RESTART),
        Just(Counts::SelfEmployment { months: 3 }),
    ]
}

const LAST: &str = "2025-12-31";

proptest! {
    #[test]
    fn the_order_of_spells_is_irrelevant(
        counts in any_counts(),
        (one, other) in proptest::collection::vec(a_spell(), 0..6)
            .prop_flat_map(|spells| (Just(spells.clone()), Just(spells).prop_shuffle())),
    ) {
        prop_assert_eq!(
            progress(counts.clone(), &participation("2024-02-01", one), LAST).reached_on(),
            progress(counts.clone(), &participation("2024-02-01", other), LAST).reached_on()
        );
    }

    #[test]
    fn more_evidence_never_makes_an_outcome_unreached_or_later(
        counts in any_counts(),
        spells in proptest::collection::vec(a_spell(), 0..6),
        more in a_spell(),
    ) {
        let before = progress(counts.clone(), &participation("2024-02-01", spells.clone()), LAST).reached_on();
        let with_more: Vec<Spell> = spells.into_iter().chain([more]).collect();
        let after = progress(counts.clone(), &participation("2024-02-01", with_more), LAST).reached_on();
        if let Some(before) = before {
            prop_assert!(after.is_some_and(|after| after <= before), "{before} {after:?}");
        }
    }

    #[test]
    fn splitting_a_spell_changes_nothing(
        counts in any_counts(),
        mut spells in proptest::collection::vec(a_spell(), 1..6),
        length in 0_u64..300,
    ) {
        let whole = progress(counts.clone(), &participation("2024-02-01", spells.clone()), LAST).reached_on();
        let last = spells.pop().unwrap();
        let cut = last.period.from.checked_add_days(chrono::Days::new(length)).unwrap();
        if last.period.until.is_none_or(|until| cut < until) {
            let before = Period { from: last.period.from, until: Some(cut) };
            let after = Period { from: cut.succ_opt().unwrap(), until: last.period.until };
            let first = Spell { id: "1".into(), period: before, ..last.clone() };
            let second = Spell { id: "2".into(), period: after, ..last };
            spells.extend([first, second]);
            prop_assert_eq!(whole, progress(counts.clone(), &participation("2024-02-01", spells), LAST).reached_on());
        }
    }

    #[test]
    fn what_is_expected_comes_true_when_the_work_goes_on(
        counts in any_counts(),
        spells in proptest::collection::vec(a_spell(), 0..6),
    ) {
        let person = participation("2024-02-01", spells);
        if let Progress::NotYet { expected_on: Some(expected), .. } = progress(counts.clone(), &person, "2024-06-30") {
            prop_assert_eq!(progress(counts.clone(), &person, &expected.to_string()).reached_on(), Some(expected));
        }
    }
}
