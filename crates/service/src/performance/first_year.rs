//! The first-year report: people registered in a period, people into work, and who they are.
//!
//! *Registered*: the record was opened on a day of the period.
//! *Into work*: an employment spell that stands (was not replaced) began on a day of the period and not
//! before the person registered; a person's first such spell only.
//! *From an area of high deprivation*: the home, as last told before the job, lies in a small area that
//! is among the most deprived of the Index of Multiple Deprivation, as many deciles as the text says.
//! The Green Paper of 2008 does not say which areas it counted.
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
    evidence::Counter,
    person::store::{Recorded, answers_of},
};
use kernel::{Day, Period};
use policy::{Area, Facts, PublishedYear, Truth, Value};
use statistics::{Cell, PublishedFigures, RegisterRecord, RegisterSummary, Share, Told, ToldShare, register_summary};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is told of an area in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstYearReport {
    /// The area's id.
    pub area: String,
    /// The year.
    pub period: Period,
    /// The records as they stood when this day began.
    pub counted_until: Day,
    /// People registered in it.
    pub registered: Told,
    /// People whose first job began in it.
    pub into_work: Told,
    /// Of those into work, who come from areas of high deprivation.
    pub deprived_among_into_work: ToldShare,
    /// Of those into work, who belong to a priority group.
    pub priority_among_into_work: ToldShare,
    /// Each priority group of the area, among those into work. One person can be in several.
    pub groups: Vec<GroupCount>,
    /// The four figures exactly, where they were published of this year and enough people stand behind them.
    pub exactly: Option<PublishedFigures>,
    /// How counts are told, for whoever reads them.
    pub how_told: String,
}

/// How many of those into work are in one priority group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCount {
    /// The group in words.
    pub says: String,
    /// The group's reason code.
    pub code: String,
    /// Yes, of how many known, not known.
    pub share: ToldShare,
}

/// The years that may be reported on: those of which figures were published, and the last ones that are over.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such area; a refusal when the text does not say how people are counted; a fault
/// when the database refuses.
pub async fn years(app: &Application, area: &str) -> Result<Vec<Period>, ActionError> {
    let area = app.policy.area(area).ok_or(ActionError::NotFound)?;
    Ok(years_of(area, &app.held.counter(app, &area.id).await?))
}

fn years_of(area: &Area, counter: &Counter) -> Vec<Period> {
    let is_over = |period: &Period| period.until.is_some_and(|until| until < counter.until());
    let mut years: Vec<Period> = area.published.iter().map(|year| year.period).filter(is_over).collect();
    // A year that overlaps a published one would be its difference from it.
    let others: Vec<Period> =
        counter.years().into_iter().filter(|year| years.iter().all(|one| apart(one, year))).collect();
    years.extend(others);
    years
}

/// Whether no day lies in both.
fn apart(one: &Period, other: &Period) -> bool {
    let ends_before = |one: &Period, other: &Period| one.until.is_some_and(|until| until < other.from);
    ends_before(one, other) || ends_before(other, one)
}

/// Counts the records of an area in one of its [`years`]. Who may ask is for the caller to have asked.
///
/// # Errors
/// As [`years`]; a refusal for any other period.
pub async fn first_year(app: &Application, area: &str, period: Period) -> Result<FirstYearReport, ActionError> {
    let area = app.policy.area(area).ok_or(ActionError::NotFound)?;
    let counter = app.held.counter(app, &area.id).await?;
    if !years_of(area, &counter).contains(&period) {
        let says = "This period cannot be reported on. Reports are of the same whole years for everybody, so that nobody \
                    can be picked out by asking about a shorter time. Choose a year of the list";
        return Err(ActionError::refused("performance/no-such-year", says));
    }
    let published = area.published.iter().find(|year| year.period == period);
    count_records(app, area, &counter, (period, published)).await
}

async fn count_records(
    app: &Application,
    area: &Area,
    counter: &Counter,
    (period, published): (Period, Option<&PublishedYear>),
) -> Result<FirstYearReport, ActionError> {
    let connection = app.db.reader();
    let registered = store::registered(connection, &area.id, (counter.before(), app.zone_in(&area.id))).await?;
    let spells = store::first_days_of_work(connection, &area.id, counter.before()).await?;
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
                let key = counter.key(person);
                let mut record = RegisterRecord::new(key, registered_on, into_work_on);
                record.counted_apart = is_counted;
                records.push(record);
            }
        }
    }
    let facts = facts_read(app, area);
    let people: Vec<Uuid> = workers.iter().map(|(person, ..)| *person).collect();
    let mut answers = answers_of(connection, &people, Some(&facts)).await?;
    let mut groups: Vec<Share<Cell>> = vec![Share::default(); area.priority_groups.len()];
    for (person, registered_on, first_day) in workers {
        let mut told = answers.remove(&person).unwrap_or_default();
        told.retain(|answer| answer.recorded_at < counter.before());
        let (worker, key) = (worker(app, area, &told, (registered_on, first_day)), counter.key(person));
        for (group, truth) in groups.iter_mut().zip(&worker.in_groups) {
            group.count(key, known(*truth));
        }
        let mut record = RegisterRecord::new(key, registered_on, Some(first_day));
        record.from_deprived_area = worker.from_deprived_area;
        record.in_priority_group = worker.in_priority_group;
        records.push(record);
    }
    let kept = Kept { counter, people: counted, counts: store::group_counts(connection, &area.id, period).await? };
    let mut summary = register_summary(period, records);
    kept.add_to(&mut summary.deprived_among_into_work, DEPRIVED);
    kept.add_to(&mut summary.priority_among_into_work, PRIORITY);
    for (group, share) in area.priority_groups.iter().zip(&mut groups) {
        kept.add_to(share, &group.code);
    }
    Ok(report(area, counter, published, (summary, groups)))
}

fn report(
    area: &Area,
    counter: &Counter,
    published: Option<&PublishedYear>,
    (summary, groups): (RegisterSummary<Cell>, Vec<Share<Cell>>),
) -> FirstYearReport {
    let into_work = counter.tell(summary.into_work);
    let share = |share: Share<Cell>| share.told(counter.rule()).within(into_work);
    let groups = area.priority_groups.iter().zip(groups).map(|(group, counted)| GroupCount {
        says: group.says.clone(),
        code: group.code.to_string(),
        share: share(counted),
    });
    FirstYearReport {
        area: area.id.to_string(),
        period: summary.period,
        counted_until: counter.until(),
        registered: counter.tell(summary.registered),
        into_work,
        deprived_among_into_work: share(summary.deprived_among_into_work),
        priority_among_into_work: share(summary.priority_among_into_work),
        groups: groups.collect(),
        exactly: published.and_then(|_| summary.published(counter.counting().exact_least)),
        how_told: counter.how_told(),
    }
}

/// Those into work in the period whose answers are erased: what was counted of them before, in months that lie wholly in it.
struct Kept<'a> {
    counter: &'a Counter,
    people: u64,
    counts: BTreeMap<String, store::KeptCount>,
}

impl Kept<'_> {
    fn add_to(&self, share: &mut Share<Cell>, code: &str) {
        let kept = self.counts.get(code).copied().unwrap_or_default();
        let cell = |what: &str, people: u64| Cell::kept(people, self.counter.key_of_kept(&format!("{code} {what}")));
        let not_known = self.people.saturating_sub(kept.yes + kept.no);
        share.yes = share.yes.and(cell("yes", kept.yes));
        share.no = share.no.and(cell("no", kept.no));
        share.unknown = share.unknown.and(cell("not known", not_known));
    }
}

fn known(truth: Truth) -> Option<bool> {
    match truth {
        Truth::Met => Some(true),
        Truth::NotMet => Some(false),
        Truth::Unknown => None,
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

/// Whether the home lies in a small area of high deprivation, as the text says which are (`most_deprived_deciles` of
/// `spine/counting.toml`); `None` when the text does not say, or the home or its decile is not known.
fn from_deprived_area(app: &Application, known: &Facts) -> Option<bool> {
    let most_deprived = 1..=app.policy.counting.as_ref()?.most_deprived_deciles;
    match &known.get("home")?.value {
        Value::Place(place) => Some(most_deprived.contains(&app.places.imd_decile(&place.lsoa)?)),
        _ => None,
    }
}
