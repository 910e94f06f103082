//! Reads `spine/days.toml`, and the bounds of a fact that is a day.

use super::reader::Reader;
use crate::{DayBounds, DayKind, suggest::did_you_mean};
use std::collections::BTreeMap;

pub(super) fn days(reader: &Reader<'_>) -> BTreeMap<DayKind, DayBounds> {
    let mut found = BTreeMap::new();
    for table in reader.tables("days", "days") {
        let id = table.text("id");
        let bounds = bounds(&table);
        // What it says, its source and whether it is made up are for people who read the text.
        let _ = (table.text("says"), table.citation(), table.flag("example"));
        table.finish();
        let words = DayKind::ALL.map(DayKind::word);
        match DayKind::ALL.into_iter().find(|kind| kind.word() == id.value) {
            Some(kind) if found.contains_key(&kind) => table.faults.add(
                table
                    .error("policy/duplicate-id", id.span, format!("`{}` has its bounds already", id.value))
                    .label("a second time")
                    .help("leave one of them out"),
            ),
            Some(kind) => {
                found.insert(kind, bounds);
            }
            None if id.value.is_empty() => {}
            None => {
                let allowed = format!("kinds of days are: {}", words.join(", "));
                let help = did_you_mean(&id.value, words).map_or(allowed.clone(), |near| format!("{near}; {allowed}"));
                table.faults.add(
                    table
                        .error("policy/unknown-days", id.span, format!("there is no kind of day `{}`", id.value))
                        .label("not a kind of day")
                        .help(help),
                );
            }
        }
    }
    reader.finish();
    found
}

/// `years_before` and `years_after` of a table.
pub(super) fn bounds(table: &Reader<'_>) -> DayBounds {
    let years = |key: &'static str| {
        let years = table.optional_count(key)?;
        Some(u16::try_from(years).unwrap_or(u16::MAX))
    };
    DayBounds { years_before: years("years_before"), years_after: years("years_after") }
}
