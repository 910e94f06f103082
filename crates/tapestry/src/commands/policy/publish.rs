//! `tapestry policy publish`: checks a text, says what it would change, and publishes it.

use super::{list, said};
use crate::{
    arguments::{DatabaseAddress, PolicyFolder, day},
    failure::Failure,
    output, policy_source, web,
};
use anyhow::anyhow;
use clap::Args;
use kernel::{Day, in_words};
use service::{
    account::{self, SignedIn},
    db::Database,
    places::Imported,
    policy_text::Source,
    publication::{self, Prepared},
};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder that holds spine/, areas/ and places/; without it, the text built into the program
    folder: Option<PathBuf>,
    /// Publish a version that is kept in the database, by its first digits: also an earlier one again
    #[arg(long, value_name = "VERSION", conflicts_with = "folder")]
    kept: Option<String>,
    /// What changes, and on whose authority; it stays with the version for good
    #[arg(long, value_name = "TEXT", required_unless_present = "dry_run")]
    note: Option<String>,
    /// The e-mail address of the analyst whose decision it is: noted as what you say. It is recorded as done from the
    /// command line, by whoever looks after this machine
    #[arg(long, value_name = "EMAIL")]
    by: Option<String>,
    /// The first day on which it is in force [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Day>,
    /// Say what it would change, and publish nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let db = Database::open(&arguments.database.needed()?).await?;
    let source = wanted(&db, &arguments).await?;
    // Shows every fault where it stands, and stops.
    let from = match &arguments.kept {
        Some(start) => format!("kept in the database as {start}"),
        None => policy_source::from_in_words(arguments.folder.as_deref()),
    };
    policy_source::load_source(source.clone(), &from, Imported::default())?;
    output::note(&format!(
        "The text to publish is the one {from}. It is compared with the one in force in the database."
    ));
    let app = web::open_to_publish(db, arguments.policy.policy.as_deref(), source.clone()).await?;
    let by = match &arguments.by {
        None => None,
        Some(email) => {
            let account = account::account_by_email(app.db.reader(), email).await.map_err(said)?;
            Some(SignedIn(account.ok_or_else(|| anyhow!("there is no account with the address {email}"))?))
        }
    };
    let prepared = publication::prepare_from_the_command_line(&app, by.as_ref(), source).await.map_err(said)?;
    tell(&prepared);
    if arguments.dry_run {
        let publishable = prepared.affected.orphans.is_empty();
        output::note(if publishable { "Nothing was published." } else { "It could not be published." });
        return if publishable { Ok(()) } else { Err(Failure::Said) };
    }
    let note = arguments.note.unwrap_or_default();
    let done = publication::publish_from_the_command_line(&app, prepared, &note, arguments.from).await.map_err(said)?;
    output::print(&format!(
        "Publication {}: version {}, in force from {}.\n",
        done.number,
        done.version,
        in_words(done.from)
    ))
}

async fn wanted(db: &Database, arguments: &Arguments) -> Result<Source, Failure> {
    let Some(start) = &arguments.kept else { return policy_source::source(arguments.folder.as_deref()) };
    let version = publication::find(db.reader(), start).await.map_err(said)?;
    let kept = publication::text(db.reader(), &version).await?;
    Ok(kept.ok_or_else(|| anyhow!("version {version} is not kept"))?)
}

fn tell(prepared: &Prepared) {
    let changes = &prepared.changes;
    output::note(&format!("Version {}: {}.", prepared.version().short(), changes.in_words()));
    list("Changed", &changes.changed);
    list("Added", &changes.added);
    list("Removed", &changes.removed);
    list("Answers that would count as not known", &prepared.affected.unread);
    list("Records that would be left without what they name", &prepared.affected.orphans);
}
