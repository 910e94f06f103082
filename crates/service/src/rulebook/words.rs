//! The policy text's short words as people say them.

use crate::wording::capitalised;

/// `combined-authority` as `Combined authority`: for words that need no more than that.
pub(super) fn plain(word: &str) -> String {
    capitalised(&word.replace('-', " "))
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
