//! The closed lists of words that policy text may use, and how an unknown one is reported.

use super::reader::{Reader, Spotted};
use crate::{
    Nation,
    suggest::{did_you_mean, listed},
};

/// Kinds of body.
pub(super) const KINDS_OF_BODY: [&str; 10] = [
    "jobcentre",
    "council",
    "combined-authority",
    "college",
    "provider",
    "voluntary",
    "health",
    "employer",
    "national",
    "education",
];

/// A resident who comes by themselves, beside the kinds of body.
pub(super) const SELF: &str = "self";

/// Needs that a programme may meet.
pub const NEEDS: [&str; 17] = [
    "job-search",
    "work-coaching",
    "careers-advice",
    "training",
    "english",
    "maths",
    "digital",
    "health-at-work",
    "disability-support",
    "self-employment",
    "work-experience",
    "apprenticeship",
    "money",
    "housing",
    "childcare",
    "confidence",
    "job-offer",
];

/// Reports a word that is not in the list. Whether it is.
pub(super) fn expect_known<'a>(
    reader: &Reader<'_>,
    code: &'static str,
    what: &str,
    word: &Spotted<String>,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> bool {
    let found = known.clone().into_iter().any(|known| known == word.value);
    // What is empty has been reported as missing.
    if !found && !word.value.trim().is_empty() {
        let help = did_you_mean(&word.value, known.clone()).unwrap_or_else(|| {
            match known.clone().into_iter().take(2).count() {
                0 => format!("there is no {what} yet"),
                1 => format!("the only one is {}", listed(&word.value, known)),
                _ => format!("it is one of {}", listed(&word.value, known)),
            }
        });
        reader.faults.add(
            reader
                .error(code, word.span.clone(), format!("there is no {what} `{}`", word.value))
                .label("not known")
                .help(help),
        );
    }
    found
}

/// The words of a list without where they stand; every unknown one is reported.
pub(super) fn known_words<'a>(
    reader: &Reader<'_>,
    code: &'static str,
    what: &str,
    words: Vec<Spotted<String>>,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Vec<String> {
    for word in &words {
        expect_known(reader, code, what, word, known.clone());
    }
    words.into_iter().map(|word| word.value).collect()
}

/// The nation with the code given; an unknown one is reported.
pub(super) fn nation(reader: &Reader<'_>, word: &Spotted<String>) -> Option<Nation> {
    expect_known(reader, "policy/unknown-nation", "nation", word, Nation::ALL.map(Nation::code));
    Nation::ALL.into_iter().find(|nation| nation.code() == word.value)
}
