//! The example directory that the demo begins with: made-up services near the places of the two
//! areas, written in `demo/directory/*.toml` and turned into records of the standard.

use super::import::{Summary, keep_example};
use super::need::Need;
use super::steady_id;
use crate::Application;
use anyhow::{Context, Result};
use exchange::oruk::{
    Accessibility, Address, Attribute, CostOption, Figure, Language, Location, Organization, Phone, Schedule, Service,
    ServiceAtLocation, ServiceStatus, Taxonomy, TaxonomyTerm,
};
use kernel::Postcode;
use policy::Gazetteer;
use serde::Deserialize;
use serde_json::Number;

const TABLES: [(&str, &str, &str); 2] = [
    (
        "east-birmingham-north-solihull",
        "Birmingham",
        include_str!("../demo/directory/east-birmingham-north-solihull.toml"),
    ),
    ("newcastle", "Newcastle upon Tyne", include_str!("../demo/directory/newcastle.toml")),
];
/// The day on which all entries say that they were checked.
const CHECKED_ON: &str = "2026-10-01";
/// The moment at which all entries say that they changed.
const MODIFIED_AT: &str = "2026-10-01T09:00:00.000Z";

/// One entry of the example directory, as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleService {
    /// Its name; with the organisation's it makes the id.
    name: String,
    /// Who gives it.
    organisation: String,
    /// What it does, for people.
    says: String,
    /// Ids of the needs that it meets.
    needs: Vec<String>,
    /// The name of the building; none when it is given on the web or by telephone only.
    place: Option<String>,
    address: Option<String>,
    /// Where it is.
    postcode: Option<String>,
    #[serde(default)]
    online: bool,
    days: String,
    opens: String,
    closes: String,
    least_age: Option<u32>,
    greatest_age: Option<u32>,
    fees: Option<String>,
    phone: String,
    #[serde(default)]
    access: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    service: Vec<ExampleService>,
}

/// The entries as records, with the points of their postcodes.
///
/// # Errors
/// When a table is not TOML of the right form; a test sees to it that both are.
pub fn example_services(places: &Gazetteer) -> Result<Vec<Service>> {
    let mut services = Vec::new();
    for (area, town, table) in TABLES {
        let table: Table = toml::from_str(table).with_context(|| format!("the example directory of {area}"))?;
        services.extend(table.service.iter().map(|entry| record(entry, town, places)));
    }
    Ok(services)
}

/// Writes the example directory, with the taxonomy of needs. Doing so again changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn load_example(app: &Application) -> Result<Summary> {
    let services = example_services(&app.places)?;
    keep_example(app, services, needs_taxonomy()).await
}

/// Our needs as a taxonomy of the standard.
fn needs_taxonomy() -> Taxonomy {
    Taxonomy {
        id: Need::taxonomy_id(),
        name: "Needs".to_owned(),
        description: Some("What people look for help with, in their own words".to_owned()),
        version: Some("1".to_owned()),
        taxonomy_terms: Need::ALL.iter().map(term).collect(),
        ..Taxonomy::default()
    }
}

fn term(need: &Need) -> TaxonomyTerm {
    TaxonomyTerm {
        id: need.term_id(),
        name: need.says.to_owned(),
        description: Some(need.says.to_owned()),
        taxonomy: Some("Needs".to_owned()),
        taxonomy_id: Some(Need::taxonomy_id()),
        term: Some(need.id.to_owned()),
        ..TaxonomyTerm::default()
    }
}

fn record(entry: &ExampleService, town: &str, places: &Gazetteer) -> Service {
    let own = |part: &str, more: &str| steady_id(&["example", &entry.organisation, &entry.name, part, more]);
    let id = own("service", "");
    let slug = slug(&entry.organisation);
    Service {
        name: entry.name.clone(),
        description: Some(entry.says.clone()),
        url: Some(format!("https://{slug}.example/")),
        email: Some(format!("hello@{slug}.example")),
        status: Some(ServiceStatus::Active),
        fees: Some(entry.fees.clone().unwrap_or_else(|| "Free".to_owned())),
        minimum_age: entry.least_age.map(Figure::from),
        maximum_age: entry.greatest_age.map(Figure::from),
        assured_date: Some(CHECKED_ON.to_owned()),
        last_modified: Some(MODIFIED_AT.to_owned()),
        schedules: vec![schedule(entry, own("schedule", ""))],
        service_at_locations: vec![ServiceAtLocation {
            id: own("service_at_location", ""),
            location: Some(location(entry, town, places)),
            ..ServiceAtLocation::default()
        }],
        languages: entry
            .languages
            .iter()
            .map(|name| Language { id: own("language", name), name: Some(name.clone()), ..Language::default() })
            .collect(),
        organization: Some(Box::new(organisation(entry))),
        cost_options: cost(entry, own("cost", "")),
        phones: vec![Phone { id: own("phone", ""), number: Some(entry.phone.clone()), ..Phone::default() }],
        attributes: entry
            .needs
            .iter()
            .filter_map(|need| Need::by_id(need))
            .map(|need| Attribute {
                id: own("attribute", need.id),
                link_id: Some(id.clone()),
                link_type: Some("service".to_owned()),
                taxonomy_term: Some(term(&need)),
                ..Attribute::default()
            })
            .collect(),
        id,
        ..Service::default()
    }
}

fn organisation(entry: &ExampleService) -> Organization {
    let slug = slug(&entry.organisation);
    Organization {
        id: steady_id(&["example", "organisation", &entry.organisation]),
        name: entry.organisation.clone(),
        description: Some("An example entry: its services, addresses and telephone numbers are made up.".to_owned()),
        email: Some(format!("hello@{slug}.example")),
        website: Some(format!("https://{slug}.example/")),
        ..Organization::default()
    }
}

fn schedule(entry: &ExampleService, id: String) -> Schedule {
    Schedule {
        id,
        freq: Some("WEEKLY".to_owned()),
        interval: Some(1.into()),
        byday: Some(entry.days.clone()),
        opens_at: Some(entry.opens.clone()),
        closes_at: Some(entry.closes.clone()),
        ..Schedule::default()
    }
}

/// Services at the same address share the location.
fn location(entry: &ExampleService, town: &str, places: &Gazetteer) -> Location {
    let postcode = entry.postcode.as_deref().and_then(|text| text.parse::<Postcode>().ok());
    let point = postcode.as_ref().and_then(|postcode| places.locate(postcode)?.coordinates);
    let degrees = |degrees: f64| Number::from_f64(degrees).map(Figure);
    let address = entry.address.clone().unwrap_or_default();
    let own = |part: &str| steady_id(&["example", "location", &entry.organisation, &address, part]);
    Location {
        id: own(""),
        location_type: Some(if entry.online { "virtual" } else { "physical" }.to_owned()),
        name: entry.place.clone(),
        latitude: point.and_then(|point| degrees(point.latitude)),
        longitude: point.and_then(|point| degrees(point.longitude)),
        addresses: postcode
            .map(|postcode| Address {
                id: own("address"),
                address_1: Some(address.clone()),
                city: Some(town.to_owned()),
                state_province: Some(if town == "Birmingham" { "West Midlands" } else { "Tyne and Wear" }.to_owned()),
                postal_code: Some(postcode.to_string()),
                country: Some("GB".to_owned()),
                address_type: Some("physical".to_owned()),
                ..Address::default()
            })
            .into_iter()
            .collect(),
        accessibility: entry
            .access
            .iter()
            .map(|access| Accessibility {
                id: own(access),
                description: Some(access.clone()),
                accessibility: Some(access.clone()),
                ..Accessibility::default()
            })
            .collect(),
        ..Location::default()
    }
}

fn cost(entry: &ExampleService, id: String) -> Vec<CostOption> {
    let free = CostOption { id, option: Some("Free".to_owned()), amount: Some(0.into()), ..CostOption::default() };
    if entry.fees.is_none() { vec![free] } else { Vec::new() }
}

fn slug(name: &str) -> String {
    let before_mark = name.split(" (").next().unwrap_or(name);
    let kept: String = before_mark
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use exchange::oruk::Record;
    use std::collections::BTreeSet;

    #[test]
    fn the_example_is_whole_and_meets_every_need() {
        let services = example_services(&Gazetteer::new()).unwrap();
        assert!(services.len() >= 40, "{}", services.len());
        let ids: BTreeSet<&str> = services.iter().map(Record::id).collect();
        assert_eq!(ids.len(), services.len());
        for (area, _, table) in TABLES {
            let table: Table = toml::from_str(table).unwrap();
            let met: BTreeSet<&str> = table.service.iter().flat_map(|one| &one.needs).map(String::as_str).collect();
            for need in Need::ALL {
                assert!(met.contains(need.id), "{area} has nothing for {}", need.id);
            }
            for service in &table.service {
                assert!(service.needs.iter().all(|need| Need::by_id(need).is_some()), "{}", service.name);
                assert!(service.online || service.postcode.as_deref().unwrap().parse::<Postcode>().is_ok());
            }
        }
    }
}
