//! What tiers, discounts, incentives and clawbacks change of what outcomes come to.

use super::{LineKind, Participant, StatementLine, percent_of};
use crate::payment::within_days;
use kernel::{Day, Pence, completed_days, in_words};
use policy::{Contract, Incentive, Span, Tier, WindowLength};
use std::collections::BTreeMap;

const CODE: &str = "rules/payment/statement";

/// For each outcome what its tier adds or takes, and then what its discount takes.
pub(super) fn tiers_and_discounts(contract: &Contract, outcomes: &[StatementLine]) -> Vec<StatementLine> {
    let mut reached: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    let mut found = Vec::new();
    for outcome in outcomes {
        let year = contract.year_of(outcome.on).unwrap_or(1);
        let over = contract.tiers.iter().find(|tier| tier.outcome == outcome.item).map(|tier| tier.over);
        let span = if over == Some(Span::Contract) { 0 } else { year };
        let count = reached.entry((&outcome.item, span)).or_insert(0);
        *count += 1;
        let mut worth = outcome.amount;
        if let Some(tier) = tier(contract, &outcome.item, *count) {
            let changed = percent_of(worth, tier.price_percent - 100);
            let says = format!("Number {count}: {}% of the price above {}.", tier.price_percent, tier.above);
            found.push(beside(outcome, LineKind::Tier, changed, tier.example, says));
            worth = Pence(worth.0.saturating_add(changed.0));
        }
        let discount = contract.discounts.iter().find(|discount| discount.outcome == outcome.item);
        let value = discount.and_then(|found| found.values.iter().find(|value| value.period.contains(outcome.on)));
        if let (Some(discount), Some(value)) = (discount, value)
            && value.is != 0
        {
            let says = format!("A discount of {}% on {}.", value.is, in_words(outcome.on));
            let example = discount.example || value.example;
            found.push(beside(outcome, LineKind::Discount, percent_of(worth, -value.is), example, says));
        }
    }
    found
}

/// The tier that holds for the outcome with this number: the one that begins latest.
fn tier<'c>(contract: &'c Contract, outcome: &str, number: i64) -> Option<&'c Tier> {
    let begun = contract.tiers.iter().filter(|tier| tier.outcome == outcome && number > tier.above);
    begun.max_by_key(|tier| tier.above).filter(|tier| tier.price_percent != 100)
}

fn beside(outcome: &StatementLine, kind: LineKind, amount: Pence, example: bool, says: String) -> StatementLine {
    StatementLine { kind, amount, example: example || outcome.example, code: CODE.to_owned(), says, ..outcome.clone() }
}

/// For each year of the contract whose starts have all had their time: so much for each of their outcomes above the
/// benchmark. A start outside the contract is of no year, and an outcome after its time does not count.
pub(super) fn incentives(
    contract: &Contract,
    participants: &[Participant],
    outcomes: &[StatementLine],
    as_of: Day,
) -> Vec<StatementLine> {
    contract
        .incentives
        .iter()
        .flat_map(|incentive| of_incentive(contract, incentive, participants, outcomes, as_of))
        .collect()
}

fn of_incentive(
    contract: &Contract,
    incentive: &Incentive,
    participants: &[Participant],
    outcomes: &[StatementLine],
    as_of: Day,
) -> Vec<StatementLine> {
    let time = match incentive.within {
        WindowLength::Days(days) => (Some(days), None),
        WindowLength::Months(months) => (None, Some(months)),
    };
    let mut reached: BTreeMap<&str, Vec<Day>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.item == incentive.outcome) {
        if let Some(participant) = &outcome.participant {
            reached.entry(participant).or_default().push(outcome.on);
        }
    }
    // Of each year: starts, and outcomes in their time.
    let mut years: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for participant in participants {
        let started_on = participant.started_on.filter(|day| contract.period.contains(*day));
        let Some((started_on, year)) = started_on.and_then(|day| Some((day, contract.year_of(day)?))) else { continue };
        let last = within_days::last_day(time, started_on).unwrap_or(started_on);
        let in_time = reached.get(participant.id.as_str()).into_iter().flatten().filter(|on| **on <= last).count();
        let (starts, in_all) = years.entry(year).or_default();
        *starts += 1;
        *in_all += i64::try_from(in_time).unwrap_or(i64::MAX);
    }
    let mut found = Vec::new();
    for (year, (starts, reached)) in years {
        let had_its_time = last_day(contract, year).and_then(|last| within_days::last_day(time, last));
        let Some(on) = had_its_time.filter(|on| *on <= as_of) else { continue };
        let benchmark = (starts * incentive.benchmark_percent + 99) / 100;
        let above = reached - benchmark;
        if above <= 0 {
            continue;
        }
        let says = format!(
            "Starts of year {year}: {reached} outcomes in their time, {above} above the benchmark of {benchmark} ({}% of {starts} \
             starts).",
            incentive.benchmark_percent
        );
        found.push(StatementLine {
            on,
            kind: LineKind::Incentive,
            participant: None,
            item: incentive.id.clone(),
            occurrence: year,
            amount: Pence(above.saturating_mul(incentive.pence_each)),
            example: incentive.example,
            code: CODE.to_owned(),
            says,
        });
    }
    found
}

/// The last day of a year of the contract, or of the contract in it.
fn last_day(contract: &Contract, year: i64) -> Option<Day> {
    let months = u32::try_from(year.checked_mul(12)?).ok()?;
    let last = contract.period.from.checked_add_months(chrono::Months::new(months))?.pred_opt()?;
    Some(contract.period.until.map_or(last, |until| until.min(last)))
}

/// What goes back of an outcome when its person left within the days that the contract names.
pub(super) fn clawbacks(
    contract: &Contract,
    participants: &[Participant],
    outcomes: &[StatementLine],
    adjusted: &[StatementLine],
    as_of: Day,
) -> Vec<StatementLine> {
    let ended: BTreeMap<&str, Day> =
        participants.iter().filter_map(|one| Some((one.id.as_str(), one.ended_on?))).collect();
    let mut found = Vec::new();
    for outcome in outcomes {
        let clawback = contract.clawbacks.iter().find(|clawback| clawback.outcome == outcome.item);
        let ended_on = outcome.participant.as_deref().and_then(|id| ended.get(id)).filter(|day| **day <= as_of);
        let (Some(clawback), Some(ended_on)) = (clawback, ended_on) else { continue };
        let stayed = completed_days(outcome.on, *ended_on);
        if !(0..=clawback.ends_within_days).contains(&stayed) {
            continue;
        }
        let same = |line: &&StatementLine| {
            line.participant == outcome.participant
                && line.item == outcome.item
                && line.occurrence == outcome.occurrence
        };
        let worth = adjusted.iter().filter(same).fold(outcome.amount.0, |sum, line| sum.saturating_add(line.amount.0));
        let says = format!(
            "{}% goes back: the person left on {}, {stayed} days after, within {}.",
            clawback.percent,
            in_words(*ended_on),
            clawback.ends_within_days
        );
        let back = percent_of(Pence(worth), -clawback.percent);
        found
            .push(StatementLine { on: *ended_on, ..beside(outcome, LineKind::Clawback, back, clawback.example, says) });
    }
    found
}
