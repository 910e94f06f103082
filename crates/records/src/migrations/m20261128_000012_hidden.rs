//! That where somebody lives is kept from everybody but themselves and their adviser.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let hidden = boolean("hidden").default(false).to_owned();
        manager.alter_table(Table::alter().table("person").add_column(hidden).to_owned()).await
    }
}
