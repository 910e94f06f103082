//! Laying dated values over others, and giving a programme the numbers that come out.

use crate::{DatedValue, Parameter, Programme};
use kernel::Period;
use std::sync::Arc;

/// `values` with those of `over` in their place on the days that `over` has a value; on all other days as before.
///
/// The values of `over` do not overlap each other. The result is in order of date.
pub(crate) fn laid_over(values: &[DatedValue], over: &[DatedValue]) -> Vec<DatedValue> {
    let mut laid: Vec<DatedValue> = over.to_vec();
    for value in values {
        let left = over.iter().fold(vec![value.period], |left, taken| {
            left.into_iter().flat_map(|period| without(period, taken.period)).collect()
        });
        laid.extend(left.into_iter().map(|period| DatedValue { period, ..value.clone() }));
    }
    laid.sort_by_key(|value| value.period.from);
    laid
}

/// The days of `period` that are not in `taken`: none, one or two runs of them.
fn without(period: Period, taken: Period) -> impl Iterator<Item = Period> {
    if !period.overlaps(&taken) {
        return [Some(period), None].into_iter().flatten();
    }
    let before = taken.from.pred_opt().and_then(|last| Period::new(period.from, Some(last)).ok());
    let after = taken.until.and_then(|last| last.succ_opt());
    let after = after.and_then(|first| Period::new(first, period.until).ok());
    [before, after].into_iter().flatten()
}

impl Programme {
    /// The same programme with other values for its numbers. `parameters` has the same ids in the same order, and
    /// may have more after them.
    pub(crate) fn with_parameters(mut self, parameters: Vec<Parameter>) -> Self {
        let shared: Arc<[Parameter]> = Arc::from(parameters.as_slice());
        for criterion in &mut self.criteria {
            criterion.when = criterion.when.with_parameters(&shared);
            criterion.says = criterion.says.with_values_of(&shared);
            criterion.widened = criterion.widened.as_ref().map(|widened| Arc::new(widened.with_parameters(&shared)));
        }
        self.parameters = parameters;
        self
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn value(from: &str, until: Option<&str>, is: i64) -> DatedValue {
        let until = until.map(|day| day.parse().unwrap());
        let period = Period { from: from.parse().unwrap(), until };
        DatedValue { period, is, source: None, example: false, set_by: None }
    }

    #[test]
    fn what_is_laid_over_takes_its_days_and_no_others() {
        let spine = [value("2021-07-01", Some("2021-12-31"), 12), value("2022-01-01", None, 9)];
        let laid = laid_over(&spine, &[value("2021-10-01", Some("2022-06-30"), 6)]);
        let expected = [
            value("2021-07-01", Some("2021-09-30"), 12),
            value("2021-10-01", Some("2022-06-30"), 6),
            value("2022-07-01", None, 9),
        ];
        assert_eq!(laid, expected);
    }

    #[test]
    fn a_value_without_end_takes_all_that_follows() {
        let spine = [value("2021-07-01", Some("2021-12-31"), 12), value("2022-01-01", None, 9)];
        assert_eq!(laid_over(&spine, &[value("2020-01-01", None, 1)]), [value("2020-01-01", None, 1)]);
        assert_eq!(laid_over(&spine, &[]), spine);
    }
}
