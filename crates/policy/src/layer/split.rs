//! A criterion with the widenings of an area, as criteria that follow each other in time.
//!
//! A criterion is asked as one expression. So where a widening begins or ends while the criterion is in force, the
//! criterion is split there into two with the same id and the same reason code.

use super::{Widened, Widening};
use crate::{Criterion, Expression};
use kernel::Day;
use std::{collections::BTreeSet, sync::Arc};

/// The criterion with those of `widenings` that widen it, in order of date: one for each run of days on which the
/// same widenings are in force. Without any it stays as it is.
pub(super) fn widened(criterion: &Criterion, widenings: &[Arc<Widening>]) -> Vec<Criterion> {
    let ours: Vec<&Arc<Widening>> = widenings.iter().filter(|widening| widening.widens(&criterion.id)).collect();
    let begins: BTreeSet<Day> = ours
        .iter()
        .flat_map(|widening| [widening.from, widening.until.and_then(|until| until.succ_opt())])
        .flatten()
        .filter(|day| {
            criterion.from.is_none_or(|from| from < *day) && criterion.until.is_none_or(|until| *day <= until)
        })
        .collect();
    let ends = begins.iter().map(|begin| begin.pred_opt()).chain([criterion.until]);
    let begins = std::iter::once(criterion.from).chain(begins.iter().map(|begin| Some(*begin)));
    begins.zip(ends).map(|(from, until)| one_run(criterion, &ours, from, until)).collect()
}

/// The criterion on the days from `from` to `until`, on all of which the same widenings are in force.
fn one_run(criterion: &Criterion, ours: &[&Arc<Widening>], from: Option<Day>, until: Option<Day>) -> Criterion {
    let run = Criterion { from, until, ..criterion.clone() };
    let day = from.or(until).unwrap_or(Day::MIN);
    let in_force: Vec<Arc<Widening>> =
        ours.iter().filter(|widening| widening.in_force_on(day)).map(|widening| Arc::clone(widening)).collect();
    if in_force.is_empty() {
        return run;
    }
    let also: Vec<&Expression> = in_force.iter().map(|widening| &widening.when).collect();
    Criterion {
        when: criterion.when.or_any_of(&also),
        widened: Some(Arc::new(Widened { spine: criterion.when.clone(), by: in_force })),
        ..run
    }
}
