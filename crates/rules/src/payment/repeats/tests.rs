#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::{
    outcome::{Group, Participation, Spell, SpellKind},
    payment::{
        OutcomeLine, claim_lines,
        claim_lines::tests::{contract, dated, definitions, groups_of},
    },
};
use kernel::{Day, Period};
use policy::{Contract, Repeats, WorkFrom};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn terms() -> Repeats {
    Repeats {
        after: "short".into(),
        every_weeks: 4,
        at_most: vec![(None, 3)],
        off_benefit: false,
        wait_working_days: 0,
        break_ends_after_weeks: None,
    }
}

/// 13 weeks, and then again and again under these terms.
fn sustained(terms: Repeats) -> Contract {
    let values = |pence| vec![dated("2010-01-01", None, pence)];
    let outcomes = [("short", "weeks-13", None), ("more", "weeks-13", None)];
    let mut contract = contract(&outcomes, vec![("short", values(40_000)), ("more", values(5_000))]);
    contract.outcomes[1].repeats = Some(terms);
    contract.groups = groups_of(&["young", "old"]);
    contract
}

fn job(id: &str, from: &str, until: Option<&str>) -> Spell {
    Spell {
        id: id.into(),
        employer: format!("Employer {id}"),
        kind: SpellKind::Employee,
        period: Period { from: day(from), until: until.map(day) },
        hours_per_week: None,
        earnings_pence_week: None,
    }
}

/// Started on 1 January 2010, with this work; the 13 weeks from 4 January are complete on 4 April.
fn person(spells: Vec<Spell>) -> Participation {
    Participation { id: "p".into(), started_on: Some(day("2010-01-01")), spells, ..Participation::default() }
}

fn works_on() -> Participation {
    person(vec![job("a", "2010-01-04", None)])
}

fn lines(terms: Repeats, person: &Participation, as_of: &str) -> Vec<OutcomeLine> {
    let lines = claim_lines(&sustained(terms), &definitions(), person, day(as_of));
    lines.into_iter().filter(|line| line.outcome() == "more").collect()
}

/// What each line says, in short: the day it is owed for, `not yet` with the day expected, or what is needed.
fn told(lines: &[OutcomeLine]) -> Vec<String> {
    let one = |line: &OutcomeLine| match line {
        OutcomeLine::Owed(owed) => format!("{} {}", owed.occurrence, owed.reached_on),
        OutcomeLine::NotOwed(not) => {
            let on = not.expected_on.map_or("never".to_owned(), |on| on.to_string());
            format!("{} not yet, {on}", not.occurrence)
        }
        OutcomeLine::Unknown(unknown) => format!("{} needs {}", unknown.occurrence, unknown.needs.join(", ")),
    };
    lines.iter().map(one).collect()
}

#[test]
fn each_four_weeks_are_paid_and_the_next_is_expected_until_there_can_be_no_more() {
    let on = |as_of: &str| told(&lines(terms(), &works_on(), as_of));
    assert_eq!(on("2010-04-04"), ["1 not yet, 2010-05-02"]);
    assert_eq!(on("2010-05-01"), ["1 not yet, 2010-05-02"]);
    assert_eq!(on("2010-05-02"), ["1 2010-05-02", "2 not yet, 2010-05-30"]);
    assert_eq!(on("2010-06-27"), ["1 2010-05-02", "2 2010-05-30", "3 2010-06-27"], "the third is the last of all");
    assert_eq!(on("2011-06-27").len(), 3);
    assert_eq!(
        told(&lines(Repeats { at_most: vec![(None, 0)], ..terms() }, &works_on(), "2011-06-27")),
        Vec::<String>::new()
    );
}

#[test]
fn the_reason_names_number_most_and_days_and_benefit_only_where_it_is_asked_for() {
    let says = |off_benefit| {
        let person = Participation { on_benefit: Some(Vec::new()), ..works_on() };
        let lines = lines(Repeats { off_benefit, ..terms() }, &person, "2010-05-30");
        lines[1].reasons()[0].says.clone()
    };
    assert_eq!(says(false), "Number 2 of at most 3: in work for 4 weeks from 3 May 2010 to 30 May 2010.");
    assert_eq!(
        says(true),
        "Number 2 of at most 3: in work and off benefit for 4 weeks from 3 May 2010 to 30 May 2010."
    );
}

#[test]
fn a_day_out_of_work_or_on_benefit_begins_the_four_weeks_anew() {
    let two = |from: &str| person(vec![job("a", "2010-01-04", Some("2010-04-20")), job("b", from, None)]);
    assert_eq!(told(&lines(terms(), &two("2010-04-21"), "2010-05-10"))[0], "1 2010-05-02", "the next day is no break");
    assert_eq!(told(&lines(terms(), &two("2010-04-22"), "2010-05-30"))[0], "1 2010-05-19");
    let benefit = |from: &str, until: Option<&str>, off_benefit| {
        let on_benefit = Some(vec![Period { from: day(from), until: until.map(day) }]);
        let person = Participation { on_benefit, ..works_on() };
        told(&lines(Repeats { off_benefit, ..terms() }, &person, "2010-06-30")).remove(0)
    };
    assert_eq!(benefit("2010-04-20", Some("2010-04-20"), true), "1 2010-05-18");
    assert_eq!(benefit("2010-04-05", Some("2010-04-05"), true), "1 2010-05-03", "the first day of the four weeks");
    assert_eq!(benefit("2010-05-02", Some("2010-05-02"), true), "1 2010-05-30", "the last");
    assert_eq!(benefit("2010-05-03", Some("2010-05-03"), true), "1 2010-05-02", "the day after");
    assert_eq!(benefit("2010-04-20", None, true), "1 not yet, never");
    assert_eq!(benefit("2010-04-20", None, false), "1 2010-05-02", "where benefit is not asked for");
}

#[test]
fn days_on_benefit_that_are_not_known_are_asked_for_once_there_is_something_they_decide() {
    let with = |as_of: &str, off_benefit| told(&lines(Repeats { off_benefit, ..terms() }, &works_on(), as_of));
    assert_eq!(with("2010-05-01", true), ["1 not yet, 2010-05-02"]);
    let need = "1 needs on which days the person was on benefit from 5 April 2010 to 2 May 2010";
    assert_eq!(with("2010-05-02", true), [need]);
    assert_eq!(with("2010-05-02", false)[0], "1 2010-05-02");
    let none = Repeats { off_benefit: true, at_most: vec![(None, 0)], ..terms() };
    assert_eq!(told(&lines(none, &works_on(), "2010-05-02")), Vec::<String>::new());
}

/// Once a given number of weeks from the start are over, a break ends all further payments; before, it only delays.
#[test]
fn a_break_ends_the_payments_only_when_it_begins_after_the_weeks() {
    let two = |from: &str| person(vec![job("a", "2010-01-04", Some("2010-05-14")), job("b", from, None)]);
    let with = |weeks, person: &Participation| {
        told(&lines(Repeats { break_ends_after_weeks: Some(weeks), ..terms() }, person, "2010-12-31"))
    };
    let broken = two("2010-05-20");
    // 1 January and 19 weeks is 14 May, the last day in work; the break begins on the 15th.
    assert_eq!(with(19, &broken), ["1 2010-05-02", "2 not yet, never"]);
    // 20 weeks are 21 May, after the break began.
    assert_eq!(with(20, &broken), ["1 2010-05-02", "2 2010-06-16", "3 2010-07-14"]);
    let without_a_break = two("2010-05-15");
    assert_eq!(with(0, &without_a_break), ["1 2010-05-02", "2 2010-05-30", "3 2010-06-27"], "no break, no end");
    // A break that begins on the very last day of the weeks only delays.
    let on_the_day = person(vec![job("a", "2010-01-04", Some("2010-05-13")), job("b", "2010-05-20", None)]);
    assert_eq!(with(19, &on_the_day), ["1 2010-05-02", "2 2010-06-16", "3 2010-07-14"]);
}

#[test]
fn the_most_is_that_of_the_group_or_of_everybody_and_not_known_with_the_group() {
    let by_group = || Repeats { at_most: vec![(Some("young".into()), 1), (None, 2)], ..terms() };
    let with = |terms: Repeats, group: Group| told(&lines(terms, &Participation { group, ..works_on() }, "2010-12-31"));
    let unknown = || Group::Unknown { needs: vec!["the age".into()] };
    assert_eq!(with(by_group(), Group::Is("young".into())).len(), 1);
    assert_eq!(with(by_group(), Group::Is("old".into())).len(), 2);
    assert_eq!(with(by_group(), Group::None).len(), 2);
    assert_eq!(with(by_group(), unknown()), ["1 needs the age"]);
    assert_eq!(with(terms(), unknown()).len(), 3, "the same for every group");
    let of_young_only = Repeats { at_most: vec![(Some("young".into()), 1)], ..terms() };
    assert_eq!(with(of_young_only, Group::Is("old".into())), Vec::<String>::new(), "none is given for them");
}

#[test]
fn one_waits_working_days_before_one_may_claim_where_the_text_says_so() {
    let from = |days| {
        let lines = lines(Repeats { wait_working_days: days, ..terms() }, &works_on(), "2010-06-27");
        lines[0].owed().unwrap().claim_from
    };
    assert_eq!(from(0), None);
    // The four weeks end on Sunday 2 May; one working day is Monday the 3rd, after which one may claim.
    assert_eq!(from(1), Some(day("2010-05-04")));
    assert_eq!(from(15), Some(day("2010-05-22")));
}

#[test]
fn it_rests_on_the_work_of_its_own_four_weeks() {
    let spells = vec![job("a", "2010-01-04", Some("2010-05-02")), job("b", "2010-05-03", None)];
    let rests = lines(terms(), &person(spells), "2010-05-30");
    let of = |line: &OutcomeLine| line.owed().map(|owed| owed.spells.clone()).unwrap_or_default();
    assert_eq!((of(&rests[0]), of(&rests[1])), (vec!["a".to_owned()], vec!["b".to_owned()]));
}

#[test]
fn weeks_of_no_length_are_never_complete() {
    assert_eq!(told(&lines(Repeats { every_weeks: 0, ..terms() }, &works_on(), "2010-12-31")), ["1 not yet, never"]);
    let weekly = lines(Repeats { every_weeks: 1, ..terms() }, &works_on(), "2010-04-11");
    assert_eq!(told(&weekly)[0], "1 2010-04-11");
}

/// Work held before the start does not sustain what came of the programme, unless the contract lets it.
#[test]
fn a_job_held_before_sustains_nothing_unless_the_contract_says_so() {
    let spells = vec![job("a", "2010-01-04", Some("2010-04-04")), job("held", "2009-06-01", None)];
    let mut contract = sustained(terms());
    let first = |contract: &Contract| {
        let lines = claim_lines(contract, &definitions(), &person(spells.clone()), day("2010-05-31"));
        told(&lines)[1].clone()
    };
    assert_eq!(first(&contract), "1 not yet, never");
    contract.outcomes[1].work_from = Some(WorkFrom::Start);
    assert_eq!(first(&contract), "1 2010-05-02");
}
