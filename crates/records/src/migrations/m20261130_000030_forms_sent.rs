//! Forms whose work is done, so that one that is sent again does nothing.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sent = Table::create()
            .table("form_sent")
            // A hash of the account, the address and what was sent, with the form's own random word in it.
            .col(string("form").primary_key())
            .col(uuid("request"))
            .col(timestamp_with_time_zone("at"))
            // The local address of the result.
            .col(string_null("led_to"))
            .to_owned();
        manager.create_table(sent).await?;
        let by_day = Index::create().table("form_sent").name("form_sent_at").col("at").to_owned();
        manager.create_index(by_day).await
    }
}
