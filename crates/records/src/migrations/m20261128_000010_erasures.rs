//! What was erased of people's records, what was kept for longer, and what stays counted without anybody's record.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // When it was erased who somebody is; when their answers were counted for good.
        for column in [timestamp_with_time_zone_null("erased_at"), timestamp_with_time_zone_null("counted_at")] {
            manager.alter_table(Table::alter().table("person").add_column(column).to_owned()).await?;
        }
        // The payment group, where answers that it follows from were erased.
        let group = Table::alter().table("referral").add_column(json_null("kept_group")).to_owned();
        manager.alter_table(group).await?;
        let erasure = Table::create()
            .table("erasure")
            .col(pk_uuid("id"))
            .col(uuid("person_id"))
            .col(string("reference"))
            .col(uuid_null("organisation_id"))
            // `schedule` or `asked`.
            .col(string("ground"))
            .col(json("erased"))
            .col(json("kept"))
            .col(timestamp_with_time_zone("at"))
            .col(uuid("by_account"))
            .to_owned();
        manager.create_table(erasure).await?;
        let of_person = Index::create().table("erasure").name("erasure_person").col("person_id").to_owned();
        manager.create_index(of_person).await?;
        let longer = Table::create()
            .table("kept_longer")
            .col(pk_uuid("id"))
            .col(uuid("person_id"))
            .col(date("until_day"))
            .col(string("reason"))
            .col(timestamp_with_time_zone("at"))
            .col(uuid("by_account"))
            .to_owned();
        manager.create_table(longer).await?;
        let of_person = Index::create().table("kept_longer").name("kept_longer_person").col("person_id").to_owned();
        manager.create_index(of_person).await?;
        let counts = Table::create()
            .table("group_count")
            .col(string("area"))
            .col(date("month"))
            .col(string("code"))
            .col(integer("yes"))
            .col(integer("no"))
            .col(integer("not_known"))
            .primary_key(Index::create().col("area").col("month").col("code"))
            .to_owned();
        manager.create_table(counts).await
    }
}
