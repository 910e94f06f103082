//! Words made fit for searching: lower case, letters and digits only, one space between.

/// Words that say nothing about what is looked for.
const EMPTY_WORDS: [&str; 22] = [
    "a", "an", "and", "any", "are", "at", "can", "for", "get", "help", "i", "in", "me", "my", "near", "need", "of",
    "on", "the", "to", "want", "with",
];
/// The most words of one search that are heeded.
const MOST_WORDS: usize = 8;
/// The longest beginning of a word that is heeded, in characters.
const LONGEST_WORD: usize = 40;

/// The text as it is kept for searching, with a space before every word.
pub(super) fn searchable<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut kept = String::new();
    for text in texts {
        for word in words(text) {
            kept.push(' ');
            kept.push_str(&word);
        }
    }
    kept
}

/// The beginnings of words that a search asks for. A plural `s` is left off, so that `jobs` finds
/// `job`. Words that say nothing are left out, unless there are no others.
pub(super) fn asked(text: &str) -> Vec<String> {
    let all: Vec<String> = words(text).take(MOST_WORDS * 4).collect();
    let telling: Vec<&String> = all.iter().filter(|word| !EMPTY_WORDS.contains(&word.as_str())).collect();
    let asked = if telling.is_empty() { all.iter().collect() } else { telling };
    asked.into_iter().take(MOST_WORDS).map(|word| stem(word)).collect()
}

fn stem(word: &str) -> String {
    let cut: String = word.chars().take(LONGEST_WORD).collect();
    match cut.strip_suffix('s') {
        Some(singular) if cut.chars().count() > 3 && !singular.ends_with('s') => singular.to_owned(),
        _ => cut,
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|character: char| !character.is_alphanumeric() && character != '\'' && character != '’')
        .map(|word| word.to_lowercase().replace(['\'', '’'], ""))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_and_what_is_asked_meet() {
        let kept = searchable(["Job club", "CVs & e-mail: Women’s group"]);
        assert_eq!(kept, " job club cvs e mail womens group");
        for (asking, begins) in [("jobs", "job"), ("CV", "cv"), ("women's", "women"), ("100%_", "100")] {
            assert_eq!(asked(asking), [begins]);
        }
        assert_eq!(asked("help with my business"), ["business"]);
        assert_eq!(asked("help"), ["help"]);
        assert!(asked(" %% ").is_empty());
        assert_eq!(asked(&"x ".repeat(100)).len(), MOST_WORDS);
    }
}
