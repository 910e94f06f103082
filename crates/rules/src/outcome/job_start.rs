//! Has the person started a job?
//!
//! *Authority*: the definition that the contract names; a job start may be work of either kind.
//! *Applies*: to the first day in work on or after the start of the participation, of work that counts.
//! *Simplified*: hours and pay are not asked for. Where the text lets work held before count, it counts from the day of the
//! start.
//! *Example*: started 1 March, a job from 20 May: reached on 20 May; a job since February is no job start.

use super::{
    progress::Progress,
    reached::Case,
    spells::{ids_within, runs},
};
use kernel::in_words;

pub(super) fn progress(case: &Case<'_>) -> Progress {
    let spells = || case.work.counts.iter().copied();
    let Some(first) = runs(spells(), case.started_on, case.as_of).first().copied() else {
        return Progress::not_yet(match case.work.held_before.is_empty() {
            true => "No work is recorded.",
            false => "No new work is recorded.",
        });
    };
    let ids = ids_within(spells(), first.first, first.first);
    // In the order of the ids, whatever the order of the records.
    let named = |id: &String| spells().find(|spell| spell.id == *id).map(|spell| spell.employer.as_str());
    let employers: Vec<&str> = ids.iter().filter_map(named).collect();
    Progress::Reached {
        on: first.first,
        first: first.first,
        working: vec![format!("Work began on {} ({}).", in_words(first.first), employers.join(", "))],
        spells: ids,
    }
}
