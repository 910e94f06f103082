//! Postcode tables that were brought in.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("postcode")
            .col(string("postcode").primary_key())
            .col(string("lsoa"))
            .col(string_null("ward"))
            .col(string_null("district"))
            .col(string_null("nation"))
            .col(double_null("latitude"))
            .col(double_null("longitude"))
            .col(small_integer_null("imd_decile"))
            .to_owned();
        manager.create_table(table).await
    }
}
