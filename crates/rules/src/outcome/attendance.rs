//! Has the person attended on so many days, for so many hours together?
//!
//! *Authority*: Skills Bootcamps wave 3, first milestone: five qualifying days that come to five guided learning hours
//! at least (DfE funding and performance management guidance).
//! *Applies*: to events of the kind `learning-day` from the start on; several on one day are one day, and their hours add.
//! *Simplified*: an event without hours counts its day; its hours are not known, and make the answer unknown where they
//! could be what is missing.
//! *Example*: five days of one hour each from 1 to 5 March: reached on 5 March; four days of two hours: not yet.

use super::{progress::Progress, reached::Case, spells::RecordedEvent};
use kernel::{Day, in_words};
use std::collections::BTreeSet;

/// The kind of event that is a day of learning.
const LEARNING_DAY: &str = "learning-day";

pub(super) fn progress(case: &Case<'_>, days: i64, hours: i64) -> Progress {
    let mut events: Vec<&RecordedEvent> = case
        .participation
        .events
        .iter()
        .filter(|event| event.kind == LEARNING_DAY && (case.started_on..=case.as_of).contains(&event.on))
        .collect();
    events.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
    let mut attended: BTreeSet<Day> = BTreeSet::new();
    let mut learned = 0_i64;
    for (number, event) in events.iter().enumerate() {
        attended.insert(event.on);
        learned = learned.saturating_add(event.hours.unwrap_or_default().max(0));
        if attended.len() as i64 >= days && learned >= hours {
            return Progress::Reached {
                on: event.on,
                first: case.started_on,
                working: vec![format!(
                    "{} days of learning with {learned} hours were complete on {}; {days} days and {hours} hours are asked for.",
                    attended.len(),
                    in_words(event.on)
                )],
                spells: events.iter().take(number + 1).map(|event| event.id.clone()).collect(),
            };
        }
    }
    let silent: Vec<Day> = events.iter().filter(|event| event.hours.is_none()).map(|event| event.on).collect();
    if attended.len() as i64 >= days && !silent.is_empty() {
        let needs = silent.into_iter().map(|day| format!("the hours of learning on {}", in_words(day)));
        return Progress::Unknown { needs: needs.collect() };
    }
    Progress::not_yet(format!("{} of {days} days of learning, {learned} of {hours} hours.", attended.len()))
}
