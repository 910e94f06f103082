#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::outcome::{Evidence, Spell, SpellKind};
use kernel::{Pence, Period};
use policy::{
    ClaimWindow, Contract, ContractOutcome, Counts, DatedValue, DayFrom, Expression, Gazetteer, LeastWork, Parameter,
    PaymentGroup, PolicyText, Price, PriceDay, PriceValues, WindowLength, WorkFrom, load,
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
        let definition = OutcomeDefinition {
            id: id.into(),
            name: id.into(),
            says: id.into(),
            counts,
            work_from: WorkFrom::NewWork,
            source: "a test".into(),
        };
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

pub(crate) fn flexible_new_deal() -> Contract {
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
    let expected =
        ["rules/payment/claim_lines", "rules/outcome/work_from", "rules/payment/price", "rules/payment/claim_window"];
    assert_eq!(codes, expected);
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
    let codes: Vec<&str> = line.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "rules/payment/claim_lines").count(), 2, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == "rules/outcome/work_from").count(), 2, "{codes:?}");
}

/// Self-employment made the outcome on 31 January 2022. Pay that is not known could have made it before.
#[test]
fn a_day_is_not_given_while_another_way_may_have_been_quicker() {
    let contract = contract(&[("job", "earnings", None), ("job", "own", None)], vec![("job", flat(100_000))]);
    let own = Spell { id: "own".into(), kind: SpellKind::SelfEmployed, ..job("2021-08-01", None, None) };
    let with = |from: &str| {
        let people = person(Some("2021-07-12"), vec![own.clone(), job(from, None, None)]);
        lines(&contract, &people, "2022-03-01").remove(0)
    };
    let OutcomeLine::Unknown(line) = with("2022-01-30") else { unreachable!() };
    assert_eq!(line.needs, ["weekly earnings with Bakery from 30 January 2022"]);
    assert_eq!(
        line.reasons.first().unwrap().says,
        "It was reached by 31 January 2022, and may have been reached before."
    );
    // On the same day both ways would have been: which one decides what it rests on.
    assert!(matches!(with("2022-01-31"), OutcomeLine::Unknown(_)));
    let OutcomeLine::Owed(line) = with("2022-02-01") else { unreachable!() };
    assert_eq!((line.definition.as_str(), line.reached_on), ("own", day("2022-01-31")));
}

/// Pay that is not known cannot make an outcome in time that could be reached on the day after the last at the earliest.
#[test]
fn what_is_not_known_decides_nothing_where_it_comes_too_late() {
    let line = |within| {
        let contract = contract(&[("job", "earnings", Some(within))], vec![("job", flat(100_000))]);
        lines(&contract, &person(Some("2021-07-12"), vec![job("2021-08-01", None, None)]), "2022-03-01").remove(0)
    };
    // 1 August is 20 days after 12 July.
    assert!(matches!(line(20), OutcomeLine::Unknown(_)));
    let OutcomeLine::NotOwed(late) = line(19) else { unreachable!() };
    let codes: Vec<&str> = late.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["rules/payment/claim_lines", "rules/payment/within_days"]);
}

/// Payment groups with these ids, which everybody would be in.
pub(crate) fn groups_of(ids: &[&str]) -> Vec<PaymentGroup> {
    let spine = [
        ("spine/facts.toml", "category = [{ id = \"work\", says = \"Work\" }]\n"),
        (
            "spine/levels.toml",
            "level = [{ id = \"core\", name = \"Core\", says = \"All\", powers = [], source = \"test\" }]\n",
        ),
    ];
    let spine = spine.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let loaded = load(&PolicyText::new(spine), &Gazetteer::new());
    let nothing = loaded.policy.unwrap_or_else(|| unreachable!("{:?}", loaded.faults));
    let group = |id: &&str| PaymentGroup {
        id: (*id).into(),
        code: format!("areas/example/contracts/example#{id}").into(),
        says: (*id).to_owned(),
        when: Expression::read(&nothing, &Gazetteer::new(), "true").unwrap(),
    };
    ids.iter().map(group).collect()
}

fn with_group(contract: Contract, id: &str, change: impl Fn(&mut ContractOutcome)) -> Contract {
    let mut contract = Contract { groups: groups_of(&["young", "old"]), ..contract };
    contract.outcomes.iter_mut().filter(|way| way.id == id).for_each(change);
    contract
}

/// A payment group that is not known is no group in which everything is owed.
#[test]
fn an_outcome_for_some_groups_is_not_known_to_be_owed_while_the_group_is_not() {
    let contract = with_group(flexible_new_deal(), "short", |way| way.for_groups = vec!["young".into()]);
    let of = |group: Group| {
        let person = Participation { group, ..person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]) };
        lines(&contract, &person, "2010-08-15")
    };
    let answers = |group: Group| -> Vec<&'static str> {
        let told = |line: &OutcomeLine| match line {
            OutcomeLine::Owed(_) => "owed",
            OutcomeLine::NotOwed(_) => "not owed",
            OutcomeLine::Unknown(_) => "unknown",
        };
        of(group).iter().map(told).collect()
    };
    let unknown = || Group::Unknown { needs: vec!["the age".into()] };
    assert_eq!(answers(Group::Is("young".into())), ["owed", "owed", "not owed"]);
    assert_eq!(answers(Group::Is("old".into())), ["owed", "not owed", "not owed"]);
    assert_eq!(answers(unknown()), ["owed", "unknown", "not owed"]);
    let OutcomeLine::Unknown(line) = of(unknown()).remove(1) else { unreachable!() };
    assert_eq!((line.needs, line.occurrence), (vec!["the age".to_owned()], 1));
    assert_eq!(line.reasons.first().unwrap().code, "rules/payment/group");
    let everybody = with_group(flexible_new_deal(), "short", |_| {});
    let person = Participation { group: unknown(), ..person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]) };
    assert!(matches!(lines(&everybody, &person, "2010-08-15")[1], OutcomeLine::Owed(_)));
}

/// A contract may let work held before the start count, for one outcome and not for another.
#[test]
fn a_contract_may_say_from_when_work_counts() {
    let mut contract = flexible_new_deal();
    contract.outcomes[1].work_from = Some(WorkFrom::Start);
    let held = person(Some("2010-04-01"), vec![job("2009-06-01", None, None)]);
    let lines = lines(&contract, &held, "2011-01-01");
    let OutcomeLine::Owed(short) = &lines[1] else { unreachable!("{lines:?}") };
    assert_eq!(short.reached_on, day("2010-06-30"), "the 91st day from the start");
    assert_eq!(
        short.reasons[1].says,
        "Every day in work counts from 1 April 2010, the day of the start, whenever the work began."
    );
    let OutcomeLine::NotOwed(sustained) = &lines[2] else { unreachable!("{lines:?}") };
    assert_eq!(
        sustained.reasons[1].says,
        "Work counts if it began on or after 1 April 2010, the day of the start. This was held before, and does not count: \
         work with Bakery from 1 June 2009."
    );
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

/// `end` needs `middle`, which needs `start`.
fn chain_of(length: usize) -> Contract {
    let ids: Vec<String> = (0..length).map(|number| format!("o{number}")).collect();
    let outcomes: Vec<(&str, &str, Option<i64>)> = ids.iter().map(|id| (id.as_str(), "start", None)).collect();
    let prices = ids.iter().map(|id| (id.as_str(), flat(100))).collect();
    let mut contract = contract(&outcomes, prices);
    for (number, outcome) in contract.outcomes.iter_mut().enumerate().skip(1) {
        outcome.needs = vec![format!("o{}", number - 1)];
    }
    contract
}

#[test]
fn outcomes_may_need_one_another_sixteen_deep() {
    let last = |length| {
        let contract = chain_of(length);
        claim_lines(&contract, &definitions(), &person(Some("2010-04-01"), vec![]), day("2010-05-01")).pop().unwrap()
    };
    assert!(matches!(last(17), OutcomeLine::Owed(_)), "sixteen below the first");
    assert!(matches!(last(18), OutcomeLine::NotOwed(_)));
}

#[test]
fn what_it_needs_is_named_with_its_day_and_a_definite_no_goes_before_what_is_not_known() {
    let outcomes =
        [("start", "start", None), ("weeks", "weeks-13", None), ("pay", "earnings", None), ("all", "start", None)];
    let prices = ["start", "weeks", "pay", "all"].map(|id| (id, flat(100))).to_vec();
    let mut contract = contract(&outcomes, prices);
    contract.outcomes[3].needs = vec!["weeks".into()];
    let worked = person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]);
    let OutcomeLine::Owed(all) = lines(&contract, &worked, "2010-12-31").remove(3) else { unreachable!() };
    assert_eq!(all.reached_on, day("2010-07-30"));
    assert!(all.reasons.iter().any(|reason| reason.says == "It needs `weeks`, which was reached on 30 July 2010."));
    // Pay is not known, and the weeks are not reached: whatever the pay was, it is not owed.
    contract.outcomes[3].needs = vec!["pay".into(), "weeks".into()];
    let short = person(Some("2010-04-01"), vec![job("2010-05-01", Some("2010-05-31"), None)]);
    let OutcomeLine::NotOwed(none) = lines(&contract, &short, "2010-12-31").remove(3) else { unreachable!() };
    assert!(none.reasons[0].says.starts_with("`all` was reached, but the contract pays for it only with `weeks`"));
    let OutcomeLine::Unknown(open) = lines(&contract, &worked, "2010-12-31").remove(3) else { unreachable!() };
    assert_eq!(open.needs, ["weekly earnings with Bakery from 1 May 2010"]);
}

/// The work of 26 weeks contains that of 13 when it begins no later and ends no earlier, each to the day.
#[test]
fn a_run_contains_another_that_begins_and_ends_on_the_same_days() {
    let mut contract = contract(
        &[("short", "weeks-13", None), ("same", "weeks-13", None)],
        vec![("short", flat(100)), ("same", flat(100))],
    );
    contract.outcomes[1].contains = Some("short".into());
    let worked = person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]);
    let OutcomeLine::Owed(same) = lines(&contract, &worked, "2010-12-31").remove(1) else { unreachable!() };
    assert!(
        same.reasons.iter().any(|reason| reason.says == "Its work contains that of `short`, as the contract asks.")
    );
}

#[test]
fn of_several_ways_the_one_expected_first_is_what_is_expected() {
    let outcomes = [("job", "weeks-26", None), ("job", "weeks-13", None), ("other", "start", None)];
    let contract = contract(&outcomes, vec![("job", flat(100)), ("other", flat(1))]);
    let worked = person(Some("2010-04-01"), vec![job("2010-05-01", None, None)]);
    let OutcomeLine::NotOwed(line) = lines(&contract, &worked, "2010-06-01").remove(0) else { unreachable!() };
    assert_eq!(line.expected_on, Some(day("2010-07-30")));
    assert_eq!(line.definitions, ["weeks-26", "weeks-13"], "its own, and none of another outcome");
    assert_eq!((line.outcome.as_str(), line.occurrence), ("job", 1));
}

#[test]
fn an_outcome_that_the_contract_pays_for_no_start_like_this_says_so() {
    let mut contract = flexible_new_deal();
    contract.outcomes[1].for_starts = Period::new(day("2010-05-01"), None).ok();
    let worked = person(Some("2010-04-30"), vec![job("2010-05-01", None, None)]);
    let OutcomeLine::NotOwed(line) = lines(&contract, &worked, "2010-12-31").remove(1) else { unreachable!() };
    assert_eq!(line.reasons[0].says, "The example contract does not pay for `short` for this start and payment group.");
    let on_the_day = Participation { started_on: Some(day("2010-05-01")), ..worked };
    assert!(matches!(lines(&contract, &on_the_day, "2010-12-31")[1], OutcomeLine::Owed(_)));
}

#[test]
fn a_line_kept_before_outcomes_were_numbered_is_the_first() {
    let lines = lines(&flexible_new_deal(), &person(Some("2010-04-01"), vec![]), "2010-12-31");
    let unknown = OutcomeLine::Unknown(Undecided {
        outcome: "x".into(),
        occurrence: 1,
        definitions: Vec::new(),
        needs: Vec::new(),
        reasons: Vec::new(),
    });
    for line in [&lines[0], &lines[1], &unknown] {
        let mut kept = serde_json::to_value(line).unwrap();
        kept.as_object_mut().unwrap().remove("occurrence");
        let read: OutcomeLine = serde_json::from_value(kept).unwrap();
        assert_eq!((read.occurrence(), &read), (1, line));
    }
}

/// What the lines owe together, in or out of the window.
fn total(lines: &[OutcomeLine]) -> Pence {
    Pence::total(lines.iter().filter_map(OutcomeLine::owed).map(|line| line.amount)).unwrap()
}

fn a_job() -> impl Strategy<Value = Spell> {
    (0_u64..600, proptest::option::of(0_u64..300)).prop_map(|(from, length)| {
        let from = day("2010-04-01").checked_add_days(chrono::Days::new(from)).unwrap();
        let until = length.and_then(|length| from.checked_add_days(chrono::Days::new(length)));
        job(&from.to_string(), until.map(|day| day.to_string()).as_deref(), None)
    })
}

/// Everything that a contract can ask: two ways, limits, needs, a floor of hours, payment groups, evidence.
fn demanding() -> (Contract, IndexMap<String, OutcomeDefinition>) {
    let least = LeastWork { hours_per_week: Some(7), pence_week: None };
    let counts = Counts::WeeksInWork { weeks: 8, longest_break_days: 7, all_breaks_days: 14, least };
    let mut definitions = definitions();
    let hours = OutcomeDefinition { id: "hours".into(), counts, ..definitions["weeks-13"].clone() };
    definitions.insert("hours".into(), hours);
    let outcomes = [
        ("job", "earnings", Some(300)),
        ("job", "own", Some(300)),
        ("hours", "hours", Some(200)),
        ("both", "hours", None),
        ("long", "weeks-13", None),
    ];
    let prices = ["job", "hours", "both", "long"].map(|id| (id, flat(1_000))).to_vec();
    let mut contract = with_group(contract(&outcomes, prices), "long", |way| way.for_groups = vec!["old".into()]);
    contract.outcomes[3].needs = vec!["job".into()];
    contract.evidence = vec![policy::EvidenceRule { outcome: "hours".into(), accepts: vec!["payslip".into()] }];
    (contract, definitions)
}

/// A job of which hours, pay and a payslip may be missing.
fn a_job_with_gaps() -> impl Strategy<Value = (Spell, bool)> {
    let numbers = (proptest::option::of(4_u16..11), proptest::option::of(0_i64..40_000));
    (a_job(), any::<bool>(), numbers, any::<bool>()).prop_map(|(spell, own, (hours, pay), payslip)| {
        let kind = if own { SpellKind::SelfEmployed } else { SpellKind::Employee };
        (Spell { kind, hours_per_week: hours, earnings_pence_week: pay.map(Pence), ..spell }, payslip)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Hours, pay and the payment group may be unknown: what is owed or not owed without them is so with them.
    #[test]
    fn a_line_that_is_definite_stays_whatever_the_unknown_turns_out_to_be(
        jobs in proptest::collection::vec(a_job_with_gaps(), 0..5),
        filled in proptest::collection::vec((0_u16..30, 0_i64..300_000), 5),
        group in proptest::sample::select(vec![Group::None, Group::Is("young".into()), Group::Is("old".into())]),
        ahead in 0_u64..900,
    ) {
        let (contract, definitions) = demanding();
        let as_of = day("2010-04-01").checked_add_days(chrono::Days::new(ahead)).unwrap();
        let spells: Vec<Spell> = jobs
            .iter()
            .enumerate()
            .map(|(number, (job, _))| Spell { id: format!("{number}"), employer: format!("{number}"), ..job.clone() })
            .collect();
        let evidence = spells.iter().zip(&jobs).filter(|(_, (_, payslip))| *payslip);
        let evidence = evidence.map(|(spell, _)| Evidence { of: spell.id.clone(), kind: "payslip".into() }).collect();
        let open = Group::Unknown { needs: vec!["the age".into()] };
        let before = Participation { evidence, group: open, ..person(Some("2010-04-01"), spells) };
        let mut known = Participation { group, ..before.clone() };
        for (spell, (hours, pay)) in known.spells.iter_mut().zip(filled) {
            spell.hours_per_week = spell.hours_per_week.or(Some(hours));
            spell.earnings_pence_week = spell.earnings_pence_week.or(Some(Pence(pay)));
        }
        let lines = |person: &Participation| claim_lines(&contract, &definitions, person, as_of);
        for (line, then) in lines(&before).iter().zip(lines(&known)) {
            match (line, then) {
                (OutcomeLine::Owed(one), OutcomeLine::Owed(other)) => {
                    prop_assert_eq!((one.reached_on, one.amount, one.claim_by), (other.reached_on, other.amount, other.claim_by));
                }
                (OutcomeLine::Unknown(_), _) | (OutcomeLine::NotOwed(_), OutcomeLine::NotOwed(_)) => {}
                (definite, then) => prop_assert!(false, "{definite:?} became {then:?}"),
            }
        }
    }

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
