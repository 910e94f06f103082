//! What kind of place an official code names, by how it begins.
//!
//! *Authority*: the coding system for statistical geographies of the Office for National Statistics: nine characters,
//! of which the first three say the country and the kind; and the small areas of Northern Ireland of 2011 (`95GG01S1`),
//! which are older than it.

/// Kinds by the three characters they begin with, as one is called in words; the first are the small areas.
const KINDS: [(&str, &str); 30] = [
    ("E01", SMALL_AREA),
    ("W01", SMALL_AREA),
    ("S01", SMALL_AREA),
    ("N20", SMALL_AREA),
    ("N21", SMALL_AREA),
    ("E00", "a census output area"),
    ("W00", "a census output area"),
    ("S00", "a census output area"),
    ("N00", "a census output area"),
    ("E02", "a middle-layer area (MSOA)"),
    ("W02", "a middle-layer area (MSOA)"),
    ("S02", "an intermediate zone"),
    ("E04", "a parish"),
    ("W04", "a community"),
    ("E05", "a ward"),
    ("W05", "a ward"),
    ("S13", "a ward"),
    ("E06", "a district"),
    ("E07", "a district"),
    ("E08", "a district"),
    ("E09", "a district"),
    ("W06", "a district"),
    ("S12", "a district"),
    ("N09", "a district"),
    ("E10", "a county"),
    ("E12", "a region"),
    ("E14", "a constituency"),
    ("E38", "a place of the health service"),
    ("E47", "a combined authority"),
    ("E54", "a place of the health service"),
];

const SMALL_AREA: &str = "a small area (LSOA)";

/// The code as it is written officially, when `text` has the form of the code of a small area: an LSOA of England or
/// Wales, a data zone of Scotland, a small area of Northern Ireland. Whether there is such an area is another question.
#[must_use]
pub fn small_area_code(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    let is_small = is_northern_irish(&code) || kind_of_code(&code) == Some(SMALL_AREA);
    is_small.then_some(code)
}

/// What kind of place the code names, in words with an article; `None` when `text` is no code of nine characters.
#[must_use]
pub fn kind_of_code(text: &str) -> Option<&'static str> {
    let code = text.trim().to_ascii_uppercase();
    let (letter, digits) = code.split_at_checked(1)?;
    let has_form = code.len() == 9 && matches!(letter, "E" | "W" | "S" | "N" | "K");
    if !has_form || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let begins = code.get(..3)?;
    Some(KINDS.iter().find(|(start, _)| *start == begins).map_or("a place of another kind", |(_, kind)| kind))
}

/// `95GG01S1`: two digits, two letters, two digits, S or W, a digit.
fn is_northern_irish(code: &str) -> bool {
    let form = b"00AA00A0";
    code.len() == form.len()
        && code.bytes().zip(form).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            _ => byte.is_ascii_uppercase(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_eight_digits_are_not_yet_a_small_area() {
        assert_eq!(small_area_code(" e01008288 ").as_deref(), Some("E01008288"));
        assert_eq!(small_area_code("95GG01S1").as_deref(), Some("95GG01S1"));
        for other in ["E02001708", "E08000021", "E99999999", "W92000004", "999999999", "E0100828", "banana", ""] {
            assert_eq!(small_area_code(other), None, "{other}");
        }
        assert_eq!(kind_of_code("E02001708"), Some("a middle-layer area (MSOA)"));
        assert_eq!(kind_of_code("E99999999"), Some("a place of another kind"));
        assert_eq!(kind_of_code("NE1 1AD"), None);
    }
}
