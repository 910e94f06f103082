//! The answers that a made-up person may give: those at and beside every boundary that the rules name.

use super::{World, boundaries::Boundaries};
use crate::{
    FactType,
    expression::{
        funding_year_start,
        ir::{FactIndex, TimeUnit},
    },
    facts::Known,
};
use chrono::{Datelike, Days, Months};
use kernel::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The code of a small area that lies nowhere.
const ELSEWHERE: &str = "elsewhere";
/// The most numbers at whose sides people are made up, so that odd text does not take long.
const MAX_NUMBERS: usize = 60;

/// No day before this year is tried: nobody was born then.
const EARLIEST_YEAR: i32 = 1900;

/// The answers to try for one fact, in a fixed order.
pub(super) fn answers<'a>(world: World<'a>, named: &'a Boundaries, fact: FactIndex, on: Day) -> Vec<Known<'a>> {
    let Some((_, definition)) = world.facts.definitions.get_index(fact.0) else { return Vec::new() };
    match &definition.kind {
        FactType::YesNo => vec![Known::YesNo(true), Known::YesNo(false)],
        FactType::Whole { minimum, maximum } | FactType::Pence { minimum, maximum } => {
            let inside =
                |number: &i64| minimum.is_none_or(|low| low <= *number) && maximum.is_none_or(|high| *number <= high);
            let ends = minimum.iter().chain(maximum).copied();
            let all: BTreeSet<i64> = numbers(named).into_iter().chain(ends).chain([0]).filter(inside).collect();
            all.into_iter().map(Known::Number).collect()
        }
        FactType::Date => days(named, on).into_iter().map(Known::Day).collect(),
        FactType::OneOf(codes) => {
            let named = named.codes.get(&fact);
            let is_named = |code: &usize| named.is_some_and(|named| named.contains(code));
            let other = (0..codes.len()).find(|code| !is_named(code));
            (0..codes.len()).filter(is_named).chain(other).map(Known::Code).collect()
        }
        FactType::AnyOf(codes) => chosen(named, fact, codes.len()).into_iter().map(Known::Codes).collect(),
        FactType::Place => {
            let areas = named.areas.iter().filter_map(|area| world.areas.get_index(area.0));
            let inside = areas.filter_map(|(_, area)| area.lsoas.first()).map(|lsoa| Known::Lsoa(lsoa));
            let at_distance = at_distances(named).into_iter().map(Known::Lsoa);
            inside.chain(at_distance).chain([Known::Lsoa(ELSEWHERE)]).collect()
        }
    }
}

/// A small area at each distance that the rules name or are about, where there is one, and the nearest and farthest.
fn at_distances(named: &Boundaries) -> BTreeSet<&str> {
    let numbers = numbers(named);
    let mut found = BTreeSet::new();
    for distances in &named.distances {
        let by_distance: BTreeMap<i64, &str> = distances.iter().map(|(lsoa, km)| (km, lsoa)).collect();
        found.extend(numbers.iter().filter_map(|number| by_distance.get(number).copied()));
        found.extend(by_distance.values().next().into_iter().chain(by_distance.values().next_back()).copied());
    }
    found
}

/// Every number that the rules name and, where they add or multiply, what two of them make; each with its neighbours.
fn numbers(named: &Boundaries) -> BTreeSet<i64> {
    let written = || named.numbers.iter().copied();
    let pairs = written().flat_map(|left| written().map(move |right| (left, right))).filter(|_| named.arithmetic);
    let made = pairs.flat_map(|(left, right)| {
        [left.checked_add(right), left.checked_sub(right), left.checked_mul(right), left.checked_div(right)]
    });
    let all: BTreeSet<i64> = written().chain(made.flatten()).take(MAX_NUMBERS).collect();
    all.into_iter().flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)]).collect()
}

/// Every day that the rules name and the day asked about; a given number of units before each; and their neighbours.
fn days(named: &Boundaries, on: Day) -> Vec<Day> {
    let anchors: Vec<Day> = [on]
        .into_iter()
        .chain(named.days.iter().copied())
        .chain(funding_year_start(on).filter(|_| named.funding_year))
        .collect();
    let counts: Vec<u32> = numbers(named).into_iter().filter_map(|number| u32::try_from(number).ok()).collect();
    let mut days: Vec<Day> = Vec::new();
    for anchor in &anchors {
        let before =
            named.units.iter().flat_map(|unit| counts.iter().filter_map(|count| earlier(*anchor, *unit, *count)));
        // First the days as they are, then their neighbours: what is found reads the better.
        let exact: Vec<Day> = std::iter::once(*anchor).chain(before).collect();
        days.extend(&exact);
        days.extend(exact.iter().flat_map(|day| [day.pred_opt(), day.succ_opt()]).flatten());
    }
    let mut seen = BTreeSet::new();
    days.retain(|day| day.year() >= EARLIEST_YEAR && seen.insert(*day));
    days
}

/// The day a given number of units before `day`.
fn earlier(day: Day, unit: TimeUnit, count: u32) -> Option<Day> {
    match unit {
        TimeUnit::Days => day.checked_sub_days(Days::new(count.into())),
        TimeUnit::Weeks => day.checked_sub_days(Days::new(u64::from(count) * 7)),
        TimeUnit::Months => day.checked_sub_months(Months::new(count)),
        TimeUnit::Years => day.checked_sub_months(Months::new(count.checked_mul(12)?)),
    }
}

/// Choices of codes: none, each that the rules name by itself, all of those, and as many as a number that they name.
fn chosen(named: &Boundaries, fact: FactIndex, all: usize) -> Vec<Vec<usize>> {
    let codes: Vec<usize> = named.codes.get(&fact).into_iter().flatten().copied().collect();
    let sizes =
        numbers(named).into_iter().filter_map(|number| usize::try_from(number).ok()).filter(|size| *size <= all);
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    choices.extend(codes.iter().map(|code| vec![*code]));
    choices.push(codes);
    choices.extend(sizes.map(|size| (0..size).collect()));
    let mut seen = BTreeSet::new();
    choices.retain(|choice| seen.insert(choice.clone()));
    choices
}
