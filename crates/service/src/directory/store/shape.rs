//! What is kept in columns of a service, made from its record.

use crate::db::entities::{directory_opening, directory_place, directory_service, directory_service_term};
use crate::directory::words::searchable;
use exchange::oruk::{Schedule, Service, ServiceAtLocation, ServiceStatus};
use kernel::{Coordinates, Day, Moment, Postcode};
use policy::Gazetteer;
use sea_orm::ActiveValue::Set;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most places, openings and terms of one service that are searched by; the record is kept whole.
const MOST_PARTS: usize = 500;
/// The longest text kept for searching, in characters.
const MOST_WORDS_CHARACTERS: usize = 20_000;

/// The rows of one service.
pub(super) struct Rows {
    pub service: directory_service::ActiveModel,
    pub places: Vec<directory_place::ActiveModel>,
    pub openings: Vec<directory_opening::ActiveModel>,
    pub terms: Vec<directory_service_term::ActiveModel>,
}

/// The record as text, and the hash of that text.
pub(super) fn body_and_hash(service: &Service) -> Result<(String, String), serde_json::Error> {
    let body = serde_json::to_string(service)?;
    let hash = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((body, hash))
}

/// Makes the rows of a service.
pub(super) fn rows(
    service: &Service,
    (body, hash): (String, String),
    (source, now): (&str, Moment),
    places: &Gazetteer,
) -> Result<Rows, serde_json::Error> {
    let id = service.id.as_str();
    Ok(Rows {
        service: directory_service::ActiveModel {
            id: Set(id.to_owned()),
            name: Set(plain(&service.name)),
            status: Set(status(service.status).to_owned()),
            words: Set(words(service)),
            organization_id: Set(organisation_id(service)),
            minimum_age: Set(service.minimum_age.as_ref().map(exchange::oruk::Figure::as_f64)),
            maximum_age: Set(service.maximum_age.as_ref().map(exchange::oruk::Figure::as_f64)),
            modified_at: Set(service.modified_at()),
            body: Set(body),
            hash: Set(hash),
            is_summary: Set(service.is_summary()),
            source: Set(source.to_owned()),
            imported_at: Set(now),
        },
        places: (0_i32..)
            .zip(service.service_at_locations.iter().take(MOST_PARTS))
            .map(|(ordinal, place)| place_row(id, ordinal, place, places))
            .collect::<Result<_, _>>()?,
        openings: openings(service),
        terms: terms(service),
    })
}

/// The standard's word for a status.
pub(super) fn status(status: Option<ServiceStatus>) -> &'static str {
    match status {
        Some(ServiceStatus::Active) | None => "active",
        Some(ServiceStatus::Inactive) => "inactive",
        Some(ServiceStatus::Defunct) => "defunct",
        Some(ServiceStatus::TemporarilyClosed) => "temporarily closed",
    }
}

/// Without the control characters that PostgreSQL does not take.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

pub(super) fn organisation_id(service: &Service) -> Option<String> {
    let nested = service.organization.as_ref().map(|organisation| organisation.id.clone());
    nested.filter(|id| !id.is_empty()).or_else(|| service.organization_id.clone()).map(|id| plain(&id))
}

fn words(service: &Service) -> String {
    let nested = service.organization.as_deref();
    let extra = |name: &str| service.extra.get(name).and_then(serde_json::Value::as_str);
    let terms = service.attributes.iter().filter_map(|attribute| attribute.taxonomy_term.as_ref());
    let texts = [
        Some(service.name.as_str()),
        extra("alternate_name"),
        service.description.as_deref(),
        nested.map(|organisation| organisation.name.as_str()),
    ];
    let words = searchable(texts.into_iter().flatten().chain(terms.map(|term| term.name.as_str())));
    words.chars().take(MOST_WORDS_CHARACTERS).collect()
}

fn place_row(
    service_id: &str,
    ordinal: i32,
    place: &ServiceAtLocation,
    places: &Gazetteer,
) -> Result<directory_place::ActiveModel, serde_json::Error> {
    let location = place.location.as_ref();
    let postcode = location.and_then(exchange::oruk::Location::postcode);
    let point =
        location.and_then(exchange::oruk::Location::coordinates).or_else(|| point_of(places, postcode.as_ref()));
    let id = if place.id.is_empty() { format!("{service_id}-{ordinal}") } else { plain(&place.id) };
    Ok(directory_place::ActiveModel {
        service_id: Set(service_id.to_owned()),
        ordinal: Set(ordinal),
        id: Set(id),
        name: Set(location.and_then(|location| location.name.as_deref()).map(plain)),
        kind: Set(location.and_then(|location| location.location_type.as_deref()).map(plain)),
        postcode: Set(postcode.as_ref().map(ToString::to_string)),
        latitude: Set(point.map(|point| point.latitude)),
        longitude: Set(point.map(|point| point.longitude)),
        body: Set(serde_json::to_string(place)?),
    })
}

fn point_of(places: &Gazetteer, postcode: Option<&Postcode>) -> Option<Coordinates> {
    places.locate(postcode?)?.coordinates
}

fn openings(service: &Service) -> Vec<directory_opening::ActiveModel> {
    let everywhere = service.schedules.iter();
    let somewhere = service.service_at_locations.iter().flat_map(|place| &place.schedules);
    let openings = everywhere.chain(somewhere).flat_map(|schedule| {
        let days: Vec<Option<&str>> = schedule.weekdays().iter().map(|day| Some(day.code())).collect();
        let days = if days.is_empty() { vec![None] } else { days };
        days.into_iter().map(move |day| (day, schedule))
    });
    (0_i32..)
        .zip(openings.take(MOST_PARTS))
        .map(|(ordinal, (weekday, schedule))| opening_row(&service.id, ordinal, weekday, schedule))
        .collect()
}

fn opening_row(
    service_id: &str,
    ordinal: i32,
    weekday: Option<&str>,
    schedule: &Schedule,
) -> directory_opening::ActiveModel {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Day>().ok());
    directory_opening::ActiveModel {
        service_id: Set(service_id.to_owned()),
        ordinal: Set(ordinal),
        weekday: Set(weekday.map(str::to_owned)),
        opens_minute: Set(schedule.opens_at.as_deref().and_then(minute_of_day)),
        closes_minute: Set(schedule.closes_at.as_deref().and_then(minute_of_day)),
        valid_from: Set(day(&schedule.valid_from)),
        valid_to: Set(day(&schedule.valid_to)),
    }
}

/// Minutes after midnight of `HH:MM`, whatever follows it.
pub(in crate::directory) fn minute_of_day(time: &str) -> Option<i32> {
    let (hour, rest) = time.trim().split_once(':')?;
    let minute: i32 = rest.get(..2)?.parse().ok()?;
    let hour: i32 = hour.parse().ok()?;
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

fn terms(service: &Service) -> Vec<directory_service_term::ActiveModel> {
    let terms: BTreeMap<String, Option<String>> = service
        .attributes
        .iter()
        .filter_map(|attribute| {
            let taxonomy = attribute.taxonomy_term.as_ref().and_then(|term| term.taxonomy_id.as_deref());
            Some((plain(attribute.term_id()?), taxonomy.map(plain)))
        })
        .take(MOST_PARTS)
        .collect();
    terms
        .into_iter()
        .map(|(term_id, taxonomy_id)| directory_service_term::ActiveModel {
            service_id: Set(service.id.clone()),
            term_id: Set(term_id),
            taxonomy_id: Set(taxonomy_id),
        })
        .collect()
}
