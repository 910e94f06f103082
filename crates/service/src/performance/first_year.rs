//! The first-year report: people registered in a period, people into work, and who they are.
//!
//! *Registered*: the record was opened on a day of the period.
//! *Into work*: an employment spell that stands (was not replaced) began on a day of the period and not
//! before the person registered; a person's first such spell only.
//! *From an area of high deprivation*: the home, as last told before the job, lies in a small area that
//! is among the 20% most deprived of the Index of Multiple Deprivation 2019. The Green Paper of 2008
//! does not say which areas it counted.
//! *Priority customer*: any priority group of the area's text held on the day of registration, by the
//! answers last given before the job. Three answers: who cannot be told is counted apart.
//! *Whose answers are erased*: counted before they were, month by month, and added for the months that lie wholly in the
//! period; in a month that lies in it only in part they cannot be told.

use super::{
    counted::{DEPRIVED, PRIORITY},
    store::{self, Registered},
};
use crate::{
    Application,
    action::ActionError,
    person::store::{Recorded, answers_of},
};
use kernel::{Day, Period};
use policy::{Area, Facts, Truth, Value};
use statistics::{RegisterRecord, RegisterSummary, Share, register_summary};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The deciles that are the 20% most deprived.
const MOST_DEPRIVED_DECILES: std::ops::RangeInclusive<u8> = 1..=2;

/// What is counted of an area in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstYearReport {
    /// The area's id.
    pub area: String,
    /// The counts and shares.
    pub summary: RegisterSummary,
    /// Each priority group of the area, among those into work. One person can be in several.
    pub groups: Vec<GroupCount>,
}

/// How many of those into work are in one priority group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCount {
    /// The group in words.
    pub says: String,
    /// The group's reason code.
    pub code: String,
    /// Yes, no, not known.
    pub share: Share,
}

/// Counts the records of an area. Who may ask is for the caller to have asked.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such area; a fault when the database refuses.
pub async fn first_year(app: &Application, area: &str, period: Period) -> Result<FirstYearReport, ActionError> {
    let area = app.policy.area(area).ok_or(ActionError::NotFound)?;
    let connection = app.db.reader();
    let registered = store::registered(connection, &area.id, app.zone_in(&area.id)).await?;
    let spells = store::first_days_of_work(connection, &area.id).await?;
    let into_work = |person: &Uuid, registered_on: Day| {
        let days = spells.get(person)?;
        days.iter().copied().find(|first_day| *first_day >= registered_on)
    };
    let mut records = Vec::with_capacity(registered.len());
    let mut workers = Vec::new();
    let mut counted = 0;
    for Registered { person, on: registered_on, is_counted } in registered {
        let into_work_on = into_work(&person, registered_on);
        match into_work_on.filter(|day| period.contains(*day)) {
            Some(first_day) if !is_counted => workers.push((person, registered_on, first_day)),
            in_period => {
                counted += u64::from(in_period.is_some());
                records.push(RegisterRecord {
                    registered_on,
                    into_work_on,
                    from_deprived_area: None,
                    in_priority_group: None,
                });
            }
        }
    }
    let facts = facts_read(app, area);
    let people: Vec<Uuid> = workers.iter().map(|(person, ..)| *person).collect();
    let answers = answers_of(connection, &people, Some(&facts)).await?;
    let mut groups: Vec<GroupCount> = area
        .priority_groups
        .iter()
        .map(|group| GroupCount { says: group.says.clone(), code: group.code.to_string(), share: Share::default() })
        .collect();
    for (person, registered_on, first_day) in workers {
        let told = answers.get(&person).map(Vec::as_slice).unwrap_or_default();
        let worker = worker(app, area, told, (registered_on, first_day));
        for (group, truth) in groups.iter_mut().zip(&worker.in_groups) {
            count(&mut group.share, *truth);
        }
        records.push(RegisterRecord {
            registered_on,
            into_work_on: Some(first_day),
            from_deprived_area: worker.from_deprived_area,
            in_priority_group: worker.in_priority_group,
        });
    }
    let mut report = FirstYearReport { area: area.id.to_string(), summary: register_summary(period, records), groups };
    add_counted(&mut report, counted, &store::group_counts(connection, &area.id, period).await?);
    Ok(report)
}

/// Adds those who began work in months that lie wholly in the period and whose answers are erased; `people` are all of them
/// in the period, who were counted as not known.
fn add_counted(report: &mut FirstYearReport, people: u64, counts: &BTreeMap<String, Share>) {
    let add = |share: &mut Share, code: &str| {
        let Some(counted) = counts.get(code) else { return };
        share.yes += counted.yes;
        share.no += counted.no;
        share.unknown = share.unknown.saturating_sub(counted.yes + counted.no);
    };
    add(&mut report.summary.deprived_among_into_work, DEPRIVED);
    add(&mut report.summary.priority_among_into_work, PRIORITY);
    for group in &mut report.groups {
        group.share.unknown += people;
        add(&mut group.share, &group.code);
    }
}

/// What the report counts of somebody who began to work.
pub(super) struct Worker {
    pub(super) from_deprived_area: Option<bool>,
    pub(super) in_priority_group: Option<bool>,
    /// Each priority group of the area, in the order of the text.
    pub(super) in_groups: Vec<Truth>,
}

/// The same from what somebody told, the oldest first; `days` are those of registration and of the first day in work.
pub(super) fn worker(app: &Application, area: &Area, told: &[Recorded], days: (Day, Day)) -> Worker {
    let (registered_on, first_day) = days;
    let known = before_the_job(told, registered_on, first_day);
    let in_groups = in_groups(app, area, &known, registered_on);
    Worker { from_deprived_area: from_deprived_area(app, &known), in_priority_group: any(&in_groups), in_groups }
}

/// The facts that the report reads: the home, and what the priority groups read.
pub(super) fn facts_read(app: &Application, area: &Area) -> Vec<String> {
    let read = area.priority_groups.iter().flat_map(|group| group.when.facts());
    let ids = read.filter_map(|fact| app.policy.facts.iter().nth(fact.0)).map(|definition| definition.id.to_string());
    ids.chain(["home".to_owned()]).collect()
}

/// What was last told of each fact on the day of registration or later, before the first day in work.
fn before_the_job(told: &[Recorded], registered_on: Day, first_day: Day) -> Facts {
    let before = told.iter().filter(|answer| answer.known_on < first_day || answer.known_on <= registered_on);
    let newest: BTreeMap<String, Recorded> = before.map(|answer| (answer.fact.clone(), answer.clone())).collect();
    crate::person::store::facts(&newest)
}

fn in_groups(app: &Application, area: &Area, known: &Facts, on: Day) -> Vec<Truth> {
    area.priority_groups.iter().map(|group| policy::holds(&app.policy, area, &group.when, known, on)).collect()
}

/// Whether any is so: yes if one is, no if none can be, else not known.
fn any(truths: &[Truth]) -> Option<bool> {
    if truths.contains(&Truth::Met) {
        Some(true)
    } else if truths.contains(&Truth::Unknown) || truths.is_empty() {
        None
    } else {
        Some(false)
    }
}

/// Whether the home lies in one of the 20% most deprived small areas; `None` when the home or its
/// decile is not known.
fn from_deprived_area(app: &Application, known: &Facts) -> Option<bool> {
    match &known.get("home")?.value {
        Value::Place(place) => Some(MOST_DEPRIVED_DECILES.contains(&app.places.imd_decile(&place.lsoa)?)),
        _ => None,
    }
}

fn count(share: &mut Share, truth: Truth) {
    match truth {
        Truth::Met => share.yes += 1,
        Truth::NotMet => share.no += 1,
        Truth::Unknown => share.unknown += 1,
    }
}
