//! Feeds of earnings that claims are checked against, and what the check said when a claim was approved.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let feed = Table::create()
            .table("earnings_feed")
            .col(pk_uuid("id"))
            .col(string("area"))
            // The last day that the feed knows of.
            .col(date("as_of"))
            .col(integer("lines"))
            .col(timestamp_with_time_zone("taken_in_at"))
            .col(uuid("taken_in_by"))
            .to_owned();
        manager.create_table(feed).await?;
        let line = Table::create()
            .table("earnings_line")
            .col(pk_uuid("id"))
            .col(uuid("feed_id"))
            // The person's reference, as both sides hold it. Without an employer: the feed has the person, and no pay.
            .col(string("reference"))
            .col(string_null("employer"))
            .col(date_null("first_day"))
            .col(date_null("last_day"))
            .col(big_integer_null("amount_pence"))
            .to_owned();
        manager.create_table(line).await?;
        let of_person = Index::create()
            .table("earnings_line")
            .name("earnings_line_person")
            .col("feed_id")
            .col("reference")
            .to_owned();
        manager.create_index(of_person).await?;
        for column in [json_null("feed_check"), uuid_null("feed_id"), text_null("approve_reason")] {
            manager.alter_table(Table::alter().table("claim").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
