//! Evidence: which rules stop people, what a change of one would do, and notes that a board can cite.
//!
//! Verdicts are those of `policy`, for everybody of an area at once; what is counted of them is worked out by
//! `statistics`, which also sees to it that no count picks anybody out. This room finds the people, remembers them
//! between questions ([`Held`]), and shows and keeps the answers. The command line asks the same functions
//! ([`barriers_among`], [`what_if_among`]) about the people of a file.

mod among;
mod ask;
mod barriers;
mod counter;
mod divisions;
mod held;
mod note;
mod pages;
mod refused;
mod store;
mod what_if;

pub use among::{Among, AskError, Records, counted_as_of_a_file};
pub use ask::{ask_barriers, ask_what_if, barriers_of, days_of, days_offered, warm, what_if_of};
pub use barriers::{BarriersAnswer, BarriersQuestion, barriers_among};
pub(crate) use counter::Counter;
pub use divisions::{AGE, PRIORITY_GROUP, WARD, offered};
pub use held::Held;
pub(crate) use held::People;
pub use note::{Answer, NewNote, Note, NoteLine, find_note, list_notes, save_note};
pub use pages::routes;
pub use what_if::{Cost, WhatIfAnswer, WhatIfQuestion, values_offered, what_if_among};

/// How the counts of notes were told that do not say it themselves.
fn told_formerly() -> String {
    "Every count is rounded to the nearest 5, and a count below 5 is not told, so that nobody can be picked out. So counts \
     may not add up to their total."
        .to_owned()
}
