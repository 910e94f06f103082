//! Writing one service, its places, openings and terms, and what is nested in it.

use super::shape::{self, Rows};
use super::vanish::set_standing;
use super::{ids, terms};
use crate::db::entities::{directory_opening, directory_place, directory_service, directory_service_term};
use anyhow::{Context, Result};
use exchange::oruk::{Ground, Service};
use kernel::Moment;
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

/// Where a record comes from, and when.
#[derive(Clone, Copy)]
pub(in crate::directory) struct Origin<'a> {
    /// The source, by the name under which its ids are kept.
    pub source: &'a str,
    pub now: Moment,
    /// What is known of the place, to judge the record by.
    pub ground: &'a dyn Ground,
}

/// Writes a service, unless what is there is the same. A summary never takes the place of a whole record. One that was
/// missing from its source, or withdrawn, is there again.
pub(in crate::directory) async fn save_service(
    connection: &impl ConnectionTrait,
    service: &Service,
    origin: Origin<'_>,
) -> Result<Saved> {
    let hash = shape::hash_of(service).context("a record cannot be written as JSON")?;
    let known = ids::known_service(connection, origin.source, &service.id).await?;
    let own = match &known {
        Some(known) => known.id.clone(),
        None => ids::new_service_id(connection, origin.source, &service.id).await?,
    };
    let mut saved = if known.is_none() { Saved::New } else { Saved::Changed };
    if let Some(known) = known {
        if known.missing_since.is_some() || known.withdrawn_at.is_some() {
            set_standing(connection, std::slice::from_ref(&own), (None, None)).await?;
        }
        if known.hash == hash || (service.is_summary() && !known.is_summary) {
            return Ok(if known.withdrawn_at.is_some() { Saved::Changed } else { Saved::Unchanged });
        }
        // The same words, kept by an earlier version of the program, are put into columns anew.
        let before = known.hash == shape::earlier_hash_of(service).context("a record cannot be written as JSON")?;
        if before && known.withdrawn_at.is_none() {
            saved = Saved::Unchanged;
        }
    }
    let ours = ids::with_own_ids(connection, service, (origin.source, &own)).await?;
    let rows = shape::rows(&ours, (&service.id, hash), origin).context("a record cannot be written as JSON")?;
    write(connection, &own, rows).await?;
    terms::save_nested(connection, service, (&ours, origin.source)).await?;
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
            Column::SourceId,
            Column::ImportedAt,
            Column::HoldsFrom,
            Column::HoldsUntil,
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
