//! Reads how long things are kept: `spine/retention.toml`, and the `[[keep]]` of an area, which may only be shorter.

use super::{
    ids::{keep, plain_id},
    reader::Reader,
    vocabulary::expect_known,
};
use crate::{Category, Keep, retention};
use indexmap::IndexMap;
use std::sync::Arc;

/// The longest that anything may be kept, in months.
const MAX_MONTHS: i64 = 1_200;

/// Reads `spine/retention.toml`: each category of fact, what people wrote, and what money was paid for.
pub(super) fn retention(reader: &Reader<'_>, categories: &IndexMap<String, Category>) -> IndexMap<String, Keep> {
    let kinds: Vec<&str> = kinds(categories).collect();
    let keeps = keeps(reader, "spine/retention", &kinds);
    for kind in kinds.iter().filter(|kind| !keeps.contains_key(**kind)) {
        reader.faults.add(
            reader
                .error("policy/not-kept", reader.span(), format!("nothing says how long `{kind}` is kept"))
                .help(format!("add `[[keep]]` with `id = \"{kind}\"` and `months`")),
        );
    }
    identity_longest(reader, &keeps, &IndexMap::new());
    reader.finish();
    keeps
}

/// The `[[keep]]` of an area: shorter than the spine's.
pub(super) fn of_area(reader: &Reader<'_>, area: &str, spine: &IndexMap<String, Keep>) -> IndexMap<String, Keep> {
    let kinds: Vec<&str> = spine.keys().map(String::as_str).collect();
    let own = keeps(reader, &format!("areas/{area}/area.toml"), &kinds);
    for one in own.values() {
        if spine.get(&one.id).is_some_and(|spine| one.months > spine.months) {
            let message = format!("`{}` is kept longer than the spine keeps it", one.id);
            reader.faults.add(
                reader
                    .error("policy/kept-longer", reader.span(), message)
                    .help("an area may keep things for a shorter time, never for longer"),
            );
        }
    }
    identity_longest(reader, &own, spine);
    own
}

fn kinds(categories: &IndexMap<String, Category>) -> impl Iterator<Item = &str> {
    categories.keys().map(String::as_str).chain([retention::WORDS, retention::PAYMENT])
}

fn keeps(reader: &Reader<'_>, path: &str, kinds: &[&str]) -> IndexMap<String, Keep> {
    let mut keeps = IndexMap::new();
    for table in reader.tables("keep", "how long something is kept") {
        let id = plain_id(&table);
        expect_known(&table, "policy/unknown-category", "category", &id, kinds.iter().copied());
        let one = Keep {
            path: Arc::from(format!("{path}#{}", id.value)),
            id: id.value.clone(),
            says: table.text("says").value,
            months: months(&table),
            example: table.flag("example"),
            source: table.citation(),
        };
        table.finish();
        keep(&mut keeps, &table, id, one);
    }
    keeps
}

fn months(table: &Reader<'_>) -> i64 {
    let Some(months) = table.whole("months") else { return 1 };
    if !(1..=MAX_MONTHS).contains(&months.value) {
        table.faults.add(
            table
                .error("policy/out-of-range", months.span, "months are counted from 1 to 1200")
                .label("not so many months")
                .help("write for how many months after the last thing that was done it is kept"),
        );
    }
    months.value
}

/// While anything is held of somebody it must be known of whom, or they could not ask for it.
fn identity_longest(reader: &Reader<'_>, own: &IndexMap<String, Keep>, spine: &IndexMap<String, Keep>) {
    let all: IndexMap<&str, i64> =
        spine.values().chain(own.values()).map(|one| (one.id.as_str(), one.months)).collect();
    let Some(identity) = all.get(retention::IDENTITY) else { return };
    if let Some((longer, _)) = all.iter().find(|(_, months)| *months > identity) {
        let message = format!("`identity` is kept for a shorter time than `{longer}`");
        reader.faults.add(reader.error("policy/identity-too-short", reader.span(), message).help(
            "while anything is held of somebody it must be known of whom: keep `identity` as long as the longest",
        ));
    }
}
