//! Reads `spine/counting.toml`: how counts of people are told.

use super::{
    ids::{keep, plain_id},
    reader::Reader,
    vocabulary::{expect_known, known_words},
};
use crate::{Counting, CountingNumber, FactBook};
use indexmap::IndexMap;
use std::{ops::RangeInclusive, sync::Arc};

/// The numbers that must be there, and within what each makes sense.
const NUMBERS: [(&str, RangeInclusive<i64>); 12] = [
    ("least", 3..=1_000),
    ("nearest", 2..=1_000),
    ("noise_percent", 1..=95),
    ("step_months", 1..=12),
    ("newcomers", 2..=10_000),
    ("days_around", 0..=40),
    ("year_first_month", 1..=12),
    ("years_back", 1..=20),
    ("exact_least", 10..=1_000_000),
    ("most_deprived_deciles", 1..=9),
    ("result_months", 1..=60),
    ("result_cohort_months", 1..=60),
];
/// The least and the largest percent that a what-if may ask about.
const PERCENTS: RangeInclusive<i64> = 0..=1_000;
/// Values of one number that a what-if may ask about by percent, at most: each is one more question.
const MAX_PERCENTS: usize = 12;

/// Reads the numbers; `None` when one that must be there is missing or makes no sense, which is a fault.
pub(super) fn counting(reader: &Reader<'_>, facts: &FactBook) -> Option<Counting> {
    let mut numbers = IndexMap::new();
    for table in reader.tables("number", "a number by which people are counted") {
        let id = plain_id(&table);
        expect_known(&table, "policy/unknown-number", "number", &id, NUMBERS.iter().map(|(id, _)| *id));
        let one = CountingNumber {
            path: Arc::from(format!("spine/counting#{}", id.value)),
            says: table.text("says").value,
            is: number(&table, &id.value),
            unit: table.text("unit").value,
            example: table.flag("example"),
            source: table.citation(),
        };
        table.finish();
        keep(&mut numbers, &table, id, one);
    }
    for (id, _) in NUMBERS.iter().filter(|(id, _)| !numbers.contains_key(*id)) {
        reader.faults.add(
            reader
                .error("policy/not-counted", reader.span(), format!("nothing says what `{id}` is"))
                .help(format!("add `[[number]]` with `id = \"{id}\"` and `is`")),
        );
    }
    let percents = percents(reader);
    let known = facts.iter().map(|definition| definition.id.as_ref()).collect::<Vec<_>>();
    let count_by = known_words(reader, "policy/unknown-fact", "fact", reader.texts("count_by"), known);
    let source = reader.citation();
    reader.finish();
    put_together(numbers, (percents, count_by), source)
}

fn number(table: &Reader<'_>, id: &str) -> i64 {
    let Some(is) = table.whole("is") else { return 0 };
    let known = NUMBERS.iter().find(|(known, _)| *known == id);
    if let Some((_, sensible)) = known.filter(|(_, sensible)| !sensible.contains(&is.value)) {
        let message = format!("`{id}` is from {} to {}", sensible.start(), sensible.end());
        table.faults.add(table.error("policy/out-of-range", is.span, message).label("makes no sense here"));
    }
    is.value
}

fn percents(reader: &Reader<'_>) -> Vec<i64> {
    let percents = reader.wholes("what_if_percents").unwrap_or_default();
    if percents.len() > MAX_PERCENTS || percents.iter().any(|percent| !PERCENTS.contains(percent)) {
        let place = reader.place_of_key("what_if_percents").unwrap_or_else(|| reader.span());
        let message = format!("at most {MAX_PERCENTS} percents, from {} to {} each", PERCENTS.start(), PERCENTS.end());
        reader.faults.add(
            reader
                .error("policy/out-of-range", place, message)
                .help("every value that can be asked about tells a little more: keep the list short"),
        );
    }
    percents
}

fn put_together(
    numbers: IndexMap<String, CountingNumber>,
    (what_if_percents, count_by): (Vec<i64>, Vec<String>),
    source: String,
) -> Option<Counting> {
    fn of<N: TryFrom<i64>>(numbers: &IndexMap<String, CountingNumber>, id: &str) -> Option<N> {
        N::try_from(numbers.get(id)?.is).ok()
    }
    Some(Counting {
        least: of(&numbers, "least")?,
        nearest: of(&numbers, "nearest")?,
        noise_percent: of(&numbers, "noise_percent")?,
        step_months: of(&numbers, "step_months")?,
        newcomers: of(&numbers, "newcomers")?,
        days_around: of(&numbers, "days_around")?,
        year_first_month: of(&numbers, "year_first_month")?,
        years_back: of(&numbers, "years_back")?,
        exact_least: of(&numbers, "exact_least")?,
        most_deprived_deciles: of(&numbers, "most_deprived_deciles")?,
        result_months: of(&numbers, "result_months")?,
        result_cohort_months: of(&numbers, "result_cohort_months")?,
        what_if_percents,
        count_by,
        numbers,
        source,
    })
}
