//! Reading records back as they came.

use crate::db::entities::{directory_place, directory_service};
use anyhow::{Context, Result};
use exchange::oruk::{Service, ServiceAtLocation};
use kernel::Moment;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// Part of a list, and how long the whole list is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::directory) struct Listed<T> {
    pub records: Vec<T>,
    pub total: u64,
}

pub(super) fn record<T: DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).context("a record of the directory cannot be read back")
}

/// Whether the text cannot be an id: PostgreSQL refuses the character NUL, so it is never asked.
pub(super) fn is_no_id(id: &str) -> bool {
    id.contains('\0')
}

/// Services that were not withdrawn.
fn on_the_list() -> sea_orm::Select<directory_service::Entity> {
    directory_service::Entity::find().filter(directory_service::Column::WithdrawnAt.is_null())
}

/// How many services there are.
pub(in crate::directory) async fn count_services(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    on_the_list().count(connection).await
}

/// One service, unless it was withdrawn.
pub(in crate::directory) async fn service(connection: &impl ConnectionTrait, id: &str) -> Result<Option<Service>> {
    let found = with_history(connection, id).await?;
    Ok(found.filter(|(_, withdrawn_at)| withdrawn_at.is_none()).map(|(service, _)| service))
}

/// One service, and when it was withdrawn where it was.
pub(in crate::directory) async fn with_history(
    connection: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<(Service, Option<Moment>)>> {
    if is_no_id(id) {
        return Ok(None);
    }
    let row = directory_service::Entity::find_by_id(id.to_owned()).one(connection).await?;
    row.map(|row| Ok((record(&row.body)?, row.withdrawn_at))).transpose()
}

/// The services with these ids, in this order; ids that are not there are left out.
pub(in crate::directory) async fn services(connection: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<Service>> {
    let rows = directory_service::Entity::find()
        .filter(directory_service::Column::Id.is_in(ids.iter().map(String::as_str)))
        .all(connection)
        .await?;
    let mut bodies: HashMap<String, String> = rows.into_iter().map(|row| (row.id, row.body)).collect();
    ids.iter().filter_map(|id| bodies.remove(id)).map(|body| record(&body)).collect()
}

/// Up to `most` services whose id comes after `after`, by id.
pub(in crate::directory) async fn every_service(
    connection: &impl ConnectionTrait,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<Service>> {
    use directory_service::Column;
    let mut query = on_the_list().order_by_asc(Column::Id).limit(most);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    query.all(connection).await?.iter().map(|row| record(&row.body)).collect()
}

/// One place with its service in it.
pub(in crate::directory) async fn place(
    connection: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<ServiceAtLocation>> {
    if is_no_id(id) {
        return Ok(None);
    }
    let row = directory_place::Entity::find()
        .filter(directory_place::Column::Id.eq(id))
        .order_by_asc(directory_place::Column::ServiceId)
        .order_by_asc(directory_place::Column::Ordinal)
        .one(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(service) = service(connection, &row.service_id).await? else { return Ok(None) };
    Ok(Some(with_service(&row, Some(service))?))
}

/// The places of these services (service, place among its places), in this order, each with its
/// service in it.
pub(in crate::directory) async fn service_at_locations(
    connection: &impl ConnectionTrait,
    wanted: &[(String, i32)],
) -> Result<Vec<ServiceAtLocation>> {
    let ids: Vec<String> = wanted.iter().map(|(id, _)| id.clone()).collect();
    let rows = directory_place::Entity::find()
        .filter(directory_place::Column::ServiceId.is_in(ids.iter().map(String::as_str)))
        .all(connection)
        .await?;
    let rows: HashMap<(String, i32), directory_place::Model> =
        rows.into_iter().map(|row| ((row.service_id.clone(), row.ordinal), row)).collect();
    let mut distinct = ids;
    distinct.sort_unstable();
    distinct.dedup();
    let services: HashMap<String, Service> =
        services(connection, &distinct).await?.into_iter().map(|one| (one.id.clone(), one)).collect();
    wanted
        .iter()
        .filter_map(|key| rows.get(key))
        .map(|row| with_service(row, services.get(&row.service_id).cloned()))
        .collect()
}

fn with_service(row: &directory_place::Model, service: Option<Service>) -> Result<ServiceAtLocation> {
    let mut place: ServiceAtLocation = record(&row.body)?;
    place.id.clone_from(&row.id);
    place.service = service.map(|mut service| {
        service.service_at_locations.clear();
        Box::new(service)
    });
    Ok(place)
}

/// Which places the services with these ids have: service, place among its places.
pub(in crate::directory) async fn places(
    connection: &impl ConnectionTrait,
    ids: &[String],
) -> Result<Vec<(String, i32)>, DbErr> {
    use directory_place::Column;
    let mut found = Vec::new();
    for some in ids.chunks(500) {
        let rows: Vec<(String, i32)> = directory_place::Entity::find()
            .filter(Column::ServiceId.is_in(some.iter().map(String::as_str)))
            .select_only()
            .columns([Column::ServiceId, Column::Ordinal])
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows);
    }
    found.sort_unstable();
    Ok(found)
}
