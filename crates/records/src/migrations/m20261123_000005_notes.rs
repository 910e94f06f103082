//! Notes: answers about barriers and changes that were kept, with their figures as they were told.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("note")
            .col(pk_uuid("id"))
            .col(string("area"))
            .col(string("kind"))
            .col(string("title"))
            .col(text_null("remark"))
            .col(date("on_day"))
            .col(string("policy_version"))
            .col(json("answer"))
            .col(timestamp_with_time_zone("saved_at"))
            .col(uuid("saved_by"))
            .to_owned();
        manager.create_table(table).await?;
        let newest = Index::create().table("note").name("note_area").col("area").col("saved_at").to_owned();
        manager.create_index(newest).await?;
        // Whether anything of an area's people has changed is asked at every question: it is answered from here.
        let changes = Index::create().table("person").name("person_area_version").col("area").col("version").to_owned();
        manager.create_index(changes).await
    }
}
