//! What can be wrong between the lines: a second start, an end before the start, work without a
//! start, the same job twice, as the same line or nearly so.

use super::line::{Event, EventLine, SpellLine};
use kernel::Day;
use std::collections::BTreeMap;

#[derive(Default)]
struct Person<'lines> {
    start: Option<(u64, Day)>,
    end: Option<(u64, Day)>,
    spells: Vec<(u64, &'lines SpellLine)>,
    /// The first line of anything else.
    other: Option<u64>,
}

/// Tells every fault between the lines. When some lines could not be read, a start may be among
/// them, so that its absence is not held against the others.
pub(super) fn check(lines: &[EventLine], some_unread: bool, tell: &mut impl FnMut(u64, String)) {
    let mut people: BTreeMap<&str, Person<'_>> = BTreeMap::new();
    for line in lines {
        let person = people.entry(&line.participant).or_default();
        match &line.event {
            Event::Start { on, .. } => once(&mut person.start, line.line, *on, "start", tell),
            Event::End { on } => once(&mut person.end, line.line, *on, "end", tell),
            Event::Spell(spell) => person.spells.push((line.line, spell)),
            _ => person.other = person.other.or(Some(line.line)),
        }
    }
    for person in people.values() {
        check_person(person, some_unread, tell);
    }
}

fn once(kept: &mut Option<(u64, Day)>, line: u64, on: Day, event: &str, tell: &mut impl FnMut(u64, String)) {
    match kept {
        Some((first, _)) => tell(line, format!("a second `{event}` of this participant; the first is on line {first}")),
        None => *kept = Some((line, on)),
    }
}

fn check_person(person: &Person<'_>, some_unread: bool, tell: &mut impl FnMut(u64, String)) {
    match (person.start, person.end) {
        (Some((_, start)), Some((line, end))) if end < start => {
            tell(line, "`end` is before the start".to_owned());
        }
        (None, Some((line, _))) if !some_unread => {
            tell(line, "`end` of a participant who has no start".to_owned());
        }
        _ => {}
    }
    if let (None, Some((line, _)), false) = (person.start, person.spells.first(), some_unread) {
        tell(*line, "`spell` of a participant who has no start".to_owned());
    }
    if let (None, Some(line), false) = (person.start, person.other, some_unread) {
        tell(line, "a participant who has no start".to_owned());
    }
    same_jobs(&person.spells, tell);
}

/// Days by which the same job may be written down differently.
const NEAR_DAYS: u64 = 14;
/// The part of pay, in percent, by which the same job may be written down differently.
const NEAR_PAY_PERCENT: u64 = 10;
/// The most spells at the same time of one person that are looked at; beyond them the person is wrong.
const MAX_AT_ONCE: usize = 50;

/// Tells every spell that looks like an earlier one of the same person: what is recorded twice would count twice.
fn same_jobs(spells: &[(u64, &SpellLine)], tell: &mut impl FnMut(u64, String)) {
    let mut spells: Vec<&(u64, &SpellLine)> = spells.iter().collect();
    spells.sort_by_key(|(line, spell)| (spell.from, *line));
    // Those that are not over on the day at hand.
    let mut open: Vec<&(u64, &SpellLine)> = Vec::new();
    for one in spells {
        let (line, spell) = one;
        open.retain(|(_, earlier)| earlier.until.is_none_or(|until| until >= spell.from));
        if open.len() >= MAX_AT_ONCE {
            return tell(*line, format!("more than {MAX_AT_ONCE} spells of this participant at the same time"));
        }
        if let Some((first, why)) = open.iter().find_map(|(first, earlier)| Some((first, alike(earlier, spell)?))) {
            tell(*line, in_words(*first, why));
        }
        open.push(one);
    }
}

/// How two spells that share a day are alike.
enum Alike {
    /// In everything.
    Same,
    /// The same employer.
    Employer,
    /// Nearly the same name, or none, and nearly the same days or pay.
    Nearly,
}

fn alike(one: &SpellLine, other: &SpellLine) -> Option<Alike> {
    if one == other {
        return Some(Alike::Same);
    }
    if one.kind != other.kind {
        return None;
    }
    let words = |spell: &SpellLine| kernel::folded(spell.employer.as_deref().unwrap_or_default());
    let (one_name, other_name) = (words(one), words(other));
    let unnamed = one_name.is_empty() || other_name.is_empty();
    if !unnamed && one_name == other_name {
        return Some(Alike::Employer);
    }
    let nearly = unnamed || policy::nearest(&one_name, [other_name.as_str()]).is_some();
    (nearly && (near_days(one, other) || near_pay(one, other))).then_some(Alike::Nearly)
}

fn near_days(one: &SpellLine, other: &SpellLine) -> bool {
    let near = |one: Day, other: Day| (one - other).num_days().unsigned_abs() <= NEAR_DAYS;
    let ends = match (one.until, other.until) {
        (None, None) => true,
        (Some(one), Some(other)) => near(one, other),
        _ => false,
    };
    ends && near(one.from, other.from)
}

fn near_pay(one: &SpellLine, other: &SpellLine) -> bool {
    let (Some(one), Some(other)) = (one.earnings_week, other.earnings_week) else { return false };
    let (less, more) = (one.0.min(other.0).unsigned_abs(), one.0.max(other.0).unsigned_abs());
    u128::from(more - less) * 100 <= u128::from(more) * u128::from(NEAR_PAY_PERCENT)
}

fn in_words(first: u64, alike: Alike) -> String {
    match alike {
        Alike::Same => format!("the same spell as on line {first}"),
        Alike::Employer => format!(
            "looks like the job on line {first}: the same employer, and days that overlap. Keep the right line, or end one \
             before the other begins; of two jobs with one employer write one line with the hours and pay of both"
        ),
        Alike::Nearly => format!(
            "looks like the job on line {first}: nearly the same name, days or pay, and days that overlap. Keep the right \
             line; of two jobs give each its employer as it is called"
        ),
    }
}
