//! Telephone numbers as people write them, and the number that a link dials.
//!
//! *Authority*: numbers of the United Kingdom begin with 0 and have 10 or 11 digits, or are short codes of three to six
//! digits that begin with 1 or 9 (Ofcom, National Telephone Numbering Plan); links after RFC 3966.
//!
//! A number that is not surely one gets no link: dialling a wrong number is worse than typing a right one.

/// A number for people to read, and to dial where it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    /// As it was written, without spaces at its ends.
    pub says: String,
    /// What follows `tel:` in a link: `+441914960101`, `01914960101;ext=12`, `116123`.
    pub dials: Option<String>,
}

const LONGEST_TEXT: usize = 200;
/// The prefix that asks the text relay to join the call.
const TEXT_RELAY: &str = "18001";
/// The one number of eight digits.
const CHILDLINE: &str = "08001111";

/// The numbers of a text: most hold one, some several with a sign or a word between them, or run together.
///
/// ```
/// use exchange::telephone::telephones;
/// let one = &telephones("+44 (0)191 496 0101")[0];
/// assert_eq!(one.dials.as_deref(), Some("+441914960101"));
/// ```
#[must_use]
pub fn telephones(text: &str) -> Vec<Telephone> {
    let text: String = text.chars().filter(|sign| !matches!(sign, '"' | '“' | '”')).take(LONGEST_TEXT).collect();
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
    Telephone { says: text.to_owned(), dials: dials(text) }
}

/// Two whole numbers with nothing but a space, or nothing, between them.
fn run_together(text: &str) -> Option<(&str, &str)> {
    if dials(text).is_some() {
        return None;
    }
    let at = text.char_indices().skip(1).map(|(at, _)| at);
    at.filter_map(|at| text.split_at_checked(at)).find(|(one, other)| {
        let other = other.trim_start();
        (other.starts_with('0') || other.starts_with('+') || other.starts_with("(0"))
            && is_whole(one)
            && is_whole(other)
    })
}

/// Whether it is a number of full length, and no short code that happens to begin another.
fn is_whole(text: &str) -> bool {
    dials(text).is_some_and(|dialled| !dialled.contains(';') && dialled.len() >= 10)
}

fn dials(text: &str) -> Option<String> {
    let (number, extension) = without_extension(text);
    let number = number
        .split_once(':')
        .map_or(number, |(label, rest)| if label.chars().any(|sign| sign.is_ascii_digit()) { number } else { rest });
    let is_abroad = number.trim_start().starts_with(['+']) || number.trim_start().starts_with("00");
    let number = if is_abroad { number.replace("(0)", "") } else { number.to_owned() };
    let mut digits = String::new();
    for sign in number.chars() {
        match sign {
            '0'..='9' => digits.push(sign),
            '+' if digits.is_empty() => digits.push(sign),
            ' ' | '(' | ')' | '-' | '.' | '\u{a0}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200b}' | '\u{feff}' => {
            }
            _ => return None,
        }
    }
    let (relay, rest) = match digits.strip_prefix(TEXT_RELAY).filter(|rest| is_number(rest)) {
        Some(rest) => (TEXT_RELAY, rest),
        None => ("", digits.as_str()),
    };
    let rest = rest.strip_prefix("0044").map_or_else(|| rest.to_owned(), |rest| format!("+44{rest}"));
    if !is_number(&rest) {
        return None;
    }
    Some(extension.map_or_else(|| format!("{relay}{rest}"), |extension| format!("{relay}{rest};ext={extension}")))
}

/// Whether the digits are those of a number that can be dialled from the United Kingdom.
fn is_number(digits: &str) -> bool {
    match digits.strip_prefix('+') {
        Some(rest) => match rest.strip_prefix("44") {
            Some(national) => !national.starts_with('0') && (9..=10).contains(&national.len()),
            None => !rest.starts_with('0') && (8..=15).contains(&rest.len()),
        },
        None if digits.starts_with("0044") => is_number(&digits.replacen("0044", "+44", 1)),
        None if digits == CHILDLINE => true,
        None if digits.starts_with('0') => !digits.starts_with("00") && (10..=11).contains(&digits.len()),
        None => digits.starts_with(['1', '9']) && (3..=6).contains(&digits.len()),
    }
}

/// The number, and the extension that stands after it: `ext 12`, `extension: 12`, `x12`.
fn without_extension(text: &str) -> (&str, Option<&str>) {
    let lower = text.to_ascii_lowercase();
    for word in ["extension", "ext", "x"] {
        let Some(at) = lower.rfind(word) else { continue };
        let (Some(before), Some(after)) = (text.get(..at), text.get(at + word.len()..)) else { continue };
        let after = after.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '.' | ':' | ')' | '#'));
        let is_extension = (1..=7).contains(&after.len()) && after.bytes().all(|byte| byte.is_ascii_digit());
        if is_extension {
            return (
                before.trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, '(' | ',' | '-')),
                Some(after),
            );
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialled(text: &str) -> Vec<Option<String>> {
        telephones(text).into_iter().map(|one| one.dials).collect()
    }

    #[test]
    fn the_link_dials_the_number_that_is_meant() {
        for (text, dials) in [
            ("+44 (0)191 496 0101", Some("+441914960101")),
            ("0044 (0)191 496 0101", Some("+441914960101")),
            ("(0191) 496 0101", Some("01914960101")),
            ("0191 496 0101", Some("01914960101")),
            ("0191–496–0101", Some("01914960101")),
            ("Tel: 0191 496 0101", Some("01914960101")),
            ("0191 496 0101 ext 12", Some("01914960101;ext=12")),
            ("0191 496 0101 (extension: 12)", Some("01914960101;ext=12")),
            ("0191 496 0101 x12", Some("01914960101;ext=12")),
            ("116 123", Some("116123")),
            ("18001 0191 496 0101", Some("1800101914960101")),
            ("999", Some("999")),
            ("0800 1111", Some("08001111")),
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
        let both = [Some("01914960101".to_owned()), Some("01914960102".to_owned())];
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
