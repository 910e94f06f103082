//! `tapestry restore`: a copy put back where no records are yet.

use super::backup::{Kind, kind, postgres, sqlite};
use crate::{
    arguments::DatabaseAddress,
    edge::{SystemClock, SystemRandomness},
    failure::Failure,
    output, web,
};
use anyhow::Context;
use clap::Args;
use service::{Mode, db::Database, retention::erase_again};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The copy that `tapestry backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The database that this one takes the place of, if it can still be read: what was erased there is erased here too
    #[arg(long, value_name = "URL")]
    erased_in: Option<String>,
    #[command(flatten)]
    database: DatabaseAddress,
}

/// Which database a copy is of.
#[derive(Debug)]
enum CopyOf {
    Sqlite,
    Postgres,
}

/// Which database the copy is of, by how the file begins; `None` when it is no copy.
fn kind_of_copy(file: &Path) -> Result<Option<CopyOf>, Failure> {
    let mut start = Vec::new();
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    opened.take(16).read_to_end(&mut start).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(if start.starts_with(b"SQLite format 3\0") {
        Some(CopyOf::Sqlite)
    } else if start.starts_with(b"PGDMP") {
        Some(CopyOf::Postgres)
    } else {
        None
    })
}

fn other_kind(from: &Path, copied: &str, wanted: &str) -> String {
    format!(
        "{} is a copy of a {copied} database, and the address is of {wanted}: a copy can only be put back into the kind of \
         database that it was taken from. Give an address of {copied}",
        from.display()
    )
}

/// Puts a copy where no records are yet.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let from = &arguments.from;
    if !from.is_file() {
        return Err(Failure::because(format!("there is no file {}", from.display())));
    }
    let url = arguments.database.needed()?;
    let (copy, kind) = (kind_of_copy(from)?, kind(&url)?);
    match (copy, &kind) {
        (Some(CopyOf::Sqlite), Kind::Postgres(_)) => {
            return Err(Failure::because(other_kind(from, "SQLite", "PostgreSQL")));
        }
        (Some(CopyOf::Postgres), Kind::Sqlite(_)) => {
            return Err(Failure::because(other_kind(from, "PostgreSQL", "SQLite")));
        }
        // What is no whole SQLite database is told when it is looked through.
        (None, Kind::Postgres(_)) => {
            return Err(Failure::because(format!(
                "{} is no copy that `tapestry backup` wrote: it is neither a SQLite database nor an archive of PostgreSQL",
                from.display()
            )));
        }
        _ => {}
    }
    // Before anything is written: with a wrong address nothing is begun.
    let before = match &arguments.erased_in {
        Some(before) => Some(Database::open_as_it_is(before).await?.0),
        None => None,
    };
    match kind {
        Kind::Sqlite(file) => sqlite::restore(from, file).await?,
        Kind::Postgres(url) => postgres::restore(from, url)?,
    }
    // Opening it brings an older copy up to this program's schema, and proves that it can be served.
    let database = Database::open(&url).await?;
    database.ping().await.map_err(anyhow::Error::from)?;
    match before {
        Some(before) => {
            let (app, _) = web::open(database.clone(), None, Mode::Live).await?;
            let again = erase_again(&app, &before).await.map_err(anyhow::Error::from)?;
            database.wipe_what_was_erased(true).await.map_err(anyhow::Error::from)?;
            output::note(&format!(
                "Erased again what had been erased since the copy was made: {} certificates; for {} others nothing was left to do.",
                again.erased, again.nothing_to_do
            ));
        }
        None => output::note(
            "What was erased since this copy was made is in it again. Give `--erased-in URL` with the address of the database \
             before, or let the data protection leads erase it again by their certificates.",
        ),
    }
    service::audit::record_from_the_command_line(&database, (&SystemClock, &SystemRandomness), "restore").await?;
    database.close().await?;
    output::note(&format!("Restored from {}. `tapestry doctor` looks at it more closely.", from.display()));
    Ok(())
}
