//! Months of the ledger that close, and lines of a contract's statement that are booked.

use sea_orm::DbBackend;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An entry was always of a claim; now it may be of a line of a statement or of a month that closes.
        let alter = || Table::alter().table("entry").to_owned();
        manager.alter_table(alter().rename_column("claim_id", "source_id").to_owned()).await?;
        for column in [
            string("source").default("claim").to_owned(),
            string("contract").default("").to_owned(),
            date("booked_on").default("1970-01-01").to_owned(),
        ] {
            manager.alter_table(alter().add_column(column).to_owned()).await?;
        }
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "UPDATE entry SET contract = (SELECT contract FROM claim WHERE claim.id = entry.source_id)",
            )
            .await?;
        let day = match manager.get_database_backend() {
            DbBackend::Postgres => "CAST(posted_at AT TIME ZONE 'UTC' AS date)",
            _ => "substr(posted_at, 1, 10)",
        };
        connection.execute_unprepared(&format!("UPDATE entry SET booked_on = {day}")).await?;
        let by_contract =
            Index::create().table("entry").name("entry_contract").col("contract").col("booked_on").to_owned();
        manager.create_index(by_contract).await?;

        let close = Table::create()
            .table("ledger_close")
            .col(pk_uuid("id"))
            .col(string("contract"))
            // The last day of the month that was closed.
            .col(date("until_day"))
            // What had been earned by then and not booked.
            .col(big_integer("accrued_pence"))
            // What each account came to at the end of that day.
            .col(json("balances"))
            .col(timestamp_with_time_zone("closed_at"))
            .col(uuid("closed_by"))
            .to_owned();
        manager.create_table(close).await?;
        let once = Index::create()
            .table("ledger_close")
            .name("ledger_close_once")
            .col("contract")
            .col("until_day")
            .unique()
            .to_owned();
        manager.create_index(once).await?;

        let line = Table::create()
            .table("statement_line")
            .col(pk_uuid("id"))
            .col(string("contract"))
            // Counts the bookings of a contract, so that two at the same moment cannot both be the next.
            .col(integer("booking"))
            .col(integer("position"))
            // A `rules::payment::StatementLine`.
            .col(json("line"))
            // What was booked: the line's amount, or the same with its sign turned.
            .col(big_integer("amount_pence"))
            .col(boolean("reverses"))
            .col(text("says"))
            .col(timestamp_with_time_zone("booked_at"))
            .col(uuid("booked_by"))
            .to_owned();
        manager.create_table(line).await?;
        let once = Index::create()
            .table("statement_line")
            .name("statement_line_once")
            .col("contract")
            .col("booking")
            .col("position")
            .unique()
            .to_owned();
        manager.create_index(once).await?;
        let payment = Table::create()
            .table("statement_payment")
            .col(pk_uuid("id"))
            .col(string("contract"))
            // The booking up to which it is paid.
            .col(integer("booking"))
            .col(big_integer("amount_pence"))
            .col(timestamp_with_time_zone("paid_at"))
            .col(uuid("paid_by"))
            .to_owned();
        manager.create_table(payment).await?;
        let once = Index::create()
            .table("statement_payment")
            .name("statement_payment_once")
            .col("contract")
            .col("booking")
            .unique()
            .to_owned();
        manager.create_index(once).await
    }
}
