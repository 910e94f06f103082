//! Which known word did the author probably mean, and which are there?

use std::collections::HashSet;
use strsim::levenshtein;

/// Most words of a list that a message names: more than anybody reads, and still one look.
const MAX_LISTED: usize = 24;

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
        .map(|candidate| (levenshtein(&fold(word), &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && !are_opposites(word, candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The known words, as `` `one`, `two` ``. Of more than a message can hold those nearest to `word` come first, and how
/// many there are besides is said.
pub(crate) fn listed<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen = HashSet::new();
    let mut all: Vec<&str> = known.into_iter().filter(|known| seen.insert(*known)).collect();
    let more = all.len().saturating_sub(MAX_LISTED);
    if more > 0 && word.chars().count() <= 64 {
        let folded = fold(word);
        all.sort_by_cached_key(|known| levenshtein(&folded, &fold(known)));
    }
    let shown: Vec<String> = all.iter().take(MAX_LISTED).map(|known| format!("`{known}`")).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// Whether one word is the other with a beginning that turns it round: `unemployed` and `employed`, and what is as near
/// to that as `employee`.
fn are_opposites(word: &str, candidate: &str) -> bool {
    let rest = |longer: &str| -> Vec<String> {
        let folded = fold(longer);
        let without = TURNING_ROUND.iter().filter_map(|start| folded.strip_prefix(start));
        without.map(|rest| rest.trim_start_matches('_').to_owned()).collect()
    };
    let near = |rests: Vec<String>, other: &str| {
        let other = fold(other);
        rests.iter().any(|rest| rest.chars().count() > 2 && levenshtein(rest, &other) <= 1)
    };
    near(rest(word), candidate) || near(rest(candidate), word)
}

/// Case and the choice between `-` and `_` do not count as differences.
fn fold(word: &str) -> String {
    word.to_ascii_lowercase().replace('-', "_")
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
