//! The list of programmes, and which of them a search means.

use super::{
    content::{NATIONAL, programmes, takes_people},
    words,
};
use kernel::Day;
use policy::{Area, Policy, Programme};
use std::collections::BTreeMap;

/// What is looked for; empty text means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words, all of which must be in the programme's names or rules.
    pub words: String,
    /// The id of an area: its own programmes and the national ones.
    pub area: String,
    /// The id of something that the programme gives.
    pub need: String,
    /// The id of who pays.
    pub funder: String,
}

/// A programme of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// What it is, in one plain line.
    pub says: String,
    /// `National`, or the name of the area.
    pub whose: String,
    /// Whether it takes new people on the day.
    pub open: String,
}

/// The programmes that the search means, national ones first.
#[must_use]
pub fn search(policy: &Policy, search: &Search, on: Day) -> Vec<Found> {
    let narrowed = programmes(policy)
        .filter(|(_, area)| search.area.is_empty() || area.is_none_or(|area| area.id.as_ref() == search.area))
        .filter(|(programme, _)| search.need.is_empty() || programme.gives.contains(&search.need))
        .filter(|(programme, _)| search.funder.is_empty() || programme.funder == search.funder)
        .collect();
    let meant = kernel::matching(narrowed, &search.words, |(programme, _)| text_of(policy, programme));
    meant.into_iter().map(|(programme, area)| found(programme, area, on)).collect()
}

fn found(programme: &Programme, area: Option<&Area>, on: Day) -> Found {
    Found {
        id: programme.id.to_string(),
        name: programme.name.to_string(),
        says: programme.says.clone(),
        whose: area.map_or_else(|| NATIONAL.to_owned(), |area| area.name.clone()),
        open: takes_people(programme, on),
    }
}

/// Everything about the programme that people may look for.
fn text_of(policy: &Policy, programme: &Programme) -> String {
    let mut text =
        format!("{} {} {} {}", programme.name, programme.id, programme.says, policy.funder(&programme.funder));
    let gives = programme.gives.iter().map(|id| words::need(id));
    let referrers = programme.may_refer.iter().map(|kind| words::referrer(kind));
    let rules = programme.criteria.iter().map(|criterion| criterion.says.written().to_owned());
    for part in gives.chain(referrers).chain(rules) {
        text.push(' ');
        text.push_str(&part);
    }
    text
}

/// What the programmes give, by id, in words.
pub(super) fn needs(policy: &Policy) -> BTreeMap<String, String> {
    let ids = programmes(policy).flat_map(|(programme, _)| programme.gives.iter());
    ids.map(|id| (id.clone(), words::need(id))).collect()
}

/// Who pays for the programmes, by id, in words.
pub(super) fn funders(policy: &Policy) -> BTreeMap<String, String> {
    programmes(policy).map(|(programme, _)| (programme.funder.clone(), policy.funder(&programme.funder))).collect()
}
