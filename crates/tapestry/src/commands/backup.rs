//! `tapestry backup` and `tapestry restore`: a whole copy of the records while others work, and back again.
//!
//! SQLite is copied by itself (`VACUUM INTO`), PostgreSQL by its own `pg_dump` and `pg_restore`. A copy is looked
//! through before it is put in place, both ways; nothing that is there is ever written over.

mod postgres;
mod sqlite;

use crate::{arguments::DatabaseAddress, failure::Failure, output};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// Write the copy here: a new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    database: DatabaseAddress,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The copy that `tapestry backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    database: DatabaseAddress,
}

/// Which kind of database an address is of.
enum Kind<'url> {
    /// The file of an SQLite database.
    Sqlite(&'url Path),
    /// The address of a PostgreSQL database.
    Postgres(&'url str),
}

fn kind(url: &str) -> Result<Kind<'_>, Failure> {
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
pub(crate) async fn backup(arguments: BackupArguments) -> Result<(), Failure> {
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

/// Puts a copy where no records are yet.
pub(crate) async fn restore(arguments: RestoreArguments) -> Result<(), Failure> {
    let from = &arguments.from;
    if !from.is_file() {
        return Err(Failure::because(format!("there is no file {}", from.display())));
    }
    let url = arguments.database.needed()?;
    match kind(&url)? {
        Kind::Sqlite(file) => sqlite::restore(from, file).await?,
        Kind::Postgres(url) => postgres::restore(from, url)?,
    }
    // Opening it brings an older copy up to this program's schema, and proves that it can be served.
    let database = service::db::Database::open(&url).await?;
    database.ping().await.map_err(anyhow::Error::from)?;
    database.close().await?;
    output::note(&format!("Restored from {}. `tapestry doctor` looks at it more closely.", from.display()));
    Ok(())
}
