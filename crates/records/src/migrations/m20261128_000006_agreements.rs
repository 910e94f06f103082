//! What the parties of an agreement to share said of it: that they sign, or withdraw. Never changed.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let said = Table::create()
            .table("agreement_said")
            .col(pk_uuid("id"))
            .col(string("area"))
            // Counts what was said in the area: what was said last, counts; two at the same moment cannot both be the next.
            .col(integer("number"))
            .col(string("agreement"))
            // The party, by the id of its body.
            .col(string("body"))
            // `signed` or `withdrew`.
            .col(string("kind"))
            // The fingerprint of the terms of which it was said.
            .col(string("terms"))
            .col(string_null("reason"))
            .col(timestamp_with_time_zone("at"))
            .col(uuid("by"))
            .to_owned();
        manager.create_table(said).await?;
        let next = Index::create()
            .table("agreement_said")
            .name("agreement_said_next")
            .col("area")
            .col("number")
            .unique()
            .to_owned();
        manager.create_index(next).await
    }
}
