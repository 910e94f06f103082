//! The lists and single records.

use super::answer::OrukError;
use super::parameters::{Parameters, offset, part};
use crate::App;
use crate::directory::store::{self, Candidate, Filter, Listed};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use exchange::oruk::{Organization, Page, Record, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm};
use kernel::Coordinates;
use std::collections::HashMap;

type Answer<T> = Result<Json<T>, OrukError>;

/// `/services`
pub(super) async fn services(State(app): State<App>, RawQuery(query): RawQuery) -> Answer<Page<Service>> {
    let asked = Parameters::read(query.as_deref())?;
    let ((page, per_page), full, filter) =
        (asked.page()?, asked.full()?, asked.filter(app.today(), &app.policy.synonyms)?);
    let near = asked.near(&app.places)?;
    let connection = app.db.reader();
    let mut fitting = store::candidates(connection, &filter).await?;
    if let Some((from, kilometres)) = near {
        fitting = nearest_services(&app, &filter, fitting, &from, kilometres).await?;
    }
    let ids = some(&fitting, page, per_page).iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    let services = store::services(connection, &ids).await?;
    let services = services.into_iter().map(|service| if full { service } else { service.summary() }).collect();
    Ok(Json(Page::of(services, fitting.len() as u64, page, per_page)))
}

async fn nearest_services(
    app: &App,
    filter: &Filter,
    fitting: Vec<Candidate>,
    from: &Coordinates,
    kilometres: Option<f64>,
) -> Result<Vec<Candidate>, OrukError> {
    let near = near_places(app, filter, from, kilometres).await?;
    let mut rank: HashMap<String, usize> = HashMap::new();
    for (place, (service, _)) in near.into_iter().enumerate() {
        rank.entry(service).or_insert(place);
    }
    // Without a distance, services that cannot be placed come after the others.
    let mut ranked: Vec<(usize, Candidate)> = fitting
        .into_iter()
        .map(|one| (rank.get(&one.id).copied().unwrap_or(usize::MAX), one))
        .filter(|(rank, _)| kilometres.is_none() || *rank < usize::MAX)
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, one)| one).collect())
}

/// Places of fitting services that can be placed, nearest first, within a distance when one is
/// given.
async fn near_places(
    app: &App,
    filter: &Filter,
    from: &Coordinates,
    kilometres: Option<f64>,
) -> Result<Vec<(String, i32)>, OrukError> {
    let points = store::points(app.db.reader(), filter).await?;
    let mut near: Vec<(f64, String, i32)> = points
        .into_iter()
        .map(|(service, ordinal, point)| (from.distance_km(&point), service, ordinal))
        .filter(|(distance, ..)| kilometres.is_none_or(|most| *distance <= most))
        .collect();
    near.sort_by(|one, other| one.0.total_cmp(&other.0));
    Ok(near.into_iter().map(|(_, service, ordinal)| (service, ordinal)).collect())
}

/// `/services/{id}`
pub(super) async fn service(State(app): State<App>, Path(id): Path<String>) -> Answer<Service> {
    one(store::service(app.db.reader(), &id).await?)
}

/// `/service_at_locations`
pub(super) async fn service_at_locations(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Answer<Page<ServiceAtLocation>> {
    let asked = Parameters::read(query.as_deref())?;
    let ((page, per_page), full, filter) =
        (asked.page()?, asked.full()?, asked.filter(app.today(), &app.policy.synonyms)?);
    let connection = app.db.reader();
    let fitting = match asked.near(&app.places)? {
        Some((from, kilometres)) => near_places(&app, &filter, &from, kilometres).await?,
        None => {
            let services = store::candidates(connection, &filter).await?;
            let ids: Vec<String> = services.into_iter().map(|one| one.id).collect();
            store::places(connection, &ids).await?
        }
    };
    let places = store::service_at_locations(connection, some(&fitting, page, per_page)).await?;
    let places = places.into_iter().map(|place| if full { place } else { place.summary() }).collect();
    Ok(Json(Page::of(places, fitting.len() as u64, page, per_page)))
}

/// `/service_at_locations/{id}`
pub(super) async fn service_at_location(State(app): State<App>, Path(id): Path<String>) -> Answer<ServiceAtLocation> {
    one(store::place(app.db.reader(), &id).await?)
}

/// `/organizations`
pub(super) async fn organizations(State(app): State<App>, RawQuery(query): RawQuery) -> Answer<Page<Organization>> {
    let (page, per_page) = Parameters::read(query.as_deref())?.page()?;
    let listed = store::organisations(app.db.reader(), part(page, per_page)).await?;
    Ok(Json(summaries(listed, page, per_page)))
}

/// `/organizations/{id}`
pub(super) async fn organization(State(app): State<App>, Path(id): Path<String>) -> Answer<Organization> {
    one(store::organisation(app.db.reader(), &id).await?)
}

/// `/taxonomies`
pub(super) async fn taxonomies(State(app): State<App>, RawQuery(query): RawQuery) -> Answer<Page<Taxonomy>> {
    let (page, per_page) = Parameters::read(query.as_deref())?.page()?;
    let listed = store::taxonomies(app.db.reader(), part(page, per_page)).await?;
    Ok(Json(summaries(listed, page, per_page)))
}

/// `/taxonomies/{id}`
pub(super) async fn taxonomy(State(app): State<App>, Path(id): Path<String>) -> Answer<Taxonomy> {
    one(store::taxonomy(app.db.reader(), &id).await?)
}

/// `/taxonomy_terms`
pub(super) async fn taxonomy_terms(State(app): State<App>, RawQuery(query): RawQuery) -> Answer<Page<TaxonomyTerm>> {
    let asked = Parameters::read(query.as_deref())?;
    let (page, per_page) = asked.page()?;
    let listed = store::terms(app.db.reader(), asked.text("taxonomy_id"), part(page, per_page)).await?;
    Ok(Json(summaries(listed, page, per_page)))
}

/// `/taxonomy_terms/{id}`
pub(super) async fn taxonomy_term(State(app): State<App>, Path(id): Path<String>) -> Answer<TaxonomyTerm> {
    one(store::term(app.db.reader(), &id).await?)
}

fn one<T: Record>(found: Option<T>) -> Answer<T> {
    let kind = match T::KIND {
        "service_at_location" => "service at a location",
        "taxonomy_term" => "taxonomy term",
        kind => kind,
    };
    found.map(Json).ok_or(OrukError::NotFound(kind))
}

fn summaries<T: Record>(listed: Listed<T>, page: u64, per_page: u64) -> Page<T> {
    Page::of(listed.records.iter().map(Record::summary).collect(), listed.total, page, per_page)
}

/// The part of a whole list that a page is.
fn some<T>(all: &[T], page: u64, per_page: u64) -> &[T] {
    let from = usize::try_from(offset(page, per_page)).unwrap_or(usize::MAX).min(all.len());
    let until = from.saturating_add(usize::try_from(per_page).unwrap_or(usize::MAX)).min(all.len());
    all.get(from..until).unwrap_or_default()
}
