//! What else was brought in about places: small tables as they are, and the outline of each place.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table =
            Table::create().table("place_table").col(string("name").primary_key()).col(text("contents")).to_owned();
        manager.create_table(table).await?;
        let table = Table::create().table("outline").col(string("code").primary_key()).col(text("polygons")).to_owned();
        manager.create_table(table).await
    }
}
