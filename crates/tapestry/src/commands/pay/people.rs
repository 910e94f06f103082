//! The events of a table as what `rules` reads: one participation for each participant, in a payment group of the contract.

use exchange::events::{Event, EventLine, SpellKind as TableKind, SpellLine};
use indexmap::IndexMap;
use kernel::{Day, Period, in_words};
use policy::{Contract, Counts, DayKind, OutcomeDefinition, Policy, nearest};
use rules::outcome::{Evidence, Group, LEARNING_DAY, Participation, PayPeriod, RecordedEvent, Spell, SpellKind};
use std::collections::{BTreeMap, BTreeSet};

/// The payment group of who is in none of them.
const NO_GROUP: &str = "none";

/// Starts whose payment group the contract does not have, each in a line for people.
pub(super) fn unknown_groups(lines: &[EventLine], contract: &Contract) -> Vec<String> {
    let known = |group: &str| group == NO_GROUP || contract.groups.iter().any(|one| one.id.as_ref() == group);
    let wrong = lines.iter().filter_map(|line| match &line.event {
        Event::Start { group: Some(group), .. } if !known(group) => Some((line.line, group)),
        _ => None,
    });
    let groups: Vec<&str> = contract.groups.iter().map(|group| group.id.as_ref()).chain([NO_GROUP]).collect();
    let all = groups.join(", ");
    wrong.map(|(line, group)| format!("line {line}: the payment group `{group}` is not one of {all}")).collect()
}

/// Starts, ends and jobs of days too long before `as_of` to be so, each in a line for people. What comes after `as_of` is left
/// alone: a table may be asked about an earlier day.
pub(super) fn too_early(lines: &[EventLine], policy: &Policy, as_of: Day) -> Vec<String> {
    let day = |line: &EventLine| match &line.event {
        Event::Start { on, .. } | Event::End { on } => Some((DayKind::Help, *on)),
        Event::Spell(spell) => Some((DayKind::Work, spell.from)),
        _ => None,
    };
    let wrong = lines.iter().filter_map(|line| {
        let (kind, day) = day(line)?;
        let first = policy.bounds(kind).ends(as_of).0.filter(|first| day < *first)?;
        let (day, first) = (in_words(day), in_words(first));
        Some(format!("line {}: {day} is too long ago: the day must be {first} or after. Check the year", line.line))
    });
    wrong.collect()
}

/// Recorded events of a kind that no outcome is counted from, each in a line for people: they would change nothing.
pub(super) fn unknown_kinds(lines: &[EventLine], definitions: &IndexMap<String, OutcomeDefinition>) -> Vec<String> {
    let known = recorded_kinds(definitions);
    let wrong = lines.iter().filter_map(|line| match &line.event {
        Event::Recorded { kind, .. } if !known.contains(&kind.as_str()) => Some((line.line, kind)),
        _ => None,
    });
    let all = known.join(", ");
    let told = wrong.map(|(line, kind)| {
        let meant =
            nearest(kind, known.iter().copied()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("line {line}: `{kind}` is no kind of event that an outcome is counted from; there are {all}{meant}")
    });
    told.collect()
}

/// The kinds of event from which outcomes are counted, in order.
pub(in crate::commands) fn recorded_kinds(definitions: &IndexMap<String, OutcomeDefinition>) -> Vec<&str> {
    let kinds = definitions.values().filter_map(|definition| match &definition.counts {
        Counts::Recorded { event } => Some(event.as_str()),
        Counts::Attendance { .. } => Some(LEARNING_DAY),
        _ => None,
    });
    kinds.collect::<BTreeSet<&str>>().into_iter().collect()
}

/// The group of a start. A contract with groups pays by them: where none is given, it is not known.
fn group_of(given: Option<String>, contract: &Contract) -> Group {
    match given {
        Some(group) if group != NO_GROUP => Group::Is(group),
        None if !contract.groups.is_empty() => {
            Group::Unknown { needs: vec!["the payment group, in the column `kind` of the start".to_owned()] }
        }
        _ => Group::None,
    }
}

/// The events by participant, in the order in which each first appears.
pub(super) fn participations(lines: Vec<EventLine>, contract: &Contract) -> Vec<Participation> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<Participation> = Vec::new();
    for line in lines {
        let next = found.len();
        let index = *order.entry(line.participant.clone()).or_insert(next);
        if index == next {
            found.push(Participation { id: line.participant.clone(), ..Participation::default() });
        }
        if let Some(participation) = found.get_mut(index) {
            add(participation, line, contract);
        }
    }
    found
}

fn add(participation: &mut Participation, line: EventLine, contract: &Contract) {
    let id = match line.event {
        // A start rests on no spell and no event: what bears it out is of `start`.
        Event::Start { .. } => "start".to_owned(),
        _ => format!("line {}", line.line),
    };
    if let Some(kind) = line.evidence {
        participation.evidence.push(Evidence { of: id.clone(), kind });
    }
    match line.event {
        Event::Start { on, group } => {
            participation.started_on = Some(on);
            participation.group = group_of(group, contract);
        }
        Event::End { on } => participation.ended_on = Some(on),
        Event::Spell(line) => participation.spells.push(spell(id, line)),
        Event::Pay(pay) => participation.pay.push(PayPeriod {
            id,
            employer: pay.employer,
            from: pay.from,
            until: pay.until,
            earned: pay.earned,
        }),
        Event::Benefit { from, until } => {
            participation.on_benefit.get_or_insert_default().push(Period { from, until });
        }
        Event::BenefitKnown => {
            participation.on_benefit.get_or_insert_default();
        }
        Event::Recorded { on, kind, hours } => participation.events.push(RecordedEvent { id, kind, on, hours }),
    }
}

fn spell(id: String, line: SpellLine) -> Spell {
    Spell {
        id,
        employer: line.employer.unwrap_or_default(),
        kind: match line.kind {
            TableKind::Employee => SpellKind::Employee,
            TableKind::SelfEmployed => SpellKind::SelfEmployed,
        },
        period: Period { from: line.from, until: line.until },
        hours_per_week: line.hours_per_week.map(whole_hours),
        earnings_pence_week: line.earnings_week,
    }
}

/// Whole hours, rounded down; the table lets through more than 0 and at most 168.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 168")]
fn whole_hours(hours: f64) -> u16 {
    hours as u16
}
