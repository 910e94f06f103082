//! Caps: what is above one is taken off again, by a line of its own.

use super::{LineKind, StatementLine};
use kernel::Pence;
use policy::{Cap, Contract, Limit, Span};
use std::collections::BTreeMap;

/// The lines that cut what the contract's caps do not allow: caps of one outcome first, those of everything after.
pub(super) fn lines(contract: &Contract, lines: &[StatementLine]) -> Vec<StatementLine> {
    let mut found: Vec<StatementLine> = Vec::new();
    let (of_one, of_all): (Vec<&Cap>, Vec<&Cap>) = contract.caps.iter().partition(|cap| cap.outcome.is_some());
    for cap in of_one.into_iter().chain(of_all) {
        let cut = of(contract, cap, lines.iter().chain(&found));
        found.extend(cut);
    }
    found
}

/// What one cap takes off: a line for each line that goes over, so that the sum so far stays at the most.
fn of<'l>(contract: &Contract, cap: &Cap, lines: impl Iterator<Item = &'l StatementLine>) -> Vec<StatementLine> {
    let mut counted: Vec<&StatementLine> =
        lines.filter(|line| cap.outcome.as_ref().is_none_or(|outcome| *outcome == line.item)).collect();
    counted.sort();
    let mut so_far: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let mut found = Vec::new();
    for line in counted {
        let span = if cap.over == Span::Contract { 0 } else { contract.year_of(line.on).unwrap_or(1) };
        let (pence, outcomes) = so_far.entry(span).or_default();
        let before = *pence;
        *pence = pence.saturating_add(line.amount.0);
        *outcomes += i64::from(line.kind == LineKind::Outcome);
        let over = match cap.most {
            Limit::Pence(most) => (*pence - most).max(0) - (before - most).max(0),
            Limit::Outcomes(most) if *outcomes > most && of_an_outcome(line.kind) => line.amount.0,
            Limit::Outcomes(_) => 0,
        };
        if over != 0 {
            found.push(cut(cap, line, over));
        }
    }
    found
}

fn of_an_outcome(kind: LineKind) -> bool {
    matches!(kind, LineKind::Outcome | LineKind::Tier | LineKind::Discount | LineKind::Clawback)
}

fn cut(cap: &Cap, line: &StatementLine, over: i64) -> StatementLine {
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
