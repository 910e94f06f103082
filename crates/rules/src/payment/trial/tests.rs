#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::{
    super::{
        OutcomeLine,
        claim_lines::tests::{contract, dated, flexible_new_deal, groups_of as payment_groups},
        line::ClaimLine,
    },
    *,
};
use policy::{Counts, EvidenceRule, LeastWork, WorkFrom};

fn group(id: &str, job_chance: f64, cost: i64) -> MixGroup {
    MixGroup {
        id: id.to_owned(),
        says: id.to_owned(),
        starts: 50,
        job_chance,
        weeks_to_job: 4.0,
        weekly_leaving_chance: 0.0,
        hours_per_week: 30,
        earnings_week: Pence(30_000),
        cost: Pence(cost),
        cost_in_work: Pence(0),
        events: Vec::new(),
        target: Some(("job".to_owned(), 0.5)),
    }
}

fn tried(groups: Vec<MixGroup>, seed: u64) -> Trial {
    let definition = |id: &str, counts| {
        let (name, says, source) = (id.to_owned(), id.to_owned(), "a test".to_owned());
        (
            id.to_owned(),
            OutcomeDefinition { id: id.to_owned(), name, says, counts, work_from: WorkFrom::NewWork, source },
        )
    };
    let least = LeastWork::default();
    let weeks = Counts::WeeksInWork { weeks: 13, longest_break_days: 0, all_breaks_days: 0, least };
    let definitions = [definition("start", Counts::Start), definition("13-weeks", weeks)].into_iter().collect();
    let prices =
        vec![("start", vec![dated("2010-01-01", None, 10_000)]), ("job", vec![dated("2010-01-01", None, 100_000)])];
    let contract = contract(&[("start", "start", None), ("job", "13-weeks", None)], prices);
    let mix = Mix { from: "2015-01-01".parse().unwrap(), starts_over_days: 365, groups, runs: 40 };
    let mut state = seed;
    let mut chance = || {
        // Numbers that look drawn; a test needs no better.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX)
    };
    trial(&contract, &definitions, &mix, &mut chance).unwrap()
}

#[test]
fn what_is_certain_is_paid_to_the_penny() {
    let trial = tried(vec![group("sure", 1.1, 50_000), group("never", -0.1, 20_000)], 1);
    // £100 and £1,000 for each who is sure to work, £100 for the others.
    assert_eq!(trial.paid, Spread { mean: Pence(6_000_000), low: Pence(6_000_000), high: Pence(6_000_000) });
    assert_eq!(trial.margin.mean, Pence(6_000_000 - 50 * 70_000));
    let [sure, never] = &trial.groups[..] else { panic!("{trial:?}") };
    assert_eq!((sure.paid_per_start, sure.margin_per_start, sure.drift), (110_000.0, 60_000.0, Drift::Cream));
    assert_eq!((never.paid_per_start, never.margin_per_start, never.drift), (10_000.0, -10_000.0, Drift::Park));
    assert_eq!(never.target, Some(("job".to_owned(), 0.5, 0.0)));
    // One of the mix leaves £250: who never works would have to bring £450 for a start in place of £100.
    assert_eq!(never.level_price, Some(4.5));
    assert_eq!(sure.outcomes_per_start.get("job"), Some(&1.0));
}

#[test]
fn the_same_seed_gives_the_same_answer_and_groups_alike_drift_nowhere() {
    let alike = || vec![group("one", 0.5, 40_000), group("other", 0.5, 40_000)];
    assert_eq!(tried(alike(), 7), tried(alike(), 7));
    let trial = tried(alike(), 7);
    let rate = trial.groups[0].outcomes_per_start["job"];
    assert!((0.45..0.55).contains(&rate), "{rate}");
    assert!(trial.paid.low < trial.paid.mean && trial.paid.mean < trial.paid.high);
}

/// Chance that gives these numbers in turn.
fn given(numbers: &[f64]) -> impl FnMut() -> f64 + '_ {
    let mut numbers = numbers.iter();
    move || *numbers.next().unwrap()
}

fn mix(starts_over_days: u64) -> Mix {
    Mix { from: "2015-01-01".parse().unwrap(), starts_over_days, groups: Vec::new(), runs: 1 }
}

/// Somebody of the group as drawn with these numbers: whether they find work, the wait, the stay, then each event.
fn drawn_with(group: &MixGroup, number: u32, numbers: &[f64]) -> Participation {
    let mut contract = flexible_new_deal();
    contract.evidence = vec![EvidenceRule { outcome: "short".into(), accepts: vec!["payslip".into()] }];
    drawn(&contract, &mix(100), group, number, &mut given(numbers))
}

#[test]
fn days_are_drawn_without_memory_around_their_mean() {
    let days = |chance: f64, mean| drawn_days(&mut given(&[chance]), mean);
    // −ln(½) × 70 = 48.5; half of all waits are shorter than that.
    assert_eq!(days(0.5, 70.0), 48);
    assert_eq!(days(0.0, 70.0), 0);
    assert_eq!(days(0.9, 70.0), 161);
    assert_eq!(days(0.5, 0.0), 0);
    assert_eq!(days(1.0, 70.0), 7_300, "twenty years at most");
}

#[test]
fn starts_are_spread_evenly_and_work_begins_after_the_wait_and_ends_after_the_stay() {
    let leaves = MixGroup { weekly_leaving_chance: 0.5, weeks_to_job: 10.0, ..group("one", 0.5, 0) };
    // A wait of 48 days; a stay of −ln(½) × 14 = 9 days.
    let person = drawn_with(&leaves, 25, &[0.49, 0.5, 0.5]);
    assert_eq!(person.started_on, Some("2015-02-20".parse().unwrap()), "100 days, of 50 starts the 26th");
    let [spell] = &person.spells[..] else { panic!("{person:?}") };
    let period = |from: &str, until: &str| Period { from: from.parse().unwrap(), until: Some(until.parse().unwrap()) };
    assert_eq!(spell.period, period("2015-04-09", "2015-04-17"));
    assert_eq!((spell.hours_per_week, spell.earnings_pence_week), (Some(30), Some(Pence(30_000))));
    let open = Period { from: "2015-04-18".parse().unwrap(), until: None };
    assert_eq!(person.on_benefit, Some(vec![period("2015-02-20", "2015-04-08"), open]));
    let borne_out: Vec<(&str, &str)> =
        person.evidence.iter().map(|evidence| (evidence.of.as_str(), evidence.kind.as_str())).collect();
    assert_eq!(borne_out, [("job", "payslip"), ("start", "payslip")]);
    assert_eq!(person.group, Group::None);
}

#[test]
fn who_finds_work_on_the_day_of_the_start_was_never_on_benefit_before_it() {
    let person = drawn_with(&group("one", 0.5, 0), 0, &[0.0, 0.0]);
    let [spell] = &person.spells[..] else { panic!("{person:?}") };
    assert_eq!(spell.period.from, "2015-01-01".parse().unwrap());
    assert_eq!(spell.period.until, Some("2034-12-26".parse().unwrap()), "nobody leaves: twenty years");
    assert_eq!(person.on_benefit.unwrap().len(), 1);
    let day_later = drawn_with(&MixGroup { weeks_to_job: 1.0, ..group("one", 0.5, 0) }, 0, &[0.0, 0.2]);
    let before = day_later.on_benefit.unwrap()[0];
    assert_eq!((before.from, before.until), ("2015-01-01".parse().unwrap(), Some("2015-01-01".parse().unwrap())));
}

#[test]
fn a_stay_is_at_least_a_day_and_who_finds_no_work_stays_on_benefit() {
    let leaves = MixGroup { weekly_leaving_chance: 1.0, ..group("one", 0.5, 0) };
    let person = drawn_with(&leaves, 0, &[0.4, 0.0, 0.0]);
    assert_eq!(person.spells[0].period.until, Some(person.spells[0].period.from));
    let person = drawn_with(&leaves, 0, &[0.5, 0.0, 0.0]);
    assert!(person.spells.is_empty(), "the chance itself is not enough");
    assert_eq!(person.on_benefit, Some(vec![Period { from: "2015-01-01".parse().unwrap(), until: None }]));
}

#[test]
fn events_are_recorded_for_those_whom_chance_gives_them_so_many_weeks_after_the_start() {
    let events = vec![("offer".to_owned(), 0.5, 3), ("never".to_owned(), 0.5, 1)];
    let person = drawn_with(&MixGroup { events, ..group("one", 0.0, 0) }, 0, &[0.9, 0.0, 0.49, 0.5]);
    let told: Vec<(&str, String)> = person.events.iter().map(|one| (one.kind.as_str(), one.on.to_string())).collect();
    assert_eq!(told, [("offer", "2015-01-22".to_owned())]);
    assert!(person.evidence.iter().any(|evidence| evidence.of == "offer"));
}

#[test]
fn a_person_of_a_contract_with_groups_is_in_the_group_that_is_tried() {
    let mut contract = flexible_new_deal();
    contract.groups = payment_groups(&["young"]);
    let person = drawn(&contract, &mix(0), &group("young", 0.0, 0), 49, &mut given(&[0.9, 0.0]));
    assert_eq!(person.group, Group::Is("young".into()));
    assert_eq!(person.started_on, Some("2015-01-01".parse().unwrap()), "over no days at all they start on the first");
}

#[test]
fn help_costs_more_for_who_works() {
    let group = MixGroup { cost_in_work: Pence(7), ..group("one", 0.5, 100) };
    let with = |spells| cost_of(&group, &Participation { spells, ..Participation::default() });
    assert_eq!(with(Vec::new()), Pence(100));
    let works = drawn_with(&group, 0, &[0.0, 0.0]);
    assert_eq!(with(works.spells), Pence(107));
}

#[test]
fn a_spread_leaves_one_run_in_twenty_on_either_side() {
    let of = |amounts: &[i64]| Spread::of(amounts.to_vec());
    let runs: Vec<i64> = (1..=41).rev().map(|run| run * 10).collect();
    assert_eq!(of(&runs), Spread { mean: Pence(210), low: Pence(30), high: Pence(390) });
    assert_eq!(of(&[8]), Spread { mean: Pence(8), low: Pence(8), high: Pence(8) });
    assert_eq!(of(&[]), Spread { mean: Pence(0), low: Pence(0), high: Pence(0) });
    assert_eq!(of(&[10, 20]).mean, Pence(15));
}

/// What came of groups of 10 people, by what was paid for them and what they cost together.
fn came_of(sums: &[(i128, i128)]) -> Vec<TrialGroup> {
    let sum = |(paid, cost): &(i128, i128)| Sum { people: 10, paid: *paid, cost: *cost, ..Sum::default() };
    let groups = sums.iter().map(|_| group("one", 0.5, 0)).collect();
    groups_of(&Mix { groups, ..mix(1) }, &sums.iter().map(sum).collect::<Vec<_>>())
}

#[test]
fn a_provider_is_drawn_to_a_group_that_leaves_more_than_a_tenth_over_the_mix_and_from_one_that_loses() {
    let drift = |sums: &[(i128, i128)]| came_of(sums).into_iter().map(|one| one.drift).collect::<Vec<_>>();
    // The mix leaves 100 for each start. 110 is a tenth more and no more; 112 is.
    assert_eq!(drift(&[(1_100, 0), (900, 0)]), [Drift::Even, Drift::Even]);
    assert_eq!(drift(&[(1_120, 0), (880, 0)]), [Drift::Cream, Drift::Even]);
    assert_eq!(drift(&[(2_000, 0), (0, 0)]), [Drift::Cream, Drift::Even], "what leaves nothing loses nothing");
    assert_eq!(drift(&[(2_000, 0), (0, 5)]), [Drift::Cream, Drift::Park]);
    // Where the mix loses, anything that leaves something is picked, and nothing that leaves nothing.
    assert_eq!(drift(&[(10, 0), (0, 1_000)]), [Drift::Cream, Drift::Park]);
    assert_eq!(drift(&[(0, 0), (0, 1_000)]), [Drift::Even, Drift::Park]);
}

#[test]
fn a_price_that_levels_is_given_where_anything_is_paid() {
    let level = |sums: &[(i128, i128)]| came_of(sums).into_iter().map(|one| one.level_price).collect::<Vec<_>>();
    // Together they leave 50 for each start: who is paid 100 and costs 100 would have to be paid 150.
    assert_eq!(level(&[(1_000, 1_000), (1_000, 0)]), [Some(1.5), Some(0.5)]);
    assert_eq!(level(&[(0, 0), (10, 0)]), [None, Some(0.5)]);
    assert_eq!(ratio(7, 0), 0.0);
    assert_eq!(ratio(7, 2), 3.5);
}

#[test]
fn an_outcome_that_is_paid_again_is_reached_once() {
    let line = |occurrence| {
        OutcomeLine::Owed(ClaimLine {
            outcome: "more".into(),
            occurrence,
            definition: "weeks".into(),
            reached_on: "2015-02-01".parse().unwrap(),
            amount: Pence(5),
            example_price: false,
            claim_from: None,
            claim_by: None,
            in_window: true,
            reasons: Vec::new(),
            spells: Vec::new(),
        })
    };
    let mut sum = Sum::default();
    sum.add(Pence(3), &[line(1), line(2)]);
    sum.add(Pence(4), &[line(1)]);
    assert_eq!((sum.people, sum.paid, sum.cost), (2, 15, 7));
    assert_eq!((sum.outcomes["more"], sum.reached["more"]), (3, 2));
}

#[test]
fn what_nobody_is_paid_for_says_why_as_it_is_for_most() {
    let trial = tried(vec![group("never", -0.1, 20_000)], 1);
    let [never] = &trial.groups[..] else { panic!("{trial:?}") };
    let told: Vec<(&str, &str)> =
        never.unpaid.iter().map(|(outcome, reason)| (outcome.as_str(), reason.says.as_str())).collect();
    assert_eq!(told, [("job", "13-weeks: 0 of 91 days in work (13 weeks).")]);
    let paid = tried(vec![group("sure", 1.1, 20_000)], 1);
    assert!(paid.groups[0].unpaid.is_empty());
}
