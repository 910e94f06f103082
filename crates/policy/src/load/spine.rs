//! Reads the smaller files of the spine: outcomes, standards, levels and purposes.

use super::{
    ids::{keep, plain_id},
    reader::Reader,
    vocabulary::{expect_known, known_words},
};
use crate::{Category, Counts, DayCount, LeastWork, Level, OutcomeDefinition, Purpose, Serves, Standard, WorkFrom};
use indexmap::IndexMap;

const COUNTS: [&str; 9] = [
    "start",
    "job-start",
    "weeks-in-work",
    "weeks-in-window",
    "earnings",
    "self-employment",
    "recorded",
    "attendance",
    "whole-person",
];

/// Reads `spine/outcomes.toml`.
pub(super) fn outcomes(reader: &Reader<'_>) -> IndexMap<String, OutcomeDefinition> {
    let mut outcomes = IndexMap::new();
    for table in reader.tables("outcome", "an outcome") {
        let id = plain_id(&table);
        let counts = counts(&table);
        let work_from =
            if counts.looks_at_work() { work_from(&table).unwrap_or_default() } else { WorkFrom::default() };
        let outcome = OutcomeDefinition {
            id: id.value.clone(),
            name: table.text("name").value,
            says: table.text("says").value,
            counts,
            work_from,
            source: table.citation(),
        };
        table.finish();
        keep(&mut outcomes, &table, id, outcome);
    }
    reader.finish();
    outcomes
}

fn counts(table: &Reader<'_>) -> Counts {
    let counts = table.text("counts");
    expect_known(table, "policy/unknown-counts", "way to count", &counts, COUNTS);
    match counts.value.as_str() {
        "start" => Counts::Start,
        "job-start" => Counts::JobStart,
        "weeks-in-work" => Counts::WeeksInWork {
            weeks: table.count("weeks"),
            longest_break_days: table.count("longest_break_days"),
            all_breaks_days: table.count("all_breaks_days"),
            least: least(table),
        },
        "weeks-in-window" => weeks_in_window(table),
        "recorded" => Counts::Recorded { event: table.text("event").value },
        "attendance" => Counts::Attendance { days: table.count("days"), hours: table.count("hours") },
        "earnings" => Counts::Earnings { hours_per_week: table.count("hours_per_week"), weeks: table.count("weeks") },
        "self-employment" => Counts::SelfEmployment { months: table.count("months") },
        _ => Counts::WholePerson,
    }
}

/// From when work counts, where the text says: `work_from`.
pub(super) fn work_from(table: &Reader<'_>) -> Option<WorkFrom> {
    let word = table.optional_text("work_from")?;
    let words = WorkFrom::WORDS.map(|(word, _)| word);
    expect_known(table, "policy/unknown-word", "day from which work counts", &word, words);
    WorkFrom::WORDS.into_iter().find(|(known, _)| *known == word.value).map(|(_, from)| from)
}

/// What work must be to count: `least_hours_per_week`, `least_pence_week`.
fn least(table: &Reader<'_>) -> LeastWork {
    LeastWork {
        hours_per_week: table.optional_count("least_hours_per_week"),
        pence_week: table.optional_count("least_pence_week"),
    }
}

fn weeks_in_window(table: &Reader<'_>) -> Counts {
    let (weeks, window_weeks) = (table.count("weeks"), table.count("window_weeks"));
    if weeks > window_weeks {
        let place = table.place_of_key("window_weeks").unwrap_or_else(|| table.span());
        table.faults.add(
            table
                .error("policy/out-of-range", place, format!("{weeks} weeks do not fit into {window_weeks}"))
                .label("a window shorter than the work in it"),
        );
    }
    Counts::WeeksInWindow { weeks, window_weeks, least: least(table) }
}

/// Reads `spine/standards.toml`.
pub(super) fn standards(reader: &Reader<'_>) -> IndexMap<String, Standard> {
    let mut standards = IndexMap::new();
    for table in reader.tables("standard", "a standard") {
        let id = plain_id(&table);
        let counts = table.text("counts");
        expect_known(&table, "policy/unknown-counts", "way to count days", &counts, ["working-days", "calendar-days"]);
        let standard = Standard {
            id: id.value.clone(),
            says: table.text("says").value,
            event_from: table.text("event_from").value,
            event_to: table.text("event_to").value,
            days: table.count("days"),
            counts: if counts.value == "working-days" { DayCount::WorkingDays } else { DayCount::CalendarDays },
            source: table.citation(),
            example: table.flag("example"),
        };
        table.finish();
        keep(&mut standards, &table, id, standard);
    }
    reader.finish();
    standards
}

/// Reads `spine/levels.toml`.
pub(super) fn levels(reader: &Reader<'_>) -> IndexMap<String, Level> {
    let mut levels = IndexMap::new();
    let words = |table: &Reader<'_>, key| table.texts(key).into_iter().map(|word| word.value).collect();
    for table in reader.tables("level", "a level") {
        let id = plain_id(&table);
        let level = Level {
            id: id.value.clone(),
            name: table.text("name").value,
            says: table.text("says").value,
            powers: words(&table, "powers"),
            entry: words(&table, "entry"),
            source: table.citation(),
        };
        table.finish();
        keep(&mut levels, &table, id, level);
    }
    reader.finish();
    levels
}

/// Reads `spine/purposes.toml`.
pub(super) fn purposes(reader: &Reader<'_>, categories: &IndexMap<String, Category>) -> IndexMap<String, Purpose> {
    let mut purposes = IndexMap::new();
    for table in reader.tables("purpose", "a purpose") {
        let id = plain_id(&table);
        let purpose = Purpose {
            id: id.value.clone(),
            says: table.text("says").value,
            serves: serves(&table),
            lawful_basis: table.text("lawful_basis").value,
            gateway: table.text("gateway").value,
            categories: known_words(
                &table,
                "policy/unknown-category",
                "category",
                table.texts("categories"),
                categories.keys().map(String::as_str),
            ),
            source: table.citation(),
        };
        table.finish();
        keep(&mut purposes, &table, id, purpose);
    }
    reader.finish();
    purposes
}

fn serves(table: &Reader<'_>) -> Serves {
    let word = table.text("serves");
    expect_known(table, "policy/unknown-word", "use of a purpose", &word, Serves::WORDS.map(|(word, _)| word));
    let found = Serves::WORDS.into_iter().find(|(known, _)| *known == word.value);
    found.map_or(Serves::Counting, |(_, serves)| serves)
}
