//! Evidence: which rules stop people, what a change of one would do, and notes that a board can cite.
//!
//! Verdicts are those of `policy`, for everybody of an area at once; what is counted of them is worked out by
//! `statistics`, which also sees to it that no count picks anybody out. This room finds the people, remembers them
//! between questions ([`Held`]), and shows and keeps the answers. The command line asks the same functions
//! ([`barriers_among`], [`what_if_among`]) about the people of a file.

mod among;
mod ask;
mod barriers;
mod divisions;
mod held;
mod note;
mod pages;
mod refused;
mod store;
mod what_if;

pub use among::{Among, AskError, Records};
pub use ask::{ask_barriers, ask_what_if, barriers_of, warm, what_if_of};
pub use barriers::{BarriersAnswer, BarriersQuestion, barriers_among};
pub use divisions::{AGE, PRIORITY_GROUP, WARD, offered};
pub use held::Held;
pub use note::{Answer, NewNote, Note, NoteLine, find_note, list_notes, save_note};
pub use pages::routes;
pub use what_if::{Cost, WhatIfAnswer, WhatIfQuestion, what_if_among};

/// How counts are told, for whoever reads them.
pub const ROUNDING: &str = "Every count is rounded to the nearest 5, and a count from 1 to 4 is not told, so that \
                            nobody can be picked out. So counts may not add up to their total.";
