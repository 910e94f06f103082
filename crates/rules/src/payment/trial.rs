//! What would a contract pay before it is let, for which group, and which group would a provider that seeks profit leave
//! aside or pick?
//!
//! *Authority*: the contract as it stands, by the same functions that pay; how likely work is, how long it lasts and what
//! help costs are assumptions of whoever asks. *Incentive alignment* (S21): what would pay best is set beside what the area
//! wants.
//! *Applies*: to a mix of groups, drawn by chance a given number of times; the same seed gives the same answer.
//! *Simplified*: one job to a person, begun after a wait that is drawn without memory and left without memory; every
//! outcome is claimed in time and borne out; fees, tiers, caps and incentives are of the contract and of no group.
//! *Example*: two groups at the same price; the one with half the chance of work costs as much: it is left aside, and twice
//! its price would level it.

use super::{Participant, Reason, claim_lines, statement};
use crate::outcome::{Evidence, Group, Participation, RecordedEvent, Spell, SpellKind};
use chrono::Days;
use indexmap::IndexMap;
use kernel::{Day, Pence, PenceError, Period};
use policy::{Contract, OutcomeDefinition};
use serde::Serialize;

/// Days over which outcomes are waited for after the last start.
const WAITED_DAYS: u64 = 3 * 365;
/// A group that leaves more than this times what one of the mix leaves is worth picking.
const WORTH_PICKING: f64 = 1.1;
/// A week.
const WEEK_DAYS: f64 = 7.0;
/// The longest wait or job that is drawn, in days.
const MAX_DAYS: f64 = 20.0 * 365.0;

/// A mix of people, and how often it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// The first day on which people start.
    pub from: Day,
    /// Days over which starts are spread evenly, at least 1.
    pub starts_over_days: u64,
    /// The groups.
    pub groups: Vec<MixGroup>,
    /// How often the mix is drawn, at least 1.
    pub runs: u32,
}

/// A group of the mix.
#[derive(Debug, Clone, PartialEq)]
pub struct MixGroup {
    /// The id: of a payment group where the contract has groups.
    pub id: String,
    /// Who they are.
    pub says: String,
    /// How many start.
    pub starts: u32,
    /// The chance that a person ever finds work, from 0 to 1.
    pub job_chance: f64,
    /// Weeks until then, on average.
    pub weeks_to_job: f64,
    /// The chance of leaving work in any one week, from 0 to 1.
    pub weekly_leaving_chance: f64,
    /// Hours a week in work.
    pub hours_per_week: u16,
    /// Earnings a week in work.
    pub earnings_week: Pence,
    /// What helping a person costs the provider.
    pub cost: Pence,
    /// What it costs besides once the person is in work.
    pub cost_in_work: Pence,
    /// Things recorded for some, with their chance and weeks after the start: training completed …
    pub events: Vec<(String, f64, u64)>,
    /// What the area wants: the share of starts, from 0 to 1, that reach an outcome.
    pub target: Option<(String, f64)>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// How often the mix was drawn.
    pub runs: u32,
    /// Each group.
    pub groups: Vec<TrialGroup>,
    /// What the contract pays in all, with fees, tiers, caps and incentives.
    pub paid: Spread,
    /// What the provider keeps of it.
    pub margin: Spread,
}

/// What came of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrialGroup {
    /// Its id.
    pub id: String,
    /// Who they are.
    pub says: String,
    /// How many start in a run.
    pub starts: u32,
    /// Outcomes paid for each start, by outcome.
    pub outcomes_per_start: IndexMap<String, f64>,
    /// Pence paid in outcomes for each start.
    pub paid_per_start: f64,
    /// Pence that help costs for each start.
    pub cost_per_start: f64,
    /// Pence kept of each start.
    pub margin_per_start: f64,
    /// What a provider that seeks profit would do.
    pub drift: Drift,
    /// What the area wants, and what is reached: shares of starts.
    pub target: Option<(String, f64, f64)>,
    /// For each outcome of the contract that nobody of the group reached, in the contract's order: the reason that stood
    /// most often, as it stood for the first of them.
    pub unpaid: IndexMap<String, Reason>,
    /// By how much its outcome prices would have to be multiplied for each start to leave what one of the whole mix leaves;
    /// `None` where nothing is paid for it.
    pub level_price: Option<f64>,
}

/// What profit draws a provider to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drift {
    /// Each start loses money: it pays to leave them aside ("parking").
    Park,
    /// Each start leaves a tenth more than one of the mix does, or anything where the mix loses: it pays to pick them ("creaming").
    Cream,
    /// Neither.
    Even,
}

/// An amount over the runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// The mean, rounded to whole pence.
    pub mean: Pence,
    /// One run in twenty is below it.
    pub low: Pence,
    /// One run in twenty is above it.
    pub high: Pence,
}

/// Draws the mix and works out what the contract pays. `chance` gives numbers from 0, included, to 1, not included.
///
/// # Errors
/// When an amount is too large to hold.
pub fn trial(
    contract: &Contract,
    definitions: &IndexMap<String, OutcomeDefinition>,
    mix: &Mix,
    chance: &mut dyn FnMut() -> f64,
) -> Result<Trial, PenceError> {
    let as_of = mix.from.checked_add_days(Days::new(mix.starts_over_days + WAITED_DAYS)).unwrap_or(Day::MAX);
    let mut sums: Vec<Sum> = mix.groups.iter().map(|_| Sum::default()).collect();
    let (mut paid, mut margin) = (Vec::new(), Vec::new());
    for _ in 0..mix.runs {
        let (mut participants, mut cost) = (Vec::new(), 0_i64);
        for (group, sum) in mix.groups.iter().zip(&mut sums) {
            for number in 0..group.starts {
                let person = drawn(contract, mix, group, number, chance);
                let spent = cost_of(group, &person);
                cost = cost.checked_add(spent.0).ok_or(PenceError)?;
                let lines = claim_lines(contract, definitions, &person, as_of);
                sum.add(spent, &lines);
                let (id, started_on) = (format!("{}-{number}", group.id), person.started_on);
                participants.push(Participant { id, started_on, ended_on: None, lines });
            }
        }
        let statement = statement(contract, &participants, as_of);
        let total = statement.total()?;
        paid.push(total.0);
        margin.push(total.0.checked_sub(cost).ok_or(PenceError)?);
    }
    Ok(Trial { runs: mix.runs, groups: groups_of(mix, &sums), paid: Spread::of(paid), margin: Spread::of(margin) })
}

/// What is added up over the people of a group in all runs.
#[derive(Debug, Clone, Default)]
struct Sum {
    people: u64,
    paid: i128,
    cost: i128,
    outcomes: IndexMap<String, u64>,
    /// People who reached each outcome at least once.
    reached: IndexMap<String, u64>,
    /// Why it was not paid, by outcome and code of the reason: how often, and as it stood first.
    unpaid: IndexMap<(String, String), (u64, Reason)>,
}

impl Sum {
    fn add(&mut self, cost: Pence, lines: &[super::OutcomeLine]) {
        self.people += 1;
        self.cost += i128::from(cost.0);
        for owed in lines.iter().filter_map(super::OutcomeLine::owed) {
            self.paid += i128::from(owed.amount.0);
            *self.outcomes.entry(owed.outcome.clone()).or_default() += 1;
            if owed.occurrence == 1 {
                *self.reached.entry(owed.outcome.clone()).or_default() += 1;
            }
        }
        for line in lines.iter().filter(|line| line.owed().is_none()) {
            if let Some(reason) = line.reasons().first() {
                let key = (line.outcome().to_owned(), reason.code.clone());
                self.unpaid.entry(key).or_insert_with(|| (0, reason.clone())).0 += 1;
            }
        }
    }

    /// Of outcomes that nobody reached, the reason that stood most often.
    fn why_unpaid(&self) -> IndexMap<String, Reason> {
        let mut found: IndexMap<String, (u64, Reason)> = IndexMap::new();
        for ((outcome, _), (count, reason)) in &self.unpaid {
            let most = found.entry(outcome.clone()).or_insert_with(|| (0, reason.clone()));
            if *count > most.0 {
                *most = (*count, reason.clone());
            }
        }
        found.retain(|outcome, _| !self.outcomes.contains_key(outcome));
        found.into_iter().map(|(outcome, (_, reason))| (outcome, reason)).collect()
    }

    fn per_start(&self, sum: i128) -> f64 {
        ratio(sum, i128::from(self.people))
    }
}

#[expect(clippy::cast_precision_loss, reason = "means of pence, told to the penny")]
fn ratio(sum: i128, of: i128) -> f64 {
    if of == 0 { 0.0 } else { sum as f64 / of as f64 }
}

fn groups_of(mix: &Mix, sums: &[Sum]) -> Vec<TrialGroup> {
    let (people, paid, cost) = sums.iter().fold((0, 0, 0), |(people, paid, cost), sum| {
        (people + i128::from(sum.people), paid + sum.paid, cost + sum.cost)
    });
    let of_all = ratio(paid - cost, people);
    let group = |(group, sum): (&MixGroup, &Sum)| {
        let (paid, cost) = (sum.per_start(sum.paid), sum.per_start(sum.cost));
        let share =
            |outcome: &String| ratio(sum.reached.get(outcome).copied().unwrap_or_default().into(), sum.people.into());
        let margin = paid - cost;
        TrialGroup {
            id: group.id.clone(),
            says: group.says.clone(),
            starts: group.starts,
            outcomes_per_start: sum
                .outcomes
                .iter()
                .map(|(outcome, count)| (outcome.clone(), ratio((*count).into(), sum.people.into())))
                .collect(),
            paid_per_start: paid,
            cost_per_start: cost,
            margin_per_start: margin,
            drift: if margin < 0.0 {
                Drift::Park
            } else if margin > of_all.max(0.0) * WORTH_PICKING {
                Drift::Cream
            } else {
                Drift::Even
            },
            target: group.target.as_ref().map(|(outcome, wanted)| (outcome.clone(), *wanted, share(outcome))),
            unpaid: sum.why_unpaid(),
            level_price: (paid > 0.0).then(|| (of_all + cost) / paid),
        }
    };
    mix.groups.iter().zip(sums).map(group).collect()
}

impl Spread {
    fn of(mut amounts: Vec<i64>) -> Self {
        amounts.sort_unstable();
        let at = |twentieths: usize| {
            let place = amounts.len().saturating_sub(1) * twentieths / 20;
            Pence(amounts.get(place).copied().unwrap_or_default())
        };
        let sum: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
        let count = i128::try_from(amounts.len().max(1)).unwrap_or(1);
        Self { mean: Pence(i64::try_from(sum / count).unwrap_or_default()), low: at(1), high: at(19) }
    }
}

/// What helping a person cost.
fn cost_of(group: &MixGroup, person: &Participation) -> Pence {
    Pence(group.cost.0 + if person.spells.is_empty() { 0 } else { group.cost_in_work.0 })
}

/// A person of the group, drawn by chance.
fn drawn(
    contract: &Contract,
    mix: &Mix,
    group: &MixGroup,
    number: u32,
    chance: &mut dyn FnMut() -> f64,
) -> Participation {
    let starts = u64::from(group.starts.max(1));
    let started_on = after(mix.from, mix.starts_over_days.max(1) * u64::from(number) / starts);
    let finds_work = chance() < group.job_chance;
    let wait = drawn_days(chance, group.weeks_to_job * WEEK_DAYS);
    let stays = match group.weekly_leaving_chance {
        leaving if leaving > 0.0 => drawn_days(chance, WEEK_DAYS / leaving).max(1),
        _ => MAX_DAYS as u64,
    };
    let from = after(started_on, wait);
    let spell = Spell {
        id: "job".to_owned(),
        employer: "An employer".to_owned(),
        kind: SpellKind::Employee,
        period: Period { from, until: Some(after(from, stays - 1)) },
        hours_per_week: Some(group.hours_per_week),
        earnings_pence_week: Some(group.earnings_week),
    };
    let events = group.events.iter().filter(|(_, likely, _)| chance() < *likely).map(|(kind, _, weeks)| {
        RecordedEvent { id: kind.clone(), kind: kind.clone(), on: after(started_on, weeks * 7), hours: None }
    });
    let events: Vec<RecordedEvent> = events.collect();
    let spells: Vec<Spell> = if finds_work { vec![spell] } else { Vec::new() };
    let off = |spell: &Spell| {
        let before = Period { from: started_on, until: spell.period.from.pred_opt() };
        let later = spell.period.until.and_then(|until| until.succ_opt()).map(|from| Period { from, until: None });
        [Some(before).filter(|days| days.until >= Some(days.from)), later]
    };
    let on_benefit = match spells.first() {
        Some(spell) => off(spell).into_iter().flatten().collect(),
        None => vec![Period { from: started_on, until: None }],
    };
    let ids = spells.iter().map(|spell| &spell.id).chain(events.iter().map(|event| &event.id));
    let ids: Vec<String> = ids.cloned().chain(["start".to_owned()]).collect();
    let kinds = contract.evidence.iter().flat_map(|rule| &rule.accepts);
    let borne_out =
        |kind: &String| ids.iter().map(|of| Evidence { of: of.clone(), kind: kind.clone() }).collect::<Vec<_>>();
    Participation {
        id: format!("{}-{number}", group.id),
        started_on: Some(started_on),
        group: if contract.groups.is_empty() { Group::None } else { Group::Is(group.id.clone()) },
        evidence: kinds.flat_map(borne_out).collect(),
        spells,
        events,
        on_benefit: Some(on_benefit),
        ..Participation::default()
    }
}

/// Days drawn without memory around a mean.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just before")]
fn drawn_days(chance: &mut dyn FnMut() -> f64, mean: f64) -> u64 {
    (-(1.0 - chance()).ln() * mean).clamp(0.0, MAX_DAYS) as u64
}

fn after(day: Day, days: u64) -> Day {
    day.checked_add_days(Days::new(days)).unwrap_or(Day::MAX)
}

#[cfg(test)]
mod tests;
