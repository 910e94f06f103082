//! A service in a list of results: the few lines that let somebody choose.

use super::{asked, sheet};
use crate::directory::search::Hit;
use crate::web::forms::Form;
use exchange::oruk::{Ground, Record, ServiceStatus, believable};
use kernel::Day;

/// The longest description in a list, in characters.
const MAX_SAYS_LENGTH: usize = 220;

/// One result.
pub(super) struct Card {
    pub href: String,
    pub name: String,
    pub organisation: String,
    pub says: String,
    /// How far and where: "0.4 miles away: Example Hall, B9 5QT".
    pub place: String,
    pub days: String,
    pub ages: String,
    pub cost: String,
    pub is_closed: bool,
}

impl Card {
    /// The card of a service found on the day `today`; its link keeps what was typed into the form.
    pub(super) fn of(hit: &Hit, (today, ground): (Day, &dyn Ground), form: &Form) -> Self {
        let service = &believable(&hit.service, ground).service;
        let id: String = url::form_urlencoded::byte_serialize(service.id().as_bytes()).collect();
        Self {
            href: asked::address_below(&format!("/services/{}", id.replace('+', "%20")), form, &[]),
            name: service.name.clone(),
            organisation: service.organization.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
            says: shortened(service.description.as_deref().unwrap_or_default()),
            place: place(hit),
            days: sheet::days(service, today),
            ages: sheet::ages(service),
            cost: shortened(service.fees.as_deref().unwrap_or_default()),
            is_closed: service.status == Some(ServiceStatus::TemporarilyClosed),
        }
    }
}

fn place(hit: &Hit) -> String {
    let places = &hit.service.service_at_locations;
    let at = |index: usize| places.get(index).and_then(|place| place.location.as_ref());
    let Some(location) = at(hit.nearest.unwrap_or(0)) else {
        return "Ask where it is".to_owned();
    };
    if location.location_type.as_deref() == Some("virtual") {
        return "By phone or online".to_owned();
    }
    let postcode = location.postcode().map(|postcode| postcode.to_string());
    let known: Vec<String> = location.name.clone().into_iter().chain(postcode).collect();
    let known = known.join(", ");
    match hit.miles {
        Some(miles) => format!("{} away{}{known}", in_miles(miles), if known.is_empty() { "" } else { ": " }),
        None if known.is_empty() => "Ask where it is".to_owned(),
        None => known,
    }
}

/// A distance for people: "less than 0.1 miles", "0.4 miles", "1 mile", "12 miles".
fn in_miles(miles: f64) -> String {
    let tenths = (miles * 10.0).round() / 10.0;
    if tenths < 0.1 {
        "Less than 0.1 miles".to_owned()
    } else if (tenths - 1.0).abs() < 0.01 {
        "1 mile".to_owned()
    } else if tenths < 10.0 {
        format!("{tenths} miles")
    } else {
        format!("{miles:.0} miles")
    }
}

/// The beginning of a text, cut between words.
fn shortened(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= MAX_SAYS_LENGTH {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MAX_SAYS_LENGTH).collect();
    let whole = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_read_well() {
        for (miles, words) in [
            (0.0, "Less than 0.1 miles"),
            (0.42, "0.4 miles"),
            (1.04, "1 mile"),
            (2.0, "2 miles"),
            (9.96, "10 miles"),
            (255.4, "255 miles"),
        ] {
            assert_eq!(in_miles(miles), words);
        }
    }
}
