//! Runs of days: which are covered by periods and which are not.

use kernel::{Day, Period};

/// The runs of days from the first of `within` to the last (both included) that no period covers. Without a first day,
/// days before all periods are not counted; without a last, the last run may have no end.
pub(crate) fn uncovered(
    periods: impl IntoIterator<Item = Period>,
    (from, until): (Option<Day>, Option<Day>),
) -> Vec<Period> {
    let mut periods: Vec<Period> = periods.into_iter().collect();
    periods.sort_by_key(|period| period.from);
    let mut found = Vec::new();
    // The first day that no period so far has covered; none left once a period has no end.
    let mut open = from.or_else(|| periods.first().map(|period| period.from));
    for period in periods {
        let Some(first) = open else { break };
        let last = period.from.pred_opt().into_iter().chain(until).min();
        found.extend(last.and_then(|last| Period::new(first, Some(last)).ok()));
        open = period.until.and_then(|ends| ends.succ_opt()).map(|next| next.max(first));
    }
    found.extend(open.and_then(|first| Period::new(first, until).ok()));
    found
}

/// The days that both periods have; `None` when they share none.
pub(crate) fn shared(one: Period, other: Period) -> Option<Period> {
    let until = one.until.into_iter().chain(other.until).min();
    Period::new(one.from.max(other.from), until).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn period(from: &str, until: Option<&str>) -> Period {
        Period { from: from.parse().unwrap(), until: until.map(|day| day.parse().unwrap()) }
    }

    fn within(from: &str, until: &str) -> (Option<Day>, Option<Day>) {
        (from.parse().ok(), until.parse().ok())
    }

    #[test]
    fn the_days_before_between_and_after_are_found() {
        let periods = [period("2022-02-01", Some("2022-03-31")), period("2021-07-01", Some("2021-12-31"))];
        let expected = [
            period("2021-06-01", Some("2021-06-30")),
            period("2022-01-01", Some("2022-01-31")),
            period("2022-04-01", Some("2022-04-30")),
        ];
        assert_eq!(uncovered(periods, within("2021-06-01", "2022-04-30")), expected);
        assert_eq!(uncovered(periods, within("2021-07-01", "2021-12-31")), []);
        assert_eq!(uncovered(periods, (None, None)).last(), Some(&period("2022-04-01", None)));
        assert_eq!(uncovered([], (None, None)), []);
    }

    #[test]
    fn periods_that_overlap_or_have_no_end_cover_all_their_days() {
        let periods = [period("2021-01-01", Some("2021-12-31")), period("2021-03-01", Some("2021-04-30"))];
        assert_eq!(uncovered(periods, within("2021-01-01", "2021-12-31")), []);
        assert_eq!(uncovered([period("2021-01-01", None)], within("2021-01-01", "2030-12-31")), []);
    }
}
