//! The policy text's short words as people say them.

/// `combined-authority` as `Combined authority`: for words that need no more than that.
pub(super) fn plain(word: &str) -> String {
    let spaced = word.replace('-', " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Who may refer.
pub(super) fn referrer(kind: &str) -> String {
    match kind {
        "self" => "The person themselves",
        "jobcentre" => "A Jobcentre",
        "council" => "A council",
        "combined-authority" => "A combined authority",
        "college" => "A college",
        "provider" => "A provider of employment support",
        "voluntary" => "A voluntary organisation",
        "health" => "A health service",
        "employer" => "An employer",
        "national" => "A national public body",
        "education" => "A school or other place of education",
        other => return plain(other),
    }
    .to_owned()
}

/// What a programme gives.
pub(super) fn need(id: &str) -> String {
    match id {
        "job-search" => "Help to look for a job",
        "work-coaching" => "A coach for finding and keeping work",
        "english" => "English",
        "maths" => "Maths",
        "digital" => "Using computers and the internet",
        "health-at-work" => "Health and work",
        "disability-support" => "Support for disabled people",
        "self-employment" => "Working for yourself",
        "money" => "Money",
        "confidence" => "Confidence",
        "job-offer" => "A job",
        other => return plain(other),
    }
    .to_owned()
}

/// Who pays: short names of departments stay in capitals.
pub(super) fn funder(id: &str) -> String {
    if id.len() <= 4 { id.to_uppercase() } else { plain(id) }
}
