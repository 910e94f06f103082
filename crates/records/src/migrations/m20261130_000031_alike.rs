//! What was asked about because it looked like something that is kept, and what was answered.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alike = Table::create()
            .table("alike")
            .col(pk_uuid("id"))
            // `job`, `record` or `person`.
            .col(string("kind"))
            // What is kept and looked the same.
            .col(uuid("kept"))
            // What came after it; null where it was the same and nothing was kept.
            .col(uuid_null("new"))
            .col(timestamp_with_time_zone("asked_at"))
            // `same`, `corrected` or `another`; null while nobody has answered.
            .col(string_null("answer"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(uuid_null("answered_by"))
            .to_owned();
        manager.create_table(alike).await?;
        let of_kept = Index::create().table("alike").name("alike_kept").col("kept").to_owned();
        manager.create_index(of_kept).await?;
        let of_new = Index::create().table("alike").name("alike_new").col("new").to_owned();
        manager.create_index(of_new).await
    }
}
