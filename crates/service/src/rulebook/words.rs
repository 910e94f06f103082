//! The policy text's short words as people say them.

use crate::wording::capitalised;
use kernel::{Day, completed_days, completed_months, completed_years};

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

/// How long before or after the day asked about, in the largest unit that fits: `9 months before`.
pub(super) fn how_long(day: Day, on: Day) -> String {
    let (earlier, later, word) = if day <= on { (day, on, "before") } else { (on, day, "later") };
    let (years, months) = (completed_years(earlier, later), completed_months(earlier, later));
    let in_words = match (years, months) {
        _ if day == on => return "the same day".to_owned(),
        (years, _) if years >= 3 => (years, "year"),
        (_, months) if months >= 1 => (months, "month"),
        _ => (completed_days(earlier, later), "day"),
    };
    let (count, unit) = in_words;
    format!("{count} {unit}{} {word}", if count == 1 { "" } else { "s" })
}
