//! What must be booked now, given what was booked before and what is owed now?
//!
//! *Authority*: nothing booked is ever changed; a public claims engine restates its returns the same way: a line of the
//! return before that is absent now is carried as zero, so that the ledger reverses it (DC-Summarisation `784cc61f`).
//! *Applies*: to the lines of two statements of one contract. A line that is the same in both is left alone.
//! *Simplified*: a line that changed in any part is reversed whole and stated anew.
//! *Example*: £100 was booked for 3 May and £100 is owed for 10 May: minus £100 for 3 May, £100 for 10 May.

use super::statement::StatementLine;
use kernel::Pence;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something to be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The line as it was owed, or is owed now.
    pub line: StatementLine,
    /// What is to be booked: the line's amount, or the same with its sign turned.
    pub amount: Pence,
    /// Why, in one plain line.
    pub says: String,
}

/// The changes that bring what was booked to what is owed now: first what is reversed, then what is stated.
///
/// # Errors
/// When an amount is the smallest that can be held.
pub fn restate(booked: &[StatementLine], owed: &[StatementLine]) -> Result<Vec<Change>, kernel::PenceError> {
    let mut difference: BTreeMap<&StatementLine, i64> = BTreeMap::new();
    for line in booked {
        *difference.entry(line).or_default() -= 1;
    }
    for line in owed {
        *difference.entry(line).or_default() += 1;
    }
    let mut changes = Vec::new();
    for (line, count) in difference.iter().filter(|(_, count)| **count < 0) {
        for _ in 0..count.unsigned_abs() {
            let says = "Reversed: the records or the rules no longer bear it out.".to_owned();
            changes.push(Change { line: (*line).clone(), amount: line.amount.reversed()?, says });
        }
    }
    for (line, count) in difference.into_iter().filter(|(_, count)| *count > 0) {
        for _ in 0..count {
            changes.push(Change { line: line.clone(), amount: line.amount, says: line.says.clone() });
        }
    }
    Ok(changes)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::payment::statement::LineKind;
    use proptest::prelude::*;

    fn line(day: u32, amount: i64) -> StatementLine {
        StatementLine {
            on: kernel::Day::from_ymd_opt(2024, 5, day).unwrap(),
            kind: LineKind::Outcome,
            participant: Some("a".into()),
            item: "job".into(),
            occurrence: 1,
            amount: Pence(amount),
            example: false,
            code: "rules/payment/claim_lines".into(),
            says: "Reached.".into(),
        }
    }

    #[test]
    fn what_moved_is_reversed_and_stated_anew() {
        let changes = restate(&[line(3, 100)], &[line(10, 100)]).unwrap();
        let booked: Vec<(String, i64)> =
            changes.iter().map(|change| (change.line.on.to_string(), change.amount.0)).collect();
        assert_eq!(booked, [("2024-05-03".into(), -100), ("2024-05-10".into(), 100)]);
        assert_eq!(restate(&[line(3, 100)], &[line(3, 100)]), Ok(Vec::new()));
    }

    #[test]
    fn a_line_that_stood_twice_is_reversed_or_stated_once_for_each_time() {
        let amounts = |booked: &[StatementLine], owed: &[StatementLine]| -> Vec<i64> {
            restate(booked, owed).unwrap().iter().map(|change| change.amount.0).collect()
        };
        let (one, other) = (line(3, 100), line(4, 70));
        assert_eq!(amounts(&[one.clone(), one.clone(), other.clone()], std::slice::from_ref(&other)), [-100, -100]);
        assert_eq!(amounts(std::slice::from_ref(&other), &[one.clone(), other.clone(), one.clone()]), [100, 100]);
        assert_eq!(amounts(&[one.clone(), one.clone()], &[one, other]), [-100, 70], "first what goes, then what comes");
    }

    proptest! {
        #[test]
        fn after_any_corrections_the_entries_sum_to_a_fresh_computation(
            versions in proptest::collection::vec(proptest::collection::vec((1_u32..6, 1_i64..1_000), 0..6), 1..8),
        ) {
            let mut entries: Vec<i64> = Vec::new();
            let mut booked: Vec<StatementLine> = Vec::new();
            for version in versions {
                let owed: Vec<StatementLine> = version.into_iter().map(|(day, amount)| line(day, amount)).collect();
                entries.extend(restate(&booked, &owed).unwrap().iter().map(|change| change.amount.0));
                let fresh: i64 = owed.iter().map(|line| line.amount.0).sum();
                prop_assert_eq!(entries.iter().sum::<i64>(), fresh);
                booked = owed;
            }
        }
    }
}
