//! Reading a mix of people.

use crate::{commands::pay::recorded_kinds, failure::Failure, input, output};
use anyhow::Context;
use indexmap::IndexMap;
use kernel::{Day, Pence};
use policy::{Contract, OutcomeDefinition};
use rules::payment::{Mix, MixGroup};
use serde::Deserialize;
use std::path::Path;
use toml::value::Datetime;

/// People of a run at most, and runs at most: more takes minutes and says no more.
const MAX_PEOPLE: u32 = 100_000;
const MAX_RUNS: u32 = 10_000;
/// The group of who is in none.
const NONE: &str = "none";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// What the numbers rest on. Read so that nobody leaves it out.
    source: String,
    participants: u32,
    from: Datetime,
    starts_over_months: u32,
    runs: u32,
    group: Vec<GivenGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenGroup {
    id: String,
    says: String,
    share_percent: f64,
    job_percent: f64,
    weeks_to_job: f64,
    #[serde(default)]
    weekly_leaving_percent: f64,
    hours_per_week: u16,
    pence_week: i64,
    cost_pence: i64,
    #[serde(default)]
    cost_in_work_pence: i64,
    #[serde(default)]
    event: Vec<GivenEvent>,
    target: Option<GivenTarget>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenEvent {
    kind: String,
    percent: f64,
    after_weeks: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenTarget {
    outcome: String,
    percent: f64,
}

/// The mix of a file, which fits the contract.
pub(super) fn read(
    path: &Path,
    contract: &Contract,
    definitions: &IndexMap<String, OutcomeDefinition>,
) -> Result<Mix, Failure> {
    let name = path.display();
    let text = input::text(path)?;
    let given: Given = toml::from_str(&text).with_context(|| format!("{name} is not a mix of people"))?;
    let mut faults = faults(&given, contract);
    faults.extend(unknown_kinds(&given, definitions));
    if !faults.is_empty() {
        for fault in &faults {
            output::note(&format!("error: {name}: {fault}"));
        }
        return Err(Failure::Said);
    }
    let from = day(&given.from).unwrap_or_default();
    let months = from.checked_add_months(chrono::Months::new(given.starts_over_months)).unwrap_or(from);
    let days = u64::try_from((months - from).num_days()).unwrap_or(1).max(1);
    let all = f64::from(given.participants);
    let groups = given.group.into_iter().map(|group| of_group(group, all)).collect();
    Ok(Mix { from, starts_over_days: days, groups, runs: given.runs })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of at most 100,000 people")]
fn of_group(group: GivenGroup, all: f64) -> MixGroup {
    MixGroup {
        id: group.id,
        says: group.says,
        starts: (all * group.share_percent / 100.0).round() as u32,
        job_chance: group.job_percent / 100.0,
        weeks_to_job: group.weeks_to_job,
        weekly_leaving_chance: group.weekly_leaving_percent / 100.0,
        hours_per_week: group.hours_per_week,
        earnings_week: Pence(group.pence_week),
        cost: Pence(group.cost_pence),
        cost_in_work: Pence(group.cost_in_work_pence),
        events: group.event.into_iter().map(|event| (event.kind, event.percent / 100.0, event.after_weeks)).collect(),
        target: group.target.map(|target| (target.outcome, target.percent / 100.0)),
    }
}

fn day(written: &Datetime) -> Option<Day> {
    let date = written.date.filter(|_| written.time.is_none())?;
    Day::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// Events of a kind that no outcome is counted from: they would change nothing.
fn unknown_kinds(given: &Given, definitions: &IndexMap<String, OutcomeDefinition>) -> Vec<String> {
    let known = recorded_kinds(definitions);
    let events = given.group.iter().flat_map(|group| group.event.iter().map(move |event| (&group.id, &event.kind)));
    let wrong = events.filter(|(_, kind)| !known.contains(&kind.as_str()));
    let all = known.join(", ");
    wrong.map(|(id, kind)| format!("`{id}`: no outcome is counted from an event `{kind}`; there are {all}")).collect()
}

/// Everything that is wrong with the mix.
fn faults(given: &Given, contract: &Contract) -> Vec<String> {
    let mut faults = Vec::new();
    let mut need = |is: bool, why: String| {
        if !is {
            faults.push(why);
        }
    };
    need(!given.source.trim().is_empty(), "`source` is empty: say what the numbers rest on".to_owned());
    need((1..=MAX_PEOPLE).contains(&given.participants), format!("`participants` must be from 1 to {MAX_PEOPLE}"));
    need((1..=MAX_RUNS).contains(&given.runs), format!("`runs` must be from 1 to {MAX_RUNS}"));
    need((1..=120).contains(&given.starts_over_months), "`starts_over_months` must be from 1 to 120".to_owned());
    need(day(&given.from).is_some(), "`from` must be a day, such as 2026-04-01".to_owned());
    let shares: f64 = given.group.iter().map(|group| group.share_percent).sum();
    need((shares - 100.0).abs() < 0.01, format!("the groups' `share_percent` come to {shares}, not to 100"));
    for (number, group) in given.group.iter().enumerate() {
        let id = &group.id;
        let known = contract.groups.iter().any(|known| *known.id == **id) || contract.groups.is_empty() || id == NONE;
        let ids: Vec<&str> = contract.groups.iter().map(|group| group.id.as_ref()).collect();
        need(known, format!("`{id}` is no payment group of the contract; there are: {}", ids.join(", ")));
        need(!given.group.iter().take(number).any(|other| other.id == *id), format!("the group `{id}` is there twice"));
        for (key, percent) in [
            ("share_percent", group.share_percent),
            ("job_percent", group.job_percent),
            ("weekly_leaving_percent", group.weekly_leaving_percent),
        ]
        .into_iter()
        .chain(group.event.iter().map(|event| ("percent of an event", event.percent)))
        .chain(group.target.iter().map(|target| ("percent of the target", target.percent)))
        {
            need((0.0..=100.0).contains(&percent), format!("`{id}`: {key} must be from 0 to 100"));
        }
        need((0.0..=520.0).contains(&group.weeks_to_job), format!("`{id}`: weeks_to_job must be from 0 to 520"));
        need(group.hours_per_week <= 168, format!("`{id}`: hours_per_week must be at most 168"));
        for (key, pence) in [
            ("pence_week", group.pence_week),
            ("cost_pence", group.cost_pence),
            ("cost_in_work_pence", group.cost_in_work_pence),
        ] {
            need((0..=100_000_000).contains(&pence), format!("`{id}`: {key} must be from 0 to 100000000"));
        }
        if let Some(target) = &group.target {
            let has = contract.outcomes.iter().any(|outcome| outcome.id == target.outcome);
            need(has, format!("`{id}`: the contract has no outcome `{}`", target.outcome));
        }
    }
    faults
}
