//! Words of pages for what the policy text and the database keep as codes and numbers.

use kernel::{Moment, Zone, in_words};

/// A moment by its day in a time zone: `3 April 2024`.
pub(crate) fn day_of(at: Moment, zone: Zone) -> String {
    in_words(zone.day(at))
}

/// A moment for machines.
pub(crate) fn machine_moment(at: Moment) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Several things in a sentence: `one, another and a third`.
pub(crate) fn listed(things: impl IntoIterator<Item = String>) -> String {
    let mut things: Vec<String> = things.into_iter().collect();
    match (things.pop(), things.is_empty()) {
        (None, _) => String::new(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} and {last}", things.join(", ")),
    }
}

/// A text with a large first letter, for the start of a sentence.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `1 person`, `2 people`: a count with the word for one or for more.
pub(crate) fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
