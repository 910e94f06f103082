//! Logic on parts of which some are always so or never so: those are left out.
//!
//! A macro writes its body once for every item of a list. What the item alone decides is decided
//! here, so that only what depends on the person is left to evaluate.

use super::ir::{Boolean, Comparison, Number, Operation};

/// Every part is so.
pub(super) fn all(parts: impl IntoIterator<Item = Boolean>) -> Boolean {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Boolean::Constant(true) => {}
            Boolean::Constant(false) => return Boolean::Constant(false),
            Boolean::All(inner) => kept.extend(inner),
            other => kept.push(other),
        }
    }
    one_or(kept, true, Boolean::All)
}

/// At least one part is so.
pub(super) fn any(parts: impl IntoIterator<Item = Boolean>) -> Boolean {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Boolean::Constant(false) => {}
            Boolean::Constant(true) => return Boolean::Constant(true),
            Boolean::Any(inner) => inner.into_iter().for_each(|part| add_alternative(&mut kept, part)),
            other => add_alternative(&mut kept, other),
        }
    }
    one_or(kept, false, Boolean::Any)
}

/// Keeps one more alternative; codes of one fact are asked for together.
fn add_alternative(kept: &mut Vec<Boolean>, part: Boolean) {
    if let (Boolean::CodeIn(fact, more), Some(Boolean::CodeIn(before, codes))) = (&part, kept.last_mut())
        && before == fact
    {
        codes.extend(more.iter().filter(|code| !codes.contains(code)).copied().collect::<Vec<_>>());
    } else {
        kept.push(part);
    }
}

fn one_or(mut kept: Vec<Boolean>, empty: bool, several: fn(Vec<Boolean>) -> Boolean) -> Boolean {
    match kept.len() {
        0 => Boolean::Constant(empty),
        1 => kept.pop().unwrap_or(Boolean::Constant(empty)),
        _ => several(kept),
    }
}

/// Not so.
pub(super) fn not(part: Boolean) -> Boolean {
    match part {
        Boolean::Constant(so) => Boolean::Constant(!so),
        Boolean::Not(inner) => *inner,
        other => Boolean::Not(Box::new(other)),
    }
}

/// Two numbers compared.
pub(super) fn compared(left: Number, comparison: Comparison, right: Number) -> Boolean {
    match (&left, &right) {
        (Number::Constant(one), Number::Constant(other)) => Boolean::Constant(comparison.holds(one, other)),
        _ => Boolean::Numbers(left, comparison, right),
    }
}

/// How many of the parts are so; unknown when it is unknown of any.
pub(super) fn count(parts: impl IntoIterator<Item = Boolean>) -> Number {
    let (mut always, mut sum) = (0_i64, None);
    for part in parts {
        match part {
            Boolean::Constant(so) => always += i64::from(so),
            other => {
                let one = Number::Choice(Box::new(other), Box::new(Number::Constant(1)), Box::new(Number::Constant(0)));
                sum = Some(sum.map_or_else(|| one.clone(), |sum| plus(sum, one.clone())));
            }
        }
    }
    match (sum, always) {
        (None, always) => Number::Constant(always),
        (Some(sum), 0) => sum,
        (Some(sum), always) => plus(sum, Number::Constant(always)),
    }
}

fn plus(left: Number, right: Number) -> Number {
    Number::Arithmetic(Box::new(left), Operation::Add, Box::new(right))
}
