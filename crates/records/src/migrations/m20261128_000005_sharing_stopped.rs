//! That a person stopped sharing their record with the provider of a referral.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [timestamp_with_time_zone_null("sharing_stopped_at"), uuid_null("sharing_stopped_by")] {
            manager.alter_table(Table::alter().table("referral").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
