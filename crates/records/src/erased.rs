//! What was erased is gone from the file too, not only from the tables.
//!
//! Every connection overwrites with zeros what it deletes or replaces (`secure_delete`, in `connect`). Two things are left over
//! by that: the write-ahead log holds pages as they were before; and SQLite moves rows between pages as a table grows, and
//! leaves copies in the free space of pages that no row belongs to, which a later deletion does not reach. So after an erasure
//! the whole file is built anew (`VACUUM`), and the log is emptied into it and cut to nothing.
//!
//! That a rebuild is due is written in the transaction of the erasure, in the file's own number for its user
//! (`PRAGMA user_version`): it survives a crash, and costs no table. PostgreSQL keeps its files itself; docs/runbooks/operate.md
//! says what an operator does there.

use super::Database;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

impl Database {
    /// Notes, in the transaction that erases, that the file is to be built anew.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_erased(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        if connection.get_database_backend() != DbBackend::Sqlite {
            return Ok(());
        }
        let next = rebuilds_due(connection).await?.wrapping_add(1).max(1);
        connection.execute_unprepared(&format!("PRAGMA user_version = {next}")).await?;
        Ok(())
    }

    /// Builds an SQLite file anew if something was erased since, or if it is asked for `in_any_case`, and empties its log.
    /// `true` if it was built anew. Readers go on meanwhile; writers wait. On PostgreSQL there is nothing to do.
    ///
    /// # Errors
    /// When the database refuses, as on a disk without room for a second copy of it: it stays due.
    pub async fn wipe_what_was_erased(&self, in_any_case: bool) -> Result<bool, DbErr> {
        let Some(keeper) = &self.keeper else { return Ok(false) };
        let due = rebuilds_due(keeper).await?;
        let anew = due != 0 || in_any_case;
        if anew {
            keeper.execute_unprepared("VACUUM").await?;
            // An erasure that came in between has counted on, and its rebuild stays due.
            let transaction = self.begin().await?;
            if rebuilds_due(&transaction).await? == due {
                transaction.execute_unprepared("PRAGMA user_version = 0").await?;
            }
            transaction.commit().await?;
        }
        // It says "busy" as an answer, and not as an error, where somebody still reads from the log.
        keeper.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)")).await?;
        Ok(anew)
    }
}

async fn rebuilds_due(connection: &impl ConnectionTrait) -> Result<i32, DbErr> {
    let question = Statement::from_string(DbBackend::Sqlite, "PRAGMA user_version");
    let row = connection.query_one_raw(question).await?;
    row.map_or(Ok(0), |row| row.try_get_by_index(0))
}
