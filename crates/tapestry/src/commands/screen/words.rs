//! The counts of a screening in words, for a terminal.

use crate::policy_source::Ready;
use kernel::Day;
use policy::{
    Area,
    population::{Barrier, Screening},
};
use std::fmt::Write;

/// A line for each programme, and under it the criterion that alone stops most people.
pub(super) fn in_words(ready: &Ready, area: &Area, on: Day, screening: &Screening) -> String {
    let mut text = format!(
        "{}, on {}: {} people\n\n{:>12} {:>12} {:>12}\n",
        area.name,
        kernel::in_words(on),
        screening.people,
        "eligible",
        "not eligible",
        "not known",
    );
    for programme in &screening.programmes {
        let counts = &programme.counts;
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "{:>12} {:>12} {:>12}  {} [{}]",
            counts.eligible, counts.not_eligible, counts.undetermined, programme.name, programme.id
        );
        let written = ready.policy.programme(area, &programme.id);
        if let Some(known) = written.and_then(|written| written.out_of_date_on(on)).filter(|_| counts.undetermined > 0)
        {
            let _ = writeln!(text, "{:>38}  {} [{}]", "", known.reason(), programme.id);
        }
        if let Some(barrier) = worst(&programme.barriers) {
            let _ = writeln!(text, "{:>38}  alone stops {}: {} [{}]", "", barrier.alone, barrier.says, barrier.code);
        }
    }
    let _ = writeln!(text, "\n{}", ready.which());
    text
}

/// The criterion that alone stops most people, if one does; of two, the first.
fn worst(barriers: &[Barrier]) -> Option<&Barrier> {
    let most = barriers.iter().map(|barrier| barrier.alone).max().filter(|most| *most > 0)?;
    barriers.iter().find(|barrier| barrier.alone == most)
}
