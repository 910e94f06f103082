//! That every session of an account has ended, however late one is written; and links to sign in that were asked for.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Counted up when every session of the account ends: one that began before says a lower number, and is none.
        let epoch = integer("session_epoch").default(0).to_owned();
        manager.alter_table(Table::alter().table("account").add_column(epoch).to_owned()).await?;
        let asked = Table::create()
            .table("asked_link")
            .col(pk_uuid("id"))
            // What somebody typed: whether it has an account is looked up when the letter is written, not while they wait.
            .col(string("email"))
            .col(timestamp_with_time_zone("at"))
            .to_owned();
        manager.create_table(asked).await
    }
}
