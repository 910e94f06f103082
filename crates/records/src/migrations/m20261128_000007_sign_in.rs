//! Signing in: tries that failed, browsers that are known, second factors, and whose each session is.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tries = Table::create()
            .table("sign_in_try")
            .col(pk_uuid("id"))
            // What is counted together: an address from browsers that are not known, or one known browser.
            .col(string("bucket"))
            .col(timestamp_with_time_zone("at"))
            .to_owned();
        manager.create_table(tries).await?;
        let counted =
            Index::create().table("sign_in_try").name("sign_in_try_bucket").col("bucket").col("at").to_owned();
        manager.create_index(counted).await?;
        let browsers = Table::create()
            .table("known_browser")
            // The hash of what the browser keeps.
            .col(string("token").primary_key())
            .col(uuid("account_id"))
            .col(timestamp_with_time_zone("since"))
            .to_owned();
        manager.create_table(browsers).await?;
        let factors = Table::create()
            .table("second_factor")
            .col(pk_uuid("account_id"))
            .col(string("secret"))
            // The last 30 seconds of which a code was used: each code is good once.
            .col(big_integer("last_step"))
            .col(timestamp_with_time_zone("since"))
            .to_owned();
        manager.create_table(factors).await?;
        let codes = Table::create()
            .table("recovery_code")
            // The hash of the code. Gone once it is used.
            .col(string("code").primary_key())
            .col(uuid("account_id"))
            .to_owned();
        manager.create_table(codes).await?;
        let whose = Table::alter().table("session").add_column(uuid_null("account_id")).to_owned();
        manager.alter_table(whose).await?;
        let of_account = Index::create().table("session").name("session_account").col("account_id").to_owned();
        manager.create_index(of_account).await
    }
}
