//! Do two names look or sound like one name?
//!
//! *Authority*: none; a way of noticing what people type in two ways, chosen for this program.
//! *Applies*: to names of people and of employers, before something is kept under a name for a second time.
//! *Simplified*: sounds are those of names as English speakers write them down; a short form (`Bob` for `Robert`) is not known
//! as such; words of another order are the same name.
//! *Example*: `siân  DHILON` and `Sian Dhillon` are alike; `Mohammed` and `Muhammad` sound alike; `Ann` and `Dan` are neither.

use kernel::folded;

/// From this many letters on, two names may differ in one letter and look alike; from the second number on, in two.
const LETTERS_FOR_ONE: usize = 5;
const LETTERS_FOR_TWO: usize = 9;
/// The least consonants by which two words can be said to sound alike.
const MIN_SOUNDS: usize = 2;
/// Words of an employer's name that tell nothing apart.
const FORMS: [&str; 12] = ["ltd", "limited", "plc", "llp", "inc", "co", "company", "cic", "group", "the", "uk", "and"];

/// The words of a name as people compare them: small letters without accents, marks and apostrophes, in alphabetical order.
/// `O’Hara, Siân` is `ohara`, `sian`.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    // Full stops of initials and short forms stand between no words: `U.K.` is `uk`.
    let mut words: Vec<String> =
        folded(&name.replace('.', "")).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

/// Whether two names of people look or sound alike: whether every word of the shorter one has its like in the longer, as a
/// middle name is given at one place and not at another. One word alone is like no longer name; an empty name is like none.
#[must_use]
pub fn people_alike(left: &str, right: &str) -> bool {
    let run_together = |name: &str| folded(name).replace(' ', "");
    let is_one = run_together(left) == run_together(right);
    let (left, right) = (words(left), words(right));
    let fewer = left.len().min(right.len());
    let tells_enough = fewer >= 2 || left.len() == right.len();
    fewer > 0 && (tells_enough && pairs(&left, &right) == fewer || is_one)
}

/// Whether two names of employers look alike: with `Ltd` or without, and with a word more or fewer at one of them.
/// An empty name is like none.
#[must_use]
pub fn employers_alike(left: &str, right: &str) -> bool {
    let telling = |name: &str| {
        let all = words(name);
        let telling: Vec<String> = all.iter().filter(|word| !FORMS.contains(&word.as_str())).cloned().collect();
        if telling.is_empty() { all } else { telling }
    };
    let (left, right) = (telling(left), telling(right));
    let fewer = left.len().min(right.len());
    fewer > 0 && (near(&left.concat(), &right.concat()) || pairs(&left, &right) == fewer)
}

/// How many words of `left` have a word of their own in `right` that looks or sounds alike.
fn pairs(left: &[String], right: &[String]) -> usize {
    let mut free: Vec<&String> = right.iter().collect();
    let mut found = 0;
    for word in left {
        let same = free.iter().position(|other| *other == word);
        let like = same.or_else(|| free.iter().position(|other| near(word, other) || sound_alike(word, other)));
        if let Some(place) = like {
            free.swap_remove(place);
            found += 1;
        }
    }
    found
}

/// Whether two words are the same but for a slip of the keyboard or two.
fn near(left: &str, right: &str) -> bool {
    // A number tells things apart: depot 7 is not depot 8.
    if left != right && [left, right].iter().any(|word| word.contains(|letter: char| letter.is_ascii_digit())) {
        return false;
    }
    let letters = left.chars().count().min(right.chars().count());
    let slips = if letters >= LETTERS_FOR_TWO { 2 } else { usize::from(letters >= LETTERS_FOR_ONE) };
    left == right || strsim::osa_distance(left, right) <= slips
}

/// Whether two words have the same consonants in the same order, and begin alike.
fn sound_alike(left: &str, right: &str) -> bool {
    let (left, right) = (sounds(left), sounds(right));
    left == right && left.chars().filter(|sound| *sound != VOWEL).count() >= MIN_SOUNDS
}

/// Stands for a vowel at the beginning of a word, whichever it is.
const VOWEL: char = 'a';

/// The consonants of a word as they sound, without one that is said twice; a vowel only where the word begins with it.
fn sounds(word: &str) -> String {
    let spelt = word.replace("ph", "f").replace("ck", "k").replace("sch", "s").replace("sh", "s").replace("gh", "g");
    let mut found = String::new();
    for letter in spelt.chars() {
        let sound = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' if found.is_empty() => VOWEL,
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' => continue,
            'h' if !found.is_empty() => continue,
            'c' | 'q' => 'k',
            'v' => 'f',
            'z' => 's',
            'j' => 'g',
            other => other,
        };
        if !found.ends_with(sound) {
            found.push(sound);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_typed_in_another_way_is_noticed_and_another_person_is_not() {
        for (left, right, alike) in [
            ("Amina Hussain", "AMINA  hussain", true),
            ("Siân O’Hara", "sian o'hara", true),
            ("Dhillon Amar", "amar dhilon", true),
            ("Si\u{e2}n", "Sia\u{302}n", true),
            ("Mohammed Khan", "Muhammad Kahn", true),
            ("Catherine Stephens", "Kathryn Stevens", true),
            ("Anne-Marie Bell", "Anne Marie Bell", true),
            ("Mohammed Ali Khan", "Muhammad Khan", true),
            ("Van der Berg", "Vanderberg", true),
            ("Ann Bell", "Dan Bell", false),
            ("Lee Ng", "Lou Ng", false),
            ("Amina Hussain", "Amina", false),
            ("Amina Hussain", "Amina Begum", false),
            ("Maya Patel", "Mayur Patel", false),
            ("", "", false),
            ("’", "’", false),
        ] {
            assert_eq!(people_alike(left, right), alike, "{left} and {right}");
            assert_eq!(people_alike(right, left), alike, "{right} and {left}");
        }
    }

    #[test]
    fn an_employer_typed_in_another_way_is_noticed_and_another_employer_is_not() {
        for (left, right, alike) in [
            ("Bordesley Bakery", "BORDESLEY BAKERY LTD.", true),
            ("Bordesley Bakery", "Bordesly Bakery", true),
            ("Tesco", "Tesco Stores", true),
            ("J.P. Morgan", "JP Morgan U.K.", true),
            ("J. Smith & Co", "J Smith and Company", true),
            ("The Company", "the company", true),
            ("Bordesley Bakery", "Bordesley Brewery", false),
            ("Tesco", "Asda", false),
            ("Bus depot 7", "Bus depot 8", false),
            ("Ltd", "Tesco", false),
            ("", "Tesco", false),
        ] {
            assert_eq!(employers_alike(left, right), alike, "{left} and {right}");
            assert_eq!(employers_alike(right, left), alike, "{right} and {left}");
        }
    }

    #[test]
    fn one_slip_from_five_letters_on_and_two_from_nine_on() {
        let alike = |left: &str, right: &str| near(left, right);
        assert!(!alike("abcd", "abce"));
        assert!(alike("abcde", "abcdf"));
        assert!(!alike("abcdefgh", "abcdefxy"));
        assert!(alike("abcdefghi", "abcdefgxy"));
    }
}
