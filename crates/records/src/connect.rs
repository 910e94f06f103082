//! How connections to either database are made, how long each of them waits, and which of them are used again.

use sea_orm::{
    ConnectOptions,
    sqlx::{
        Connection, Sqlite,
        pool::PoolOptions,
        sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};
use std::time::Duration;

/// How long something is waited for before it is given up. `None`: for ever.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For a free connection.
    pub connection: Duration,
    /// For a row or table that somebody else has locked, by a command that writes.
    pub lock: Duration,
    /// For the same, by what only reads: it waits only where somebody changes the table itself.
    pub reading_lock: Duration,
    /// For one statement (PostgreSQL).
    pub statement: Option<Duration>,
    /// For the next statement of a transaction (PostgreSQL): whoever stops within one lets go of its locks.
    pub idle_in_transaction: Option<Duration>,
}

impl Limits {
    /// Those of a program that people wait for: they are answered within the half minute that a request may take.
    #[must_use]
    pub fn of_serving() -> Self {
        Self {
            connection: Duration::from_secs(8),
            lock: Duration::from_secs(5),
            reading_lock: Duration::from_secs(2),
            statement: Some(Duration::from_secs(25)),
            idle_in_transaction: Some(Duration::from_secs(60)),
        }
    }

    /// Those of a command that one person started, and that may have much to do.
    #[must_use]
    pub fn of_a_command() -> Self {
        Self {
            connection: Duration::from_secs(10),
            lock: Duration::from_secs(10),
            reading_lock: Duration::from_secs(10),
            statement: None,
            idle_in_transaction: None,
        }
    }
}

/// Connections held open for writing, and as many for reading.
const CONNECTIONS: u32 = 8;

/// What a set of connections is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Bringing the schema up to date: as long as it takes.
    Schema,
    /// Commands.
    Writing,
    /// Questions: a statement that writes is refused.
    Reading,
    /// Who is signed in, as it is written at the end of an answer.
    Sessions,
    /// Looking after an SQLite file: it gives up soon, and is tried again.
    Keeping,
}

/// How long looking after a file waits for those who use it.
const KEEPING: Duration = Duration::from_secs(1);

/// Whether the database is in memory, and lives as long as its one connection.
pub(super) fn is_in_memory(url: &str) -> bool {
    url.starts_with("sqlite:") && (url.contains(":memory:") || url.contains("mode=memory"))
}

/// The options of a set of connections to `url`.
pub(super) fn options(url: &str, purpose: Use, limits: &Limits) -> ConnectOptions {
    let in_memory = is_in_memory(url);
    let mut options = ConnectOptions::new(url);
    let most = match purpose {
        _ if in_memory => 1,
        // Whoever waits for its turn holds one, and the migrations use another.
        Use::Schema | Use::Sessions => 2,
        Use::Writing | Use::Reading => CONNECTIONS,
        Use::Keeping => 1,
    };
    let lock = match purpose {
        Use::Schema => None,
        Use::Writing | Use::Sessions => Some(limits.lock),
        Use::Reading => Some(limits.reading_lock),
        Use::Keeping => Some(KEEPING),
    };
    options
        .sqlx_logging(false)
        .acquire_timeout(limits.connection)
        .connect_timeout(limits.connection)
        .max_connections(most)
        .min_connections(u32::from(purpose != Use::Keeping))
        .connect_lazy(purpose == Use::Keeping)
        // A connection to a file does not go away; to ask it before each use would double the work.
        .test_before_acquire(!url.starts_with("sqlite:"))
        .map_sqlx_sqlite_opts(move |sqlite| {
            // A commit that was acknowledged survives a power cut: WAL with full synchronisation.
            let sqlite = usual(sqlite).busy_timeout(lock.unwrap_or(Limits::of_a_command().lock));
            let sqlite = sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
            if purpose == Use::Reading { sqlite.pragma("query_only", "ON") } else { sqlite }
        });
    let (statement, idle) = (limits.statement, limits.idle_in_transaction);
    options.map_sqlx_postgres_opts(move |postgres| {
        if purpose == Use::Schema {
            return postgres;
        }
        let milliseconds = |time: Option<Duration>| time.map_or(0, |time| time.as_millis()).to_string();
        let postgres = postgres.options([
            ("lock_timeout", milliseconds(lock)),
            ("statement_timeout", milliseconds(statement)),
            ("idle_in_transaction_session_timeout", milliseconds(idle)),
        ]);
        match purpose {
            Use::Reading => postgres.options([("default_transaction_read_only", "on")]),
            _ => postgres,
        }
    });
    if in_memory {
        // To close its one connection would be to lose it.
        options.idle_timeout(None).max_lifetime(None);
    } else {
        options.map_sqlx_sqlite_pool_opts(only_clean);
    }
    options
}

/// The options of the one connection that fills a new SQLite file.
pub(super) fn to_fill(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(1).map_sqlx_sqlite_opts(|sqlite| {
        usual(sqlite).journal_mode(SqliteJournalMode::Memory).synchronous(SqliteSynchronous::Off)
    });
    options
}

/// What holds for every connection to an SQLite file: what is deleted or replaced is overwritten in it.
fn usual(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite.create_if_missing(true).foreign_keys(true).pragma("secure_delete", "ON")
}

/// Lets only such connections be used again that stand outside every transaction.
///
/// SQLite ends a transaction by itself when the disk is full, when it cannot be read or written, or when memory ends. The
/// driver's own `ROLLBACK` then fails, and the driver goes on believing that the transaction is open. What is begun next on
/// that connection is a savepoint within it, whose release is acknowledged and never committed. Here such a connection is
/// closed, which rolls back whatever may be open in it. See docs/adr/0019.
///
/// It is asked twice. On return, so that its locks do not outlast the command: a round trip to its thread comes first, because
/// a rollback may still wait there. And before it is given out, which costs nothing.
fn only_clean(pool: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            connection.ping().await?;
            Ok(is_clean(connection))
        })
    })
    .before_acquire(|connection, _| Box::pin(async move { Ok(is_clean(connection)) }))
}

/// Whether the driver holds that no transaction is open. It is never wrong in that: it says so only after a `COMMIT` or
/// `ROLLBACK` that SQLite acknowledged, and the next `BEGIN` would fail inside an open transaction.
fn is_clean(connection: &SqliteConnection) -> bool {
    let clean = !connection.is_in_transaction();
    if !clean {
        tracing::warn!("a connection to the database was left inside a transaction after a fault, and is closed");
    }
    clean
}

/// The URL as it may be shown: without the password.
pub(super) fn without_password(url: &str) -> String {
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
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://ann:secret@localhost/t").matches("secret").count(), 0);
        assert_eq!(without_password("sqlite:/tmp/t.db"), "sqlite:/tmp/t.db");
    }
}
