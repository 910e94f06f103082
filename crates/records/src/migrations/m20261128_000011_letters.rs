//! Letters that wait to be carried, invitations, links to sign in, keys for programs, and who one is to a provider of identity.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let letter = Table::create()
            .table("letter")
            .col(pk_uuid("id"))
            .col(string("to_address"))
            .col(string("subject"))
            .col(text("text"))
            .col(timestamp_with_time_zone("written_at"))
            .col(timestamp_with_time_zone("next_try_at"))
            .col(integer("tries"))
            .to_owned();
        manager.create_table(letter).await?;
        let invitation = Table::create()
            .table("invitation")
            .col(pk_uuid("id"))
            .col(string_uniq("token"))
            .col(string_uniq("email"))
            .col(string("role"))
            .col(uuid_null("organisation_id"))
            .col(uuid_null("person_id"))
            .col(timestamp_with_time_zone("at"))
            .col(timestamp_with_time_zone("until"))
            .col(uuid("by_account"))
            .to_owned();
        manager.create_table(invitation).await?;
        let link = Table::create()
            .table("sign_in_link")
            .col(string("token").primary_key())
            .col(uuid("account_id"))
            .col(timestamp_with_time_zone("until"))
            .to_owned();
        manager.create_table(link).await?;
        let key = Table::create()
            .table("program_key")
            .col(pk_uuid("id"))
            .col(string_uniq("token"))
            .col(uuid("account_id"))
            .col(string("name"))
            // Words of actions, with spaces between them.
            .col(string("scopes"))
            .col(timestamp_with_time_zone("made_at"))
            .col(date("until_day"))
            .col(timestamp_with_time_zone_null("used_at"))
            .to_owned();
        manager.create_table(key).await?;
        let of_account = Index::create().table("program_key").name("program_key_account").col("account_id").to_owned();
        manager.create_index(of_account).await?;
        let identity = Table::create()
            .table("provider_identity")
            .col(string("issuer"))
            .col(string("subject"))
            .col(uuid("account_id"))
            .col(timestamp_with_time_zone("since"))
            .primary_key(Index::create().col("issuer").col("subject"))
            .to_owned();
        manager.create_table(identity).await
    }
}
