//! The short reference of a person: what is said on the telephone and written on a letter.

use kernel::Randomness;

/// Digits and consonants that are not mistaken for each other and make no words.
const ALPHABET: &[u8; 26] = b"23456789BCDFGHJKLMNPQRTVWX";

/// Draws a reference of six characters in two groups: `K4T-9QX`. It says nothing about the person.
pub(super) fn draw(randomness: &dyn Randomness) -> String {
    let characters: Vec<char> = randomness
        .bytes()
        .iter()
        .take(6)
        .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()))
        .map(|byte| char::from(*byte))
        .collect();
    let (first, second) = characters.split_at(characters.len() / 2);
    first.iter().chain(['-'].iter()).chain(second).collect()
}

/// The reference as it is kept, from what somebody typed: `k4t 9qx` is `K4T-9QX`.
pub(crate) fn typed(text: &str) -> String {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    match plain.split_at_checked(3) {
        Some((first, last)) => format!("{first}-{last}"),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededRandomness;

    #[test]
    fn two_groups_of_three() {
        let reference = draw(&SeededRandomness::new(7));
        assert_eq!(reference.len(), 7);
        assert_eq!(reference.find('-'), Some(3));
        assert_ne!(reference, draw(&SeededRandomness::new(8)));
    }

    #[test]
    fn what_people_type_is_read() {
        assert_eq!(["k4t 9qx", "K4T-9QX", "k4t9qx", "ÄÖ"].map(typed), ["K4T-9QX", "K4T-9QX", "K4T-9QX", ""]);
    }
}
