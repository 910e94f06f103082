//! What can be wrong between the lines: a second start, an end before the start, work without a
//! start, the same line twice.

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
    let mut spells: Vec<&(u64, &SpellLine)> = person.spells.iter().collect();
    spells.sort_by_key(|(line, spell)| (spell.from, spell.until, spell.employer.as_deref(), *line));
    for (earlier, later) in spells.iter().zip(spells.iter().skip(1)) {
        if earlier.1 == later.1 {
            tell(later.0, format!("the same spell as on line {}", earlier.0));
        }
    }
}
