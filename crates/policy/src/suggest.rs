//! Which known word did the author probably mean?

/// The known word nearest to `word`, as `did you mean …?`, when one is near enough to be meant.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

/// The known word with the smallest edit distance, if it is at most a third of the word's length.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words cannot be near any id; the limit keeps the cost of odd text small.
    if word.chars().count() > 64 {
        return None;
    }
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (edit_distance(&fold(word), &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
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
}
