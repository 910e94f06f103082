//! Writing organisations, taxonomies and terms: those that came by themselves, and those found in
//! a service.
//!
//! One that came by itself is never replaced by one found in a service. Of those found in
//! services, the service that gave the one kept may change it; another's is taken only when it is
//! fuller.

use super::save::Saved;
use super::shape::{organisation_id, plain};
use crate::db::entities::{directory_organisation, directory_taxonomy, directory_term};
use anyhow::{Context, Result};
use exchange::oruk::{Organization, Service, Taxonomy, TaxonomyTerm};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

/// Whether a record should be written over the one that is there.
fn saved(known: Option<(&str, Option<&str>)>, body: &str, given_by: Option<&str>) -> Saved {
    match known {
        None => Saved::New,
        Some((known_body, known_by)) if known_body == body && (known_by.is_none() || given_by.is_some()) => {
            Saved::Unchanged
        }
        Some(_) if given_by.is_none() => Saved::Changed,
        Some((_, None)) => Saved::Unchanged,
        Some((known_body, known_by)) if known_by == given_by || body.len() > known_body.len() => Saved::Changed,
        Some(_) => Saved::Unchanged,
    }
}

/// Writes what is nested in a service: its organisation and its terms.
pub(super) async fn save_nested(connection: &impl ConnectionTrait, service: &Service) -> Result<()> {
    if let (Some(organisation), Some(_)) = (service.organization.as_deref(), organisation_id(service)) {
        save_organisation(connection, organisation, &service.id).await?;
    }
    for term in service.attributes.iter().filter_map(|attribute| attribute.taxonomy_term.as_ref()) {
        if !term.id.is_empty() && !term.name.is_empty() {
            save_term(connection, term, Some(&service.id)).await?;
        }
    }
    Ok(())
}

async fn save_organisation(
    connection: &impl ConnectionTrait,
    organisation: &Organization,
    given_by: &str,
) -> Result<()> {
    use directory_organisation::{ActiveModel, Column, Entity};
    if organisation.id.is_empty() || organisation.name.is_empty() {
        return Ok(());
    }
    let body = serde_json::to_string(organisation).context("an organisation cannot be written as JSON")?;
    let known = Entity::find_by_id(plain(&organisation.id)).one(connection).await?;
    let known = known.as_ref().map(|known| (known.body.as_str(), known.given_by.as_deref()));
    if saved(known, &body, Some(given_by)) == Saved::Unchanged {
        return Ok(());
    }
    let row = ActiveModel {
        id: Set(plain(&organisation.id)),
        name: Set(plain(&organisation.name)),
        body: Set(body),
        given_by: Set(Some(given_by.to_owned())),
    };
    let again = OnConflict::column(Column::Id).update_columns([Column::Name, Column::Body, Column::GivenBy]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Writes a term; `given_by` is the service it was found in.
pub(in crate::directory) async fn save_term(
    connection: &impl ConnectionTrait,
    term: &TaxonomyTerm,
    given_by: Option<&str>,
) -> Result<Saved> {
    use directory_term::{ActiveModel, Column, Entity};
    let body = serde_json::to_string(term).context("a term cannot be written as JSON")?;
    let known = Entity::find_by_id(plain(&term.id)).one(connection).await?;
    let known = known.as_ref().map(|known| (known.body.as_str(), known.given_by.as_deref()));
    let saved = saved(known, &body, given_by);
    if saved != Saved::Unchanged {
        let row = ActiveModel {
            id: Set(plain(&term.id)),
            name: Set(plain(&term.name)),
            taxonomy_id: Set(term.taxonomy_id.as_deref().map(plain)),
            body: Set(body),
            given_by: Set(given_by.map(str::to_owned)),
        };
        let again = OnConflict::column(Column::Id)
            .update_columns([Column::Name, Column::TaxonomyId, Column::Body, Column::GivenBy])
            .to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    }
    Ok(saved)
}

/// Writes a taxonomy that came by itself, and the terms in it.
pub(in crate::directory) async fn save_taxonomy(
    connection: &impl ConnectionTrait,
    taxonomy: &Taxonomy,
) -> Result<Saved> {
    use directory_taxonomy::{ActiveModel, Column, Entity};
    let body = serde_json::to_string(taxonomy).context("a taxonomy cannot be written as JSON")?;
    let known = Entity::find_by_id(plain(&taxonomy.id)).one(connection).await?;
    let known = known.as_ref().map(|known| (known.body.as_str(), known.given_by.as_deref()));
    let saved = saved(known, &body, None);
    if saved == Saved::Unchanged {
        return Ok(saved);
    }
    let row = ActiveModel {
        id: Set(plain(&taxonomy.id)),
        name: Set(plain(&taxonomy.name)),
        body: Set(body),
        given_by: Set(None),
    };
    let again = OnConflict::column(Column::Id).update_columns([Column::Name, Column::Body, Column::GivenBy]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    for term in taxonomy.taxonomy_terms.iter().filter(|term| !term.id.is_empty()) {
        let mut term = term.clone();
        term.taxonomy_id.get_or_insert_with(|| taxonomy.id.clone());
        save_term(connection, &term, None).await?;
    }
    Ok(saved)
}
