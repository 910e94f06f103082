//! Whether a failure is of the database's being busy, full or out of reach: to be tried again, and no fault of the program.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};
use tower_sessions::{session, session_store};

/// Whether the cause of `fault` is that the database cannot do its work now: it is busy or locked for too long, its disk is
/// full or may not be written, it has no memory or no connection left, or it is not there.
#[must_use]
pub(super) fn is_unavailable(fault: &anyhow::Error) -> bool {
    fault.chain().any(|cause| {
        cause.downcast_ref::<DbErr>().is_some_and(of_database)
            // The store of sessions is the database, and has only words for what it says.
            || matches!(cause.downcast_ref(), Some(session::Error::Store(session_store::Error::Backend(_))))
    })
}

fn of_database(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed) => true,
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => of_driver(error),
        _ => false,
    }
}

fn of_driver(error: &SqlxError) -> bool {
    match error {
        SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolTimedOut | SqlxError::WorkerCrashed => true,
        SqlxError::Database(said) => {
            let code = said.code().unwrap_or_default();
            let is_sqlite = said.try_downcast_ref::<sea_orm::sqlx::sqlite::SqliteError>().is_some();
            if is_sqlite { of_sqlite(&code) } else { of_postgres(&code) }
        }
        _ => false,
    }
}

/// Result codes of SQLite, whose lowest byte says the kind (<https://www.sqlite.org/rescode.html>): busy, locked, no memory,
/// read-only, an error of the disk, full, the file cannot be opened.
fn of_sqlite(code: &str) -> bool {
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
}

/// Codes of PostgreSQL (its Appendix A): connection exceptions, insufficient resources, operator intervention (which a
/// statement that took too long is), errors of the system outside it, a lock that was not to be had, a deadlock, a
/// transaction that stood still for too long, a database that may only be read.
fn of_postgres(code: &str) -> bool {
    ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class))
        || ["55P03", "40P01", "40001", "25P03", "25006"].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_that_cannot_be_read_are_the_databases() {
        let error = session::Error::Store(session_store::Error::Backend("disk full".to_owned()));
        assert!(is_unavailable(&anyhow::Error::new(error).context("cannot sign in")));
        assert!(!is_unavailable(&anyhow::anyhow!("disk full")));
    }

    #[test]
    fn what_passes_is_told_apart_from_what_is_wrong() {
        // SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE, SQLITE_FULL; a constraint, a damaged file, a wrong statement.
        for (code, passes) in [("517", true), ("778", true), ("13", true), ("2067", false), ("11", false), ("1", false)]
        {
            assert_eq!(of_sqlite(code), passes, "{code}");
        }
        // A lock not to be had, a statement that took too long, a full disk; a duplicate, a wrong text, no such table.
        for (code, passes) in
            [("55P03", true), ("57014", true), ("53100", true), ("23505", false), ("22021", false), ("42P01", false)]
        {
            assert_eq!(of_postgres(code), passes, "{code}");
        }
    }
}
