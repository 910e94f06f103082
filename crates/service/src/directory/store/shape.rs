//! What is kept in columns of a service, made from its record.

use super::save::Origin;
use crate::db::entities::{directory_opening, directory_place, directory_service, directory_service_term};
use crate::directory::words::searchable;
use exchange::oruk::{Repeats, Schedule, Service, ServiceAtLocation, ServiceStatus, Timing, Weekday, believable};
use sea_orm::ActiveValue::Set;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most places, openings and terms of one service that are searched by; the record is kept whole.
const MAX_PARTS: usize = 500;
/// The longest text kept for searching, in characters.
const MAX_WORDS_CHARACTERS: usize = 20_000;

/// The rows of one service.
pub(super) struct Rows {
    pub service: directory_service::ActiveModel,
    pub places: Vec<directory_place::ActiveModel>,
    pub openings: Vec<directory_opening::ActiveModel>,
    pub terms: Vec<directory_service_term::ActiveModel>,
}

/// Stands before every hash: raised when columns come to hold something else, so that they are made anew.
const SHAPE: &str = "2:";

/// Tells whether a record that comes again is as it was.
pub(in crate::directory) fn hash_of(service: &Service) -> Result<String, serde_json::Error> {
    Ok(format!("{SHAPE}{}", earlier_hash_of(service)?))
}

/// The hash without the mark of how columns are made.
pub(super) fn earlier_hash_of(service: &Service) -> Result<String, serde_json::Error> {
    let body = serde_json::to_vec(service)?;
    Ok(Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Makes the rows of a service that has our own ids. What is searched is what is believed; what is kept is all.
pub(super) fn rows(
    service: &Service,
    (source_id, hash): (&str, String),
    origin: Origin<'_>,
) -> Result<Rows, serde_json::Error> {
    let id = service.id.as_str();
    let believed = believable(service, origin.ground).service;
    let (holds_from, holds_until) = believed.holds();
    let places = service.service_at_locations.iter().zip(&believed.service_at_locations).take(MAX_PARTS);
    Ok(Rows {
        service: directory_service::ActiveModel {
            id: Set(id.to_owned()),
            name: Set(plain(&service.name)),
            status: Set(status(service.status).to_owned()),
            words: Set(words(service)),
            organization_id: Set(organisation_id(service)),
            minimum_age: Set(believed.minimum_age.as_ref().map(exchange::oruk::Figure::as_f64)),
            maximum_age: Set(believed.maximum_age.as_ref().map(exchange::oruk::Figure::as_f64)),
            modified_at: Set(service.modified_at()),
            body: Set(serde_json::to_string(service)?),
            hash: Set(hash),
            is_summary: Set(service.is_summary()),
            source: Set(origin.source.to_owned()),
            imported_at: Set(origin.now),
            source_id: Set(Some(source_id.to_owned())),
            missing_since: Set(None),
            withdrawn_at: Set(None),
            holds_from: Set(holds_from),
            holds_until: Set(holds_until),
        },
        places: (0_i32..)
            .zip(places)
            .map(|(ordinal, place)| place_row(id, ordinal, place, origin))
            .collect::<Result<_, _>>()?,
        openings: openings(&believed)?,
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
    words.chars().take(MAX_WORDS_CHARACTERS).collect()
}

fn place_row(
    service_id: &str,
    ordinal: i32,
    (place, believed): (&ServiceAtLocation, &ServiceAtLocation),
    origin: Origin<'_>,
) -> Result<directory_place::ActiveModel, serde_json::Error> {
    let location = believed.location.as_ref();
    let postcode = location.and_then(exchange::oruk::Location::postcode);
    let point = location.and_then(exchange::oruk::Location::coordinates);
    let point = point.or_else(|| origin.ground.point(postcode.as_ref()?));
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

/// A row for each day of the week that a rule may fall on, or one for all of them.
fn openings(service: &Service) -> Result<Vec<directory_opening::ActiveModel>, serde_json::Error> {
    let mut rows = Vec::new();
    for schedule in service.every_schedule() {
        let reading = schedule.reading();
        let rule = reading.timing.as_ref().map(serde_json::to_string).transpose()?;
        for weekday in reading.timing.as_ref().map_or_else(|| vec![None], weekdays) {
            if rows.len() >= MAX_PARTS {
                return Ok(rows);
            }
            let ordinal = i32::try_from(rows.len()).unwrap_or(i32::MAX);
            rows.push(opening_row(&service.id, ordinal, (weekday, rule.clone()), schedule));
        }
    }
    Ok(rows)
}

/// The days of the week that a rule may fall on; `None` alone for any.
fn weekdays(timing: &Timing) -> Vec<Option<Weekday>> {
    match &timing.repeats {
        Repeats::Weekly(days) | Repeats::WeeksOfYear(_, days) | Repeats::WeekdaysOnDaysOfMonth(days, _) => {
            days.iter().copied().map(Some).collect()
        }
        Repeats::Once(day) => vec![Some(Weekday::of(*day))],
        _ => vec![None],
    }
}

fn opening_row(
    service_id: &str,
    ordinal: i32,
    (weekday, rule): (Option<Weekday>, Option<String>),
    schedule: &Schedule,
) -> directory_opening::ActiveModel {
    let (hours, (from, until)) = (schedule.reading().hours, schedule.holds());
    directory_opening::ActiveModel {
        service_id: Set(service_id.to_owned()),
        ordinal: Set(ordinal),
        weekday: Set(weekday.map(|day| day.code().to_owned())),
        opens_minute: Set(hours.opens.map(i32::from)),
        closes_minute: Set(hours.closes.map(i32::from)),
        valid_from: Set(from),
        valid_to: Set(until),
        rule: Set(rule),
    }
}

fn terms(service: &Service) -> Vec<directory_service_term::ActiveModel> {
    let terms: BTreeMap<String, Option<String>> = service
        .attributes
        .iter()
        .filter_map(|attribute| {
            let taxonomy = attribute.taxonomy_term.as_ref().and_then(|term| term.taxonomy_id.as_deref());
            Some((plain(attribute.term_id()?), taxonomy.map(plain)))
        })
        .take(MAX_PARTS)
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
