//! The database: connecting, migrating, and the one way to begin a piece of work.
//!
//! SQLite (embedded) and PostgreSQL are served by one code path; what differs between them is in
//! this folder and nowhere else. Queries live in the `store.rs` of the room that asks them.

mod backup;
mod connect;
pub mod entities;
mod erased;
mod file;
mod migrations;
pub mod once;
mod schema_guard;

pub use backup::{copy_sqlite, look_through_sqlite};
pub use connect::Limits;
pub use file::{is_private, make_folder, sqlite_file};

use anyhow::{Context, Result};
use connect::Use;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    ExecResult, QueryResult, SqlErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::{path::Path, sync::Arc};

/// The number of the lock under which nodes bring the schema of a PostgreSQL database up to date.
const SCHEMA_TURN: i64 = 20_261_123;
/// How much is written to try whether anything can be.
const TRIAL_BYTES: usize = 64 * 1024;

/// Connections to a database whose schema is the one this program knows: some that write, and some that only read, so that
/// whoever reads goes on while writers wait for each other.
#[derive(Debug, Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    /// Those that write of who is signed in: a page that only reads is answered while every other writer waits. On SQLite,
    /// where one writes at a time, the same as `writer`.
    sessions: DatabaseConnection,
    /// One connection to an SQLite file that others use too, to look after the file itself.
    keeper: Option<DatabaseConnection>,
}

impl Database {
    /// Connects to `url` (`sqlite:/path/to/file.db`, `sqlite::memory:` or `postgres://…`) for a command that may take its
    /// time, brings the schema up to date and refuses one that a newer program has made. A file of SQLite that is not there
    /// is made, for this account of the machine alone.
    ///
    /// # Errors
    /// When the database cannot be reached or opened, or its schema is unknown.
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_within(url, &Limits::of_a_command()).await
    }

    /// As [`Database::open`], for a program that answers people: what waits longer than `limits` say is given up.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub async fn open_within(url: &str, limits: &Limits) -> Result<Self> {
        let failed = || format!("cannot open the database {}", connect::without_password(url));
        file::make_private(url).with_context(failed)?;
        if connect::is_in_memory(url) {
            let options = connect::options(url, Use::Writing, limits);
            let writer = sea_orm::Database::connect(options).await.with_context(failed)?;
            bring_up_to_date(&writer).await?;
            return Ok(Self { reader: writer.clone(), sessions: writer.clone(), writer, keeper: None });
        }
        let schema =
            sea_orm::Database::connect(connect::options(url, Use::Schema, limits)).await.with_context(failed)?;
        bring_up_to_date(&schema).await?;
        // Its work is done: a fault in closing it is nobody's.
        drop(schema.close().await);
        Self::connect(url, limits).await.with_context(failed)
    }

    /// Connects to a database as it is: no file is made, and its schema is not brought up to date. Also gives how many
    /// steps of the schema are still to come.
    ///
    /// # Errors
    /// As [`Database::open`]; when no program has begun to use the database.
    pub async fn open_as_it_is(url: &str) -> Result<(Self, usize)> {
        let failed = || format!("cannot open the database {}", connect::without_password(url));
        if sqlite_file(url).is_some_and(|file| !file.exists()) {
            return Err(anyhow::anyhow!("there is no such file").context(failed()));
        }
        let database = Self::connect(url, &Limits::of_a_command()).await.with_context(failed)?;
        if !schema_guard::has_run(&database.reader).await? {
            return Err(anyhow::anyhow!("nothing is in it yet").context(failed()));
        }
        // Its questions make sure first, by a statement that writes, that the table they ask is there; it is.
        schema_guard::refuse_unknown(&database.writer).await?;
        let to_come = migrations::Migrator::get_pending_migrations(&database.writer).await?.len();
        Ok((database, to_come))
    }

    async fn connect(url: &str, limits: &Limits) -> Result<Self, DbErr> {
        let connect = async |purpose| sea_orm::Database::connect(connect::options(url, purpose, limits)).await;
        let is_file = sqlite_file(url).is_some();
        let keeper = if is_file { Some(connect(Use::Keeping).await?) } else { None };
        let writer = connect(Use::Writing).await?;
        let sessions = if is_file { writer.clone() } else { connect(Use::Sessions).await? };
        Ok(Self { writer, reader: connect(Use::Reading).await?, sessions, keeper })
    }

    /// For statements that stand for themselves, each: one that reads goes to the connections that read, any other to those
    /// that write. What belongs together goes into one [`Database::begin`].
    #[must_use]
    pub fn reader(&self) -> &Self {
        self
    }

    /// The connections for what is kept of who is signed in, which is written at the end of every answer.
    pub fn sessions(&self) -> &DatabaseConnection {
        &self.sessions
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so that two
    /// commands can never deadlock half-way. While a form is answered, the transaction is the work of that form: one
    /// that was sent before begins none (`once.rs`).
    ///
    /// # Errors
    /// When the database cannot be reached or stays locked for too long; when the work of the form is done.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        once::begin(&transaction).await?;
        Ok(transaction)
    }

    /// Makes a new SQLite file that is filled before anybody else uses it: faster than [`Database::open`],
    /// but what was acknowledged is safe only after [`Database::close`].
    ///
    /// # Errors
    /// When the file cannot be made.
    pub async fn open_to_fill(file: &Path) -> Result<Self> {
        let url = format!("sqlite:{}", file.display());
        let failed = || format!("cannot make the database {}", file.display());
        file::make_private(&url).with_context(failed)?;
        let writer = sea_orm::Database::connect(connect::to_fill(&url)).await.with_context(failed)?;
        migrations::Migrator::up(&writer, None).await.with_context(failed)?;
        Ok(Self { reader: writer.clone(), sessions: writer.clone(), writer, keeper: None })
    }

    /// Waits until everything is written, and closes every connection.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await.context("cannot close the database")?;
        self.sessions.close().await.context("cannot close the database")?;
        if let Some(keeper) = self.keeper {
            keeper.close().await.context("cannot close the database")?;
        }
        self.writer.close().await.context("cannot close the database")
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader.ping().await
    }

    /// Whether the database keeps what is written: a session of nobody's is put into it, read back and taken out again.
    ///
    /// # Errors
    /// When it does not, as on a disk that is full or may not be written.
    pub async fn try_to_write(&self) -> Result<()> {
        let id = format!("trial-{}", std::process::id());
        let row = entities::session::ActiveModel {
            id: Set(id.clone()),
            data: Set("-".repeat(TRIAL_BYTES)),
            // Long over: nobody could use it, and it goes with the next that are.
            expires_at: Set(kernel::Moment::UNIX_EPOCH),
            account_id: Set(None),
        };
        entities::session::Entity::insert(row).exec_without_returning(self).await?;
        let found = entities::session::Entity::find_by_id(&id).one(self).await?;
        entities::session::Entity::delete_by_id(&id).exec(self).await?;
        anyhow::ensure!(
            found.is_some_and(|row| row.data.len() == TRIAL_BYTES),
            "what was written could not be read back"
        );
        Ok(())
    }

    /// Reads an SQLite file from end to end, its indexes and what its rows point to; what is wrong, a line each. PostgreSQL
    /// looks after its own files: nothing is read there.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub async fn look_through(&self) -> Result<Vec<String>, DbErr> {
        if self.reader.get_database_backend() != DbBackend::Sqlite {
            return Ok(Vec::new());
        }
        let ask =
            async |question: &str| self.reader.query_all_raw(Statement::from_string(DbBackend::Sqlite, question)).await;
        let rows = ask("PRAGMA integrity_check").await?;
        let mut found: Vec<String> = rows.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
        found.retain(|line| line != "ok");
        for row in ask("PRAGMA foreign_key_check").await? {
            let table: String = row.try_get_by_index(0)?;
            found.push(format!("a row of `{table}` points to one that is not there"));
        }
        Ok(found)
    }

    /// A connection that reads, for what is certain to only read.
    fn connection_for(&self, statement: &Statement) -> &DatabaseConnection {
        let word = statement.sql.trim_start().get(..6).unwrap_or_default();
        if word.eq_ignore_ascii_case("select") { &self.reader } else { &self.writer }
    }

    /// The same, telling each statement, without its values, to `heard`: for tests that count what is asked.
    #[must_use]
    pub fn overheard(mut self, heard: impl Fn(&str) + Send + Sync + 'static) -> Self {
        let heard = Arc::new(heard);
        for connection in [&mut self.writer, &mut self.reader, &mut self.sessions] {
            let heard = Arc::clone(&heard);
            connection.set_metric_callback(move |told| heard(&told.statement.sql));
        }
        self
    }

    /// `SQLite` or `PostgreSQL`, for people.
    #[must_use]
    pub fn product(&self) -> &'static str {
        match self.writer.get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Database {
    fn get_database_backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.writer.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.writer.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.connection_for(&statement).query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.connection_for(&statement).query_all_raw(statement).await
    }
}

async fn bring_up_to_date(connection: &DatabaseConnection) -> Result<()> {
    let turn = one_at_a_time(connection).await.context("cannot wait for other nodes")?;
    schema_guard::refuse_unknown(connection).await?;
    migrations::Migrator::up(connection, None).await.context("cannot bring the database schema up to date")?;
    if let Some(turn) = turn {
        turn.commit().await.context("cannot let other nodes go on")?;
    }
    Ok(())
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

#[cfg(test)]
mod tests;
