//! The secret from which the keys of people are made when they are counted: one row, made when first somebody is counted.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let secret = Table::create()
            .table("count_secret")
            .col(integer("id").primary_key())
            .col(string("secret"))
            .col(timestamp_with_time_zone("made_at"))
            .to_owned();
        manager.create_table(secret).await
    }
}
