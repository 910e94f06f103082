//! Caps: what is above one is taken off again, by a line of its own.

use super::{LineKind, StatementLine};
use kernel::Pence;
use policy::{Cap, Contract, Limit, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The lines that cut what the contract's caps do not allow. Caps of number go first, so that those of money count only
/// what they leave; of each sort, caps of one outcome before those of everything, and of a year before those of all years.
pub(super) fn lines(contract: &Contract, lines: &[StatementLine]) -> Vec<StatementLine> {
    let mut caps: Vec<&Cap> = contract.caps.iter().collect();
    caps.sort_by_key(|cap| (matches!(cap.most, Limit::Pence(_)), cap.outcome.is_none(), cap.over == Span::Contract));
    let mut found: Vec<StatementLine> = Vec::new();
    let mut cut: BTreeSet<Whose<'_>> = BTreeSet::new();
    for cap in caps {
        match cap.most {
            Limit::Outcomes(most) => {
                let over = over_number(contract, cap, most, lines, &cut);
                found.extend(
                    lines
                        .iter()
                        .filter(|line| over.contains(&whose(line)))
                        .map(|line| cut_off(cap, line, line.amount.0)),
                );
                cut.extend(over);
            }
            Limit::Pence(most) => {
                let more = over_money(contract, cap, most, lines.iter().chain(&found));
                found.extend(more);
            }
        }
    }
    found
}

/// What tells one outcome of one participant from all others.
type Whose<'l> = (Option<&'l str>, &'l str, i64, bool);

/// Whose outcome a line is of; lines that are of no outcome are nobody's.
fn whose(line: &StatementLine) -> Whose<'_> {
    (line.participant.as_deref(), &line.item, line.occurrence, of_an_outcome(line.kind))
}

/// The outcomes beyond a number, the latest; all that was added to them and taken from them goes with them.
fn over_number<'l>(
    contract: &Contract,
    cap: &Cap,
    most: i64,
    lines: &'l [StatementLine],
    cut: &BTreeSet<Whose<'_>>,
) -> BTreeSet<Whose<'l>> {
    let mut so_far: BTreeMap<i64, i64> = BTreeMap::new();
    let mut over = BTreeSet::new();
    let outcomes = lines.iter().filter(|line| line.kind == LineKind::Outcome && is_of(cap, line));
    for line in outcomes.filter(|line| !cut.contains(&whose(line))) {
        let count = so_far.entry(span(contract, cap, line)).or_default();
        *count += 1;
        if *count > most {
            over.insert(whose(line));
        }
    }
    over
}

/// What is above an amount: a line for each line that goes over, so that the sum so far stays at the most.
fn over_money<'l>(
    contract: &Contract,
    cap: &Cap,
    most: i64,
    lines: impl Iterator<Item = &'l StatementLine>,
) -> Vec<StatementLine> {
    let mut counted: Vec<&StatementLine> = lines.filter(|line| is_of(cap, line)).collect();
    counted.sort();
    let mut so_far: BTreeMap<i64, i64> = BTreeMap::new();
    let mut found = Vec::new();
    for line in counted {
        let sum = so_far.entry(span(contract, cap, line)).or_default();
        let before = *sum;
        *sum = sum.saturating_add(line.amount.0);
        let over = (*sum - most).max(0) - (before - most).max(0);
        if over != 0 {
            found.push(cut_off(cap, line, over));
        }
    }
    found
}

/// Whether a cap counts a line: one of an outcome counts what is of that outcome, and no fee or incentive of that name.
fn is_of(cap: &Cap, line: &StatementLine) -> bool {
    cap.outcome.as_ref().is_none_or(|outcome| *outcome == line.item && of_an_outcome(line.kind))
}

/// The year of the contract in which a cap counts a line; 0 where it counts over all of them.
fn span(contract: &Contract, cap: &Cap, line: &StatementLine) -> i64 {
    if cap.over == Span::Contract { 0 } else { contract.year_of(line.on).unwrap_or(1) }
}

fn of_an_outcome(kind: LineKind) -> bool {
    matches!(kind, LineKind::Outcome | LineKind::Tier | LineKind::Discount | LineKind::Clawback | LineKind::Cap)
}

fn cut_off(cap: &Cap, line: &StatementLine, over: i64) -> StatementLine {
    let most = match cap.most {
        Limit::Pence(most) => Pence(most).to_string(),
        Limit::Outcomes(most) => format!("{most} outcomes"),
    };
    let span = if cap.over == Span::Contract { "for the contract" } else { "a year of the contract" };
    StatementLine {
        kind: LineKind::Cap,
        amount: Pence(over.saturating_neg()),
        example: cap.example || line.example,
        code: "rules/payment/statement".to_owned(),
        says: format!("Above the most that is paid: {most} {span}."),
        ..line.clone()
    }
}
