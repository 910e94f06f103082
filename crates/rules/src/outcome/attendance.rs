//! Has the person attended on a given number of days, for a given number of hours together?
//!
//! *Authority*: Skills Bootcamps wave 3, first milestone: five qualifying days that come to five guided learning hours
//! at least (DfE funding and performance management guidance).
//! *Applies*: to events of the kind `learning-day` from the start on; several on one day are one day, and their hours add.
//! *Simplified*: an event without hours counts its day; its hours are not known, and make the answer unknown where they
//! could be what is missing, or could have made the hours complete on an earlier day.
//! *Example*: five days of one hour each from 1 to 5 March: reached on 5 March; four days of two hours: not yet.

use super::{progress::Progress, reached::Case, spells::RecordedEvent};
use kernel::{Day, in_words};
use std::collections::BTreeSet;

/// The kind of event that is a day of learning.
pub const LEARNING_DAY: &str = "learning-day";

pub(super) fn progress(case: &Case<'_>, days: i64, hours: i64) -> Progress {
    let mut events: Vec<&RecordedEvent> = case
        .participation
        .events
        .iter()
        .filter(|event| event.kind == LEARNING_DAY && (case.started_on..=case.as_of).contains(&event.on))
        .collect();
    events.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
    let known = complete(&events, (days, hours), |event| event.hours.unwrap_or_default());
    // Hours that are not known could be all that is asked for.
    let at_best = complete(&events, (days, hours), |event| event.hours.unwrap_or(hours));
    match (known, at_best) {
        (Some((on, learned)), Some((best, _))) if on == best => {
            let by_then: Vec<&&RecordedEvent> = events.iter().filter(|event| event.on <= on).collect();
            Progress::Reached {
                on,
                first: case.started_on,
                working: vec![format!(
                    "{} days of learning with {learned} hours were complete on {}; {days} days and {hours} hours are asked for.",
                    attended(&events, on),
                    in_words(on)
                )],
                spells: by_then.into_iter().map(|event| event.id.clone()).collect(),
            }
        }
        (_, Some((best, _))) => {
            let silent = events.iter().filter(|event| event.hours.is_none() && event.on <= best);
            let needs: BTreeSet<Day> = silent.map(|event| event.on).collect();
            let needs = needs.into_iter().map(|day| format!("the hours of learning on {}", in_words(day)));
            Progress::Unknown { needs: needs.collect(), earliest: Some(best) }
        }
        (_, None) => {
            let learned: i64 = events.iter().map(|event| event.hours.unwrap_or_default().max(0)).sum();
            let attended = attended(&events, case.as_of);
            Progress::not_yet(format!("{attended} of {days} days of learning, {learned} of {hours} hours."))
        }
    }
}

/// The day on which days and hours are complete, and the hours learned by its end.
fn complete(
    events: &[&RecordedEvent],
    (days, hours): (i64, i64),
    hours_of: impl Fn(&RecordedEvent) -> i64,
) -> Option<(Day, i64)> {
    let learned = |on: Day| {
        let by_then = events.iter().filter(|event| event.on <= on);
        by_then.fold(0_i64, |sum, event| sum.saturating_add(hours_of(event).max(0)))
    };
    let days_of_learning = events.iter().map(|event| event.on);
    days_of_learning
        .map(|on| (on, learned(on)))
        .find(|(on, learned)| attended(events, *on) >= days && *learned >= hours)
}

/// Different days of learning by a day, that day included.
fn attended(events: &[&RecordedEvent], on: Day) -> i64 {
    events.iter().map(|event| event.on).filter(|day| *day <= on).collect::<BTreeSet<_>>().len() as i64
}
