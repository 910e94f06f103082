//! Text as people see it: without what cannot be seen, and compared without what makes no difference to a reader.
//!
//! Everything typed that is compared with something kept goes through [`folded`] or [`found`].

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word from which on one slip of the hand is forgiven, and from which on two.
const ONE_SLIP_FROM: usize = 4;
const TWO_SLIPS_FROM: usize = 8;

/// One line without anything that cannot be seen: no control characters, no signs of no width, no blank fillers; each run of
/// spaces made one, trimmed. Letters stand composed (NFC).
///
/// The two joiners of Persian and Indic writing stay between letters that are not Latin.
///
/// ```
/// assert_eq!(kernel::visible(" Si\u{0302}an\u{200B}\u{00A0} Dhillon\u{FEFF} "), "S\u{00EE}an Dhillon");
/// assert_eq!(kernel::visible("\u{200B}\u{2800}\u{3164}"), "");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    let letters: Vec<char> = text.nfc().collect();
    let mut kept = String::with_capacity(text.len());
    for (index, letter) in letters.iter().enumerate() {
        let beside = |at: Option<usize>| {
            at.and_then(|at| letters.get(at))
                .is_some_and(|near| !near.is_ascii() && (near.is_alphabetic() || is_combining_mark(*near)))
        };
        match letter {
            '\u{200C}' | '\u{200D}' if beside(index.checked_sub(1)) && beside(index.checked_add(1)) => {
                kept.push(*letter)
            }
            letter if letter.is_whitespace() || is_blank(*letter) => kept.push(' '),
            letter if letter.is_control() || is_ignorable(*letter) => {}
            letter => kept.push(*letter),
        }
    }
    let line = kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // Without the sign that stood between them, a letter and its accent may be one now.
    line.nfc().collect()
}

/// Letters that are drawn as nothing but take up room: the empty Braille pattern and the Hangul fillers.
fn is_blank(letter: char) -> bool {
    matches!(letter, '\u{2800}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

/// Code points that are not drawn at all (`Default_Ignorable_Code_Point` of Unicode, and the signs that turn the direction).
fn is_ignorable(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A text for comparing: small letters without accents, apostrophes left out, every other sign a space.
///
/// ```
/// use kernel::folded;
/// assert_eq!(folded("O’Hara"), folded("o'hara"));
/// assert_eq!(folded("Siân  Ł-Müller"), "sian l muller");
/// assert_eq!(folded("Straße"), "strasse");
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let decomposed = visible(text).chars().filter(|letter| !is_apostrophe(*letter)).nfkd().collect::<String>();
    for letter in decomposed.chars().filter(|letter| !is_accent(*letter)).flat_map(char::to_lowercase) {
        match letter {
            letter if is_apostrophe(letter) || is_accent(letter) => {}
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            letter if letter.is_alphanumeric() || is_combining_mark(letter) => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    let words = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // Without what stood between them, marks may stand in another order.
    words.nfkd().collect()
}

/// Everything that is typed for an apostrophe.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`' | '\u{00B4}' | '\u{02B9}'..='\u{02BF}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2035}' | '\u{FF07}')
}

/// Marks that people leave out: accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic. The vowel signs of
/// Indic scripts are none: without them a name is another.
fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// How what was typed was found in what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Found {
    /// Every word typed is there, whole or as part of one.
    Whole,
    /// Every word typed is there but for a slip of the hand.
    Nearly,
}

/// Whether every word of `typed` is in `kept`, in whatever order, letters, accents and signs; `None` when one is not.
///
/// A slip is a letter wrong, missing, too much, or two that changed places: one in a word of four letters or more, two in one of
/// eight or more. A word with a figure in it, such as a reference, must be right.
///
/// ```
/// use kernel::{Found, found};
/// assert_eq!(found("dhillon, sian", "Siân Dhillon"), Some(Found::Whole));
/// assert_eq!(found("dhilon", "Siân Dhillon"), Some(Found::Nearly));
/// assert_eq!(found("smith", "Siân Dhillon"), None);
/// ```
#[must_use]
pub fn found(typed: &str, kept: &str) -> Option<Found> {
    let (typed, kept) = (folded(typed), folded(kept));
    let known: Vec<&str> = kept.split(' ').collect();
    if is_there(&typed.replace(' ', ""), &known) {
        return Some(Found::Whole);
    }
    let mut worst = Found::Whole;
    for word in typed.split(' ') {
        if !is_there(word, &known) {
            known.iter().find(|known| is_slip_of(word, known))?;
            worst = Found::Nearly;
        }
    }
    Some(worst)
}

/// Whether a word is one of `known` or part of one, or several of them that follow each other: `7qf29x` is `7QF-29X`.
fn is_there(word: &str, known: &[&str]) -> bool {
    let from_here = |at: usize| known.get(at..).unwrap_or_default().concat().starts_with(word);
    known.iter().any(|known| known.contains(word)) || (0..known.len()).any(from_here)
}

/// Of `lines`, those in which what was typed is found; those that hold it with a slip only where none holds it whole. All of
/// them where nothing was typed; none where only signs were.
#[must_use]
pub fn matching<T>(lines: Vec<T>, typed: &str, kept: impl Fn(&T) -> String) -> Vec<T> {
    if folded(typed).is_empty() {
        return if visible(typed).is_empty() { lines } else { Vec::new() };
    }
    let read = |line: T| {
        let how = found(typed, &kept(&line));
        (how, line)
    };
    let all: Vec<(Option<Found>, T)> = lines.into_iter().map(read).collect();
    let best = all.iter().filter_map(|(how, _)| *how).min();
    all.into_iter().filter(|(how, _)| how.is_some() && *how == best).map(|(_, line)| line).collect()
}

/// Whether two different words of letters may be one that was mistyped.
fn is_slip_of(typed: &str, kept: &str) -> bool {
    let letters = typed.chars().count().min(kept.chars().count());
    let slips = match letters {
        TWO_SLIPS_FROM.. => 2,
        ONE_SLIP_FROM.. => 1,
        _ => return false,
    };
    let of_letters = |word: &str| word.chars().all(char::is_alphabetic);
    of_letters(typed) && of_letters(kept) && strsim::osa_distance(typed, kept) <= slips
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        let same = [
            ("O'Hara", "O’Hara"),
            ("sian", "Siân"),
            ("Si\u{0302}an", "S\u{00EE}an"),
            ("Anne  Marie", "anne-marie"),
            ("Zoë\u{200B}", "ZOE"),
            ("D’Arcy", "d`arcy"),
            ("D´Arcy", "darcy"),
            ("ﬁona", "Fiona"),
            ("Jürgen Groß", "jurgen gross"),
        ];
        for (left, right) in same {
            assert_eq!(folded(left), folded(right), "{left} {right}");
        }
        assert_ne!(folded("Anna"), folded("Anne"));
    }

    #[test]
    fn names_of_other_scripts_are_kept_and_found() {
        assert_eq!(folded("Ольга"), "ольга");
        assert_ne!(folded("राम"), folded("रमा"));
        assert_eq!(found("王", "王小明"), Some(Found::Whole));
        assert_eq!(visible("علی\u{200C}رضا"), "علی\u{200C}رضا");
        assert_eq!(visible("Ali\u{200C}ce"), "Alice");
    }

    #[test]
    fn nothing_that_can_be_seen_is_nothing() {
        for text in [
            "\u{200B}",
            "\u{FEFF} \u{2060}",
            "\u{00AD}\u{200D}",
            "\u{3164}",
            "\u{2800}",
            "\u{202E}\u{2066}",
            "\u{E0041}",
            "\u{FE0F}",
            "\t\u{00A0}",
        ] {
            assert_eq!(visible(text), "", "{text:?}");
        }
    }

    #[test]
    fn a_search_forgives_a_slip_and_no_more() {
        let kept = "Harpreet Dhillon 7QF-29X";
        for (typed, how) in [
            ("dhilon", Some(Found::Nearly)),
            ("dhlilon", Some(Found::Nearly)),
            ("harpret", Some(Found::Nearly)),
            ("harprt", None),
            ("Dhillon, Harpreet", Some(Found::Whole)),
            ("7qf29x", Some(Found::Whole)),
            ("7QF-29X", Some(Found::Whole)),
            ("7QF-29Y", None),
            ("dil", None),
            ("tdh", None),
            ("dhil", Some(Found::Whole)),
            ("", Some(Found::Whole)),
        ] {
            assert_eq!(found(typed, kept), how, "{typed}");
        }
    }

    #[test]
    fn a_name_that_is_there_hides_those_that_are_nearly_so() {
        let lines = || vec!["Ann Wood".to_owned(), "Ann Ward".to_owned(), "Jo Woods".to_owned()];
        assert_eq!(matching(lines(), "wood", Clone::clone), ["Ann Wood", "Jo Woods"]);
        assert_eq!(matching(lines(), "warrd", Clone::clone), ["Ann Ward"]);
        assert!(matching(lines(), "smith", Clone::clone).is_empty());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn what_is_visible_stays(text in ".{0,40}") {
            let once = visible(&text);
            prop_assert_eq!(visible(&once), once);
        }

        #[test]
        fn everybody_is_found_by_their_own_name(name in "\\p{L}{1,10}( \\p{L}{1,10}){0,3}") {
            prop_assert_eq!(found(&name, &name), Some(Found::Whole));
        }
    }
}
