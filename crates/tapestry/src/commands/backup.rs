//! `tapestry backup`: a whole copy of the records while others work.
//!
//! SQLite is copied by itself (`VACUUM INTO`), PostgreSQL by its own `pg_dump` and `pg_restore`. A copy is looked
//! through before it gets its name; nothing that is there is ever written over.

pub(super) mod postgres;
pub(super) mod sqlite;

use crate::{arguments::DatabaseAddress, failure::Failure, output};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Write the copy here: a new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    database: DatabaseAddress,
}

/// Which kind of database an address is of.
pub(super) enum Kind<'url> {
    /// The file of an SQLite database.
    Sqlite(&'url Path),
    /// The address of a PostgreSQL database.
    Postgres(&'url str),
}

/// The kind of database that an address is of.
pub(super) fn kind(url: &str) -> Result<Kind<'_>, Failure> {
    if let Some(file) = url.strip_prefix("sqlite:") {
        let file = file.strip_prefix("//").unwrap_or(file);
        let file = file.split('?').next().unwrap_or(file);
        if file.is_empty() || file.contains(":memory:") {
            return Err(Failure::because(
                "a database in memory has no file: there is nothing to copy or to restore to",
            ));
        }
        return Ok(Kind::Sqlite(Path::new(file)));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Kind::Postgres(url));
    }
    Err(Failure::because("the address of a database begins with sqlite: or postgres://"))
}

/// Writes a copy of the records.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let out = &arguments.out;
    if out.exists() {
        return Err(Failure::because(format!("{} is there already: choose a new file", out.display())));
    }
    let url = arguments.database.needed()?;
    match kind(&url)? {
        Kind::Sqlite(file) => sqlite::backup(file, &url, out).await?,
        Kind::Postgres(url) => postgres::backup(url, out)?,
    }
    let bytes = std::fs::metadata(out).map(|file| file.len()).unwrap_or_default();
    output::note(&format!(
        "Wrote {} ({} KiB), and looked through it: it is whole.",
        out.display(),
        bytes.div_ceil(1024)
    ));
    Ok(())
}
