//! Writing one service, its places, openings and terms, and what is nested in it.

use super::shape::{self, Rows};
use super::terms;
use crate::db::entities::{directory_opening, directory_place, directory_service, directory_service_term};
use anyhow::{Context, Result};
use exchange::oruk::Service;
use kernel::Moment;
use policy::Gazetteer;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

/// What came of writing a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::directory) enum Saved {
    /// It was not there before.
    New,
    /// It was there, and is different now.
    Changed,
    /// It is as it was; nothing was written.
    Unchanged,
}

/// Writes a service, unless what is there is the same. A summary never takes the place of a whole
/// record.
pub(in crate::directory) async fn save_service(
    connection: &impl ConnectionTrait,
    service: &Service,
    (source, now): (&str, Moment),
    places: &Gazetteer,
) -> Result<Saved> {
    let text = shape::body_and_hash(service).context("a record cannot be written as JSON")?;
    let known = directory_service::Entity::find_by_id(service.id.clone()).one(connection).await?;
    let saved = match known {
        None => Saved::New,
        Some(known) if known.hash == text.1 || (service.is_summary() && !known.is_summary) => {
            return Ok(Saved::Unchanged);
        }
        Some(_) => Saved::Changed,
    };
    let rows = shape::rows(service, text, (source, now), places).context("a place cannot be written as JSON")?;
    write(connection, &service.id, rows).await?;
    terms::save_nested(connection, service).await?;
    Ok(saved)
}

async fn write(connection: &impl ConnectionTrait, id: &str, rows: Rows) -> Result<()> {
    use directory_service::Column;
    let again = OnConflict::column(Column::Id)
        .update_columns([
            Column::Name,
            Column::Status,
            Column::Words,
            Column::OrganizationId,
            Column::MinimumAge,
            Column::MaximumAge,
            Column::ModifiedAt,
            Column::Body,
            Column::Hash,
            Column::IsSummary,
            Column::Source,
            Column::ImportedAt,
        ])
        .to_owned();
    directory_service::Entity::insert(rows.service).on_conflict(again).exec_without_returning(connection).await?;
    directory_place::Entity::delete_many().filter(directory_place::Column::ServiceId.eq(id)).exec(connection).await?;
    directory_opening::Entity::delete_many()
        .filter(directory_opening::Column::ServiceId.eq(id))
        .exec(connection)
        .await?;
    directory_service_term::Entity::delete_many()
        .filter(directory_service_term::Column::ServiceId.eq(id))
        .exec(connection)
        .await?;
    for place in rows.places {
        directory_place::Entity::insert(place).exec_without_returning(connection).await?;
    }
    for opening in rows.openings {
        directory_opening::Entity::insert(opening).exec_without_returning(connection).await?;
    }
    for term in rows.terms {
        directory_service_term::Entity::insert(term).exec_without_returning(connection).await?;
    }
    Ok(())
}
