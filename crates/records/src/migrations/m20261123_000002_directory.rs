//! The directory: services, where and when they are given, who gives them, and the terms that
//! describe them.
//!
//! `body` is the whole record as it came, in JSON; the other columns are what is searched, made
//! from it. `hash` tells whether a record that comes again has changed. `given_by` names the
//! service that an organisation or a term was found in; it is empty for one that came by itself.
//! Identifiers are the feed's own, so they are text.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            service(),
            place(),
            opening(),
            service_term(),
            named("directory_organisation"),
            named("directory_taxonomy"),
            named("directory_term").col(string_null("taxonomy_id")).to_owned(),
        ] {
            manager.create_table(table).await?;
        }
        for (table, name, column) in [
            ("directory_service", "directory_service_name", "name"),
            ("directory_service", "directory_service_organisation", "organization_id"),
            ("directory_place", "directory_place_id", "id"),
            ("directory_place", "directory_place_latitude", "latitude"),
            ("directory_service_term", "directory_service_term_term", "term_id"),
            ("directory_service_term", "directory_service_term_taxonomy", "taxonomy_id"),
            ("directory_term", "directory_term_taxonomy", "taxonomy_id"),
        ] {
            manager.create_index(Index::create().table(table).name(name).col(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

fn key(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).string().not_null().primary_key().to_owned()
}

fn service() -> TableCreateStatement {
    table("directory_service")
        .col(key("id"))
        .col(text("name"))
        .col(string("status"))
        .col(text("words"))
        .col(string_null("organization_id"))
        .col(double_null("minimum_age"))
        .col(double_null("maximum_age"))
        .col(timestamp_with_time_zone_null("modified_at"))
        .col(text("body"))
        .col(string("hash"))
        .col(boolean("is_summary"))
        .col(text("source"))
        .col(timestamp_with_time_zone("imported_at"))
        .to_owned()
}

fn place() -> TableCreateStatement {
    table("directory_place")
        .col(string("service_id"))
        .col(integer("ordinal"))
        .col(string("id"))
        .col(text_null("name"))
        .col(string_null("kind"))
        .col(string_null("postcode"))
        .col(double_null("latitude"))
        .col(double_null("longitude"))
        .col(text("body"))
        .primary_key(Index::create().col("service_id").col("ordinal"))
        .to_owned()
}

fn opening() -> TableCreateStatement {
    table("directory_opening")
        .col(string("service_id"))
        .col(integer("ordinal"))
        .col(string_null("weekday"))
        .col(integer_null("opens_minute"))
        .col(integer_null("closes_minute"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .primary_key(Index::create().col("service_id").col("ordinal"))
        .to_owned()
}

fn service_term() -> TableCreateStatement {
    table("directory_service_term")
        .col(string("service_id"))
        .col(string("term_id"))
        .col(string_null("taxonomy_id"))
        .primary_key(Index::create().col("service_id").col("term_id"))
        .to_owned()
}

fn named(name: &'static str) -> TableCreateStatement {
    table(name).col(key("id")).col(text("name")).col(text("body")).col(string_null("given_by")).to_owned()
}
