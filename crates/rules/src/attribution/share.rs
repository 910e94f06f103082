//! How is the money of a group shared out among its lines?
//!
//! *Authority*: none outside: lines of a group are alike before the law; this keeps the answer small and repeatable.
//! *Applies*: to each group of lines, in the order of the table. Where every stream may pay all of a line, one stream
//! after another pays until its money is used up, so that few lines are split. Where a stream pays a share only, each
//! line gets the same part of each stream, to the penny, and never more of a stream than its share of that line, rounded
//! down.
//! *Simplified*: pennies that no line can take within the shares are handed back, and stay unpaid.
//! *Example*: £1.00, £1.00 and £1.00, of which a stream pays £1.50 and is to pay half: 50p of each.

use super::flow::percent_of;

/// What each stream gives to a line: its position among the group's money, and pence.
pub(super) type Shares = Vec<(usize, i64)>;

/// Shares out `paid`, what each gives to the group, among lines of these amounts; one after another.
pub(super) fn in_turn(amounts: &[i64], paid: &[i64]) -> Vec<Shares> {
    let mut left = paid.to_vec();
    let mut at = 0;
    amounts
        .iter()
        .map(|amount| {
            let (mut needs, mut shares) = (*amount, Shares::new());
            while needs > 0 {
                let Some(has) = left.get_mut(at) else { break };
                let part = needs.min(*has);
                if part > 0 {
                    shares.push((at, part));
                    (*has, needs) = (*has - part, needs - part);
                }
                if *has == 0 {
                    at += 1;
                }
            }
            shares
        })
        .collect()
}

/// The same, with the same part of every line: the exact part rounded down, and a penny more where the sums ask for it,
/// but of no line more than `percent` of it, rounded down, for each that gives. Also what nobody could take, in pence.
///
/// The pennies of a line go to those that have most of them left. With whole lines and whole streams that always comes
/// out: the exact parts show that the sums can be met, and then this order meets them (Gale and Ryser). Where shares
/// stand in the way, what is left goes to any line that has room.
pub(super) fn in_proportion(amounts: &[i64], paid: &[i64], percent: &[i64]) -> (Vec<Shares>, i64) {
    let whole: i64 = amounts.iter().sum();
    let unpaid = whole - paid.iter().sum::<i64>();
    // What nobody pays is shared out like the rest.
    let columns: Vec<i64> = paid.iter().copied().chain([unpaid.max(0)]).collect();
    let rounded_down = |amount: i64| columns.iter().map(move |column| part_of(*column, amount, whole));
    let mut pennies = columns.clone();
    for amount in amounts {
        pennies.iter_mut().zip(rounded_down(*amount)).for_each(|(left, part)| *left -= part);
    }
    let most = |amount: i64| percent.iter().map(move |percent| percent_of(amount, *percent)).chain([i64::MAX]);
    let mut lines: Vec<Vec<i64>> = Vec::with_capacity(amounts.len());
    for amount in amounts {
        let mut parts: Vec<i64> = rounded_down(*amount).collect();
        let missing = usize::try_from(amount - parts.iter().sum::<i64>()).unwrap_or_default();
        let mut order: Vec<(&mut i64, &mut i64)> = pennies
            .iter_mut()
            .zip(&mut parts)
            .zip(most(*amount))
            .filter(|((left, part), most)| **left > 0 && **part < *most)
            .map(|(cell, _)| cell)
            .collect();
        order.sort_by_key(|(left, _)| std::cmp::Reverse(**left));
        for (left, part) in order.into_iter().take(missing) {
            (*left, *part) = (*left - 1, *part + 1);
        }
        parts.truncate(paid.len());
        lines.push(parts);
    }
    pennies.truncate(paid.len());
    for (at, left) in pennies.iter_mut().enumerate() {
        let percent = percent.get(at).copied().unwrap_or(100);
        for (amount, parts) in amounts.iter().zip(&mut lines) {
            let room = amount - parts.iter().sum::<i64>();
            let Some(part) = parts.get_mut(at) else { continue };
            let more = (*left).min(room).min(percent_of(*amount, percent) - *part).max(0);
            (*left, *part) = (*left - more, *part + more);
        }
    }
    let given = |parts: Vec<i64>| parts.into_iter().enumerate().filter(|(_, part)| *part > 0).collect();
    (lines.into_iter().map(given).collect(), pennies.iter().sum())
}

/// `amount` of `whole`, as a part of `column`; in whole pence, rounded down.
fn part_of(column: i64, amount: i64, whole: i64) -> i64 {
    let exact = i128::from(column) * i128::from(amount);
    exact.checked_div(i128::from(whole)).and_then(|part| i64::try_from(part).ok()).unwrap_or_default()
}
