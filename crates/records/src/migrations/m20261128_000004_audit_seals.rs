//! Seals of the audit's lines and of looks at records, each over its line and the seal before.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seal = Table::create()
            .table("audit_seal")
            .col(big_integer("sequence").primary_key().to_owned())
            .col(string("kind"))
            .col(uuid("line_id"))
            .col(string("seal"))
            .to_owned();
        manager.create_table(seal).await?;
        let once = Index::create().table("audit_seal").name("audit_seal_line").col("line_id").unique().to_owned();
        manager.create_index(once).await
    }
}
