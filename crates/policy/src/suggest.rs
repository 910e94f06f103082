//! Which known word did the author probably mean, and which are there?

use std::collections::HashSet;

/// Most words of a list that a message names: more than anybody reads, and still one look.
const MOST_LISTED: usize = 24;

/// Beginnings of words that turn their meaning round.
const TURNING_ROUND: [&str; 6] = ["un", "non", "not", "no", "in", "dis"];

/// The known word nearest to `word`, as `did you mean …?`, when one is near enough to be meant.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

/// The known word with the smallest edit distance, if it is at most a quarter of the word's length (or one letter) and
/// does not say the opposite.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words cannot be near any id; the limit keeps the cost of odd text small.
    if word.chars().count() > 64 {
        return None;
    }
    let allowed = (word.chars().count() / 4).max(1);
    known
        .into_iter()
        .map(|candidate| (edit_distance(&fold(word), &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && !are_opposites(word, candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The known words, as `` `one`, `two` ``. Of more than a message can hold those nearest to `word` come first, and how
/// many there are besides is said.
pub(crate) fn listed<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen = HashSet::new();
    let mut all: Vec<&str> = known.into_iter().filter(|known| seen.insert(*known)).collect();
    let more = all.len().saturating_sub(MOST_LISTED);
    if more > 0 && word.chars().count() <= 64 {
        let folded = fold(word);
        all.sort_by_cached_key(|known| edit_distance(&folded, &fold(known)));
    }
    let shown: Vec<String> = all.iter().take(MOST_LISTED).map(|known| format!("`{known}`")).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// Whether one word is the other with a beginning that turns it round: `unemployed` and `employed`, and what is as near
/// to that as `employee`.
fn are_opposites(word: &str, candidate: &str) -> bool {
    let rest = |longer: &str| -> Vec<Vec<char>> {
        let folded: String = fold(longer).into_iter().collect();
        let without = TURNING_ROUND.iter().filter_map(|start| folded.strip_prefix(start));
        without.map(|rest| rest.trim_start_matches('_').chars().collect()).collect()
    };
    let near = |rests: Vec<Vec<char>>, other: &str| {
        let other = fold(other);
        rests.iter().any(|rest| rest.len() > 2 && edit_distance(rest, &other) <= 1)
    };
    near(rest(word), candidate) || near(rest(candidate), word)
}

/// Case and the choice between `-` and `_` do not count as differences.
fn fold(word: &str) -> Vec<char> {
    word.chars().map(|character| if character == '-' { '_' } else { character.to_ascii_lowercase() }).collect()
}

/// The number of letters to insert, delete or replace (Levenshtein).
fn edit_distance(left: &[char], right: &[char]) -> usize {
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (other, pair) in right.iter().zip(previous.windows(2)) {
            let [diagonal, above] = pair else { continue };
            let before = current.last().copied().unwrap_or_default();
            let replaced = diagonal + usize::from(letter != other);
            current.push(replaced.min(above + 1).min(before + 1));
        }
        previous = current;
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let known = ["benefit", "benefit_since", "uc_group"];
        assert_eq!(nearest("benefit_sinse", known), Some("benefit_since"));
        assert_eq!(nearest("Benefit", known), Some("benefit"));
        assert_eq!(nearest("uc-group", known), Some("uc_group"));
        assert_eq!(nearest("ethnicity", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn a_word_that_means_the_opposite_is_never_suggested() {
        assert_eq!(nearest("unemployed", ["employee", "self-employed"]), None);
        assert_eq!(nearest("disabled", ["abled"]), None);
        assert_eq!(nearest("eligible", ["ineligible"]), None);
        assert_eq!(nearest("not_working", ["working"]), None);
        assert_eq!(nearest("not_workin", ["not_working"]), Some("not_working"));
    }

    #[test]
    fn a_long_list_names_the_nearest_first_and_says_how_many_there_are_besides() {
        let words: Vec<String> = (0..60).map(|number| format!("word-{number:02}")).collect();
        let all = listed("word-59x", words.iter().map(String::as_str));
        assert!(all.starts_with("`word-59`, "), "{all}");
        assert!(all.ends_with(" and 36 more"), "{all}");
        assert_eq!(listed("x", ["b", "a", "b"]), "`b`, `a`");
    }
}
