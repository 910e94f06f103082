//! `tapestry policy history`: what was published, by whom and why, the newest first.

use super::said;
use crate::{arguments::DatabaseAddress, edge, failure::Failure, output};
use clap::Args;
use kernel::{Zone, in_words};
use serde_json::json;
use service::{
    db::Database,
    policy_text::Source,
    publication::{self, Changes, Entry},
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let db = Database::open(&arguments.database.needed()?).await?;
    let zone = Source::embedded().zone();
    let entries = publication::history(db.reader(), (edge::today(zone), zone)).await.map_err(said)?;
    if arguments.json {
        return output::print_json(&entries.iter().map(as_json).collect());
    }
    if entries.is_empty() {
        output::note("Nothing is published yet: the first start publishes the text that it is given.");
    }
    output::print(&entries.iter().map(|entry| told(entry, zone)).collect::<Vec<_>>().join("\n"))
}

fn told(entry: &Entry, zone: Zone) -> String {
    let changed = entry.changes.as_ref().map_or("The first text".to_owned(), Changes::in_words);
    let under = if entry.under.is_empty() { String::new() } else { format!(", under {}", entry.under.join(" ")) };
    let note = entry.note.replace('\n', "\n  ");
    format!(
        "{}  {}  {}, from {}\n  published on {} by {}{under}\n  {note}\n  {changed}\n",
        entry.number,
        entry.version.get(..12).unwrap_or(&entry.version),
        entry.standing.in_words(),
        in_words(entry.from),
        zone.in_words(entry.at),
        entry.by,
    )
}

fn as_json(entry: &Entry) -> serde_json::Value {
    let changes = entry
        .changes
        .as_ref()
        .map(|changes| json!({"changed": changes.changed, "added": changes.added, "removed": changes.removed}));
    json!({
        "number": entry.number, "version": entry.version, "standing": entry.standing.in_words(),
        "from": entry.from, "at": entry.at, "by": entry.by, "under": entry.under, "note": entry.note,
        "changes": changes,
    })
}
