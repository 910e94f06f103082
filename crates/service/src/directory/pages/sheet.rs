//! A service in full: its record put into words.

use super::asked;
use crate::directory::need::Need;
use crate::web::forms::Form;
use exchange::oruk::{
    Believed, Ground, Location, Repeats, Schedule, Service, ServiceAtLocation, ServiceStatus, Standing, Weekday,
    believable, day_of, standing, weekdays_in_words,
};
use kernel::Day;

/// The page of one service.
pub(super) struct Sheet {
    pub name: String,
    pub organisation: String,
    pub organisation_says: String,
    /// Why it cannot be used at present; empty when it can.
    pub closed: String,
    /// Something that the source says cannot be true, or could not be read, and is left out.
    pub is_doubtful: bool,
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
    pub phones: Vec<Phone>,
    pub people: Vec<String>,
    pub checked_on: String,
}

/// A number to ring, and what it is for.
pub(super) struct Phone {
    pub link: Link,
    pub says: String,
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

/// What a sheet is drawn up with.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    /// The day of asking.
    pub today: Day,
    /// By what the source is judged.
    pub ground: &'a dyn Ground,
    /// When the service was withdrawn, where it was.
    pub withdrawn_on: Option<Day>,
    /// The search that led here.
    pub form: &'a Form,
}

impl Sheet {
    pub(super) fn of(service: &Service, seen: Seen<'_>) -> Self {
        let Believed { service, doubts } = believable(service, seen.ground);
        let (service, today) = (&service, seen.today);
        let extra =
            |name: &str| service.extra.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let organisation = service.organization.as_deref();
        Self {
            name: service.name.clone(),
            organisation: organisation.map(|one| one.name.clone()).unwrap_or_default(),
            organisation_says: organisation.and_then(|one| one.description.clone()).unwrap_or_default(),
            closed: closed(service, seen),
            is_doubtful: !doubts.is_empty(),
            alert: text(&service.alert),
            says: text(&service.description),
            helps_with: helps_with(service, seen.form),
            ages: ages(service),
            who: extra("eligibility_description"),
            areas: service
                .service_areas
                .iter()
                .filter_map(|area| area.service_area.clone().or_else(|| area.name.clone()))
                .collect(),
            costs: costs(service, today),
            openings: service.schedules.iter().filter_map(|schedule| opening(schedule, today)).collect(),
            places: service.service_at_locations.iter().filter_map(|one| place(one, today)).collect(),
            languages: service.languages.iter().filter_map(|one| one.name.clone()).collect::<Vec<_>>().join(", "),
            web: service.url.as_deref().map(web_link),
            email: service.email.clone().filter(|email| email.contains('@')).unwrap_or_default(),
            phones: phones(service),
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
            checked_on: checked_on(service.assured_date.as_deref(), today),
        }
    }
}

fn text(field: &Option<String>) -> String {
    field.as_deref().unwrap_or_default().trim().to_owned()
}

fn closed(service: &Service, seen: Seen<'_>) -> String {
    if let Some(on) = seen.withdrawn_on {
        let on = kernel::in_words(on);
        return format!("This service is no longer on our list. Those who told us about it took it away on {on}.");
    }
    let of_status = match service.status {
        Some(ServiceStatus::TemporarilyClosed) => "This service is closed for now.",
        Some(ServiceStatus::Inactive) => "This service is not running at the moment.",
        Some(ServiceStatus::Defunct) => "This service has ended.",
        Some(ServiceStatus::Active) | None => "",
    };
    match standing(service.holds(), seen.today) {
        Standing::Over(last) if of_status.is_empty() => {
            format!("This service has ended. Its last day was {}.", kernel::in_words(last))
        }
        Standing::NotYet(first) if of_status.is_empty() => {
            format!("This service has not begun. It starts on {}.", kernel::in_words(first))
        }
        _ => of_status.to_owned(),
    }
}

/// Needs lead to a search for them near the same place; other terms are words.
fn helps_with(service: &Service, form: &Form) -> Vec<Link> {
    let terms = service.attributes.iter().filter_map(|attribute| attribute.taxonomy_term.as_ref());
    terms
        .filter(|term| !term.name.is_empty())
        .map(|term| {
            let need = Need::ALL.into_iter().find(|need| need.term_id() == term.id);
            Link {
                says: term.name.clone(),
                href: need.map(|need| asked::address_of_need(form, need.id)).unwrap_or_default(),
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

/// What it costs on the day `today`: a price that is over, or that does not hold yet, is none.
fn costs(service: &Service, today: Day) -> Vec<String> {
    let fees = service.fees.iter().cloned();
    let current = service.cost_options.iter().filter(|cost| standing(cost.holds(), today) == Standing::Current);
    let options = current.filter_map(|cost| {
        let amount = cost.amount.as_ref().map(exchange::oruk::Figure::as_f64);
        let pounds = amount.map(|amount| if amount == 0.0 { "Free".to_owned() } else { format!("£{amount:.2}") });
        let said = [cost.option.clone(), pounds, cost.amount_description.clone()];
        let mut said: Vec<String> = said.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        said.dedup();
        if said.is_empty() {
            return None;
        }
        let since = cost.holds().0.map(|from| format!("price since {}", kernel::in_words(from)));
        Some(
            said.into_iter()
                .chain(since.filter(|_| amount.is_some_and(|amount| amount > 0.0)))
                .collect::<Vec<_>>()
                .join(", "),
        )
    });
    let mut costs: Vec<String> = fees.chain(options).filter(|line| !line.trim().is_empty()).collect();
    costs.dedup();
    costs
}

/// The days on which it is open on and after `today`: "Monday, Wednesday and Friday"; empty when it does not say, or
/// not in a way that can be read.
pub(super) fn days(service: &Service, today: Day) -> String {
    let timings = service.every_schedule().filter_map(|schedule| schedule.reading().timing);
    let (mut weekdays, mut others): (Vec<Weekday>, Vec<String>) = (Vec::new(), Vec::new());
    for timing in timings.filter(|timing| timing.standing(today) == Standing::Current) {
        match &timing.repeats {
            Repeats::Weekly(days) if timing.every == 1 && timing.months.is_empty() => weekdays.extend(days),
            _ => others.push(timing.in_words()),
        }
    }
    weekdays.sort_unstable();
    weekdays.dedup();
    let every_week = Some(weekdays_in_words(&weekdays)).filter(|words| !words.is_empty());
    let mut said: Vec<String> = every_week.into_iter().chain(others).collect();
    said.dedup();
    said.join("; ")
}

/// One line about when it is open: "Monday to Friday, 9am to 5:30pm"; `None` when that is over, or nothing is said.
/// What cannot be read is said in the source's own words.
fn opening(schedule: &Schedule, today: Day) -> Option<String> {
    let (reading, from) = (schedule.reading(), schedule.holds());
    let standing = standing(from, today);
    if matches!(standing, Standing::Over(_)) {
        return None;
    }
    let days = reading.timing.as_ref().map(|timing| (timing.in_words(), timing.bounds_in_words(today)));
    let (days, bounds) = days.unwrap_or_default();
    let when = [days, reading.hours.in_words(), bounds];
    let when = when.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let not_read = if reading.faults.is_empty() { "" } else { "We could not read all of the times. Ask before you go" };
    let own = [text(&schedule.description), text(&schedule.notes)];
    let not_read = if own.iter().all(String::is_empty) { not_read } else { "" };
    let said = std::iter::once(capital(&when)).chain(own).chain([not_read.to_owned()]);
    let said = said.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
    match standing {
        Standing::NotYet(first) if !said.is_empty() => {
            Some(format!("Not yet: this starts on {}. {said}", kernel::in_words(first)))
        }
        _ => Some(said).filter(|said| !said.is_empty()),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Every number of the service and of its places, each once.
fn phones(service: &Service) -> Vec<Phone> {
    let of_places = service.service_at_locations.iter().flat_map(|place| &place.phones);
    let mut phones: Vec<Phone> = Vec::new();
    for phone in service.phones.iter().chain(of_places) {
        for number in phone.telephones() {
            let href = number.dials().unwrap_or_default();
            if phones.iter().all(|known| known.link.says != number.says) {
                phones.push(Phone { link: Link { says: number.says, href }, says: text(&phone.description) });
            }
        }
    }
    phones
}

fn place(place: &ServiceAtLocation, today: Day) -> Option<Place> {
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
        openings: place.schedules.iter().filter_map(|schedule| opening(schedule, today)).collect(),
    })
}

/// Only addresses of the web become links.
fn web_link(address: &str) -> Link {
    let is_web = url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let says = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    Link { says: says.to_owned(), href: if is_web { address.to_owned() } else { String::new() } }
}

/// The day on which the entry was checked; a day to come is none.
fn checked_on(text: Option<&str>, today: Day) -> String {
    text.and_then(day_of).filter(|day| *day <= today).map(kernel::in_words).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use exchange::oruk::CostOption;

    fn today() -> Day {
        day_of("2026-11-30").unwrap_or_default()
    }

    #[test]
    fn openings_read_well() {
        let on = |byday: &str, opens: &str, closes: &str| {
            let schedule = Schedule {
                byday: Some(byday.into()),
                opens_at: Some(opens.into()),
                closes_at: Some(closes.into()),
                ..Schedule::default()
            };
            opening(&schedule, today()).unwrap_or_default()
        };
        assert_eq!(on("MO,TU,WE,TH,FR", "09:00", "17:30:00"), "Monday to Friday, 9am to 5:30pm");
        assert_eq!(on("1MO", "5:30 PM", "20:00"), "First Monday of the month, 5:30pm to 8pm");
        assert_eq!(
            on("FR,MO", "12:00Z", "soon"),
            "Monday and Friday, from midday. We could not read all of the times. Ask before you go"
        );
        assert_eq!(on("", "09:00", ""), "From 9am");
        assert_eq!(on("", "", ""), "");
    }

    #[test]
    fn what_is_over_is_not_shown_and_what_cannot_be_read_is_in_its_own_words() {
        let schedule = |valid_from: &str, valid_to: &str| Schedule {
            byday: Some("MO".into()),
            valid_from: Some(valid_from.into()),
            valid_to: Some(valid_to.into()),
            ..Schedule::default()
        };
        assert_eq!(opening(&schedule("2026-01-01", "2026-11-29"), today()), None);
        let current = opening(&schedule("2026-01-01", "2026-11-30"), today());
        assert_eq!(current.as_deref(), Some("Monday, until 30 November 2026"));
        let to_come = opening(&schedule("2026-12-01", ""), today()).unwrap_or_default();
        assert_eq!(to_come, "Not yet: this starts on 1 December 2026. Monday, from 1 December 2026");
        let unread =
            Schedule { byday: Some("MO#1".into()), description: Some("By appointment".into()), ..Schedule::default() };
        assert_eq!(opening(&unread, today()).as_deref(), Some("By appointment"));
        let service = Service { schedules: vec![schedule("2026-01-01", "2026-11-29"), unread], ..Service::default() };
        assert_eq!(days(&service, today()), "");
    }

    #[test]
    fn a_price_that_is_over_is_none() {
        let cost = |amount: u32, from: &str, to: &str| CostOption {
            amount: Some(amount.into()),
            valid_from: Some(from.into()),
            valid_to: Some(to.into()),
            ..CostOption::default()
        };
        let cost_options =
            vec![cost(3, "2019-01-01", "2019-12-31"), cost(5, "2026-01-01", ""), cost(6, "2027-01-01", "")];
        let service = Service { cost_options, ..Service::default() };
        assert_eq!(costs(&service, today()), ["£5.00, price since 1 January 2026"]);
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_link("javascript:alert(1)").href, "");
        assert_eq!(web_link("https://a.example/").says, "a.example");
    }
}
