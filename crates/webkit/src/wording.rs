//! Words of pages for what the policy text and the database keep as codes and numbers.

use kernel::{Moment, Telephone, Zone, in_words};

/// A moment by its day in a time zone: `3 April 2024`.
pub fn day_of(at: Moment, zone: Zone) -> String {
    in_words(zone.day(at))
}

/// A moment for machines.
pub fn machine_moment(at: Moment) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Several things in a sentence: `one, another and a third`.
pub fn listed(things: impl IntoIterator<Item = String>) -> String {
    let mut things: Vec<String> = things.into_iter().collect();
    match (things.pop(), things.is_empty()) {
        (None, _) => String::new(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} and {last}", things.join(", ")),
    }
}

/// A text with a large first letter, for the start of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Somebody's name: the given name, then the family name; one of them where that is all there is.
pub fn full_name(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}

/// A text as a sentence: with one full stop at its end, unless it ends with a sign that closes a sentence already.
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// The address of a link that dials a number as somebody typed it; "" where it is surely no number.
#[must_use]
pub fn dials(typed: &str) -> String {
    typed.parse::<Telephone>().map(|number| number.dials()).unwrap_or_default()
}

/// `1 person`, `2 people`: a count with the word for one or for more.
pub fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_a_whole_name() {
        assert_eq!(full_name("Amina", "Hussain"), "Amina Hussain");
        assert_eq!(full_name("Suharto", ""), "Suharto");
        assert_eq!(full_name("", "Suharto"), "Suharto");
    }

    #[test]
    fn a_sentence_ends_with_one_full_stop() {
        for (text, sentence_of_it) in
            [("Paid", "Paid."), ("Not owed.", "Not owed."), ("Why?", "Why?"), ("Paid ", "Paid.")]
        {
            assert_eq!(sentence(text), sentence_of_it);
        }
    }
}
