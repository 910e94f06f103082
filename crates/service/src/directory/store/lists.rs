//! Lists of organisations, taxonomies and terms, and one of them by its id.

use super::read::{Listed, is_no_id, record};
use crate::db::entities::{directory_organisation, directory_taxonomy, directory_term};
use anyhow::Result;
use exchange::oruk::{Organization, Taxonomy, TaxonomyTerm};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// Which part of a list: how many records to pass over, and how many to give at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::directory) struct Part {
    pub offset: u64,
    pub most: u64,
}

/// Organisations by name.
pub(in crate::directory) async fn organisations(
    connection: &impl ConnectionTrait,
    part: Part,
) -> Result<Listed<Organization>> {
    use directory_organisation::{Column, Entity};
    let total = Entity::find().count(connection).await?;
    let query = Entity::find().order_by_asc(Column::Name).order_by_asc(Column::Id);
    let rows = query.offset(part.offset).limit(part.most).all(connection).await?;
    let records = rows.iter().map(|row| record(&row.body)).collect::<Result<_>>()?;
    Ok(Listed { records, total })
}

/// One organisation.
pub(in crate::directory) async fn organisation(
    connection: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<Organization>> {
    if is_no_id(id) {
        return Ok(None);
    }
    let row = directory_organisation::Entity::find_by_id(id.to_owned()).one(connection).await?;
    row.map(|row| record(&row.body)).transpose()
}

/// Taxonomies by name.
pub(in crate::directory) async fn taxonomies(
    connection: &impl ConnectionTrait,
    part: Part,
) -> Result<Listed<Taxonomy>> {
    use directory_taxonomy::{Column, Entity};
    let total = Entity::find().count(connection).await?;
    let query = Entity::find().order_by_asc(Column::Name).order_by_asc(Column::Id);
    let rows = query.offset(part.offset).limit(part.most).all(connection).await?;
    let records = rows.iter().map(|row| record(&row.body)).collect::<Result<_>>()?;
    Ok(Listed { records, total })
}

/// One taxonomy.
pub(in crate::directory) async fn taxonomy(connection: &impl ConnectionTrait, id: &str) -> Result<Option<Taxonomy>> {
    if is_no_id(id) {
        return Ok(None);
    }
    let row = directory_taxonomy::Entity::find_by_id(id.to_owned()).one(connection).await?;
    row.map(|row| record(&row.body)).transpose()
}

/// Terms by name; of one taxonomy when it is given.
pub(in crate::directory) async fn terms(
    connection: &impl ConnectionTrait,
    taxonomy_id: Option<&str>,
    part: Part,
) -> Result<Listed<TaxonomyTerm>> {
    use directory_term::{Column, Entity};
    let mut query = Entity::find().order_by_asc(Column::Name).order_by_asc(Column::Id);
    if let Some(id) = taxonomy_id {
        query = query.filter(Column::TaxonomyId.eq(id));
    }
    let total = query.clone().count(connection).await?;
    let rows = query.offset(part.offset).limit(part.most).all(connection).await?;
    let records = rows.iter().map(|row| record(&row.body)).collect::<Result<_>>()?;
    Ok(Listed { records, total })
}

/// One term.
pub(in crate::directory) async fn term(connection: &impl ConnectionTrait, id: &str) -> Result<Option<TaxonomyTerm>> {
    if is_no_id(id) {
        return Ok(None);
    }
    let row = directory_term::Entity::find_by_id(id.to_owned()).one(connection).await?;
    row.map(|row| record(&row.body)).transpose()
}
