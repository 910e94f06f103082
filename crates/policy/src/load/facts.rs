//! Reads `spine/facts.toml`: categories and facts.

use super::{
    day_bounds,
    ids::{keep, name_in_expressions, plain_id, report_duplicate},
    reader::{Reader, Spotted},
    vocabulary::expect_known,
};
use crate::{Category, Code, DayBounds, FactBook, FactDefinition, FactType};
use indexmap::IndexMap;
use std::sync::Arc;

const TYPES: [&str; 7] = ["yes-no", "whole-number", "date", "pence", "one-of", "any-of", "place"];

/// Reads categories and facts. `programmes` are the codes for `codes_from = "programmes"`.
pub(super) fn facts(reader: &Reader<'_>, programmes: &[Code]) -> (IndexMap<String, Category>, FactBook) {
    let mut categories = IndexMap::new();
    for table in reader.tables("category", "a category") {
        let id = plain_id(&table);
        let category =
            Category { id: id.value.clone(), says: table.text("says").value, special: table.flag("special") };
        table.finish();
        keep(&mut categories, &table, id, category);
    }
    let mut book = FactBook::default();
    for table in reader.tables("fact", "a fact") {
        let id = name_in_expressions(&table);
        let fact = fact(&table, &id, &categories, programmes);
        table.finish();
        if book.get(&id.value).is_some() {
            report_duplicate(&table, &id);
        } else {
            book.definitions.insert(Arc::clone(&fact.id), fact);
        }
    }
    reader.finish();
    (categories, book)
}

fn fact(
    table: &Reader<'_>,
    id: &Spotted<String>,
    categories: &IndexMap<String, Category>,
    programmes: &[Code],
) -> FactDefinition {
    let category = table.text("category");
    expect_known(table, "policy/unknown-category", "category", &category, categories.keys().map(String::as_str));
    let kind = kind(table, programmes);
    let is_day = kind == FactType::Date;
    FactDefinition {
        id: Arc::from(id.value.as_str()),
        kind,
        says: table.text("says").value,
        question: Arc::from(table.text("question").value),
        why: table.text("why").value,
        category: category.value,
        good_for_days: table.optional_count("good_for_days"),
        days: if is_day { day_bounds::bounds(table) } else { DayBounds::default() },
        hint: table.optional_text("hint").map(|hint| hint.value),
        unit: table.optional_text("unit").map(|unit| unit.value),
        source: table.citation(),
        small_areas: Arc::default(),
    }
}

fn kind(table: &Reader<'_>, programmes: &[Code]) -> FactType {
    let kind = table.text("type");
    expect_known(table, "policy/unknown-type", "type of fact", &kind, TYPES);
    match kind.value.as_str() {
        "whole-number" => {
            let (minimum, maximum) = bounds(table);
            FactType::Whole { minimum, maximum }
        }
        "pence" => {
            let (minimum, maximum) = bounds(table);
            FactType::Pence { minimum, maximum }
        }
        "date" => FactType::Date,
        "one-of" => FactType::OneOf(codes(table, programmes)),
        "any-of" => FactType::AnyOf(codes(table, programmes)),
        "place" => FactType::Place,
        _ => FactType::YesNo,
    }
}

fn bounds(table: &Reader<'_>) -> (Option<i64>, Option<i64>) {
    let (minimum, maximum) = (table.optional_whole("minimum"), table.optional_whole("maximum"));
    if let (Some(minimum), Some(maximum)) = (&minimum, &maximum)
        && minimum.value > maximum.value
    {
        table.faults.add(
            table
                .error("policy/out-of-range", maximum.span.clone(), "the maximum is smaller than the minimum")
                .label(format!("smaller than {}", minimum.value)),
        );
    }
    (minimum.map(|minimum| minimum.value), maximum.map(|maximum| maximum.value))
}

fn codes(table: &Reader<'_>, programmes: &[Code]) -> Vec<Code> {
    if let Some(from) = table.optional_text("codes_from") {
        expect_known(table, "policy/unknown-codes", "list of codes", &from, ["programmes"]);
        return programmes.to_vec();
    }
    let before = table.faults.len();
    let mut codes: IndexMap<String, Code> = IndexMap::new();
    for entry in table.tables("codes", "a code") {
        let code = entry.text("code");
        let says = entry.text("says").value;
        entry.finish();
        if !code.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            entry.faults.add(
                entry
                    .error("policy/malformed-id", code.span.clone(), "this is not a code")
                    .label("a code has letters a to z, digits, `-` and `_`"),
            );
        }
        let kept = Code { code: Arc::from(code.value.as_str()), says };
        keep(&mut codes, &entry, code, kept);
    }
    if codes.is_empty() && table.faults.len() == before {
        table.missing("codes");
    }
    codes.into_values().collect()
}
