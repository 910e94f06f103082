//! The events of a table as what `rules` reads: one participation for each participant.

use exchange::events::{Event, EventLine, SpellKind as TableKind, SpellLine};
use kernel::Period;
use rules::outcome::{Evidence, Group, Participation, PayPeriod, RecordedEvent, Spell, SpellKind};
use std::collections::BTreeMap;

/// The events by participant, in the order in which each first appears.
pub(super) fn participations(lines: Vec<EventLine>) -> Vec<Participation> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<Participation> = Vec::new();
    for line in lines {
        let next = found.len();
        let index = *order.entry(line.participant.clone()).or_insert(next);
        if index == next {
            found.push(Participation { id: line.participant.clone(), ..Participation::default() });
        }
        if let Some(participation) = found.get_mut(index) {
            add(participation, line);
        }
    }
    found
}

fn add(participation: &mut Participation, line: EventLine) {
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
            participation.group = group.map_or(Group::None, Group::Is);
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
