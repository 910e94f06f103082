//! A whole copy of an SQLite database while others work on it, and the look at one before it is trusted.
//!
//! PostgreSQL has tools of its own for this, which `tapestry backup` calls.

use super::{Database, schema_guard};
use anyhow::{Context, Result, bail};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::path::Path;

/// Writes a copy of the database, as it is at one moment, into a new file. Readers and writers go on meanwhile.
///
/// # Errors
/// When it is no SQLite database, the file is there already or cannot be written, or the database refuses.
pub async fn copy_sqlite(database: &Database, file: &Path) -> Result<()> {
    let connection = database.reader();
    if connection.get_database_backend() != DbBackend::Sqlite {
        bail!("only an SQLite database is copied so");
    }
    let path = file.to_str().context("the name of the file is not UTF-8")?;
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
    connection.execute_raw(copy).await.with_context(|| format!("cannot write the copy {}", file.display()))?;
    Ok(())
}

/// Looks through the file of an SQLite database from end to end, without changing it: is it whole, and does this
/// program know its schema?
///
/// # Errors
/// When it is damaged, is no database of this program, or was made by a newer one.
pub async fn look_through_sqlite(file: &Path) -> Result<()> {
    let url = format!("sqlite:{}?mode=ro", file.display());
    let mut options = sea_orm::ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(1);
    let failed = || format!("{} is not a whole database of Tapestry", file.display());
    let connection = sea_orm::Database::connect(options).await.with_context(failed)?;
    let question = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
    let rows = connection.query_all_raw(question).await.with_context(failed)?;
    let says: Vec<String> = rows.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
    if says != ["ok"] {
        bail!("{}: {}", failed(), says.first().map_or("it could not be looked through", String::as_str));
    }
    let known = schema_guard::has_run(&connection).await.with_context(failed)?;
    if !known {
        bail!("{}: no migration has run in it", failed());
    }
    schema_guard::refuse_unknown(&connection).await?;
    connection.close().await.with_context(failed)
}
