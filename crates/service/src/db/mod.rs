//! The database: connecting, migrating, and the one way to begin a piece of work.
//!
//! SQLite (embedded) and PostgreSQL are served by one code path; what differs between them is in
//! this file and nowhere else. Queries live in the `store.rs` of the room that asks them.

mod backup;
pub(crate) mod entities;
mod migrations;
pub(crate) mod once;
mod schema_guard;

pub use backup::{copy_sqlite, look_through_sqlite};

use anyhow::{Context, Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqlErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait;
use std::{path::Path, time::Duration};

/// How long a command waits for another's write lock before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request waits for a free connection before it gives up.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// The number of the lock under which nodes bring the schema of a PostgreSQL database up to date.
const SCHEMA_TURN: i64 = 20_261_123;
/// Connections held open to the database.
const CONNECTIONS: u32 = 8;

/// A pool of connections to a database whose schema is the one this program knows.
#[derive(Debug, Clone)]
pub struct Database {
    connection: DatabaseConnection,
}

impl Database {
    /// Connects to `url` (`sqlite:/path/to/file.db`, `sqlite::memory:` or `postgres://…`), brings
    /// the schema up to date and refuses one that a newer program has made.
    ///
    /// # Errors
    /// When the database cannot be reached or opened, or its schema is unknown.
    pub async fn open(url: &str) -> Result<Self> {
        let connection = sea_orm::Database::connect(options(url))
            .await
            .with_context(|| format!("cannot open the database {}", without_password(url)))?;
        let turn = one_at_a_time(&connection).await.context("cannot wait for other nodes")?;
        schema_guard::refuse_unknown(&connection).await?;
        migrations::Migrator::up(&connection, None).await.context("cannot bring the database schema up to date")?;
        if let Some(turn) = turn {
            turn.commit().await.context("cannot let other nodes go on")?;
        }
        Ok(Self { connection })
    }

    /// The pool, for reading.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so that two
    /// commands can never deadlock half-way. While a form is answered, the transaction is the work of that form: one
    /// that was sent before begins none ([`once`]).
    ///
    /// # Errors
    /// When the database cannot be reached or stays locked for too long; when the work of the form is done.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await?;
        once::begin(&transaction).await?;
        Ok(transaction)
    }

    /// Makes a new SQLite file that is filled before anybody else uses it: faster than [`Database::open`],
    /// but what was acknowledged is safe only after [`Database::close`].
    ///
    /// # Errors
    /// When the file cannot be made.
    pub async fn open_to_fill(file: &Path) -> Result<Self> {
        let mut options = options(&format!("sqlite:{}", file.display()));
        options.max_connections(1).map_sqlx_sqlite_opts(|sqlite| {
            let sqlite = sqlite.create_if_missing(true).foreign_keys(true).busy_timeout(BUSY_TIMEOUT);
            sqlite.journal_mode(SqliteJournalMode::Memory).synchronous(SqliteSynchronous::Off)
        });
        let failed = || format!("cannot make the database {}", file.display());
        let connection = sea_orm::Database::connect(options).await.with_context(failed)?;
        migrations::Migrator::up(&connection, None).await.with_context(failed)?;
        Ok(Self { connection })
    }

    /// Waits until everything is written, and closes every connection.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close(self) -> Result<()> {
        self.connection.close().await.context("cannot close the database")
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.connection.ping().await
    }

    /// `SQLite` or `PostgreSQL`, for people.
    #[must_use]
    pub fn product(&self) -> &'static str {
        match self.connection.get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }
}

/// Waits until no other node brings the schema up to date: it is this one's turn until the transaction ends. `None` on
/// SQLite, which is one machine's, and locks the file for each migration.
async fn one_at_a_time(connection: &DatabaseConnection) -> Result<Option<DatabaseTransaction>, DbErr> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    let transaction = connection.begin().await?;
    transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({SCHEMA_TURN})")).await?;
    Ok(Some(transaction))
}

/// Whether the database refused a row because one like it is already there.
#[must_use]
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

fn options(url: &str) -> ConnectOptions {
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_timeout(ACQUIRE_TIMEOUT)
        .max_connections(if in_memory { 1 } else { CONNECTIONS })
        .min_connections(1)
        // A connection to a file does not go away; to ask it before each use would double the work.
        .test_before_acquire(!url.starts_with("sqlite:"))
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite.create_if_missing(true).foreign_keys(true).busy_timeout(BUSY_TIMEOUT);
            // A commit that was acknowledged survives a power cut: WAL with full synchronisation.
            sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
        });
    if in_memory {
        // An in-memory database lives as long as its one connection.
        options.idle_timeout(None).max_lifetime(None);
    }
    options
}

/// The URL as it may be shown: without the password.
fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            if parsed.set_password(Some("…")).is_err() {
                return "(address hidden)".to_owned();
            }
            parsed.to_string()
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use sea_orm::ConnectionTrait;

    #[tokio::test]
    async fn a_new_database_is_migrated_and_opening_it_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
        let database = Database::open(&url).await.unwrap();
        assert_eq!(database.product(), "SQLite");
        drop(database);
        Database::open(&url).await.unwrap().ping().await.unwrap();
    }

    #[tokio::test]
    async fn a_schema_from_a_newer_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
        let database = Database::open(&url).await.unwrap();
        database
            .reader()
            .execute_unprepared(
                "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_future', 0)",
            )
            .await
            .unwrap();
        drop(database);
        let refusal = format!("{:#}", Database::open(&url).await.unwrap_err());
        assert!(refusal.contains("m29990101_000001_future"), "{refusal}");
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://ann:secret@localhost/t").matches("secret").count(), 0);
        assert_eq!(without_password("sqlite:/tmp/t.db"), "sqlite:/tmp/t.db");
    }
}
