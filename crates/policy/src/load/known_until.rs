//! Reads `known_until = { day, source, example? }`: until when a text is known to hold.

use super::reader::Reader;
use crate::KnownUntil;
use kernel::{Day, in_words};
use std::sync::Arc;

/// The last day for which what `reader` reads is known to hold, if it says one; `from` is its own first day.
pub(super) fn known_until(reader: &Reader<'_>, from: Option<Day>) -> Option<Arc<KnownUntil>> {
    let example = "a day with its citation, such as { day = 2024-07-31, source = \"…\" }";
    let table = reader.table_such_as("known_until", "a `known_until`", example)?;
    let day = table.required_day("day");
    let source = Arc::from(table.citation());
    let example = table.flag("example");
    table.finish();
    let day = day?;
    if let Some(from) = from.filter(|from| day.value < *from) {
        table.faults.add(
            table
                .error(
                    "policy/dates-reversed",
                    day.span,
                    format!(
                        "it is known until {} and begins on {}, which is later",
                        in_words(day.value),
                        in_words(from)
                    ),
                )
                .label(format!("before {from}"))
                .help("nothing of it would ever be known: mend the year, or the first day (`from`)"),
        );
    }
    Some(Arc::new(KnownUntil { day: day.value, source, example, confirmed_by: None }))
}
