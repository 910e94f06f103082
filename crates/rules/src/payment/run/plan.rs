//! A contract made ready for a run, and the run.

use super::{RunLine, RunOwed, RunTotals, StartGroup, Starts, Work, dated::Dated, total::Counting};
use crate::{
    outcome::{
        Group,
        least::{Enough, lay},
        stretch::{Stretch, day_of, number_of},
        weeks_in_work::{Terms, first_complete},
    },
    payment::{
        claim_window::{self, Asked},
        contract_period,
        payable::holds_for,
        price::{deciding, one_price},
        within_days,
    },
};
use indexmap::{IndexMap, IndexSet};
use kernel::{Day, Pence};
use policy::{Contract, ContractOutcome, Counts, LeastWork, OutcomeDefinition, PriceDay, WorkFrom};
use std::fmt;

/// What of a contract cannot be worked out from starts and work alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooMuchForARun(pub Vec<String>);

impl fmt::Display for TooMuchForARun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for TooMuchForARun {}

/// A contract made ready to be worked out for a table of starts and work.
pub struct PaymentRun<'a> {
    contract: &'a Contract,
    as_of: Day,
    outcomes: Vec<Ready<'a>>,
    floors: Vec<Floor>,
    groups: usize,
}

/// What work must be to count, and from when it does.
type Floor = (LeastWork, WorkFrom);

/// An outcome made ready.
struct Ready<'a> {
    outcome: &'a ContractOutcome,
    counted: Counted,
    /// For each group, then for none, then for one that is not known.
    for_groups: Vec<ForGroup>,
    /// By day of the start: the number of the last day on which it may be reached; `None`: this start is not paid for.
    last_days: Dated<Option<i32>>,
}

/// How an outcome is counted.
enum Counted {
    Start,
    /// The first day in work; with the position of the floor.
    Job(usize),
    /// With the position of the floor of hours and pay.
    Weeks(Terms, usize),
}

/// An outcome for one payment group.
enum ForGroup {
    /// The contract does not pay for it.
    Not,
    /// Its price cannot be told.
    Unknown,
    /// The prices by the day that decides; `None`: there is no one price.
    Prices(PriceDay, Dated<Option<(Pence, bool)>>),
}

/// What is found of an outcome.
enum Found {
    On(i32),
    NotYet,
    /// It was not reached before this day, and it is not known whether it was then.
    NotBefore(i32),
}

impl<'a> PaymentRun<'a> {
    /// Makes a contract ready, as of a day: later days are not looked at.
    ///
    /// # Errors
    /// Everything that the contract asks besides starts and work, in words.
    pub fn new(
        contract: &'a Contract,
        definitions: &IndexMap<String, OutcomeDefinition>,
        as_of: Day,
    ) -> Result<Self, TooMuchForARun> {
        let mut wrong = beyond(contract);
        let groups: Vec<Group> = contract.groups.iter().map(|group| Group::Is(group.id.to_string())).collect();
        let others = [Group::None, Group::Unknown { needs: Vec::new() }];
        let days = (contract.period.from, as_of);
        let (mut floors, mut outcomes) = (IndexSet::new(), Vec::new());
        for outcome in &contract.outcomes {
            let Some(counted) = counted(outcome, definitions, &mut floors) else {
                wrong.push(format!("`{}` is counted from more than starts and work", outcome.id));
                continue;
            };
            let for_groups = groups.iter().chain(&others).map(|group| for_group(contract, outcome, group, days));
            outcomes.push(Ready {
                outcome,
                counted,
                for_groups: for_groups.collect(),
                last_days: Dated::ask(days, |started_on| last_day(contract, outcome, started_on)),
            });
        }
        if !wrong.is_empty() {
            return Err(TooMuchForARun(wrong));
        }
        Ok(Self { contract, as_of, outcomes, floors: floors.into_iter().collect(), groups: groups.len() })
    }

    /// Works out every start, in order, and hands over each line: those owed and those not known, in the contract's
    /// order. A spell of a participant that there is not is passed over.
    pub fn run(&self, starts: &Starts, work: &Work, mut take: impl FnMut(RunLine)) -> RunTotals {
        let by_participant = work.by_participant(starts.len());
        let mut pieces = Vec::new();
        let mut laid: Vec<Enough> = self.floors.iter().map(|_| Enough::default()).collect();
        let mut counting = Counting::new((self.contract.period.from, self.as_of), self.outcomes.len(), self.groups);
        let as_of = number_of(self.as_of);
        for (participant, (started_on, group)) in (0_u32..).zip(starts.iter()) {
            if started_on > as_of {
                continue;
            }
            for ((floor, work_from), enough) in self.floors.iter().zip(&mut laid) {
                pieces.clear();
                pieces.extend(by_participant.within(participant as usize, (started_on, as_of), *work_from));
                lay(&pieces, *floor, enough);
            }
            let (place, position) = match group {
                StartGroup::At(position) => (usize::from(position), Some(position)),
                StartGroup::None => (self.groups, None),
                StartGroup::Unknown => (self.groups + 1, None),
            };
            for (number, ready) in (0_u16..).zip(&self.outcomes) {
                let Some(Some(last_day)) = ready.last_days.on(started_on) else { continue };
                let Some(for_group) = ready.for_groups.get(place) else { continue };
                if matches!(for_group, ForGroup::Not) {
                    continue;
                }
                let owed = match ready.find(started_on, &laid) {
                    Found::NotYet => continue,
                    Found::On(day) | Found::NotBefore(day) if day > *last_day => continue,
                    Found::On(day) => for_group.price(started_on, day),
                    Found::NotBefore(_) => None,
                };
                match &owed {
                    Some(owed) => counting.add(number, position, owed),
                    None => counting.unknown += 1,
                }
                take(RunLine { participant, outcome: number, owed });
            }
        }
        counting.totals()
    }

    /// The contract's outcome of a line.
    #[must_use]
    pub fn outcome(&self, line: &RunLine) -> Option<&'a ContractOutcome> {
        self.outcomes.get(usize::from(line.outcome)).map(|ready| ready.outcome)
    }

    /// The last day on which a line may be claimed; `None` when there is no limit, or nothing is owed.
    #[must_use]
    pub fn claim_by(&self, starts: &Starts, line: &RunLine) -> Option<Day> {
        let terms = claim_window::terms(self.outcome(line).into_iter(), self.contract)?;
        let (reached_on, started_on) = (line.owed?.reached_on(), day_of(starts.day(line.participant)?)?);
        claim_window::last_day(terms, &Asked { started_on, reached_on, claim_from: None, as_of: self.as_of })
    }
}

impl Ready<'_> {
    /// Whether and when it was reached, whatever limit there is. Where the days on which there surely is enough work and
    /// those on which there may be come to different answers, it is not known.
    fn find(&self, started_on: i32, laid: &[Enough]) -> Found {
        match &self.counted {
            Counted::Start => Found::On(started_on),
            Counted::Job(floor) => {
                let first = laid.get(*floor).and_then(|enough| enough.surely.first());
                first.map_or(Found::NotYet, |run| Found::On(run.first))
            }
            Counted::Weeks(terms, floor) => {
                let Some(enough) = laid.get(*floor) else { return Found::NotYet };
                let reached = |runs: &[Stretch]| {
                    let chain = first_complete(runs, terms)?;
                    Some((chain.reached_on?, chain.first))
                };
                let surely = reached(&enough.surely);
                if enough.surely == enough.at_best {
                    return surely.map_or(Found::NotYet, |(day, _)| Found::On(day));
                }
                match (surely, reached(&enough.at_best)) {
                    (Some(surely), Some(at_best)) if surely == at_best => Found::On(surely.0),
                    (_, Some((day, _))) => Found::NotBefore(day),
                    (_, None) => Found::NotYet,
                }
            }
        }
    }
}

impl ForGroup {
    /// What is owed for an outcome reached on a day; `None` when that is not known.
    fn price(&self, started_on: i32, reached_on: i32) -> Option<RunOwed> {
        let Self::Prices(by, prices) = self else { return None };
        let deciding = if *by == PriceDay::Start { started_on } else { reached_on };
        let (amount, example_price) = (*prices.on(deciding)?)?;
        Some(RunOwed { day: reached_on, amount, example_price })
    }
}

/// What the contract asks that starts and work do not tell.
fn beyond(contract: &Contract) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen = IndexSet::new();
    for outcome in &contract.outcomes {
        let mut say = |is: bool, why: &str| {
            if is {
                wrong.push(format!("`{}` {why}", outcome.id));
            }
        };
        say(!seen.insert(&outcome.id), "may be reached in more than one way");
        say(!outcome.needs.is_empty() || outcome.contains.is_some(), "needs another outcome");
        say(outcome.repeats.is_some(), "is paid again and again");
    }
    wrong.extend(contract.evidence.iter().map(|rule| format!("`{}` is paid only on evidence", rule.outcome)));
    wrong
}

fn counted(
    outcome: &ContractOutcome,
    definitions: &IndexMap<String, OutcomeDefinition>,
    floors: &mut IndexSet<Floor>,
) -> Option<Counted> {
    let definition = definitions.get(&outcome.definition)?;
    let from = outcome.work_from.unwrap_or(definition.work_from);
    match definition.counts {
        Counts::Start => Some(Counted::Start),
        Counts::JobStart => Some(Counted::Job(floors.insert_full((LeastWork::ANY, from)).0)),
        Counts::WeeksInWork { weeks, longest_break_days, all_breaks_days, least } => {
            let terms = Terms { weeks, longest_break_days, all_breaks_days };
            Some(Counted::Weeks(terms, floors.insert_full((least, from)).0))
        }
        _ => None,
    }
}

fn for_group(contract: &Contract, outcome: &ContractOutcome, group: &Group, days: (Day, Day)) -> ForGroup {
    if !holds_for(outcome, None, group) {
        return ForGroup::Not;
    }
    // Whether it is paid for at all depends on a group that is not known.
    if matches!(group, Group::Unknown { .. }) && !outcome.for_groups.is_empty() {
        return ForGroup::Unknown;
    }
    match deciding(contract, &outcome.id, group) {
        Err(_) => ForGroup::Unknown,
        Ok((wanted, by)) => {
            let price = |day: Day| one_price(contract, &outcome.id, wanted, day).ok();
            ForGroup::Prices(by, Dated::ask(days, price))
        }
    }
}

/// The number of the last day on which an outcome may be reached after a start; `None` where it is not paid for.
fn last_day(contract: &Contract, outcome: &ContractOutcome, started_on: Day) -> Option<i32> {
    let paid = contract_period::outside(contract, Some(started_on)).is_none()
        && holds_for(outcome, Some(started_on), &Group::Unknown { needs: Vec::new() });
    let limit = within_days::last_day((outcome.within_days, outcome.within_months), started_on);
    paid.then(|| limit.map_or(i32::MAX, number_of))
}
