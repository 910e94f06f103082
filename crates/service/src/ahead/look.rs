//! Looking ahead: the coming changes month by month, with the people they touch.

use super::store;
use crate::{Application, action::ActionError};
use chrono::{Datelike, Months};
use kernel::{Day, Postcode};
use policy::{
    Area, Coming, Happens, Policy,
    population::{Detail, Plan},
};
use serde::Serialize;
use statistics::{Told, people_at_cliff};
use std::collections::{BTreeMap, BTreeSet};

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
    /// People of whom two or more things end in the month, where there are such people.
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
    /// People registered in the area who could join one of them today; `None` where that cannot be told.
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
    let on = store::programmes_of_people(connection, &area.id).await?;
    let coming = policy::ahead(&app.policy, area, from, months);
    let eligible = if coming.is_empty() { BTreeMap::new() } else { eligible(app, area).await? };
    let mut items: Vec<AheadItem> = coming.into_iter().map(|coming| counted(item(coming), &on, &eligible)).collect();
    let end = from.checked_add_months(Months::new(months)).unwrap_or(Day::MAX);
    let services = store::ending_services(connection, (from, end)).await?;
    items.extend(services.into_iter().filter(|service| is_in(app, area, service)).map(service_item));
    items.sort_by(|one, other| (one.on, &one.what, &one.code).cmp(&(other.on, &other.what, &other.code)));
    Ok(Ahead { area: area.id.to_string(), from, months, calendar: calendar(items, &on) })
}

/// The same of the policy text alone, without people and without the directory.
#[must_use]
pub fn look_ahead_in_text(policy: &Policy, area: &Area, from: Day, months: u32) -> Ahead {
    let items = policy::ahead(policy, area, from, months).into_iter().map(item).collect();
    Ahead { area: area.id.to_string(), from, months, calendar: calendar(items, &OnProgrammes::new()) }
}

type OnProgrammes = BTreeMap<uuid::Uuid, BTreeSet<String>>;

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

/// The same with the people it touches.
fn counted(item: AheadItem, on: &OnProgrammes, eligible: &BTreeMap<String, Vec<usize>>) -> AheadItem {
    let touched = on.values().filter(|programmes| !programmes.is_disjoint(&item.programmes)).count();
    let could: BTreeSet<usize> = item.programmes.iter().filter_map(|id| eligible.get(id)).flatten().copied().collect();
    AheadItem { people_on: Some(told(touched)), people_eligible: Some(told(could.len())), ..item }
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

/// The rows of the people who could join each programme of the area today.
async fn eligible(app: &Application, area: &Area) -> Result<BTreeMap<String, Vec<usize>>, ActionError> {
    let today = app.today_in(&area.id);
    let people = app.held.people(app, &area.id, |_| today).await?;
    let screening = Plan::new(&app.policy, area, today).screen(&people.population, Detail::Verdicts);
    let rows = screening.programmes.into_iter();
    Ok(rows.map(|programme| (programme.id.to_string(), programme.eligible.ones().collect())).collect())
}

fn calendar(items: Vec<AheadItem>, on: &OnProgrammes) -> Vec<AheadMonth> {
    let mut months: BTreeMap<Day, Vec<AheadItem>> = BTreeMap::new();
    for item in items {
        months.entry(item.on.with_day(1).unwrap_or(item.on)).or_default().push(item);
    }
    let month = |(month, items): (Day, Vec<AheadItem>)| {
        let ends: Vec<&BTreeSet<String>> =
            items.iter().filter(|item| item.happens == Happens::Ends).map(|item| &item.programmes).collect();
        let cliff = Some(people_at_cliff(&ends, on.values())).filter(|people| *people > 0).map(Told::of);
        AheadMonth { month, items, cliff }
    };
    months.into_iter().map(month).collect()
}

fn told(count: usize) -> Told {
    Told::of(u64::try_from(count).unwrap_or(u64::MAX))
}
