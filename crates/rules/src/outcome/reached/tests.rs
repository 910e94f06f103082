#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::outcome::spells::tests::{day, spell};
use crate::outcome::{PayPeriod, RecordedEvent, Spell, SpellKind};
use kernel::{Pence, Period};
use policy::{LeastWork, WorkFrom};
use proptest::prelude::*;

pub(crate) fn definition(counts: Counts) -> OutcomeDefinition {
    OutcomeDefinition {
        id: "outcome".into(),
        name: "Outcome".into(),
        says: "An outcome".into(),
        work_from: if matches!(counts, Counts::Earnings { .. }) { WorkFrom::Start } else { WorkFrom::NewWork },
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
const IN_WINDOW: Counts = Counts::WeeksInWindow { weeks: 13, window_weeks: 16, least: LeastWork::ANY };
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
}

/// A job since 1 June, a start on 30 November: what was earned before the help is no outcome of it.
#[test]
fn a_job_held_before_the_start_is_no_outcome_of_the_programme() {
    let held = job("a", "2026-06-01", None, Some(60_000));
    let person = participation("2026-11-30", vec![held.clone()]);
    for counts in [Counts::JobStart, FND_13, WITH_BREAKS, IN_WINDOW] {
        assert_eq!(on(counts.clone(), &person, "2027-12-31"), None, "{counts:?}");
    }
    let own = Spell { kind: SpellKind::SelfEmployed, ..held.clone() };
    assert_eq!(on(Counts::SelfEmployment { months: 3 }, &participation("2026-11-30", vec![own]), "2027-12-31"), None);
    let next_day = participation("2026-11-30", vec![held.clone(), job("b", "2026-11-30", None, None)]);
    assert_eq!(on(Counts::JobStart, &next_day, "2027-12-31"), Some("2026-11-30".into()), "a new job beside it");
    let wage = |_: &str, _: Day| Some(891);
    let new_only = OutcomeDefinition { work_from: WorkFrom::NewWork, ..definition(RESTART) };
    assert_eq!(reached(&new_only, &wage, &person, day("2027-12-31")).reached_on(), None);
}

#[test]
fn where_the_text_lets_work_held_before_count_it_counts_from_the_day_of_the_start() {
    let person = participation("2024-01-10", vec![job("a", "2023-01-01", None, None)]);
    let on = |counts: Counts| {
        let definition = OutcomeDefinition { work_from: WorkFrom::Start, ..definition(counts) };
        reached(&definition, &wage, &person, day("2024-12-31")).reached_on()
    };
    assert_eq!(on(Counts::JobStart), Some(day("2024-01-10")));
    assert_eq!(on(FND_13), Some(day("2024-04-09")), "the 91st day from the start");
}

/// What an employer paid counts with the work it was paid for: not where that was held before.
#[test]
fn pay_of_a_job_held_before_counts_where_the_job_does() {
    let pay = |employer: &str| PayPeriod {
        id: "pay".into(),
        employer: employer.into(),
        from: day("2024-02-01"),
        until: day("2024-02-29"),
        earned: Pence(900_000),
    };
    let on = |work_from, employer: &str| {
        let mut person = participation("2024-01-10", vec![job("a", "2023-01-01", None, Some(0))]);
        person.pay = vec![pay(employer)];
        let definition = OutcomeDefinition { work_from, ..definition(RESTART) };
        reached(&definition, &wage, &person, day("2024-12-31")).reached_on()
    };
    assert_eq!(on(WorkFrom::NewWork, "Employer a"), None);
    assert_eq!(on(WorkFrom::NewWork, "employer  A"), None);
    assert_eq!(on(WorkFrom::NewWork, "Another"), Some(day("2024-02-29")));
    assert_eq!(on(WorkFrom::Start, "Employer a"), Some(day("2024-02-29")));
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
fn unknown_earnings_are_asked_for_unless_the_threshold_was_crossed_before_them() {
    let unknown = |from: &str| job("b", from, Some("2022-04-30"), None);
    let with = |until: Option<&str>, from: &str| {
        let known = job("a", "2021-08-02", until, Some(14_256));
        progress(RESTART, &participation("2021-07-12", vec![known, unknown(from)]), "2022-06-30")
    };
    let asked = |from: &str, earliest: &str| Progress::Unknown {
        needs: vec![format!("weekly earnings with Employer b from {from}")],
        earliest: Some(day(earliest)),
    };
    assert_eq!(with(Some("2021-09-30"), "2021-09-01"), asked("1 September 2021", "2021-09-01"));
    // The known pay is enough on 30 January 2022. Pay of the day before could be, or could have been, enough earlier.
    assert_eq!(with(None, "2022-01-29"), asked("29 January 2022", "2022-01-29"));
    assert_eq!(with(None, "2022-01-30").reached_on(), Some(day("2022-01-30")));
    assert_eq!(with(None, "2022-01-31").reached_on(), Some(day("2022-01-30")));
}

/// The usual pay is not asked for where it is known what was paid for those days.
#[test]
fn pay_of_days_that_a_pay_period_tells_is_known() {
    let mut person = participation("2021-07-12", vec![job("a", "2021-08-01", Some("2021-08-31"), None)]);
    let period = |from: &str, pence: i64| PayPeriod {
        id: "pay".into(),
        employer: "Employer a".into(),
        from: day(from),
        until: day("2021-08-31"),
        earned: Pence(pence),
    };
    person.pay = vec![period("2021-08-01", 100_000)];
    assert!(matches!(progress(RESTART, &person, "2022-06-30"), Progress::NotYet { .. }));
    person.pay = vec![period("2021-08-02", 100_000)];
    let Progress::Unknown { earliest, .. } = progress(RESTART, &person, "2022-06-30") else { unreachable!() };
    assert_eq!(earliest, Some(day("2021-08-01")));
    person.pay = vec![period("2021-08-01", -1)];
    assert!(
        matches!(progress(RESTART, &person, "2022-06-30"), Progress::Unknown { .. }),
        "less than nothing tells nothing"
    );
}

/// Hours that are not known could make the weeks complete earlier, and then the day is not known.
#[test]
fn a_day_is_given_only_where_unknown_hours_could_not_make_it_earlier() {
    let seven = LeastWork { hours_per_week: Some(7), pence_week: None };
    let counts = Counts::WeeksInWork { weeks: 13, longest_break_days: 0, all_breaks_days: 0, least: seven };
    let hours = |spell: Spell, hours: Option<u16>| Spell { hours_per_week: hours, ..spell };
    let known = hours(job("known", "2024-03-01", None, None), Some(7));
    let with = |from: &str, until: Option<&str>, open: Option<u16>| {
        let other = hours(job("open", from, until, None), open);
        progress(counts.clone(), &participation("2024-01-01", vec![known.clone(), other]), "2024-12-31")
    };
    let alone = with("2024-12-01", None, None).reached_on();
    assert_eq!(alone, Some(day("2024-05-30")), "the 91st day of the known job; the other begins after it");
    let Progress::Unknown { needs, earliest } = with("2024-02-29", Some("2024-02-29"), None) else { unreachable!() };
    assert_eq!(needs, ["hours a week with Employer open from 29 February 2024"]);
    assert_eq!(earliest, Some(day("2024-05-29")));
    assert_eq!(with("2024-02-28", Some("2024-02-28"), None).reached_on(), alone, "a break of a day keeps them apart");
    assert_eq!(with("2024-02-29", Some("2024-02-29"), Some(6)).reached_on(), alone, "6 hours never counted");
    assert_eq!(with("2024-02-29", Some("2024-02-29"), Some(7)).reached_on(), earliest);
    // Beside the known job nothing that it is can change the day; what it rests on holds both.
    let Progress::Reached { on, spells, .. } = with("2024-04-01", Some("2024-04-30"), None) else { unreachable!() };
    assert_eq!((Some(on), spells), (alone, vec!["known".to_owned(), "open".to_owned()]));
}

#[test]
fn two_jobs_of_five_hours_at_the_same_time_are_ten() {
    let seven = LeastWork { hours_per_week: Some(7), pence_week: None };
    let counts = |weeks| Counts::WeeksInWork { weeks, longest_break_days: 0, all_breaks_days: 0, least: seven };
    let five = |id: &str, from: &str| Spell { hours_per_week: Some(5), ..job(id, from, None, None) };
    let both = participation("2024-01-01", vec![five("a", "2024-01-01"), five("b", "2024-02-01")]);
    assert_eq!(on(counts(13), &both, "2024-12-31"), Some("2024-05-01".into()), "91 days from the second job on");
    let Progress::Reached { first, spells, .. } = progress(counts(13), &both, "2024-12-31") else { unreachable!() };
    assert_eq!((first, spells), (day("2024-02-01"), vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(on(counts(13), &participation("2024-01-01", vec![five("a", "2024-01-01")]), "2024-12-31"), None);
}

#[test]
fn a_wage_that_the_contract_does_not_give_is_asked_for() {
    let person = participation("2021-07-12", Vec::new());
    let progress = reached(&definition(RESTART), &|_, _| None, &person, day("2022-01-01"));
    assert_eq!(
        progress,
        Progress::Unknown {
            needs: vec!["the contract's `wage_pence_hour` on 12 July 2021, the day of the start".into()],
            earliest: None,
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

/// A pay period of the employer of the job with this id.
fn pay(id: &str, from: &str, until: &str, pence: i64) -> PayPeriod {
    let employer = format!("Employer {id}");
    PayPeriod { id: format!("pay-{from}"), employer, from: day(from), until: day(until), earned: Pence(pence) }
}

/// The day on which what is earned since 12 July 2021 crosses the threshold of £3,706.56.
fn crossed(spells: Vec<Spell>, pay: Vec<PayPeriod>, as_of: &str) -> Option<String> {
    on(RESTART, &Participation { pay, ..participation("2021-07-12", spells) }, as_of)
}

#[test]
fn self_employment_does_not_count_as_earnings() {
    let own = Spell { kind: SpellKind::SelfEmployed, ..job("own", "2021-08-02", None, Some(90_000)) };
    assert_eq!(crossed(vec![own], Vec::new(), "2022-12-31"), None);
}

#[test]
fn a_day_of_work_earns_its_seventh_from_the_first_day_on() {
    // £3,706.56 a day for seven days: the first day is enough, and a penny less takes a second.
    assert_eq!(
        crossed(vec![job("a", "2021-08-02", None, Some(370_656 * 7))], Vec::new(), "2021-08-02"),
        Some("2021-08-02".into())
    );
    let less = vec![job("a", "2021-08-02", None, Some(370_656 * 7 - 1))];
    assert_eq!(crossed(less, Vec::new(), "2021-12-31"), Some("2021-08-03".into()));
    // Two jobs one after the other, with nothing between them, and the later one listed first.
    let two = vec![
        job("b", "2021-09-01", Some("2021-09-07"), Some(200_000)),
        job("a", "2021-08-01", Some("2021-08-07"), Some(200_000)),
    ];
    assert_eq!(
        crossed(two, Vec::new(), "2021-12-31"),
        Some("2021-09-06".into()),
        "£2,000, then six sevenths of £2,000"
    );
}

#[test]
fn a_pay_period_counts_on_its_last_day_and_not_before() {
    let with = |as_of: &str| crossed(Vec::new(), vec![pay("a", "2021-08-01", "2021-08-31", 370_656)], as_of);
    assert_eq!(with("2021-08-30"), None);
    assert_eq!(with("2021-08-31"), Some("2021-08-31".into()));
    assert_eq!(crossed(Vec::new(), vec![pay("a", "2021-08-01", "2021-08-31", 370_655)], "2021-12-31"), None);
    assert_eq!(
        crossed(Vec::new(), vec![pay("a", "2021-08-31", "2021-08-31", 370_656)], "2021-12-31"),
        Some("2021-08-31".into()),
        "of one day"
    );
    assert_eq!(
        crossed(Vec::new(), vec![pay("a", "2021-08-31", "2021-08-30", 370_656)], "2021-12-31"),
        None,
        "of no days"
    );
}

#[test]
fn of_a_pay_period_that_began_before_the_start_the_days_since_count_rounded_down() {
    // Twenty days, of which those from 12 July to 21 July are since the start: half.
    let with = |pence| crossed(Vec::new(), vec![pay("a", "2021-07-02", "2021-07-21", pence)], "2021-12-31");
    assert_eq!(with(370_656 * 2), Some("2021-07-21".into()));
    assert_eq!(with(370_656 * 2 - 1), None, "half a penny is rounded down");
    let before = |until: &str| crossed(Vec::new(), vec![pay("a", "2021-07-01", until, 90_000_000)], "2021-12-31");
    assert_eq!(before("2021-07-11"), None, "it ended before the start");
    assert_eq!(before("2021-07-12"), Some("2021-07-12".into()));
}

#[test]
fn pay_takes_the_place_of_the_usual_pay_of_its_own_employer_and_days_only() {
    // £100 a day; nothing was paid for ten days in the middle.
    let usual = || job("a", "2021-08-01", None, Some(70_000));
    let days = |pay: Vec<PayPeriod>| crossed(vec![usual()], pay, "2021-12-31");
    assert_eq!(days(Vec::new()), Some("2021-09-07".into()), "38 days of £100 are £3,800");
    assert_eq!(days(vec![pay("a", "2021-08-11", "2021-08-20", 0)]), Some("2021-09-17".into()));
    assert_eq!(days(vec![pay("a", "2021-08-01", "2021-08-01", 0)]), Some("2021-09-08".into()), "the first day alone");
    assert_eq!(days(vec![pay("b", "2021-08-11", "2021-08-20", 0)]), Some("2021-09-07".into()), "of another employer");
    assert_eq!(days(vec![pay("a", "2021-07-13", "2021-07-20", 0)]), Some("2021-09-07".into()), "before the job");
    // Nothing is open before the job where pay of all its days is known.
    let all_known = crossed(
        vec![job("a", "2021-08-01", Some("2021-08-10"), None)],
        vec![pay("a", "2021-08-01", "2021-08-10", 1)],
        "2021-12-31",
    );
    assert_eq!(all_known, None);
}

#[test]
fn pay_of_nothing_is_known() {
    let nothing = participation("2021-07-12", vec![job("a", "2021-08-02", None, Some(0))]);
    assert!(matches!(progress(RESTART, &nothing, "2022-06-30"), Progress::NotYet { .. }));
    let less = participation("2021-07-12", vec![job("a", "2021-08-02", None, Some(-1))]);
    assert!(matches!(progress(RESTART, &less, "2022-06-30"), Progress::Unknown { .. }));
}

/// A job that began, and ended, before the start is nothing that could be asked for.
#[test]
fn unknown_pay_of_a_job_that_was_over_is_not_asked_for() {
    let over = participation("2021-07-12", vec![job("a", "2021-01-01", Some("2021-07-11"), None)]);
    assert_eq!(progress(RESTART, &over, "2022-06-30").reached_on(), None);
    assert!(matches!(progress(RESTART, &over, "2022-06-30"), Progress::NotYet { .. }));
    let last_day = participation("2021-07-12", vec![job("a", "2021-01-01", Some("2021-07-12"), None)]);
    assert!(matches!(progress(RESTART, &last_day, "2022-06-30"), Progress::Unknown { .. }));
}

fn so_far(counts: Counts, participation: &Participation, as_of: &str) -> String {
    match progress(counts, participation, as_of) {
        Progress::NotYet { so_far, .. } => so_far,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn how_far_somebody_has_come_is_told_by_the_best_run() {
    let short = job("b", "2024-03-01", Some("2024-03-05"), None);
    let person = participation("2024-01-01", vec![job("a", "2024-01-01", Some("2024-02-09"), None), short]);
    assert_eq!(so_far(FND_13, &person, "2024-12-31"), "40 of 91 days in work (13 weeks).");
    assert_eq!(
        so_far(FND_13, &participation("2024-01-01", Vec::new()), "2024-12-31"),
        "0 of 91 days in work (13 weeks)."
    );
    // Of the two runs of work the window that ends with the first holds most.
    let apart = participation(
        "2024-01-01",
        vec![job("a", "2024-01-01", Some("2024-02-09"), None), job("b", "2024-07-01", Some("2024-07-05"), None)],
    );
    assert_eq!(so_far(IN_WINDOW, &apart, "2024-12-31"), "40 of 91 days in work within 16 weeks.");
    assert_eq!(
        so_far(IN_WINDOW, &participation("2024-01-01", Vec::new()), "2024-12-31"),
        "0 of 91 days in work within 16 weeks."
    );
    // 112 days hold 45: the first lies in the window that ends with the last.
    let far = |from: &str| {
        participation(
            "2024-01-01",
            vec![job("a", "2024-01-01", Some("2024-01-01"), None), job("b", from, Some("2024-04-21"), None)],
        )
    };
    assert_eq!(so_far(IN_WINDOW, &far("2024-04-21"), "2024-12-31"), "2 of 91 days in work within 16 weeks.");
    let later = participation(
        "2024-01-01",
        vec![job("a", "2024-01-01", Some("2024-01-01"), None), job("b", "2024-04-22", Some("2024-04-22"), None)],
    );
    assert_eq!(so_far(IN_WINDOW, &later, "2024-12-31"), "1 of 91 days in work within 16 weeks.");
}

fn self_employed(id: &str, from: &str, until: &str) -> Spell {
    Spell { kind: SpellKind::SelfEmployed, ..job(id, from, Some(until), None) }
}

#[test]
fn months_of_self_employment_are_told_by_the_longest_run() {
    let six = Counts::SelfEmployment { months: 6 };
    let two = participation(
        "2023-01-01",
        vec![self_employed("a", "2023-01-01", "2023-03-31"), self_employed("b", "2023-05-01", "2023-05-31")],
    );
    assert_eq!(so_far(six.clone(), &two, "2024-12-31"), "3 of 6 months of self-employment without a break.");
    assert_eq!(
        so_far(six, &participation("2023-01-01", Vec::new()), "2024-12-31"),
        "0 of 6 months of self-employment without a break."
    );
    let none = Counts::SelfEmployment { months: 0 };
    assert_eq!(on(none, &two, "2024-12-31"), Some("2023-01-01".into()), "no months are complete on the first day");
    let one = Counts::SelfEmployment { months: 1 };
    assert_eq!(on(one, &two, "2024-12-31"), Some("2023-01-31".into()));
}

fn working_of(counts: Counts, participation: &Participation) -> String {
    match progress(counts, participation, "2024-12-31") {
        Progress::Reached { working, .. } => working.join(" "),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn breaks_are_told_by_number_and_length() {
    let jobs = |all: &[(&str, Option<&str>)]| {
        let spells = all.iter().map(|(from, until)| job(from, from, *until, None)).collect();
        participation("2024-01-01", spells)
    };
    let none = working_of(WITH_BREAKS, &jobs(&[("2024-01-01", None)]));
    assert_eq!(
        none,
        "In work from 1 January 2024; the 13 weeks (91 days in work) were complete on 31 March 2024. There was no break."
    );
    let one = working_of(WITH_BREAKS, &jobs(&[("2024-01-01", Some("2024-01-31")), ("2024-02-02", None)]));
    assert!(one.ends_with("There was one break of 1 day; 7 days were allowed."), "{one}");
    let two = [("2024-01-01", Some("2024-01-31")), ("2024-02-02", Some("2024-02-10")), ("2024-02-13", None)];
    let two = working_of(WITH_BREAKS, &jobs(&two));
    assert!(two.ends_with("There were 2 breaks, together 3 days; 14 days were allowed, and 7 days each."), "{two}");
}

/// The window of 112 days that ends on the day: what it rests on, where it begins, and how much was worked in it.
#[test]
fn a_window_tells_the_days_in_work_within_it_and_rests_on_them_only() {
    let jobs = vec![
        job("long before", "2024-01-02", Some("2024-01-10"), None),
        job("reaches in", "2024-02-01", Some("2024-03-05"), None),
        job("on", "2024-03-11", None, None),
    ];
    let person = participation("2024-01-01", jobs);
    let Progress::Reached { on, first, working, spells } = progress(IN_WINDOW, &person, "2024-12-31") else {
        unreachable!()
    };
    // 34 days to 5 March, and 57 more from 11 March: 91 on 6 May, 96 days after 1 February.
    assert_eq!((on, first), (day("2024-05-06"), day("2024-02-01")));
    assert_eq!(spells, ["reaches in", "on"]);
    assert_eq!(
        working,
        ["In the 16 weeks to 6 May 2024 the person was in work on 91 days; 91 (13 weeks) are asked for."]
    );
}

fn learning(days: &[(&str, Option<i64>)]) -> Participation {
    let event = |(on, hours): &(&str, Option<i64>)| RecordedEvent {
        id: format!("{on} {hours:?}"),
        kind: "learning-day".into(),
        on: day(on),
        hours: *hours,
    };
    Participation { events: days.iter().map(event).collect(), ..participation("2024-03-01", Vec::new()) }
}

#[test]
fn days_and_hours_of_learning_are_complete_together_and_nothing_else_counts_as_them() {
    let counts = Counts::Attendance { days: 3, hours: 5 };
    let mut person =
        learning(&[("2024-03-04", Some(3)), ("2024-03-02", Some(2)), ("2024-03-02", Some(1)), ("2024-02-29", Some(9))]);
    person.events.push(RecordedEvent { id: "x".into(), kind: "offer".into(), on: day("2024-03-03"), hours: Some(9) });
    assert_eq!(so_far(counts.clone(), &person, "2024-12-31"), "2 of 3 days of learning, 6 of 5 hours.");
    person.events.push(RecordedEvent { hours: Some(0), ..learning(&[("2024-03-09", None)]).events.remove(0) });
    let Progress::Reached { on, first, working, spells } = progress(counts.clone(), &person, "2024-12-31") else {
        unreachable!()
    };
    assert_eq!((on, first), (day("2024-03-09"), day("2024-03-01")));
    assert_eq!(
        working,
        ["3 days of learning with 6 hours were complete on 9 March 2024; 3 days and 5 hours are asked for."]
    );
    assert_eq!(spells, ["2024-03-02 Some(1)", "2024-03-02 Some(2)", "2024-03-04 Some(3)", "2024-03-09 None"]);
    assert_eq!(progress(counts, &person, "2024-03-08").reached_on(), None);
}

#[test]
fn hours_of_learning_that_are_not_known_are_asked_for_where_they_could_decide() {
    let of = |days: i64, hours: i64, all: &[(&str, Option<i64>)]| {
        progress(Counts::Attendance { days, hours }, &learning(all), "2024-12-31")
    };
    let one = [("2024-03-02", None), ("2024-03-03", Some(5)), ("2024-03-04", Some(1))];
    assert_eq!(of(3, 5, &one).reached_on(), Some(day("2024-03-04")), "three days are complete on the third");
    let Progress::Unknown { needs, earliest } = of(1, 5, &one) else { unreachable!() };
    assert_eq!((needs, earliest), (vec!["the hours of learning on 2 March 2024".to_owned()], Some(day("2024-03-02"))));
    assert_eq!(of(4, 1, &one).reached_on(), None);
    assert!(matches!(of(4, 1, &one), Progress::NotYet { .. }), "three days are never four");
    let Progress::Unknown { needs, .. } = of(2, 9, &[("2024-03-02", Some(1)), ("2024-03-03", None)]) else {
        unreachable!()
    };
    assert_eq!(needs, ["the hours of learning on 3 March 2024"]);
}

#[test]
fn what_is_missing_of_a_job_is_named_by_what_is_asked() {
    let asked = |least: LeastWork, hours, pay| {
        let counts = Counts::WeeksInWork { weeks: 1, longest_break_days: 0, all_breaks_days: 0, least };
        let spell = Spell { hours_per_week: hours, ..job("a", "2024-05-01", None, pay) };
        match progress(counts, &participation("2024-01-01", vec![spell]), "2024-12-31") {
            Progress::Unknown { needs, .. } => needs.join("; "),
            other => format!("{:?}", other.reached_on()),
        }
    };
    let (hours, pay) = (Some(7), Some(100));
    let least = |hours_per_week, pence_week| LeastWork { hours_per_week, pence_week };
    assert_eq!(
        asked(least(hours, pay), None, None),
        "hours a week and weekly earnings with Employer a from 1 May 2024"
    );
    assert_eq!(asked(least(hours, pay), Some(7), None), "weekly earnings with Employer a from 1 May 2024");
    assert_eq!(asked(least(hours, pay), None, Some(100)), "hours a week with Employer a from 1 May 2024");
    assert_eq!(asked(least(hours, None), None, None), "hours a week with Employer a from 1 May 2024");
    assert_eq!(asked(least(None, pay), None, None), "weekly earnings with Employer a from 1 May 2024");
    assert_eq!(asked(least(hours, pay), Some(6), None), "None", "six hours are too few, whatever was paid");
}

/// A spell from the day of the start on, with hours and pay that may not be known.
fn a_spell() -> impl Strategy<Value = Spell> {
    let numbers = (proptest::option::of(1_u16..14), proptest::option::of(0_i64..60_000));
    (31_u64..400, proptest::option::of(0_u64..200), any::<bool>(), 0_u8..9, numbers).prop_map(
        |(from, length, own, employer, (hours, pay))| {
            let from = day("2024-01-01").checked_add_days(chrono::Days::new(from)).unwrap();
            let until = length.map(|length| from.checked_add_days(chrono::Days::new(length)).unwrap());
            Spell {
                id: format!("{from} {length:?} {own} {employer} {hours:?} {pay:?}"),
                employer: format!("Employer {employer}"),
                kind: if own { SpellKind::SelfEmployed } else { SpellKind::Employee },
                period: Period { from, until },
                hours_per_week: hours,
                earnings_pence_week: pay.map(Pence),
            }
        },
    )
}

/// The same, but it may have begun before the start.
fn any_spell() -> impl Strategy<Value = Spell> {
    (a_spell(), 0_u64..60).prop_map(|(spell, earlier)| {
        let from = spell.period.from.checked_sub_days(chrono::Days::new(earlier)).unwrap();
        Spell { period: Period { from, until: spell.period.until }, ..spell }
    })
}

fn a_day_of_learning() -> impl Strategy<Value = RecordedEvent> {
    (0_u64..60, proptest::option::of(0_i64..4)).prop_map(|(after, hours)| {
        let on = day("2024-01-25").checked_add_days(chrono::Days::new(after)).unwrap();
        RecordedEvent { id: format!("{on} {hours:?}"), kind: "learning-day".into(), on, hours }
    })
}

/// Every way of counting that something unknown may decide, and some that nothing does.
fn any_counts() -> impl Strategy<Value = Counts> {
    let hours = LeastWork { hours_per_week: Some(7), pence_week: None };
    let pay = LeastWork { hours_per_week: None, pence_week: Some(20_000) };
    let both = LeastWork { hours_per_week: Some(7), pence_week: Some(20_000) };
    let weeks = |least| Counts::WeeksInWork { weeks: 13, longest_break_days: 7, all_breaks_days: 14, least };
    let window = |least| Counts::WeeksInWindow { weeks: 13, window_weeks: 16, least };
    prop_oneof![
        Just(Counts::Start),
        Just(Counts::JobStart),
        Just(FND_13),
        Just(WITH_BREAKS),
        Just(RESTART),
        Just(Counts::SelfEmployment { months: 3 }),
        proptest::sample::select(vec![weeks(hours), weeks(pay), weeks(both)]),
        proptest::sample::select(vec![window(LeastWork::ANY), window(hours), window(pay), window(both)]),
        Just(Counts::Attendance { days: 3, hours: 5 }),
        Just(Counts::Recorded { event: "learning-day".into() }),
    ]
}

const LAST: &str = "2025-12-31";

/// What is not known of a participation, made up from numbers that are used in turn.
fn filled_in(participation: &Participation, numbers: &[u32]) -> Participation {
    let mut numbers = numbers.iter().cycle().copied();
    let mut filled = participation.clone();
    for spell in &mut filled.spells {
        let (hours, pay) = (numbers.next().unwrap(), numbers.next().unwrap());
        spell.hours_per_week = spell.hours_per_week.or(Some(u16::try_from(hours % 41).unwrap()));
        spell.earnings_pence_week = spell.earnings_pence_week.or(Some(Pence(i64::from(pay % 400_000))));
    }
    for event in &mut filled.events {
        event.hours = event.hours.or(Some(i64::from(numbers.next().unwrap() % 9)));
    }
    filled
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// Whatever the unknown turns out to be, a day reached stays, what it rests on needs no other bearing out, and what
    /// was not reached was not; and nothing is reached before the day that was said to be the earliest.
    #[test]
    fn a_definite_answer_stays_whatever_the_unknown_turns_out_to_be(
        counts in any_counts(),
        spells in proptest::collection::vec(any_spell(), 0..6),
        events in proptest::collection::vec(a_day_of_learning(), 0..6),
        numbers in proptest::collection::vec(any::<u32>(), 16),
        ahead in 0_u64..600,
    ) {
        let as_of = day("2024-02-01").checked_add_days(chrono::Days::new(ahead)).unwrap().to_string();
        let before = Participation { events, ..participation("2024-02-01", spells) };
        let known = filled_in(&before, &numbers);
        match (progress(counts.clone(), &before, &as_of), progress(counts, &known, &as_of)) {
            (Progress::Reached { on, first, spells, .. }, Progress::Reached { on: then, first: from, spells: of, .. }) => {
                prop_assert_eq!((on, first), (then, from));
                prop_assert!(of.iter().all(|id| spells.contains(id)), "{:?} rests on more than {:?}", of, spells);
            }
            (Progress::NotYet { .. }, Progress::NotYet { .. }) => {}
            (Progress::Unknown { earliest, needs }, then) => {
                prop_assert!(!needs.is_empty());
                prop_assert!(then.reached_on().is_none_or(|on| earliest.is_none_or(|earliest| earliest <= on)));
            }
            (definite, then) => prop_assert!(false, "{:?} became {:?}", definite, then),
        }
    }
}

proptest! {
    #[test]
    fn the_order_of_spells_is_irrelevant(
        counts in any_counts(),
        (one, other) in proptest::collection::vec(any_spell(), 0..6)
            .prop_flat_map(|spells| (Just(spells.clone()), Just(spells).prop_shuffle())),
    ) {
        prop_assert_eq!(
            progress(counts.clone(), &participation("2024-02-01", one), LAST).reached_on(),
            progress(counts.clone(), &participation("2024-02-01", other), LAST).reached_on()
        );
    }

    /// Of work that began since the start; that a job was held before takes away what it seemed to be.
    #[test]
    fn more_evidence_never_makes_an_outcome_unreached_or_later(
        counts in any_counts(),
        spells in proptest::collection::vec(a_spell(), 0..6),
        more in a_spell(),
        numbers in proptest::collection::vec(any::<u32>(), 16),
    ) {
        let reached_on = |spells: Vec<Spell>| {
            progress(counts.clone(), &filled_in(&participation("2024-02-01", spells), &numbers), LAST).reached_on()
        };
        let before = reached_on(spells.clone());
        let after = reached_on(spells.into_iter().chain([more]).collect());
        if let Some(before) = before {
            prop_assert!(after.is_some_and(|after| after <= before), "{before} {after:?}");
        }
    }

    #[test]
    fn splitting_a_spell_changes_nothing(
        counts in any_counts(),
        mut spells in proptest::collection::vec(any_spell(), 1..6),
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
        spells in proptest::collection::vec(any_spell(), 0..6),
    ) {
        let person = participation("2024-02-01", spells);
        if let Progress::NotYet { expected_on: Some(expected), .. } = progress(counts.clone(), &person, "2024-06-30") {
            prop_assert_eq!(progress(counts.clone(), &person, &expected.to_string()).reached_on(), Some(expected));
        }
    }
}
