//! What else happens to a claim: it is claimed by the provider, on what evidence, and paid; and which one it is of an
//! outcome that is paid again and again.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            integer("occurrence").default(1).to_owned(),
            timestamp_with_time_zone_null("claimed_at"),
            uuid_null("claimed_by"),
            string_null("evidence"),
            timestamp_with_time_zone_null("paid_at"),
            uuid_null("paid_by"),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table("claim").add_column(column).to_owned()).await?;
        }
        // Until now every claim was before the buyer from the moment it was worked out.
        let connection = manager.get_connection();
        connection.execute_unprepared("UPDATE claim SET claimed_at = raised_at, claimed_by = raised_by").await?;
        let index = Index::create().table("entry").name("entry_account").col("ledger_account").to_owned();
        manager.create_index(index).await
    }
}
