//! Writing organisations, taxonomies and terms: those that came by themselves, and those found in
//! a service.
//!
//! One that came by itself is never replaced by one found in a service. Of those found in
//! services, the service that gave the one kept may change it; another's is taken only when it is
//! fuller.

use super::ids;
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

/// Writes what is nested in a service: its organisation and its terms. `ours` is the service with our own ids.
pub(super) async fn save_nested(
    connection: &impl ConnectionTrait,
    service: &Service,
    (ours, source): (&Service, &str),
) -> Result<()> {
    let both = service.organization.as_deref().zip(ours.organization.as_deref());
    if let (Some((theirs, organisation)), Some(_)) = (both, organisation_id(service)) {
        save_organisation(connection, organisation, (&theirs.id, &ours.id, source)).await?;
    }
    for attribute in service.attributes.iter() {
        let Some(term) = attribute.taxonomy_term.as_ref() else { continue };
        if !term.id.is_empty() && !term.name.is_empty() {
            save_term(connection, term, (Some(&ours.id), source)).await?;
        }
    }
    Ok(())
}

/// Writes an organisation that has our own id. `theirs` is its id with its source, `given_by` the service it was found in.
async fn save_organisation(
    connection: &impl ConnectionTrait,
    organisation: &Organization,
    (theirs, given_by, source): (&str, &str, &str),
) -> Result<()> {
    use directory_organisation::{ActiveModel, Column, Entity};
    if organisation.id.is_empty() || organisation.name.is_empty() {
        return Ok(());
    }
    let body = serde_json::to_string(organisation).context("an organisation cannot be written as JSON")?;
    let known = Entity::find_by_id(plain(&organisation.id)).one(connection).await?;
    let is_claimed = known.as_ref().is_none_or(|known| known.source.is_some());
    let known = known.as_ref().map(|known| (known.body.as_str(), known.given_by.as_deref()));
    if is_claimed && saved(known, &body, Some(given_by)) == Saved::Unchanged {
        return Ok(());
    }
    let row = ActiveModel {
        id: Set(plain(&organisation.id)),
        name: Set(plain(&organisation.name)),
        body: Set(body),
        given_by: Set(Some(given_by.to_owned())),
        source: Set(Some(source.to_owned())),
        source_id: Set(Some(plain(theirs))),
    };
    let again = OnConflict::column(Column::Id)
        .update_columns([Column::Name, Column::Body, Column::GivenBy, Column::Source, Column::SourceId])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Writes a term as its source has it; `given_by` is the service it was found in.
pub(in crate::directory) async fn save_term(
    connection: &impl ConnectionTrait,
    theirs: &TaxonomyTerm,
    (given_by, source): (Option<&str>, &str),
) -> Result<Saved> {
    use directory_term::{ActiveModel, Column, Entity};
    let mut term = theirs.clone();
    term.id = ids::term_id(connection, source, theirs).await?;
    if let Some(taxonomy) = term.taxonomy_id.take() {
        term.taxonomy_id = Some(ids::kept_taxonomy_id(connection, source, &taxonomy).await?);
    }
    let body = serde_json::to_string(&term).context("a term cannot be written as JSON")?;
    let known = Entity::find_by_id(plain(&term.id)).one(connection).await?;
    let known_as = known.as_ref().and_then(|known| known.source.clone().zip(known.source_id.clone()));
    let known = known.as_ref().map(|known| (known.body.as_str(), known.given_by.as_deref()));
    let saved = saved(known, &body, given_by);
    if saved != Saved::Unchanged {
        // A term that sources share stays with the one that sent it first.
        let (source, source_id) = known_as.unwrap_or_else(|| (source.to_owned(), plain(&theirs.id)));
        let row = ActiveModel {
            id: Set(plain(&term.id)),
            name: Set(plain(&term.name)),
            taxonomy_id: Set(term.taxonomy_id.as_deref().map(plain)),
            body: Set(body),
            given_by: Set(given_by.map(str::to_owned)),
            source: Set(Some(source)),
            source_id: Set(Some(source_id)),
        };
        let again = OnConflict::column(Column::Id)
            .update_columns([
                Column::Name,
                Column::TaxonomyId,
                Column::Body,
                Column::GivenBy,
                Column::Source,
                Column::SourceId,
            ])
            .to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    }
    Ok(saved)
}

/// Writes a taxonomy that came by itself, and the terms in it.
pub(in crate::directory) async fn save_taxonomy(
    connection: &impl ConnectionTrait,
    theirs: &Taxonomy,
    source: &str,
) -> Result<Saved> {
    use directory_taxonomy::{ActiveModel, Column, Entity};
    let mut taxonomy = theirs.clone();
    taxonomy.id = ids::taxonomy_id(connection, source, theirs).await?;
    for term in taxonomy.taxonomy_terms.iter_mut().filter(|term| !term.id.is_empty()) {
        term.taxonomy_id = Some(taxonomy.id.clone());
        term.id = ids::term_id(connection, source, term).await?;
    }
    let body = serde_json::to_string(&taxonomy).context("a taxonomy cannot be written as JSON")?;
    let known = Entity::find_by_id(plain(&taxonomy.id)).one(connection).await?;
    let known_as = known.as_ref().and_then(|known| known.source.clone().zip(known.source_id.clone()));
    let known = known.as_ref().map(|known| (known.body.as_str(), known.given_by.as_deref()));
    let saved = saved(known, &body, None);
    if saved == Saved::Unchanged {
        return Ok(saved);
    }
    let (first, source_id) = known_as.unwrap_or_else(|| (source.to_owned(), plain(&theirs.id)));
    let row = ActiveModel {
        id: Set(plain(&taxonomy.id)),
        name: Set(plain(&taxonomy.name)),
        body: Set(body),
        given_by: Set(None),
        source: Set(Some(first)),
        source_id: Set(Some(source_id)),
    };
    let again = OnConflict::column(Column::Id)
        .update_columns([Column::Name, Column::Body, Column::GivenBy, Column::Source, Column::SourceId])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    for term in theirs.taxonomy_terms.iter().filter(|term| !term.id.is_empty()) {
        let mut term = term.clone();
        term.taxonomy_id.get_or_insert_with(|| theirs.id.clone());
        save_term(connection, &term, (None, source)).await?;
    }
    Ok(saved)
}
