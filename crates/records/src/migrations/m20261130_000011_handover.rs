//! People who were handed over from one adviser to another, and who covers for an adviser until when.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let handovers = Table::create()
            .table("handover")
            .col(pk_uuid("id"))
            .col(uuid("person_id"))
            .col(uuid("from_account"))
            .col(uuid("to_account"))
            // Who did it: the adviser, an administrator, or whoever looks after the program.
            .col(uuid("by_account"))
            .col(timestamp_with_time_zone("at"))
            .to_owned();
        manager.create_table(handovers).await?;
        let of_person = Index::create().table("handover").name("handover_person").col("person_id").to_owned();
        manager.create_index(of_person).await?;
        let covers = Table::create()
            .table("caseload_cover")
            .col(pk_uuid("id"))
            .col(uuid("adviser_id"))
            .col(uuid("covers_id"))
            // Both days included.
            .col(date("from_day"))
            .col(date("until_day"))
            .col(uuid("by_account"))
            .col(timestamp_with_time_zone("at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .to_owned();
        manager.create_table(covers).await?;
        for (name, column) in [("caseload_cover_adviser", "adviser_id"), ("caseload_cover_covers", "covers_id")] {
            let index = Index::create().table("caseload_cover").name(name).col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
