//! Does anybody lose by what an area's text says?
//!
//! Two forms of a programme are compared day by day, on the first day of every run of days on which their rules and
//! numbers stay the same. First by reasoning: where *the spine lets through* and *the area does not* contradict each
//! other, nobody loses, and that is proven. Otherwise by search: people are made up whose facts lie at and beside
//! every boundary that the rules name. Who is found loses; where nobody is found, that is said as what it is.

mod boundaries;
mod people;
mod search;
mod words;

use crate::{
    Area, FactBook, Programme,
    expression::{Domains, could_all_be, ir::Boolean},
};
use indexmap::IndexMap;
use kernel::Day;
pub(crate) use search::Person;
use std::{collections::BTreeSet, sync::Arc};

/// The most days on which people are searched for, of those that cannot be ruled out by reasoning.
const MAX_DAYS_SEARCHED: usize = 100;

/// What is known of something that an area's text claims to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The reason code of the claim: `areas/newcastle/layers/restart#care-leavers`.
    pub code: Arc<str>,
    /// What it claims, in words.
    pub says: String,
    /// How it is known.
    pub how: How,
}

/// How a claim is known to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It cannot be otherwise, for the way in which it is written.
    ByForm,
    /// A contradiction was found in the opposite.
    Proven,
    /// So many people at the boundaries of the rules were tried, and none contradicts it.
    Searched {
        /// How many, counting those of whom only a part was filled in.
        people: u32,
    },
    /// A person for whom it is so was found.
    Example,
}

/// Whether anybody loses.
#[derive(Debug)]
pub(crate) enum Loss {
    /// Nobody, and how that is known.
    Nobody(How),
    /// This person does.
    Somebody(Person),
    /// It could neither be ruled out nor shown within the limits of the search.
    NotKnown,
}

/// What the rules are about, for weighing one form of a programme against another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) facts: &'a FactBook,
    pub(crate) areas: &'a IndexMap<String, Area>,
}

impl World<'_> {
    /// Whether anybody whom `before` lets through is not let through by `after`, on the days that `on` names. People are
    /// searched for on at most [`MAX_DAYS_SEARCHED`] of them: where more days would have to be searched, it is not known.
    pub(crate) fn losses(&self, before: &Programme, after: &Programme, on: &BTreeSet<Day>) -> Loss {
        let mut people = 0;
        let mut searched: BTreeSet<Day> = BTreeSet::new();
        for day in on {
            let has = criteria_on(before, *day);
            for criterion in criteria_on(after, *day).into_iter().filter(|criterion| !has.contains(criterion)) {
                let domains = Domains { facts: self.facts, parameters: &[] };
                let wanted = has.iter().map(|one| (one, true)).chain([(&criterion, false)]).collect();
                if !could_all_be(&domains, wanted) {
                    continue;
                }
                searched.insert(*day);
                if searched.len() > MAX_DAYS_SEARCHED {
                    return Loss::NotKnown;
                }
                let mut all = has.clone();
                all.push(Boolean::Not(Box::new(criterion)));
                match search::somebody(*self, Boolean::All(all), *day) {
                    search::Found::Somebody(person) => return Loss::Somebody(person),
                    search::Found::Nobody { tried } => people += tried,
                    search::Found::GaveUp => return Loss::NotKnown,
                }
            }
        }
        Loss::Nobody(if searched.is_empty() { How::Proven } else { How::Searched { people } })
    }
}

impl World<'_> {
    /// Somebody typical of whom every criterion in force on the day is so but, where `fails` names one by its place
    /// among them, that one, which is not so.
    pub(crate) fn somebody(&self, programme: &Programme, fails: Option<usize>, on: Day) -> Option<Person> {
        let wanted = criteria_on(programme, on)
            .into_iter()
            .enumerate()
            .map(|(place, criterion)| if fails == Some(place) { Boolean::Not(Box::new(criterion)) } else { criterion });
        match search::somebody_typical(*self, Boolean::All(wanted.collect()), on) {
            search::Found::Somebody(person) => Some(person),
            search::Found::Nobody { .. } | search::Found::GaveUp => None,
        }
    }
}

/// What the criteria in force on the day ask, with the numbers of the day.
fn criteria_on(programme: &Programme, day: Day) -> Vec<Boolean> {
    let in_force = programme.criteria.iter().filter(|criterion| criterion.in_force_on(day));
    in_force.map(|criterion| criterion.when.pinned(day)).collect()
}

/// The first day of every run of days from `from` to `until` on which the two forms of a programme are open and stay
/// the same.
pub(crate) fn days_to_compare(
    before: &Programme,
    after: &Programme,
    (from, until): (Option<Day>, Option<Day>),
) -> BTreeSet<Day> {
    let first = from.max(before.from);
    let last = until.into_iter().chain(before.until).min();
    let inside = |day: &Day| first.is_none_or(|first| first <= *day) && last.is_none_or(|last| *day <= last);
    let changes = [before, after].into_iter().flat_map(Programme::days_of_change);
    let mut days: BTreeSet<Day> = changes.chain(first).filter(inside).collect();
    // A text without any day: any day will do.
    if days.is_empty() {
        days.extend(first.or(last).or(Day::from_ymd_opt(2000, 1, 1)).filter(inside));
    }
    days
}

impl Programme {
    /// Every day on which a criterion or a value begins, or has just ended.
    pub(crate) fn days_of_change(&self) -> BTreeSet<Day> {
        let after = |until: Option<Day>| until.and_then(|until| until.succ_opt());
        let criteria = self.criteria.iter().flat_map(|criterion| [criterion.from, after(criterion.until)]);
        let values = self.parameters.iter().flat_map(|parameter| &parameter.values);
        let values = values.flat_map(|value| [Some(value.period.from), after(value.period.until)]);
        criteria.chain(values).flatten().collect()
    }
}
