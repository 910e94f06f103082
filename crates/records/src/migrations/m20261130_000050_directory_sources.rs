//! The directory keeps what came from where, and what its source no longer has.
//!
//! `source` and `source_id` name a record as its feed does; `id` stays our own, and the one in our addresses: what is
//! there keeps it. `missing_since` is when its source first came without it, `withdrawn_at` when it was taken off the
//! list. `holds_from` and `holds_until` are the days between which its schedules hold. `rule` is on which days a service
//! is open, in JSON.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("directory_service", string_null("source_id")),
            ("directory_service", timestamp_with_time_zone_null("missing_since")),
            ("directory_service", timestamp_with_time_zone_null("withdrawn_at")),
            ("directory_service", date_null("holds_from")),
            ("directory_service", date_null("holds_until")),
            ("directory_opening", text_null("rule")),
            ("directory_organisation", text_null("source")),
            ("directory_organisation", string_null("source_id")),
            ("directory_term", text_null("source")),
            ("directory_term", string_null("source_id")),
            ("directory_taxonomy", text_null("source")),
            ("directory_taxonomy", string_null("source_id")),
        ] {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        let connection = manager.get_connection();
        connection.execute_unprepared("UPDATE directory_service SET source_id = id").await?;
        for table in ["directory_organisation", "directory_term", "directory_taxonomy"] {
            let source =
                format!("(SELECT source FROM directory_service WHERE directory_service.id = {table}.given_by)");
            connection.execute_unprepared(&format!("UPDATE {table} SET source_id = id, source = {source}")).await?;
        }
        for table in ["directory_service", "directory_organisation", "directory_term", "directory_taxonomy"] {
            let index = format!("{table}_source");
            let columns = Index::create().table(table).name(index).col("source").col("source_id").to_owned();
            manager.create_index(columns).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::Migrator;
    use sea_orm::{ConnectionTrait, Database, Statement};
    use sea_orm_migration::MigratorTrait;

    #[tokio::test]
    async fn what_is_kept_keeps_its_address_and_is_known_by_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("t.db").display());
        let db = Database::connect(url).await.unwrap();
        let before = Migrator::migrations().iter().position(|one| one.name().contains("000050")).unwrap();
        Migrator::up(&db, Some(u32::try_from(before).unwrap())).await.unwrap();
        for sql in [
            "INSERT INTO directory_service (id, name, status, words, body, hash, is_summary, source, imported_at) \
             VALUES ('1001', 'Tea', 'active', ' tea', '{}', 'h', 0, 'https://a.example/services', '2026-11-01T00:00:00Z')",
            "INSERT INTO directory_organisation (id, name, body, given_by) VALUES ('o', 'Org', '{}', '1001')",
            "INSERT INTO directory_taxonomy (id, name, body) VALUES ('t', 'Kinds', '{}')",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
        Migrator::up(&db, None).await.unwrap();
        let one = |sql: &str| {
            let statement = Statement::from_string(db.get_database_backend(), sql);
            let db = &db;
            async move {
                let row = db.query_one_raw(statement).await.unwrap().unwrap();
                (row.try_get_by_index::<Option<String>>(0).unwrap(), row.try_get_by_index::<Option<String>>(1).unwrap())
            }
        };
        let feed = Some("https://a.example/services".to_owned());
        let services =
            one("SELECT source_id, source FROM directory_service WHERE id = '1001' AND withdrawn_at IS NULL").await;
        assert_eq!(services, (Some("1001".to_owned()), feed.clone()));
        assert_eq!(one("SELECT source_id, source FROM directory_organisation").await, (Some("o".to_owned()), feed));
        assert_eq!(one("SELECT source_id, source FROM directory_taxonomy").await, (Some("t".to_owned()), None));
    }
}
