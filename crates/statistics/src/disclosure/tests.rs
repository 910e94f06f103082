//! Properties of how counts are told.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use indexmap::IndexMap;
use proptest::prelude::*;
use std::collections::BTreeSet;

pub(crate) fn counting(least: u64, nearest: u64, noise_percent: u8) -> Counting {
    Counting {
        least,
        nearest,
        noise_percent,
        step_months: 3,
        newcomers: 10,
        days_around: 4,
        year_first_month: 4,
        years_back: 5,
        exact_least: 100,
        most_deprived_deciles: 2,
        result_months: 12,
        result_cohort_months: 12,
        what_if_percents: Vec::new(),
        count_by: Vec::new(),
        numbers: IndexMap::new(),
        source: String::new(),
    }
}

fn secret(seed: u8) -> Secret {
    Secret::new([seed; 32])
}

fn rule(seed: u8) -> Rule {
    Rule::new(&counting(10, 5, 60), secret(seed))
}

/// The people with these numbers.
fn cell(seed: u8, people: impl IntoIterator<Item = u64>) -> Cell {
    people.into_iter().map(|person| secret(seed).key_of(&person.to_le_bytes())).collect()
}

/// With hardly any change, only the threshold and the rounding are left.
#[test]
fn fewer_than_ten_and_nobody_are_told_alike_and_others_to_the_nearest_five() {
    let exact = Rule { smaller: vec![0], ..rule(1) };
    let cases =
        [(0, None), (1, None), (9, None), (10, Some(10)), (12, Some(10)), (13, Some(15)), (12_343, Some(12_345))];
    for (count, told) in cases {
        assert_eq!(exact.tell(cell(1, 0..count)).number(), told, "{count}");
    }
    assert_eq!(exact.tell(cell(1, 0..3)).to_string(), "fewer than 10");
    assert_eq!(exact.tell(Cell::default()), exact.tell(cell(1, 0..9)));
    assert_eq!(exact.tell(cell(1, 0..12_343)).to_string(), "12,345");
}

#[test]
fn what_is_written_reads_back_and_notes_of_before_can_be_read() {
    for told in [Told::FewerThan(10), Told::About(10), Told::About(12_345)] {
        let written = serde_json::to_string(&told).unwrap();
        assert_eq!(serde_json::from_str::<Told>(&written).unwrap(), told);
    }
    assert_eq!(serde_json::to_string(&Told::FewerThan(10)).unwrap(), "\"<10\"");
    for before in ["0", "\"~\""] {
        assert_eq!(serde_json::from_str::<Told>(before).unwrap(), Told::FewerThan(5));
    }
    for wrong in ["-5", "\"5\"", "null", "\"<few\""] {
        assert!(serde_json::from_str::<Told>(wrong).is_err(), "{wrong}");
    }
}

/// 5 of a told 15 are 33%, whatever was counted: a share of the exact counts would give them away (7 of 16 are 44%).
#[test]
fn a_share_is_of_what_is_told_and_of_nothing_held_back() {
    assert_eq!(Told::About(15).percent_of(Told::About(45)), Some(33));
    assert_eq!(Told::FewerThan(10).percent_of(Told::About(45)), None);
    assert_eq!(Told::FewerThan(10).percent_of(Told::FewerThan(10)), None);
    assert_eq!(Told::About(50).percent_of(Told::About(45)), Some(100), "never more than all");
    assert_eq!(Told::About(50).within(Told::FewerThan(10)), Told::FewerThan(10));
}

/// The changes have the odds that the text gives: a change by one more is 60% as likely as one by one less.
#[test]
fn changes_are_as_often_up_as_down_and_as_rare_as_the_text_says() {
    let rule = rule(3);
    let mut sizes = [0_u32; 6];
    let (mut up, mut down, mut sum) = (0_i32, 0_i32, 0_i64);
    for group in 0..20_000_u64 {
        let change = rule.change(cell(3, group * 30..group * 30 + 30));
        if let Some(size) = sizes.get_mut(usize::try_from(change.unsigned_abs()).unwrap()) {
            *size += 1;
        }
        up += i32::from(change > 0);
        down += i32::from(change < 0);
        sum += change;
    }
    assert!((up - down).abs() < 600, "{up} up, {down} down");
    assert!(sum.abs() < 2_000, "no count is made larger or smaller in the long run: {sum}");
    for pair in sizes[1..].windows(2) {
        let ratio = f64::from(pair[1]) / f64::from(pair[0]);
        assert!((0.52..0.68).contains(&ratio), "{sizes:?}");
    }
}

/// The attack that rounding alone does not stand: adding people whom one knows until a count jumps to the next five,
/// and then seeing whether somebody else makes it jump earlier.
#[test]
fn one_person_more_does_not_show_in_what_is_told() {
    let mut told_the_same = 0;
    let (mut larger, mut smaller) = (0, 0);
    for group in 0..2_000_u64 {
        let first = group * 100;
        let size = 20 + group % 5;
        let without = rule(7).tell(cell(7, first..first + size)).number();
        let with = rule(7).tell(cell(7, first..=first + size)).number();
        told_the_same += u32::from(without == with);
        larger += u32::from(with > without);
        smaller += u32::from(with < without);
    }
    assert!(told_the_same > 500, "{told_the_same} of 2000");
    // Often the count with the person is told as smaller: a larger one is no proof of them.
    assert!(smaller * 2 > larger, "{larger} larger, {smaller} smaller");
}

/// By how much one count can tell two registers apart that differ by one person: over all secrets the odds stay within
/// what the text allows, with room for chance in the drawing.
#[test]
fn no_answer_is_much_likelier_with_a_person_than_without() {
    let (mut with, mut without) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
    for group in 0..30_000_u64 {
        let first = group * 100;
        *without.entry(rule(9).tell(cell(9, first..first + 12))).or_insert(0_u32) += 1;
        *with.entry(rule(9).tell(cell(9, first..first + 13))).or_insert(0_u32) += 1;
    }
    for (told, count) in without.iter().filter(|(_, count)| **count > 500) {
        let odds = f64::from(*with.get(told).unwrap()) / f64::from(*count);
        assert!((0.6 / 1.1..1.1 / 0.6).contains(&odds), "{told}: {odds}");
    }
}

#[test]
fn another_secret_gives_other_changes() {
    let told: BTreeSet<Told> = (0..40).map(|seed| rule(seed).tell(cell(seed, 0..23))).collect();
    assert!(told.len() > 2, "{told:?}");
}

proptest! {
    #[test]
    fn the_same_people_in_any_order_are_told_as_the_same(mut people in proptest::collection::vec(0_u64..1_000, 0..60), seed in any::<u8>()) {
        people.sort_unstable();
        people.dedup();
        let one = rule(seed).tell(cell(seed, people.iter().copied()));
        people.reverse();
        prop_assert_eq!(one, rule(seed).tell(cell(seed, people)));
    }

    #[test]
    fn what_is_told_is_a_multiple_and_never_below_the_least(count in 0_u64..2_000, seed in any::<u8>()) {
        match rule(seed).tell(cell(seed, 0..count)) {
            Told::About(number) => prop_assert!(number >= 10 && number.is_multiple_of(5)),
            Told::FewerThan(least) => prop_assert_eq!(least, 10),
        }
    }

    #[test]
    fn two_groups_together_are_the_group_of_both(one in 0_u64..50, other in 0_u64..50, seed in any::<u8>()) {
        let (first, second) = (cell(seed, 0..one), cell(seed, 100..100 + other));
        prop_assert_eq!(first.and(second), cell(seed, (0..one).chain(100..100 + other)));
        prop_assert_eq!(first.and(second).without(second), first);
    }
}
