//! Reads until when an outcome must be claimed, of a contract or of one of its outcomes.

use crate::{
    ClaimWindow, DayFrom, WindowLength,
    load::{reader::Reader, vocabulary::expect_known},
};

/// `claim_window_days` or `claim_window_months`, with `claim_window_from` and `claim_by`; `None` when there is none.
pub(super) fn window(reader: &Reader<'_>) -> Option<ClaimWindow> {
    let days = reader.optional_count("claim_window_days");
    let months = reader.optional_count("claim_window_months");
    let from = reader.optional_text("claim_window_from");
    let until = reader.optional_day("claim_by").map(|day| day.value);
    if days.is_some() && months.is_some() {
        reader.faults.add(
            reader
                .error(
                    "policy/said-twice",
                    reader.place_of_key("claim_window_months").unwrap_or_else(|| reader.span()),
                    "the time to claim is given in days and in months",
                )
                .label("the same in another way")
                .help("keep one of `claim_window_days` and `claim_window_months`"),
        );
    }
    let length = months.map(WindowLength::Months).or(days.map(WindowLength::Days));
    if let (Some(word), None) = (&from, &length) {
        reader.faults.add(
            reader
                .error(
                    "policy/missing-key",
                    word.span.clone(),
                    "from when the time to claim runs, and not how long it is",
                )
                .label("a beginning without a length")
                .help("add `claim_window_days = 30` or `claim_window_months = 12`"),
        );
    }
    let from = from.map_or(DayFrom::Reached, |word| {
        expect_known(reader, "policy/unknown-word", "day to count from", &word, ["reached", "start"]);
        if word.value == "start" { DayFrom::Start } else { DayFrom::Reached }
    });
    (length.is_some() || until.is_some()).then_some(ClaimWindow { length, from, until })
}
