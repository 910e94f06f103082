//! Looking ahead: the coming changes month by month, with the people they touch.

use super::store;
use crate::{
    Application,
    action::ActionError,
    evidence::{Counter, People},
};
use chrono::{Datelike, Months};
use kernel::{Day, Postcode};
use policy::{
    Area, Coming, Happens, Policy,
    population::{Bits, Detail, Plan},
};
use serde::Serialize;
use statistics::{Keys, Told, people_at_cliff};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What is coming in an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ahead {
    /// The area's id.
    pub area: String,
    /// The first day looked at.
    pub from: Day,
    /// For how many months.
    pub months: u32,
    /// The months in which something comes, in order.
    pub calendar: Vec<AheadMonth>,
}

/// A month in which something comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AheadMonth {
    /// The first day of the month.
    pub month: Day,
    /// What comes, by day.
    pub items: Vec<AheadItem>,
    /// People of whom two or more things end in the month, where there are enough of them to be told.
    pub cliff: Option<Told>,
}

/// One thing that comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AheadItem {
    /// The last day of what ends, the first of what begins or changes.
    pub on: Day,
    /// What it is: `programme`, `contract` … or `service`.
    pub what: String,
    /// What happens to it.
    pub happens: Happens,
    /// Its name.
    pub name: String,
    /// What happens, in one sentence.
    pub says: String,
    /// The reason code; for a service its id in the directory.
    pub code: String,
    /// People on the programmes it touches, or referred to them; `None` where that cannot be told.
    pub people_on: Option<Told>,
    /// People registered in the area who could join one of them on the day of the count; `None` where that cannot be told.
    pub people_eligible: Option<Told>,
    /// Ids of the programmes it touches.
    pub programmes: BTreeSet<String>,
}

/// Looks ahead in an area. Who may ask is for the caller to have asked; nothing of one person leaves here.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such area; a fault when the database refuses.
pub async fn look_ahead(app: &Application, area: &str, from: Day, months: u32) -> Result<Ahead, ActionError> {
    let area = app.policy.area(area).ok_or(ActionError::NotFound)?;
    let connection = app.db.reader();
    let people = match app.policy.counting {
        Some(_) => Some(people(app, area).await?),
        None => None,
    };
    let coming = policy::ahead(&app.policy, area, from, months);
    let mut items: Vec<AheadItem> = coming.into_iter().map(|coming| counted(item(coming), people.as_ref())).collect();
    let end = from.checked_add_months(Months::new(months)).unwrap_or(Day::MAX);
    let services = store::ending_services(connection, (from, end)).await?;
    items.extend(services.into_iter().filter(|service| is_in(app, area, service)).map(service_item));
    items.sort_by(|one, other| (one.on, &one.what, &one.code).cmp(&(other.on, &other.what, &other.code)));
    Ok(Ahead { area: area.id.to_string(), from, months, calendar: calendar(items, people.as_ref()) })
}

/// The same of the policy text alone, without people and without the directory.
#[must_use]
pub fn look_ahead_in_text(policy: &Policy, area: &Area, from: Day, months: u32) -> Ahead {
    let items = policy::ahead(policy, area, from, months).into_iter().map(item).collect();
    Ahead { area: area.id.to_string(), from, months, calendar: calendar(items, None) }
}

/// The people of an area, as they are counted.
struct Counted {
    counter: Counter,
    keys: Arc<Keys>,
    /// The programmes that each person is on, or is referred to.
    on: BTreeMap<uuid::Uuid, BTreeSet<String>>,
    /// Who could join each programme.
    eligible: BTreeMap<String, Bits>,
}

fn item(coming: Coming) -> AheadItem {
    let what = serde_json::to_value(coming.what).ok().and_then(|word| word.as_str().map(str::to_owned));
    AheadItem {
        on: coming.on,
        what: what.unwrap_or_default(),
        happens: coming.happens,
        name: coming.name,
        says: coming.says,
        code: coming.code,
        people_on: None,
        people_eligible: None,
        programmes: coming.programmes,
    }
}

/// The same with the people it touches, as they may be told.
fn counted(item: AheadItem, people: Option<&Counted>) -> AheadItem {
    let Some(Counted { counter, keys, on, eligible }) = people else { return item };
    let touched =
        on.iter().filter(|(_, programmes)| !programmes.is_disjoint(&item.programmes)).map(|(person, _)| *person);
    let could = item.programmes.iter().filter_map(|id| eligible.get(id)).fold(Bits::none(keys.len()), |all, some| {
        let words = all.words().iter().zip(some.words());
        Bits::from_words(words.map(|(one, other)| one | other).collect(), keys.len())
    });
    AheadItem {
        people_on: Some(counter.tell_people(touched)),
        people_eligible: Some(keys.tell(counter.rule(), &could)),
        ..item
    }
}

fn service_item(service: store::EndingService) -> AheadItem {
    AheadItem {
        on: service.on,
        what: "service".to_owned(),
        happens: Happens::Ends,
        says: format!("The directory gives no opening after {}.", kernel::in_words(service.on)),
        name: service.name,
        code: service.id,
        people_on: None,
        people_eligible: None,
        programmes: BTreeSet::new(),
    }
}

/// Whether one of the service's places lies in the area; a service without a place is for everywhere.
fn is_in(app: &Application, area: &Area, service: &store::EndingService) -> bool {
    let lsoa = |postcode: &String| {
        let postcode: Postcode = postcode.parse().ok()?;
        Some(app.places.locate(&postcode)?.place.lsoa.as_str())
    };
    service.postcodes.is_empty() || service.postcodes.iter().filter_map(lsoa).any(|lsoa| area.lsoas.contains(lsoa))
}

/// Who could join each programme of the area on the day of the count, and who was on it or referred to it then.
async fn people(app: &Application, area: &Area) -> Result<Counted, ActionError> {
    let People { population, keys, counter } = app.held.people(app, &area.id, |until| until).await?;
    let screening = Plan::new(&app.policy, area, counter.until()).screen(&population, Detail::Verdicts);
    let programmes = screening.programmes.into_iter();
    let eligible = programmes.map(|programme| (programme.id.to_string(), programme.eligible)).collect();
    let on = store::programmes_of_people(app.db.reader(), &area.id, counter.before()).await?;
    Ok(Counted { counter, keys, on, eligible })
}

fn calendar(items: Vec<AheadItem>, people: Option<&Counted>) -> Vec<AheadMonth> {
    let mut months: BTreeMap<Day, Vec<AheadItem>> = BTreeMap::new();
    for item in items {
        months.entry(item.on.with_day(1).unwrap_or(item.on)).or_default().push(item);
    }
    let month = |(month, items): (Day, Vec<AheadItem>)| {
        let ends: Vec<&BTreeSet<String>> =
            items.iter().filter(|item| item.happens == Happens::Ends).map(|item| &item.programmes).collect();
        let cliff = people.map(|Counted { counter, on, .. }| {
            let people = on.iter().map(|(person, programmes)| (counter.key(*person), programmes));
            counter.tell(people_at_cliff(&ends, people))
        });
        AheadMonth { month, items, cliff: cliff.filter(|told| !told.is_few()) }
    };
    months.into_iter().map(month).collect()
}
