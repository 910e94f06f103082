//! Telephone numbers in free text: which part of it is a number, and where two stand side by side.
//!
//! What a number is and how it is dialled is [`kernel::Telephone`]'s to say. A part that is not surely a number gets no link:
//! dialling a wrong number is worse than typing a right one.

/// A number for people to read, and to dial where it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    /// As it was written, without spaces at its ends.
    pub says: String,
    /// The number itself, where it is surely one.
    pub number: Option<kernel::Telephone>,
}

impl Telephone {
    /// The address of a link that dials it: `tel:+441914960101`, `tel:116123`.
    #[must_use]
    pub fn dials(&self) -> Option<String> {
        self.number.as_ref().map(kernel::Telephone::dials)
    }
}

/// Characters of a text that are looked through.
const MAX_TEXT_LENGTH: usize = 200;

/// The numbers of a text: most hold one, some several with a sign or a word between them, or run together.
///
/// ```
/// use exchange::telephone::telephones;
/// let one = &telephones("+44 (0)191 496 0101")[0];
/// assert_eq!(one.dials().as_deref(), Some("tel:+441914960101"));
/// ```
#[must_use]
pub fn telephones(text: &str) -> Vec<Telephone> {
    let text: String = text.chars().filter(|sign| !matches!(sign, '"' | '“' | '”')).take(MAX_TEXT_LENGTH).collect();
    let mut parts = vec![text.as_str()];
    for between in [" or ", " and ", "/", ";", ",", "|", "\n", " & "] {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    let has_digits = |part: &&str| part.chars().filter(char::is_ascii_digit).count() >= 3;
    let mut found: Vec<Telephone> = Vec::new();
    let are_numbers = parts.iter().all(|part| part.trim().is_empty() || has_digits(part));
    let parts = if are_numbers { parts } else { vec![text.as_str()] };
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        match run_together(part) {
            Some((one, other)) => found.extend([one, other].map(|part| telephone(part.trim()))),
            None => found.push(telephone(part)),
        }
    }
    found
}

fn telephone(text: &str) -> Telephone {
    Telephone { says: text.to_owned(), number: number(text) }
}

/// The number in a text that may have a label before it: `Tel: 0191 496 0101`.
fn number(text: &str) -> Option<kernel::Telephone> {
    let labelled = text.split_once(':').filter(|(label, _)| !label.chars().any(|sign| sign.is_ascii_digit()));
    labelled.map_or(text, |(_, rest)| rest).parse().ok()
}

/// Two whole numbers with nothing but a space, or nothing, between them.
fn run_together(text: &str) -> Option<(&str, &str)> {
    if number(text).is_some() {
        return None;
    }
    let is_whole = |text: &str| number(text).is_some_and(|number| number.is_whole());
    let at = text.char_indices().skip(1).map(|(at, _)| at);
    at.filter_map(|at| text.split_at_checked(at)).find(|(one, other)| {
        let other = other.trim_start();
        (other.starts_with('0') || other.starts_with('+') || other.starts_with("(0"))
            && is_whole(one)
            && is_whole(other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialled(text: &str) -> Vec<Option<String>> {
        telephones(text).iter().map(Telephone::dials).collect()
    }

    #[test]
    fn the_link_dials_the_number_that_is_meant() {
        for (text, dials) in [
            ("+44 (0)191 496 0101", Some("tel:+441914960101")),
            ("0044 (0)191 496 0101", Some("tel:+441914960101")),
            ("(0191) 496 0101", Some("tel:+441914960101")),
            ("0191 496 0101", Some("tel:+441914960101")),
            ("0191–496–0101", Some("tel:+441914960101")),
            ("Tel: 0191 496 0101", Some("tel:+441914960101")),
            ("0191 496 0101 ext 12", Some("tel:+441914960101;ext=12")),
            ("0191 496 0101 (extension: 12)", Some("tel:+441914960101;ext=12")),
            ("0191 496 0101 x12", Some("tel:+441914960101;ext=12")),
            ("116 123", Some("tel:116123")),
            ("18001 0191 496 0101", Some("tel:1800101914960101")),
            ("999", Some("tel:999")),
            ("0800 1111", Some("tel:+448001111")),
            ("0800 2222", None),
            ("0191 496 01", None),
            ("0191 496 0101 option 2", None),
            ("+44 191 496 01011234", None),
            ("ask at the desk", None),
            ("0191 CALL US", None),
        ] {
            assert_eq!(dialled(text), [dials.map(str::to_owned)], "{text}");
        }
        assert!(telephones("").is_empty());
    }

    #[test]
    fn two_numbers_are_two_links() {
        let both = [Some("tel:+441914960101".to_owned()), Some("tel:+441914960102".to_owned())];
        for text in [
            "0191 496 0101 / 0191 496 0102",
            "0191 496 0101 or 0191 496 0102",
            "0191 496 0101, 0191 496 0102",
            "0191 496 0101 0191 496 0102",
            "0191496010101914960102",
            "(0191) 496 0101 (0191) 496 0102",
        ] {
            assert_eq!(dialled(text), both, "{text}");
        }
        assert_eq!(dialled("0191 496 0101 and ask for Ann"), [None]);
    }
}
