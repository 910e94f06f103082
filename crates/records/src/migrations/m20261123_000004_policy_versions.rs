//! Versions of the policy text, kept by what is in them, and which of them were published.
//!
//! Nothing here is ever changed or taken away. A file's row is named by the SHA-256 of its contents, so
//! that versions share the files they have in common; how far the areas of a text reach is kept as such a
//! file too. A version is named by the hash of all its files. Publications are numbered from 1: two that
//! were prepared on the same one want the same number, and one of them loses.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [files(), versions(), files_of_versions(), publications()] {
            manager.create_table(table).await?;
        }
        // How far the areas reached when the decision was made; not known of decisions made before this.
        let decision = Table::alter().table("decision").add_column(string_null("extent")).to_owned();
        manager.alter_table(decision).await?;
        let by_version =
            Index::create().table("decision").name("decision_policy_version").col("policy_version").to_owned();
        manager.create_index(by_version).await
    }
}

fn files() -> TableCreateStatement {
    Table::create().table("policy_file").col(string("hash").primary_key()).col(text("contents")).to_owned()
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table("policy_version")
        .col(string("version").primary_key())
        .col(timestamp_with_time_zone("stored_at"))
        .col(uuid("stored_by"))
        .to_owned()
}

fn files_of_versions() -> TableCreateStatement {
    Table::create()
        .table("policy_version_file")
        .col(string("version"))
        .col(string("path"))
        .col(string("hash"))
        .primary_key(Index::create().col("version").col("path"))
        .to_owned()
}

fn publications() -> TableCreateStatement {
    Table::create()
        .table("policy_publication")
        .col(ColumnDef::new("number").integer().not_null().primary_key())
        .col(string("version"))
        .col(timestamp_with_time_zone("published_at"))
        .col(uuid("published_by"))
        .col(string("under"))
        .col(text("note"))
        .col(date("effective_from"))
        .to_owned()
}
