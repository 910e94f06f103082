//! What is recorded of a participant besides the start, work and the end.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let event = Table::create()
            .table("participant_event")
            .col(pk_uuid("id"))
            .col(uuid("referral_id"))
            // `learning-day`, `benefit`, `benefit-known`, `pay`, or `event-` and a kind: a `rules::payment::RecordAsked`.
            .col(string("what"))
            .col(date("from_day"))
            .col(date_null("until_day"))
            .col(string_null("employer"))
            .col(big_integer_null("amount_pence"))
            .col(integer_null("hours"))
            .col(string("source"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(uuid("recorded_by"))
            .col(timestamp_with_time_zone_null("taken_back_at"))
            .col(uuid_null("taken_back_by"))
            .to_owned();
        manager.create_table(event).await?;
        let of_referral =
            Index::create().table("participant_event").name("participant_event_referral").col("referral_id").to_owned();
        manager.create_index(of_referral).await
    }
}
