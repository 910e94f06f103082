//! A telephone number as people write it in the United Kingdom, and the address that dials it.
//!
//! What is accepted follows the National Telephone Numbering Plan (Ofcom) in its forms, not in its ranges: whether a number is
//! in use is not asked. The address is that of RFC 3966, save that a number which is dialled in the United Kingdom only carries no
//! `phone-context`: what telephones do with it differs, and `tel:116123` is dialled rightly by all.

use crate::text::visible;
use std::fmt;

/// Figures of a number in the international form, country code included (ITU-T E.164).
const INTERNATIONAL_FIGURES: std::ops::RangeInclusive<usize> = 8..=15;
/// Figures of a number in the United Kingdom after its leading 0.
const NATIONAL_FIGURES: std::ops::RangeInclusive<usize> = 9..=10;
/// Whole numbers that are shorter than all others: Childline, and NHS Direct as it was.
const SHORT_NATIONAL: [&str; 2] = ["08001111", "08454647"];
/// What is dialled before a number to speak through the text relay service: from a text telephone, and to one.
const RELAY: [&str; 2] = ["18001", "18002"];
/// Figures of an extension, at most.
const MAX_EXTENSION_FIGURES: usize = 7;

/// A telephone number.
///
/// ```
/// use kernel::Telephone;
/// let number = "18001 0191 496 0000 ext. 12".parse::<Telephone>().unwrap();
/// assert_eq!(number.dials(), "tel:1800101914960000;ext=12");
/// assert_eq!("+44 (0)191 496 0000".parse::<Telephone>().unwrap().dials(), "tel:+441914960000");
/// assert_eq!("116 123".parse::<Telephone>().unwrap().dials(), "tel:116123");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Telephone {
    shown: String,
    /// The prefix of the text relay service; "" without.
    relay: &'static str,
    number: Number,
    extension: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Number {
    /// Country code and number, without the plus sign.
    International(String),
    /// A short code of the United Kingdom: `116123`.
    Short(String),
}

/// Why a text is not a telephone number. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TelephoneError {
    /// Nothing that can be seen.
    #[error("Enter a telephone number")]
    Empty,
    /// Something that no telephone number has.
    #[error("A telephone number has figures, spaces and a leading + only, and ‘ext’ before an extension")]
    Letters,
    /// Neither a leading 0 nor a country code, and no short code.
    #[error(
        "Enter the whole telephone number, with the 0 or the country code at its beginning, like 0121 496 0000 or +44 7700 900 982"
    )]
    Beginning,
    /// More or fewer figures than a number has.
    #[error("Enter a telephone number with all its figures and no more, like 0121 496 0000 or 07700 900 982")]
    Figures,
    /// Two numbers run together.
    #[error("Enter one telephone number, not two")]
    Several,
}

impl Telephone {
    /// As it was written, without what cannot be seen: `18001 0191 496 0000 ext. 12`.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The address for a link that dials it: `tel:+441914960000`.
    ///
    /// A number behind the text relay's prefix, and a short code, are as they are dialled in the United Kingdom.
    #[must_use]
    pub fn dials(&self) -> String {
        let extension = if self.extension.is_empty() { String::new() } else { format!(";ext={}", self.extension) };
        match (&self.number, self.relay) {
            (Number::International(number), "") => format!("tel:+{number}{extension}"),
            (Number::International(number), relay) => {
                let dialled =
                    number.strip_prefix("44").map_or_else(|| format!("00{number}"), |number| format!("0{number}"));
                format!("tel:{relay}{dialled}{extension}")
            }
            (Number::Short(code), relay) => format!("tel:{relay}{code}{extension}"),
        }
    }

    /// Every number of a text that holds several: `0191 496 0000 / 07700 900 982`.
    ///
    /// # Errors
    /// That of the first part that is no number.
    pub fn all(text: &str) -> Result<Vec<Self>, TelephoneError> {
        let text = visible(text).replace(" or ", "/").replace(" and ", "/");
        text.split(['/', ';', ',', '|']).map(str::trim).filter(|part| !part.is_empty()).map(str::parse).collect()
    }
}

impl Telephone {
    /// Whether an extension is dialled after the number.
    #[must_use]
    pub fn has_extension(&self) -> bool {
        !self.extension.is_empty()
    }

    /// Whether it is a number of full length, and no short code that may happen to begin another.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.number, Number::International(_)) && !self.has_extension()
    }
}

impl fmt::Display for Telephone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

impl std::str::FromStr for Telephone {
    type Err = TelephoneError;

    fn from_str(text: &str) -> Result<Self, TelephoneError> {
        let shown = visible(text).chars().map(|letter| if is_dash(letter) { '-' } else { letter }).collect::<String>();
        if shown.is_empty() {
            return Err(TelephoneError::Empty);
        }
        if shown.contains(['/', ';', ',', '|']) {
            return Err(if Self::all(&shown).is_ok() { TelephoneError::Several } else { TelephoneError::Letters });
        }
        let (main, extension) = split_extension(&shown)?;
        let has_plus = main.starts_with('+');
        let main = main.trim_start_matches('+').replace("(0)", "");
        if !main.chars().all(|letter| letter.is_ascii_digit() || " -.()".contains(letter)) {
            return Err(TelephoneError::Letters);
        }
        let figures: String = main.chars().filter(char::is_ascii_digit).collect();
        let behind = |prefix: &&str| !has_plus && figures.len() > prefix.len() && figures.starts_with(prefix);
        let relay = RELAY.into_iter().find(|prefix| behind(prefix)).unwrap_or_default();
        let number = number(figures.strip_prefix(relay).unwrap_or(&figures), has_plus)?;
        Ok(Self { relay, number, extension, shown })
    }
}

/// Hyphens, dashes and the minus sign.
fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// What stands before the extension, and its figures.
fn split_extension(text: &str) -> Result<(String, String), TelephoneError> {
    let small = text.to_lowercase();
    let mark = ["extension", "extn", "ext", "x", "#"].iter().find_map(|mark| Some((small.find(mark)?, mark.len())));
    let Some((at, length)) = mark else { return Ok((small, String::new())) };
    let rest = small.get(at + length..).unwrap_or_default();
    let figures: String = rest.chars().filter(char::is_ascii_digit).collect();
    let others = rest.chars().all(|letter| letter.is_ascii_digit() || " .:-)".contains(letter));
    if !others || figures.is_empty() || figures.len() > MAX_EXTENSION_FIGURES {
        return Err(TelephoneError::Letters);
    }
    let before = small.get(..at).unwrap_or_default().trim_end_matches([' ', ',', '(', '-']);
    Ok((before.to_owned(), figures))
}

fn number(figures: &str, has_plus: bool) -> Result<Number, TelephoneError> {
    let international = |figures: &str| match figures.strip_prefix("44") {
        // The 0 of the national form is not dialled from abroad.
        Some(national) => national_number(national.strip_prefix('0').unwrap_or(national)),
        None if INTERNATIONAL_FIGURES.contains(&figures.len()) && !figures.starts_with('0') => {
            Ok(Number::International(figures.to_owned()))
        }
        None => Err(TelephoneError::Figures),
    };
    if has_plus {
        return international(figures);
    }
    if let Some(abroad) = figures.strip_prefix("00") {
        return international(abroad);
    }
    if SHORT_NATIONAL.contains(&figures) {
        return Ok(Number::International(format!("44{}", figures.trim_start_matches('0'))));
    }
    match figures.strip_prefix('0') {
        Some(national) => national_number(national),
        None if is_short_code(figures) => Ok(Number::Short(figures.to_owned())),
        None if figures.starts_with("44") && figures.len() == 12 => international(figures),
        None => Err(TelephoneError::Beginning),
    }
}

fn national_number(figures: &str) -> Result<Number, TelephoneError> {
    match figures.len() {
        length if NATIONAL_FIGURES.contains(&length) && !figures.starts_with('0') => {
            Ok(Number::International(format!("44{figures}")))
        }
        length if length >= 2 * NATIONAL_FIGURES.start() => Err(TelephoneError::Several),
        _ => Err(TelephoneError::Figures),
    }
}

/// Three figures (999, 111), or six that begin with 116 (harmonised services of social value) or 118 (directory enquiries).
fn is_short_code(figures: &str) -> bool {
    match figures.len() {
        3 => figures.starts_with('1') || figures == "999",
        6 => figures.starts_with("116") || figures.starts_with("118"),
        _ => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn dials(text: &str) -> String {
        text.parse::<Telephone>().unwrap().dials()
    }

    #[test]
    fn one_number_written_in_many_ways_dials_the_same() {
        for text in [
            "0191 496 0000",
            "(0191) 496-0000",
            "0191\u{2013}496\u{2013}0000",
            "0191\u{00A0}496\u{200B} 0000",
            "+44 (0)191 496 0000",
            "+44 191 496 0000",
            "+440191 496 0000",
            "0044 191 496 0000",
            "44 191 496 0000",
        ] {
            assert_eq!(dials(text), "tel:+441914960000", "{text}");
        }
    }

    #[test]
    fn a_number_behind_the_text_relay_dials_the_prefix_and_the_national_number() {
        assert_eq!(dials("18001 0191 496 0000"), "tel:1800101914960000");
        assert_eq!(dials("18002 07700 900 982"), "tel:1800207700900982");
        assert_eq!(dials("18001 116 123"), "tel:18001116123");
        assert_eq!("18001".parse::<Telephone>(), Err(TelephoneError::Beginning));
    }

    #[test]
    fn an_extension_is_dialled_after_the_number_and_not_as_part_of_it() {
        for text in [
            "0191 496 0000 ext 123",
            "0191 496 0000 x123",
            "0191 496 0000, Ext. 123",
            "0191 496 0000 (extension 123)",
            "0191 496 0000 #123",
        ] {
            let read = text.replace(", ", " ");
            assert_eq!(dials(&read), "tel:+441914960000;ext=123", "{text}");
        }
        assert_eq!("0191 496 0000 ext".parse::<Telephone>(), Err(TelephoneError::Letters));
    }

    #[test]
    fn short_codes_are_numbers_and_other_short_ones_are_not() {
        assert_eq!(dials("116 123"), "tel:116123");
        assert_eq!(dials("111"), "tel:111");
        assert_eq!(dials("0800 1111"), "tel:+448001111");
        for text in ["123456", "222", "496 0000"] {
            assert_eq!(text.parse::<Telephone>(), Err(TelephoneError::Beginning), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        let cases = [
            ("", TelephoneError::Empty),
            ("\u{200B}", TelephoneError::Empty),
            ("ask at the desk", TelephoneError::Letters),
            ("0121 496", TelephoneError::Figures),
            ("0121 496 0000 0", TelephoneError::Figures),
            ("+1", TelephoneError::Figures),
            ("0191 496 0000 07700 900 982", TelephoneError::Several),
            ("0191 496 0000 / 07700 900 982", TelephoneError::Several),
            ("7700 900 982", TelephoneError::Beginning),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Telephone>(), Err(error), "{text}");
        }
    }

    #[test]
    fn two_numbers_in_one_field_are_two() {
        let both = Telephone::all("0191 496 0000 / 07700 900 982").unwrap();
        assert_eq!(both.iter().map(Telephone::dials).collect::<Vec<_>>(), ["tel:+441914960000", "tel:+447700900982"]);
        assert_eq!(Telephone::all("0191 496 0000 or 07700 900 982").unwrap().len(), 2);
        assert!(Telephone::all("0191 496 0000 / mornings").is_err());
    }

    #[test]
    fn numbers_abroad_keep_their_country() {
        assert_eq!(dials("+353 1 234 5678"), "tel:+35312345678");
        assert_eq!(dials("00 1 202 555 0123"), "tel:+12025550123");
    }
}
