//! A service in full: its record put into words.

use exchange::oruk::{Location, Schedule, Service, ServiceAtLocation, ServiceStatus, Weekday};
use kernel::Day;

use crate::directory::need::Need;

/// The page of one service.
pub(super) struct Sheet {
    pub name: String,
    pub organisation: String,
    pub organisation_says: String,
    /// Why it cannot be used at present; empty when it can.
    pub closed: String,
    pub alert: String,
    pub says: String,
    pub helps_with: Vec<Link>,
    pub ages: String,
    pub who: String,
    pub areas: Vec<String>,
    pub costs: Vec<String>,
    pub openings: Vec<String>,
    pub places: Vec<Place>,
    pub languages: String,
    pub web: Option<Link>,
    pub email: String,
    pub phones: Vec<Link>,
    pub people: Vec<String>,
    pub checked_on: String,
}

/// A link, or words alone when the address is not one to go to.
pub(super) struct Link {
    pub says: String,
    pub href: String,
}

/// A place of a service.
pub(super) struct Place {
    pub name: String,
    pub lines: Vec<String>,
    pub access: Vec<String>,
    pub openings: Vec<String>,
}

impl Sheet {
    pub(super) fn of(service: &Service) -> Self {
        let extra =
            |name: &str| service.extra.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let organisation = service.organization.as_deref();
        Self {
            name: service.name.clone(),
            organisation: organisation.map(|one| one.name.clone()).unwrap_or_default(),
            organisation_says: organisation.and_then(|one| one.description.clone()).unwrap_or_default(),
            closed: closed(service.status).to_owned(),
            alert: text(&service.alert),
            says: text(&service.description),
            helps_with: helps_with(service),
            ages: ages(service),
            who: extra("eligibility_description"),
            areas: service
                .service_areas
                .iter()
                .filter_map(|area| area.service_area.clone().or_else(|| area.name.clone()))
                .collect(),
            costs: costs(service),
            openings: service.schedules.iter().map(opening).filter(|line| !line.is_empty()).collect(),
            places: service.service_at_locations.iter().filter_map(place).collect(),
            languages: service.languages.iter().filter_map(|one| one.name.clone()).collect::<Vec<_>>().join(", "),
            web: service.url.as_deref().map(web_link),
            email: service.email.clone().filter(|email| email.contains('@')).unwrap_or_default(),
            phones: service.phones.iter().filter_map(|phone| phone.number.as_deref()).map(phone_link).collect(),
            people: service
                .contacts
                .iter()
                .map(|one| {
                    [text(&one.name), text(&one.title)]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(", ")
                })
                .filter(|line| !line.is_empty())
                .collect(),
            checked_on: day_in_words(service.assured_date.as_deref()),
        }
    }
}

fn text(field: &Option<String>) -> String {
    field.as_deref().unwrap_or_default().trim().to_owned()
}

fn closed(status: Option<ServiceStatus>) -> &'static str {
    match status {
        Some(ServiceStatus::TemporarilyClosed) => "This service is closed for now.",
        Some(ServiceStatus::Inactive) => "This service is not running at the moment.",
        Some(ServiceStatus::Defunct) => "This service has ended.",
        Some(ServiceStatus::Active) | None => "",
    }
}

/// Needs lead to a search for them; other terms are words.
fn helps_with(service: &Service) -> Vec<Link> {
    let terms = service.attributes.iter().filter_map(|attribute| attribute.taxonomy_term.as_ref());
    terms
        .filter(|term| !term.name.is_empty())
        .map(|term| {
            let need = Need::ALL.into_iter().find(|need| need.term_id() == term.id);
            Link {
                says: term.name.clone(),
                href: need.map(|need| format!("/services?need={}", need.id)).unwrap_or_default(),
            }
        })
        .collect()
}

/// Whom it is for by age; empty when it does not say.
pub(super) fn ages(service: &Service) -> String {
    let years = |figure: &exchange::oruk::Figure| figure.0.to_string();
    match (&service.minimum_age, &service.maximum_age) {
        (Some(least), Some(greatest)) => format!("People aged {} to {}", years(least), years(greatest)),
        (Some(least), None) => format!("People aged {} and over", years(least)),
        (None, Some(greatest)) => format!("People aged {} and under", years(greatest)),
        (None, None) => String::new(),
    }
}

fn costs(service: &Service) -> Vec<String> {
    let fees = service.fees.iter().cloned();
    let options = service.cost_options.iter().filter_map(|cost| {
        let amount = cost.amount.as_ref().map(exchange::oruk::Figure::as_f64);
        let pounds = amount.map(|amount| if amount == 0.0 { "Free".to_owned() } else { format!("£{amount:.2}") });
        let said = [cost.option.clone(), pounds, cost.amount_description.clone()];
        let mut said: Vec<String> = said.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        said.dedup();
        (!said.is_empty()).then(|| said.join(", "))
    });
    let mut costs: Vec<String> = fees.chain(options).filter(|line| !line.trim().is_empty()).collect();
    costs.dedup();
    costs
}

/// The days on which it is open: "Monday, Wednesday and Friday"; empty when it does not say.
pub(super) fn days(service: &Service) -> String {
    let here = service.service_at_locations.iter().flat_map(|place| &place.schedules);
    let mut days: Vec<Weekday> = service.schedules.iter().chain(here).flat_map(Schedule::weekdays).collect();
    days.sort_unstable();
    days.dedup();
    days_in_words(&days)
}

fn days_in_words(days: &[Weekday]) -> String {
    let names: Vec<&str> = days.iter().map(|day| day.name()).collect();
    match names.as_slice() {
        [] => String::new(),
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] => "Monday to Friday".to_owned(),
        _ if days.len() == 7 => "Every day".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// One line about when it is open: "Monday to Friday, 9am to 5:30pm".
fn opening(schedule: &Schedule) -> String {
    let days = days_in_words(&schedule.weekdays());
    let times = match (schedule.opens_at.as_deref().and_then(clock), schedule.closes_at.as_deref().and_then(clock)) {
        (Some(opens), Some(closes)) => format!("{opens} to {closes}"),
        (Some(opens), None) => format!("from {opens}"),
        (None, Some(closes)) => format!("until {closes}"),
        (None, None) => String::new(),
    };
    let when = [days, times].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let said = [when, text(&schedule.description), text(&schedule.notes)];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

/// A time as people say it: "9am", "5:30pm", "midday".
fn clock(time: &str) -> Option<String> {
    let minutes = crate::directory::store::minute_of_day(time)?;
    let (hour, minute) = (minutes / 60, minutes % 60);
    let (shown, half) = (if hour % 12 == 0 { 12 } else { hour % 12 }, if hour < 12 { "am" } else { "pm" });
    Some(match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{shown}{half}"),
        _ => format!("{shown}:{minute:02}{half}"),
    })
}

fn place(place: &ServiceAtLocation) -> Option<Place> {
    let location = place.location.as_ref()?;
    let access = |location: &Location| {
        let said = location.accessibility.iter();
        said.filter_map(|one| one.accessibility.clone().or_else(|| one.description.clone())).collect()
    };
    let lines = location
        .addresses
        .iter()
        .flat_map(|address| [&address.address_1, &address.region, &address.city, &address.postal_code])
        .filter_map(|line| line.clone().filter(|line| !line.trim().is_empty()))
        .collect();
    let is_online = location.location_type.as_deref() == Some("virtual");
    Some(Place {
        name: if is_online { "By phone or online".to_owned() } else { text(&location.name) },
        lines,
        access: access(location),
        openings: place.schedules.iter().map(opening).filter(|line| !line.is_empty()).collect(),
    })
}

/// Only addresses of the web become links.
fn web_link(address: &str) -> Link {
    let is_web = url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let says = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    Link { says: says.to_owned(), href: if is_web { address.to_owned() } else { String::new() } }
}

fn phone_link(number: &str) -> Link {
    let dialled: String = number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
    let href = if dialled.len() >= 3 { format!("tel:{dialled}") } else { String::new() };
    Link { says: number.to_owned(), href }
}

fn day_in_words(text: Option<&str>) -> String {
    let day = text.and_then(|text| text.get(..10)).and_then(|text| text.parse::<Day>().ok());
    day.map(kernel::in_words).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_read_well() {
        let on = |byday: &str, opens: &str, closes: &str| {
            opening(&Schedule {
                byday: Some(byday.into()),
                opens_at: Some(opens.into()),
                closes_at: Some(closes.into()),
                ..Schedule::default()
            })
        };
        assert_eq!(on("MO,TU,WE,TH,FR", "09:00", "17:30:00"), "Monday to Friday, 9am to 5:30pm");
        assert_eq!(on("FR,MO", "12:00Z", "soon"), "Monday and Friday, from midday");
        assert_eq!(on("", "", ""), "");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_link("javascript:alert(1)").href, "");
        assert_eq!(web_link("https://a.example/").says, "a.example");
        assert_eq!(phone_link("0121 496 0101").href, "tel:01214960101");
    }
}
