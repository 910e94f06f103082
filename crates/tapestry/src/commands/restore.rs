//! `tapestry restore`: a copy put back where no records are yet.

use super::backup::{Kind, kind, postgres, sqlite};
use crate::{
    arguments::DatabaseAddress,
    edge::{SystemClock, SystemRandomness},
    failure::Failure,
    output,
};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The copy that `tapestry backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    database: DatabaseAddress,
}

/// Puts a copy where no records are yet.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
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
    service::audit::record_from_the_command_line(&database, (&SystemClock, &SystemRandomness), "restore").await?;
    database.close().await?;
    output::note(&format!("Restored from {}. `tapestry doctor` looks at it more closely.", from.display()));
    Ok(())
}
