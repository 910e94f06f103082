//! What a source says of a service that cannot be true here, taken out of what people are shown and searched by.
//!
//! The record itself stays as it came, and goes on to others as it came. What is taken out is named, so that whoever
//! runs the source can put it right.
//!
//! *Simplified*: a point in the sea is known only near a postcode or where the table of postcodes is that of the whole
//! country; an address in words is not judged.

use super::{CostOption, Figure, Service, ServiceAtLocation, day_of};
use crate::message::shortened;
use kernel::{Coordinates, Day, Postcode};

/// Degrees between which the United Kingdom lies: south, north, west, east, each rounded outwards.
const UNITED_KINGDOM: (f64, f64, f64, f64) = (49.8, 60.9, -8.7, 1.8);
/// The greatest age that is believed, in years.
const OLDEST_YEARS: f64 = 120.0;
/// How far a point may lie from the middle of its postcode, in kilometres.
const FARTHEST_FROM_POSTCODE_KM: f64 = 20.0;

/// What is known of the place, by which a source is judged. `None` stands for what is not known.
pub trait Ground: Sync {
    /// The middle of a postcode.
    fn point(&self, postcode: &Postcode) -> Option<Coordinates>;
    /// Whether there is such a postcode.
    fn has(&self, postcode: &Postcode) -> Option<bool>;
    /// Whether a point lies near some postcode of the country.
    fn is_inhabited(&self, point: &Coordinates) -> Option<bool>;
}

/// A service as far as it is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Believed {
    /// The record without what cannot be true.
    pub service: Service,
    /// What was taken out or could not be read, each in one sentence that names the field.
    pub doubts: Vec<String>,
}

/// Takes out of a service what cannot be true, given what is known of the place.
#[must_use]
pub fn believable(service: &Service, ground: &dyn Ground) -> Believed {
    let mut service = service.clone();
    let mut doubts = Vec::new();
    ages(&mut service, &mut doubts);
    service.cost_options.retain(|cost| match doubt_of_cost(cost) {
        Some(doubt) => {
            doubts.push(doubt);
            false
        }
        None => true,
    });
    if let Some(email) = service.email.take_if(|email| !is_email(email)) {
        doubts.push(format!("`email`: `{}` is no address for mail", shortened(&email)));
    }
    if service.last_modified.is_some() && service.modified_at().is_none() {
        let text = service.last_modified.as_deref().unwrap_or_default();
        doubts.push(format!("`last_modified`: `{}` is not a moment like 2026-11-30T09:30:00Z", shortened(text)));
    }
    for (index, schedule) in service.schedules.iter().enumerate() {
        doubts.extend(schedule.reading().faults.into_iter().map(|fault| format!("`schedules[{index}]`: {fault}")));
    }
    for (index, place) in service.service_at_locations.iter_mut().enumerate() {
        let within = |fault: String| format!("`service_at_locations[{index}]`: {fault}");
        doubts.extend(place.schedules.iter().flat_map(|schedule| schedule.reading().faults).map(within));
        doubts.extend(doubts_of_place(place, ground).into_iter().map(within));
    }
    Believed { service, doubts }
}

fn ages(service: &mut Service, doubts: &mut Vec<String>) {
    for (name, age) in [("minimum_age", &mut service.minimum_age), ("maximum_age", &mut service.maximum_age)] {
        if let Some(figure) = age.take_if(|age| !(0.0..=OLDEST_YEARS).contains(&age.as_f64())) {
            // 999 and the like stand for no bound in some programs: what is left out bounds nothing.
            doubts.push(format!("`{name}`: nobody is {} years old", figure.0));
        }
    }
    let both = (service.minimum_age.as_ref().map(Figure::as_f64), service.maximum_age.as_ref().map(Figure::as_f64));
    if let (Some(least), Some(greatest)) = both
        && greatest < least
    {
        doubts.push(format!("`minimum_age` {least} is more than `maximum_age` {greatest}"));
        (service.minimum_age, service.maximum_age) = (None, None);
    }
}

fn doubt_of_cost(cost: &CostOption) -> Option<String> {
    let amount = cost.amount.as_ref().map(Figure::as_f64).filter(|amount| *amount < 0.0);
    if let Some(amount) = amount {
        return Some(format!("`cost_options`: a price of {amount} is below zero"));
    }
    match cost_holds(cost) {
        Err(field) => Some(format!("`cost_options`: `{field}` is not a day like 2026-11-30")),
        Ok((Some(from), Some(to))) if to < from => {
            Some(format!("`cost_options`: it ends on {to}, before it begins on {from}"))
        }
        Ok(_) => None,
    }
}

fn cost_holds(cost: &CostOption) -> Result<(Option<Day>, Option<Day>), &'static str> {
    let read = |name: &'static str, text: &Option<String>| match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => day_of(text).map(Some).ok_or(name),
    };
    Ok((read("valid_from", &cost.valid_from)?, read("valid_to", &cost.valid_to)?))
}

impl CostOption {
    /// From when until when the price holds, both days included; `None` for no bound, or none that can be read.
    #[must_use]
    pub fn holds(&self) -> (Option<Day>, Option<Day>) {
        cost_holds(self).unwrap_or_default()
    }
}

fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('@').collect();
    matches!(parts.as_slice(), [name, host] if !name.is_empty() && host.contains('.'))
        && !text.trim().contains(char::is_whitespace)
}

fn doubts_of_place(place: &mut ServiceAtLocation, ground: &dyn Ground) -> Vec<String> {
    let Some(location) = place.location.as_mut() else { return Vec::new() };
    let mut doubts = Vec::new();
    for address in &mut location.addresses {
        let postcode = address.postal_code.as_deref().and_then(|text| text.parse::<Postcode>().ok());
        if let Some(postcode) = postcode.filter(|postcode| ground.has(postcode) == Some(false)) {
            doubts.push(format!("there is no postcode {postcode}"));
            address.postal_code = None;
        }
    }
    if location.latitude.is_none() && location.longitude.is_none() {
        return doubts;
    }
    let middle = location.postcode().and_then(|postcode| Some((ground.point(&postcode)?, postcode)));
    if let Some(doubt) = doubt_of_point(location.coordinates(), middle, ground) {
        doubts.push(doubt);
        (location.latitude, location.longitude) = (None, None);
    }
    doubts
}

fn doubt_of_point(
    point: Option<Coordinates>,
    middle: Option<(Coordinates, Postcode)>,
    ground: &dyn Ground,
) -> Option<String> {
    let Some(point) = point else {
        return Some("its latitude and longitude are no point on the Earth".to_owned());
    };
    let (south, north, west, east) = UNITED_KINGDOM;
    let is_here =
        |latitude: f64, longitude: f64| (south..=north).contains(&latitude) && (west..=east).contains(&longitude);
    let said = format!("its point (latitude {}, longitude {})", point.latitude, point.longitude);
    if !is_here(point.latitude, point.longitude) {
        let swapped = if is_here(point.longitude, point.latitude) { ": are the two the wrong way round?" } else { "" };
        return Some(format!("{said} lies outside the United Kingdom{swapped}"));
    }
    if let Some((middle, postcode)) = middle {
        let distance = middle.distance_km(&point);
        let far = format!("{said} lies {distance:.0} km from its postcode {postcode}");
        return (distance > FARTHEST_FROM_POSTCODE_KM).then_some(far);
    }
    (ground.is_inhabited(&point) == Some(false)).then(|| format!("{said} is near no postcode: is it in the sea?"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// Knows one postcode, and that nobody lives east of the Greenwich meridian.
    struct OnePostcode;

    impl Ground for OnePostcode {
        fn point(&self, postcode: &Postcode) -> Option<Coordinates> {
            (postcode.as_str() == "B9 5HP").then_some(Coordinates { latitude: 52.48, longitude: -1.85 })
        }

        fn has(&self, postcode: &Postcode) -> Option<bool> {
            if postcode.as_str() == "ZZ9 9ZZ" { Some(false) } else { None }
        }

        fn is_inhabited(&self, point: &Coordinates) -> Option<bool> {
            Some(point.longitude < 0.0)
        }
    }

    fn believed(fields: Value) -> Believed {
        believable(&serde_json::from_value(fields).unwrap(), &OnePostcode)
    }

    fn at(location: Value) -> Believed {
        believed(json!({ "id": "1", "service_at_locations": [{ "location": location }] }))
    }

    #[test]
    fn a_place_that_cannot_be_is_no_place() {
        let postcode = json!([{ "postal_code": "B9 5HP" }]);
        for (location, doubt) in [
            (json!({ "latitude": 48.85, "longitude": 2.35 }), "lies outside the United Kingdom"),
            (json!({ "latitude": -1.85, "longitude": 52.48 }), "are the two the wrong way round?"),
            (json!({ "latitude": 0, "longitude": 0 }), "lies outside the United Kingdom"),
            (json!({ "latitude": 91, "longitude": 0 }), "no point on the Earth"),
            (json!({ "latitude": 52.48 }), "no point on the Earth"),
            (json!({ "latitude": 53.5, "longitude": -4.5, "addresses": postcode }), "km from its postcode B9 5HP"),
            (json!({ "latitude": 55.0, "longitude": 1.5 }), "is it in the sea?"),
        ] {
            let believed = at(location.clone());
            assert!(
                believed.doubts.len() == 1 && believed.doubts[0].contains(doubt),
                "{location}: {:?}",
                believed.doubts
            );
            let place = believed.service.service_at_locations[0].location.as_ref().unwrap();
            assert_eq!(place.coordinates(), None, "{location}");
        }
        let fine = at(json!({ "latitude": 52.49, "longitude": -1.86, "addresses": postcode }));
        assert!(fine.doubts.is_empty(), "{:?}", fine.doubts);
        let unknown = at(json!({ "addresses": [{ "postal_code": "ZZ9 9ZZ" }] }));
        assert_eq!(unknown.doubts, ["`service_at_locations[0]`: there is no postcode ZZ9 9ZZ"]);
        assert!(at(json!({ "addresses": [{ "postal_code": "B1 1AA" }] })).doubts.is_empty(), "not known is not false");
    }

    #[test]
    fn what_cannot_be_true_of_a_service_is_taken_out_and_named() {
        let believed = believed(json!({
            "id": "1", "minimum_age": 30, "maximum_age": 18, "email": "ask at the desk", "last_modified": "yesterday",
            "cost_options": [
                { "amount": -5 }, { "amount": 4 }, { "amount": 3, "valid_from": "2026-13-01" },
                { "amount": 2, "valid_from": "2026-12-01", "valid_to": "2026-11-01" },
            ],
            "schedules": [{ "byday": "MO", "opens_at": "17:00", "closes_at": "09:00" }],
        }));
        let service = &believed.service;
        assert!(service.minimum_age.is_none() && service.maximum_age.is_none() && service.email.is_none());
        assert_eq!(service.cost_options.len(), 1);
        assert_eq!(
            believed.doubts,
            [
                "`minimum_age` 30 is more than `maximum_age` 18",
                "`cost_options`: a price of -5 is below zero",
                "`cost_options`: `valid_from` is not a day like 2026-11-30",
                "`cost_options`: it ends on 2026-11-01, before it begins on 2026-12-01",
                "`email`: `ask at the desk` is no address for mail",
                "`last_modified`: `yesterday` is not a moment like 2026-11-30T09:30:00Z",
                "`schedules[0]`: it closes before it opens",
            ]
        );
    }

    #[test]
    fn ages_at_the_bounds_are_believed_and_beyond_are_not() {
        for (least, greatest, doubts) in
            [(0, 120, 0), (18, 18, 0), (19, 18, 1), (-1, 18, 1), (16, 121, 1), (16, 999, 1)]
        {
            let believed = believed(json!({ "id": "1", "minimum_age": least, "maximum_age": greatest }));
            assert_eq!(believed.doubts.len(), doubts, "{least} to {greatest}: {:?}", believed.doubts);
        }
    }
}
