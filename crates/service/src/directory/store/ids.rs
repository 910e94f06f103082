//! Our own ids for what feeds name by theirs.
//!
//! A feed's ids are its own: another feed may use the same for something else. What is known by source and the source's
//! id keeps the id it has here. Something new takes the feed's id where nobody has it, so that ids that are unique in the
//! world, as the standard asks, stay the same everywhere; otherwise one made from source and id, always the same.
//!
//! Terms and taxonomies are shared: one with the same id and name is the same, whoever sends it.

use super::shape::plain;
use crate::db::entities::{
    directory_organisation, directory_place, directory_service, directory_taxonomy, directory_term,
};
use crate::directory::steady_id;
use exchange::oruk::{Service, Taxonomy, TaxonomyTerm};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// The service that a source names so, if it is kept.
pub(super) async fn known_service(
    connection: &impl ConnectionTrait,
    source: &str,
    source_id: &str,
) -> Result<Option<directory_service::Model>, DbErr> {
    use directory_service::{Column, Entity};
    // A program of the version before wrote no `source_id`: there the two ids were one.
    let before = Condition::all().add(Column::SourceId.is_null()).add(Column::Id.eq(source_id));
    let named = Condition::any().add(Column::SourceId.eq(source_id)).add(before);
    Entity::find().filter(Column::Source.eq(source)).filter(named).order_by_asc(Column::Id).one(connection).await
}

/// Our own id for a service that is new.
pub(super) async fn new_service_id(
    connection: &impl ConnectionTrait,
    source: &str,
    source_id: &str,
) -> Result<String, DbErr> {
    let taken = directory_service::Entity::find_by_id(source_id.to_owned()).one(connection).await?.is_some();
    Ok(if taken { steady_id(&[source, "service", source_id]) } else { source_id.to_owned() })
}

/// Our own id for an organisation.
pub(super) async fn organisation_id(
    connection: &impl ConnectionTrait,
    source: &str,
    source_id: &str,
) -> Result<String, DbErr> {
    use directory_organisation::{Column, Entity};
    let named = Entity::find().filter(Column::Source.eq(source)).filter(Column::SourceId.eq(source_id));
    if let Some(known) = named.one(connection).await? {
        return Ok(known.id);
    }
    let other = Entity::find_by_id(source_id.to_owned()).one(connection).await?;
    let is_others = other.is_some_and(|other| other.source.is_some_and(|by| by != source));
    Ok(if is_others { steady_id(&[source, "organisation", source_id]) } else { source_id.to_owned() })
}

/// Our own id for a term.
pub(super) async fn term_id(
    connection: &impl ConnectionTrait,
    source: &str,
    term: &TaxonomyTerm,
) -> Result<String, DbErr> {
    use directory_term::{Column, Entity};
    let id = plain(&term.id);
    let named = Entity::find().filter(Column::Source.eq(source)).filter(Column::SourceId.eq(id.as_str()));
    if let Some(known) = named.one(connection).await? {
        return Ok(known.id);
    }
    let other = Entity::find_by_id(id.clone()).one(connection).await?;
    let is_another =
        other.is_some_and(|other| other.source.is_some_and(|by| by != source) && !is_same(&other.name, &term.name));
    Ok(if is_another { steady_id(&[source, "term", &id]) } else { id })
}

/// Our own id for a taxonomy.
pub(super) async fn taxonomy_id(
    connection: &impl ConnectionTrait,
    source: &str,
    taxonomy: &Taxonomy,
) -> Result<String, DbErr> {
    use directory_taxonomy::{Column, Entity};
    let id = plain(&taxonomy.id);
    let named = Entity::find().filter(Column::Source.eq(source)).filter(Column::SourceId.eq(id.as_str()));
    if let Some(known) = named.one(connection).await? {
        return Ok(known.id);
    }
    let other = Entity::find_by_id(id.clone()).one(connection).await?;
    let is_another =
        other.is_some_and(|other| other.source.is_some_and(|by| by != source) && !is_same(&other.name, &taxonomy.name));
    Ok(if is_another { steady_id(&[source, "taxonomy", &id]) } else { id })
}

/// The id under which a taxonomy that a source names so is kept here; its own where it is not.
pub(super) async fn kept_taxonomy_id(
    connection: &impl ConnectionTrait,
    source: &str,
    source_id: &str,
) -> Result<String, DbErr> {
    use directory_taxonomy::{Column, Entity};
    let named = Entity::find().filter(Column::Source.eq(source)).filter(Column::SourceId.eq(source_id));
    Ok(named.one(connection).await?.map_or_else(|| source_id.to_owned(), |known| known.id))
}

fn is_same(one: &str, other: &str) -> bool {
    kernel::folded(one) == kernel::folded(other)
}

/// The record with our own ids in the places of its source's, wherever it names itself, its organisation, its places and
/// its terms.
pub(super) async fn with_own_ids(
    connection: &impl ConnectionTrait,
    service: &Service,
    (source, own): (&str, &str),
) -> Result<Service, DbErr> {
    let mut service = service.clone();
    let given = std::mem::replace(&mut service.id, own.to_owned());
    if let Some(theirs) = super::shape::organisation_id(&service) {
        let ours = organisation_id(connection, source, &theirs).await?;
        if ours != theirs {
            if let Some(organisation) = service.organization.as_deref_mut() {
                organisation.id.clone_from(&ours);
            }
            replace(&mut service.organization_id, &theirs, &ours);
        }
    }
    let mut places: HashMap<String, String> = HashMap::new();
    for place in service.service_at_locations.iter_mut().filter(|place| !place.id.is_empty()) {
        let theirs = plain(&place.id);
        let ours = place_id(connection, &theirs, (source, own)).await?;
        if ours != theirs {
            place.id.clone_from(&ours);
            places.insert(theirs, ours);
        }
    }
    for term in service.attributes.iter_mut().filter_map(|attribute| attribute.taxonomy_term.as_mut()) {
        if !term.id.is_empty() {
            term.id = term_id(connection, source, term).await?;
        }
        if let Some(theirs) = term.taxonomy_id.take() {
            term.taxonomy_id = Some(kept_taxonomy_id(connection, source, &theirs).await?);
        }
    }
    if given != own {
        point_to(&mut service, &given, own);
    }
    for schedule in service.service_at_locations.iter_mut().flat_map(|place| &mut place.schedules) {
        if let Some(ours) = schedule.service_at_location_id.as_ref().and_then(|theirs| places.get(theirs)) {
            schedule.service_at_location_id = Some(ours.clone());
        }
    }
    Ok(service)
}

/// A place's id is its own unless another service has one that is called so.
async fn place_id(
    connection: &impl ConnectionTrait,
    theirs: &str,
    (source, own): (&str, &str),
) -> Result<String, DbErr> {
    use directory_place::{Column, Entity};
    let others = Entity::find().filter(Column::Id.eq(theirs)).filter(Column::ServiceId.ne(own)).one(connection).await?;
    Ok(if others.is_some() { steady_id(&[source, "place", own, theirs]) } else { theirs.to_owned() })
}

/// What points from within a service to itself.
fn point_to(service: &mut Service, theirs: &str, ours: &str) {
    let Service {
        schedules,
        service_areas,
        service_at_locations,
        languages,
        funding,
        cost_options,
        contacts,
        attributes,
        ..
    } = service;
    let fields = schedules.iter_mut().map(|one| &mut one.service_id);
    let fields = fields.chain(service_areas.iter_mut().map(|one| &mut one.service_id));
    let fields = fields.chain(service_at_locations.iter_mut().map(|one| &mut one.service_id));
    let fields = fields.chain(languages.iter_mut().map(|one| &mut one.service_id));
    let fields = fields.chain(funding.iter_mut().map(|one| &mut one.service_id));
    let fields = fields.chain(cost_options.iter_mut().map(|one| &mut one.service_id));
    let fields = fields.chain(contacts.iter_mut().map(|one| &mut one.service_id));
    let fields = fields.chain(attributes.iter_mut().map(|one| &mut one.link_id));
    fields.for_each(|field| replace(field, theirs, ours));
}

fn replace(field: &mut Option<String>, theirs: &str, ours: &str) {
    if field.as_deref() == Some(theirs) {
        *field = Some(ours.to_owned());
    }
}
