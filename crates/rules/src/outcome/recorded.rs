//! Was something recorded that the outcome asks for: training completed, a qualification, progression?
//!
//! *Authority*: the definition that the contract names; Skills Bootcamps wave 3 (completion, offers, outcomes) and the
//! European Social Fund's progression deliverables are counted so.
//! *Applies*: to the first event of the kind on or after the start.
//! *Simplified*: what bears the event out is for the contract's `[[evidence]]` to ask.
//! *Example*: started 1 March, training complete recorded for 20 May: reached on 20 May; asked on the 19th, not yet.

use super::{progress::Progress, reached::Case};
use kernel::in_words;

pub(super) fn progress(case: &Case<'_>, kind: &str) -> Progress {
    let events = case.participation.events.iter().filter(|event| event.kind == kind);
    let in_time = events.filter(|event| (case.started_on..=case.as_of).contains(&event.on));
    match in_time.min_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id))) {
        Some(event) => Progress::Reached {
            on: event.on,
            first: event.on,
            working: vec![format!("Recorded for {}: {}.", in_words(event.on), kind.replace('-', " "))],
            spells: vec![event.id.clone()],
        },
        None => Progress::not_yet(format!("Not recorded since the start: {}.", kind.replace('-', " "))),
    }
}
