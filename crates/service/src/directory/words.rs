//! Words made fit for searching: lower case, letters and digits only, one space between.

use policy::Synonym;

/// Words that say nothing about what is looked for.
const EMPTY_WORDS: [&str; 22] = [
    "a", "an", "and", "any", "are", "at", "can", "for", "get", "help", "i", "in", "me", "my", "near", "need", "of",
    "on", "the", "to", "want", "with",
];
/// The most words of one search that are heeded.
const MAX_WORDS: usize = 8;
/// The longest beginning of a word that is heeded, in characters.
const MAX_WORD_LENGTH: usize = 40;

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

/// What a search asks for: of each word, its beginnings, one of which must be there. A plural `s` is left off, so that
/// `jobs` finds `job`; what the text has as another word for it is a beginning too. Words that say nothing are left out,
/// unless there are no others.
pub(super) fn asked(text: &str, synonyms: &[Synonym]) -> Vec<Vec<String>> {
    let all: Vec<String> = words(text).take(MAX_WORDS * 4).collect();
    let mut rest = all.as_slice();
    let (mut asked, mut empty) = (Vec::new(), Vec::new());
    while let [first, after @ ..] = rest {
        let pair = after.first().map(|second| format!("{first} {second}"));
        match pair.map(|pair| (others(&pair, synonyms), pair)).filter(|(others, _)| !others.is_empty()) {
            Some((others, pair)) => {
                asked.push(beginnings(pair, others));
                rest = after.get(1..).unwrap_or_default();
            }
            None => {
                let list = if EMPTY_WORDS.contains(&first.as_str()) { &mut empty } else { &mut asked };
                list.push(beginnings(stem(first), others(first, synonyms)));
                rest = after;
            }
        }
    }
    let mut asked = if asked.is_empty() { empty } else { asked };
    asked.truncate(MAX_WORDS);
    asked
}

/// Other words for a word, or for two that stand together.
fn others(word: &str, synonyms: &[Synonym]) -> Vec<String> {
    let is_it = |asked: &String| asked == word || stem(asked) == stem(word);
    synonyms.iter().filter(|one| one.asked.iter().any(is_it)).flat_map(|one| one.also.iter().cloned()).collect()
}

fn beginnings(word: String, others: Vec<String>) -> Vec<String> {
    let mut all = vec![word];
    for other in others {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

fn stem(word: &str) -> String {
    let cut: String = word.chars().take(MAX_WORD_LENGTH).collect();
    match cut.strip_suffix('s') {
        Some(singular) if cut.chars().count() > 3 && !singular.ends_with('s') => singular.to_owned(),
        _ => cut,
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let plain = kernel::folded(text);
    let words: Vec<String> = plain.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_and_what_is_asked_meet() {
        let kept = searchable(["Job club", "CVs & e-mail: Women’s group"]);
        assert_eq!(kept, " job club cvs e mail womens group");
        let asked = |text: &str| asked(text, &[]).into_iter().flatten().collect::<Vec<String>>();
        for (asking, begins) in [("jobs", "job"), ("CV", "cv"), ("women's", "women"), ("100%_", "100")] {
            assert_eq!(asked(asking), [begins]);
        }
        assert_eq!(asked("help with my business"), ["business"]);
        assert_eq!(asked("help"), ["help"]);
        assert!(asked(" %% ").is_empty());
        assert_eq!(asked(&"x ".repeat(100)).len(), MAX_WORDS);
    }

    #[test]
    fn another_word_for_it_is_asked_for_too() {
        let synonym = |asked: &[&str], also: &[&str]| Synonym {
            asked: asked.iter().map(|word| (*word).to_owned()).collect(),
            also: also.iter().map(|word| (*word).to_owned()).collect(),
            example: true,
        };
        let synonyms =
            [synonym(&["forklift", "fork lift"], &["fork lift", "driving"]), synonym(&["rent"], &["housing"])];
        let asked = |text: &str| asked(text, &synonyms);
        assert_eq!(asked("Forklifts"), [vec!["forklift", "fork lift", "driving"]]);
        assert_eq!(asked("a fork lift course"), [vec!["fork lift", "driving"], vec!["course"]]);
        assert_eq!(asked("money for rent"), [vec!["money"], vec!["rent", "housing"]]);
        assert_eq!(asked("rental"), [vec!["rental"]]);
    }
}
