//! Records that were opened in an emergency: by whom, why, until when, and what was found of it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let broken = Table::create()
            .table("broken_glass")
            .col(pk_uuid("id"))
            .col(uuid("person_id"))
            .col(uuid("account_id"))
            // The organisation that keeps the record: that of the person's adviser.
            .col(uuid_null("organisation_id"))
            .col(string("reason"))
            .col(timestamp_with_time_zone("at"))
            .col(timestamp_with_time_zone("until"))
            .col(string_null("finding"))
            .col(timestamp_with_time_zone_null("found_at"))
            .col(uuid_null("found_by"))
            .to_owned();
        manager.create_table(broken).await?;
        let of_person = Index::create()
            .table("broken_glass")
            .name("broken_glass_person")
            .col("person_id")
            .col("account_id")
            .to_owned();
        manager.create_index(of_person).await?;
        let of_organisation =
            Index::create().table("broken_glass").name("broken_glass_organisation").col("organisation_id").to_owned();
        manager.create_index(of_organisation).await
    }
}
