//! How is the money of a group shared out among its lines?
//!
//! *Authority*: none outside: lines of a group are alike before the law; this keeps the answer small and repeatable.
//! *Applies*: to each group of lines, in the order of the table. Where every stream may pay all of a line, one stream
//! after another pays until its money is used up, so that few lines are split. Where a stream pays a share only, each
//! line gets the same part of each stream, to the penny by largest remainders.
//! *Simplified*: a share may be passed by less than a penny on a line, never on the whole.
//! *Example*: £1.00, £1.00 and £1.00, of which a stream pays £1.50 and is to pay half: 50p of each.

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

/// The same, with the same part of every line.
pub(super) fn in_proportion(amounts: &[i64], paid: &[i64]) -> Vec<Shares> {
    let whole: i64 = amounts.iter().sum();
    let unpaid = whole - paid.iter().sum::<i64>();
    // What nobody pays is shared out like the rest.
    let mut left: Vec<i64> = paid.iter().copied().chain([unpaid.max(0)]).collect();
    amounts
        .iter()
        .map(|amount| {
            let parts = largest_remainders(*amount, &left);
            left.iter_mut().zip(&parts).for_each(|(left, part)| *left -= part);
            let parts = parts.into_iter().take(paid.len()).enumerate();
            parts.filter(|(_, part)| *part > 0).collect()
        })
        .collect()
}

/// `amount` divided as `left` is, in whole pence; `left` comes to at least the amount.
fn largest_remainders(amount: i64, left: &[i64]) -> Vec<i64> {
    let whole: i128 = left.iter().map(|part| i128::from(*part)).sum();
    if whole == 0 {
        return vec![0; left.len()];
    }
    let exact = |part: &i64| (i128::from(*part) * i128::from(amount)).div_euclid(whole);
    let remainder = |part: &i64| (i128::from(*part) * i128::from(amount)).rem_euclid(whole);
    let mut parts: Vec<i64> = left.iter().map(|part| i64::try_from(exact(part)).unwrap_or_default()).collect();
    let mut order: Vec<usize> = (0..left.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(left.get(*at).map(remainder)));
    let mut missing = amount - parts.iter().sum::<i64>();
    for at in order {
        if missing == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(at) {
            (*part, missing) = (*part + 1, missing - 1);
        }
    }
    parts
}
