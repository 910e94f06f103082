//! Is the same work paid for twice?
//!
//! *Authority*: Connect to Work, UKSPF and the European Social Fund each ask that a cost is paid once; an outcome bought under
//! two contracts is.
//! *Applies*: to claims of one person that stand, under different contracts or in different participations.
//! *Simplified*: what counts is whether days of work overlap, whoever the employer; starts and recorded events rest on no
//! days and are not looked at. Two outcomes of one participation are no double: the contract says what each is paid for.
//! *Example*: 13 weeks from 1 May under one contract, 26 weeks from 20 June under another: 20 June to 30 July is paid twice.

use kernel::{Day, Pence, Period};
use serde::Serialize;

/// A claim that stands, with the days of work that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundedWork {
    /// The claim, as the caller names it.
    pub claim: String,
    /// The contract's id.
    pub contract: String,
    /// The participation, as the caller names it.
    pub participation: String,
    /// What it is worth.
    pub amount: Pence,
    /// The days of work, each with an end.
    pub days: Vec<Period>,
}

/// Two claims that rest on the same days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubleFunding {
    /// The position of the one claim.
    pub one: usize,
    /// The position of the other, greater than that of the one.
    pub other: usize,
    /// The first day that both rest on.
    pub first: Day,
    /// The last day of the first such run.
    pub last: Day,
    /// The most that was paid twice: the smaller of the two.
    pub at_most: Pence,
}

/// Every two claims of a person that rest on the same days; `claims` are of one person.
#[must_use]
pub fn double_funding(claims: &[FundedWork]) -> Vec<DoubleFunding> {
    let mut found = Vec::new();
    for (one, left) in claims.iter().enumerate() {
        for (other, right) in claims.iter().enumerate().skip(one + 1) {
            if left.participation == right.participation {
                continue;
            }
            if let Some((first, last)) = shared(&left.days, &right.days) {
                found.push(DoubleFunding { one, other, first, last, at_most: left.amount.min(right.amount) });
            }
        }
    }
    found
}

/// The first run of days in both.
fn shared(left: &[Period], right: &[Period]) -> Option<(Day, Day)> {
    let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
    let common = |(one, other): (&Period, &Period)| {
        let (first, last) = (one.from.max(other.from), one.until?.min(other.until?));
        (first <= last).then_some((first, last))
    };
    pairs.filter_map(common).min()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn work(participation: &str, pence: i64, days: &[(&str, &str)]) -> FundedWork {
        let day = |text: &str| text.parse::<Day>().unwrap();
        FundedWork {
            claim: participation.to_owned(),
            contract: participation.to_owned(),
            participation: participation.to_owned(),
            amount: Pence(pence),
            days: days.iter().map(|(from, until)| Period { from: day(from), until: Some(day(until)) }).collect(),
        }
    }

    #[test]
    fn only_the_same_days_of_different_participations_are_double() {
        let one = work("one", 100, &[("2026-05-01", "2026-07-30")]);
        let later = work("later", 80, &[("2026-07-31", "2026-12-31")]);
        let over = work("over", 60, &[("2026-01-01", "2026-01-10"), ("2026-06-20", "2026-12-20")]);
        assert_eq!(double_funding(&[one.clone(), later.clone()]), []);
        let found = double_funding(&[one.clone(), over, later]);
        let days = |first: &str, last: &str| (first.parse::<Day>().unwrap(), last.parse::<Day>().unwrap());
        let told: Vec<_> = found.iter().map(|two| (two.one, two.other, (two.first, two.last), two.at_most.0)).collect();
        let expected = [(0, 1, days("2026-06-20", "2026-07-30"), 60), (1, 2, days("2026-07-31", "2026-12-20"), 60)];
        assert_eq!(told, expected);
        // Of several runs of days in both the first is told, whatever the order.
        let twice = work("twice", 1, &[("2026-07-20", "2026-07-25"), ("2026-05-03", "2026-05-04")]);
        let found = double_funding(&[one.clone(), twice]);
        assert_eq!(
            found.iter().map(|two| (two.first, two.last)).collect::<Vec<_>>(),
            [days("2026-05-03", "2026-05-04")]
        );
        // Two outcomes of one participation.
        assert_eq!(double_funding(&[one.clone(), one]), []);
        // The last day of the one is the first of the other: that day is in both.
        let (before, after) =
            (work("a", 1, &[("2026-01-01", "2026-01-31")]), work("b", 1, &[("2026-01-31", "2026-02-01")]));
        assert_eq!(double_funding(&[before, after]).len(), 1);
    }
}
