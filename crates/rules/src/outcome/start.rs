//! Has the person started?
//!
//! *Authority*: the contract's definition of a start: the first day on the programme.
//! *Applies*: from the day recorded as the start.
//! *Simplified*: attendance after that day is not asked for.
//! *Example*: a start recorded for 4 September is reached on 4 September, and not on the 3rd.

use super::{progress::Progress, reached::Case};
use kernel::in_words;

pub(super) fn progress(case: &Case<'_>) -> Progress {
    Progress::Reached {
        on: case.started_on,
        first: case.started_on,
        working: vec![format!("The person started on {}.", in_words(case.started_on))],
        spells: Vec::new(),
    }
}
