//! The pages of the policy text: what was published, one version, one of its files, and publishing.

mod file;
mod list;
mod publish;
mod show;

use super::{Changes, Entry};
use crate::App;
use axum::{Router, routing::get};
use kernel::{Zone, in_words};

/// `/policy`, `/policy/{version}`, its `/file` and its `/publish`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/policy", get(list::show))
        .route("/policy/{version}", get(show::show))
        .route("/policy/{version}/file", get(file::show))
        .route("/policy/{version}/publish", get(publish::show).post(publish::submit))
}

/// The first digits of a version.
fn short(version: &str) -> String {
    version.chars().take(12).collect()
}

/// A publication, in words.
struct Told {
    number: i32,
    version: String,
    short: String,
    standing: &'static str,
    colour: &'static str,
    machine_time: String,
    when: String,
    by: String,
    note: String,
    /// "" when it is in force from the day on which it was published.
    from: String,
    /// "" for the first.
    changed: String,
    under: Vec<String>,
}

impl Told {
    fn new(entry: &Entry, zone: Zone) -> Self {
        let later = entry.from != zone.day(entry.at);
        Self {
            number: entry.number,
            short: short(&entry.version),
            version: entry.version.clone(),
            standing: entry.standing.in_words(),
            colour: if entry.standing == super::Standing::InForce { "green" } else { "grey" },
            machine_time: crate::wording::machine_moment(entry.at),
            when: zone.in_words(entry.at),
            by: entry.by.clone(),
            note: entry.note.clone(),
            from: if later { format!("In force from {}", in_words(entry.from)) } else { String::new() },
            changed: entry.changes.as_ref().map(Changes::in_words).unwrap_or_default(),
            under: entry.under.clone(),
        }
    }
}
