//! Was an outcome reached under the contract's terms: for this start, soon enough, with what it needs?
//!
//! *Authority*: the contract's `starts_from`, `within_days`, `needs` and `contains`; Skills Bootcamps (no outcome without
//! completion); Fair Start Scotland (at first the 26 and 52 weeks had to contain the 13 weeks; from the end of year 3
//! they stand alone).
//! *Applies*: to each outcome of the contract by itself; an outcome with needs is reached on the day on which the last
//! of them was.
//! *Simplified*: of several ways to one outcome the one reached first counts, even where a later one would be worth more;
//! while it is not known whether another way was quicker, the day is not known.
//! *Example*: a job on 3 May and completion on 20 May: the outcome that needs completion is reached on 20 May; without
//! completion it is not owed, and says so.

use super::{line::Reason, within_days};
use crate::outcome::{Group, Participation, Progress, reached, work_from};
use indexmap::IndexMap;
use kernel::{Day, in_words};
use policy::{Contract, ContractOutcome, OutcomeDefinition};

const CODE: &str = "rules/payment/payable";
const LINES: &str = "rules/payment/claim_lines";

/// How deep outcomes may need one another; the check of policy text refuses circles.
const DEEPEST: usize = 16;

/// A participation under a contract, as of a day.
pub(super) struct Case<'a> {
    pub(super) contract: &'a Contract,
    pub(super) definitions: &'a IndexMap<String, OutcomeDefinition>,
    pub(super) participation: &'a Participation,
    pub(super) as_of: Day,
}

/// One of three answers on whether an outcome was reached.
pub(super) enum Reach {
    /// Reached under the contract's terms.
    Reached(Reached),
    /// Not reached, or not under its terms.
    Not { reasons: Vec<Reason>, expected_on: Option<Day> },
    /// It cannot be told; it was not reached before `earliest`, where that is known.
    Unknown { reasons: Vec<Reason>, needs: Vec<String>, earliest: Option<Day> },
}

/// An outcome that was reached.
pub(super) struct Reached {
    pub(super) on: Day,
    /// The first day of what it rests on.
    pub(super) first: Day,
    pub(super) definition: String,
    pub(super) reasons: Vec<Reason>,
    pub(super) spells: Vec<String>,
    /// The first day on which it may be claimed, where one must wait.
    pub(super) claim_from: Option<Day>,
}

/// Whether a way to an outcome is open to a start on this day in this payment group.
pub(super) fn holds_for(way: &ContractOutcome, started_on: Option<Day>, group: &Group) -> bool {
    let for_this = match (way.for_starts, started_on) {
        (Some(starts), Some(day)) => starts.contains(day),
        _ => true,
    };
    let for_group = match group {
        Group::Is(group) => way.for_groups.is_empty() || way.for_groups.contains(group),
        Group::None => way.for_groups.is_empty(),
        Group::Unknown { .. } => true,
    };
    for_this && for_group
}

impl Case<'_> {
    /// The entries of the contract for an outcome that hold for this start.
    pub(super) fn ways<'b>(&'b self, id: &'b str) -> impl Iterator<Item = &'b ContractOutcome> {
        let Participation { started_on, group, .. } = self.participation;
        self.contract.outcomes.iter().filter(move |way| way.id == id && holds_for(way, *started_on, group))
    }

    /// Whether the outcome was reached with everything that it needs.
    pub(super) fn payable(&self, id: &str) -> Reach {
        self.payable_at(id, 0)
    }

    fn payable_at(&self, id: &str, depth: usize) -> Reach {
        let mut ways = self.ways(id).peekable();
        if ways.peek().is_none() || depth > DEEPEST {
            let says = format!("{} does not pay for `{id}` for this start and payment group.", self.contract.name);
            return Reach::Not { reasons: vec![Reason::new(CODE, says)], expected_on: None };
        }
        let (mut earned, mut not, mut unknown, mut expected) = (vec![], vec![], vec![], vec![]);
        for way in ways {
            match self.with_needs(way, self.way(way), depth) {
                Reach::Reached(reached) => earned.push(reached),
                Reach::Not { reasons, expected_on } => {
                    not.extend(reasons);
                    expected.extend(expected_on);
                }
                Reach::Unknown { reasons, needs, earliest } => unknown.push((reasons, needs, earliest)),
            }
        }
        let first = earned.into_iter().min_by_key(|reached| reached.on);
        // A way of which it is not known matters while it may have been the quicker one.
        if let Some(reached) = &first {
            unknown.retain(|(.., earliest)| earliest.is_none_or(|earliest| earliest <= reached.on));
        }
        match first {
            Some(reached) if unknown.is_empty() => Reach::Reached(reached),
            None if unknown.is_empty() => Reach::Not { reasons: not, expected_on: expected.into_iter().min() },
            reached => undecided(reached.as_ref(), unknown, not),
        }
    }

    /// One way to the outcome, by itself.
    fn way(&self, way: &ContractOutcome) -> Reach {
        let Some(definition) = self.definitions.get(&way.definition) else {
            let need = format!("a definition of `{}` in the spine's outcomes", way.definition);
            let reasons = vec![Reason::new(LINES, format!("It needs {need}."))];
            return Reach::Unknown { reasons, needs: vec![need], earliest: None };
        };
        let work_from = way.work_from.unwrap_or(definition.work_from);
        let definition = &OutcomeDefinition { work_from, ..definition.clone() };
        let parameters = |id: &str, on: Day| self.contract.parameter_on(id, on);
        let limits = (way.within_days, way.within_months);
        match reached(definition, &parameters, self.participation, self.as_of) {
            Progress::Reached { on, first, working, spells } => {
                let mut reasons = vec![Reason::new(LINES, format!("{}: {}", definition.name, working.join(" ")))];
                let started_on = self.participation.started_on.unwrap_or(on);
                match within_days::check(limits, started_on, on) {
                    Ok(met) => reasons.extend(met),
                    Err(reason) => return Reach::Not { reasons: vec![reason], expected_on: None },
                }
                reasons.extend(self.work_counts(definition));
                let definition = definition.id.clone();
                Reach::Reached(Reached { on, first, definition, reasons, spells, claim_from: None })
            }
            Progress::NotYet { so_far, expected_on } => {
                let reasons = vec![Reason::new(LINES, format!("{}: {so_far}", definition.name))];
                Reach::Not { reasons: reasons.into_iter().chain(self.work_counts(definition)).collect(), expected_on }
            }
            Progress::Unknown { needs, earliest } => {
                let asks = needs.join("; ");
                if let Some(earliest) = earliest
                    && let Some(started_on) = self.participation.started_on
                    && let Err(late) = within_days::check(limits, started_on, earliest)
                {
                    let says = format!("{}: whatever is not known ({asks}) comes too late.", definition.name);
                    let late = Reason { says: format!("At the earliest: {}", late.says), ..late };
                    return Reach::Not { reasons: vec![Reason::new(LINES, says), late], expected_on: None };
                }
                let says = format!("{}: it is not known: {asks}.", definition.name);
                let reasons = [Reason::new(LINES, says)].into_iter().chain(self.work_counts(definition)).collect();
                Reach::Unknown { reasons, needs, earliest }
            }
        }
    }

    /// From when work counts towards an outcome that is counted from work.
    fn work_counts(&self, definition: &OutcomeDefinition) -> Option<Reason> {
        let Participation { started_on, spells, .. } = self.participation;
        let started_on = (*started_on).filter(|_| definition.counts.looks_at_work())?;
        Some(Reason::new(work_from::CODE, work_from::in_a_sentence(spells, started_on, definition.work_from)))
    }

    /// The same with the outcomes that it needs or contains.
    fn with_needs(&self, way: &ContractOutcome, reach: Reach, depth: usize) -> Reach {
        let Reach::Reached(mut reached) = reach else { return reach };
        let mut open = None;
        for need in &way.needs {
            match self.payable_at(need, depth + 1) {
                Reach::Reached(other) => {
                    let says = format!("It needs `{need}`, which was reached on {}.", in_words(other.on));
                    reached.reasons.push(Reason::new(CODE, says));
                    reached.on = reached.on.max(other.on);
                }
                not @ Reach::Not { .. } => return lacking((&way.id, reached.on), need, not),
                unknown => open = open.or(Some((need, unknown))),
            }
        }
        if let Some((need, unknown)) = open {
            return lacking((&way.id, reached.on), need, unknown);
        }
        let Some(contained) = &way.contains else { return Reach::Reached(reached) };
        match self.payable_at(contained, depth + 1) {
            Reach::Reached(other) if reached.first <= other.first && other.on <= reached.on => {
                let says = format!("Its work contains that of `{contained}`, as the contract asks.");
                reached.reasons.push(Reason::new(CODE, says));
                Reach::Reached(reached)
            }
            Reach::Reached(other) => {
                let says = format!(
                    "The work from {} to {} does not contain that of `{contained}`, from {} to {}, as the contract asks.",
                    in_words(reached.first),
                    in_words(reached.on),
                    in_words(other.first),
                    in_words(other.on)
                );
                Reach::Not { reasons: vec![Reason::new(CODE, says)], expected_on: None }
            }
            other => lacking((&way.id, reached.on), contained, other),
        }
    }
}

/// An outcome of which it is not known whether, or when, it was reached; where it was in one way, that is said.
fn undecided(
    reached: Option<&Reached>,
    unknown: Vec<(Vec<Reason>, Vec<String>, Option<Day>)>,
    not: Vec<Reason>,
) -> Reach {
    let at_the_latest = reached.map(|reached| {
        let says = format!("It was reached by {}, and may have been reached before.", in_words(reached.on));
        Reason::new(CODE, says)
    });
    let earliest = unknown.iter().map(|(.., earliest)| *earliest).min().flatten();
    let (mut reasons, mut needs): (Vec<Reason>, Vec<String>) = (at_the_latest.into_iter().collect(), Vec::new());
    for (why, more, _) in unknown {
        reasons.extend(why);
        needs.extend(more);
    }
    reasons.extend(not);
    Reach::Unknown { reasons, needs, earliest }
}

/// What an outcome that was reached on a day comes to when one that it needs was not reached or is not known.
fn lacking((id, on): (&str, Day), need: &str, other: Reach) -> Reach {
    match other {
        Reach::Unknown { reasons, needs, earliest } => {
            let says = format!("`{id}` needs `{need}`, of which it is not known whether it was reached.");
            let earliest = Some(earliest.map_or(on, |earliest| earliest.max(on)));
            Reach::Unknown { reasons: [vec![Reason::new(CODE, says)], reasons].concat(), needs, earliest }
        }
        Reach::Not { reasons, expected_on } => {
            let says = format!("`{id}` was reached, but the contract pays for it only with `{need}`, which was not.");
            Reach::Not { reasons: [vec![Reason::new(CODE, says)], reasons].concat(), expected_on }
        }
        reached @ Reach::Reached(_) => reached,
    }
}
