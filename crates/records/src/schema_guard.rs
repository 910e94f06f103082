//! Refuses to start on a schema that this program does not know.

use super::migrations::Migrator;
use anyhow::{Context, Result, bail};
use sea_orm::DatabaseConnection;
use sea_orm_migration::{MigratorTrait, SchemaManager};

/// Whether any migration was ever run in the database.
pub(super) async fn has_run(connection: &DatabaseConnection) -> Result<bool> {
    let table = Migrator::migration_table_name().to_string();
    SchemaManager::new(connection).has_table(table).await.context("cannot read the database schema")
}

/// Refuses a database in which a migration has run that this program does not have: it was made
/// by a newer program, and writing to it could lose what that program keeps there.
pub(super) async fn refuse_unknown(connection: &DatabaseConnection) -> Result<()> {
    if !has_run(connection).await? {
        return Ok(());
    }
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let unknown: Vec<String> = Migrator::get_migration_models(connection)
        .await
        .context("cannot read which migrations have run")?
        .into_iter()
        .map(|row| row.version)
        .filter(|version| !known.contains(version))
        .collect();
    if !unknown.is_empty() {
        bail!(
            "this database was made by a newer Tapestry: it has the migrations {} that this program \
             does not know. Start the newer program, or restore a backup that this one made",
            unknown.join(", ")
        );
    }
    Ok(())
}
