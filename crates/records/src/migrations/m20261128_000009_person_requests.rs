//! What people asked of their own record, and what they were answered.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let request = Table::create()
            .table("person_request")
            .col(pk_uuid("id"))
            .col(uuid("person_id"))
            // `correct` or `delete`.
            .col(string("kind"))
            .col(string("says"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(string_null("answer"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(uuid_null("answered_by"))
            .to_owned();
        manager.create_table(request).await?;
        let of_person =
            Index::create().table("person_request").name("person_request_person").col("person_id").to_owned();
        manager.create_index(of_person).await
    }
}
