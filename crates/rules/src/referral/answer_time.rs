//! How many days does a provider usually take to answer a referral?
//!
//! *Authority*: ours, for people who compare providers (mission, S3): the wait is one of the things to choose by.
//! *Applies*: to referrals that were accepted or declined; days as the standard for the answer counts them.
//! *Simplified*: those still waiting are left out, so a provider that answers nobody has no figure, not a bad one.
//! *Example*: five answers after 0, 1, 1, 2 and 9 working days: usually 1. Four answers: nothing is said.

use chrono::{Datelike, Weekday};
use kernel::Day;
use policy::DayCount;

/// Fewest cases from which something is said about a provider: with fewer, one case decides the figure.
pub const FEWEST: usize = 5;

/// The median of the days from sending to answering, the lower of the two in the middle; `None` for fewer than
/// [`FEWEST`] answers. The day of sending does not count.
#[must_use]
pub fn usual_days(answered: &[(Day, Day)], counting: DayCount) -> Option<usize> {
    if answered.len() < FEWEST {
        return None;
    }
    let mut days: Vec<usize> = answered.iter().map(|(sent, answer)| days_between(*sent, *answer, counting)).collect();
    days.sort_unstable();
    days.get((days.len() - 1) / 2).copied()
}

fn days_between(sent: Day, answer: Day, counting: DayCount) -> usize {
    let counts = |day: &Day| match counting {
        DayCount::CalendarDays => true,
        DayCount::WorkingDays => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    };
    sent.iter_days().skip(1).take_while(|day| *day <= answer).filter(counts).count()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn usual(answers: &[&str]) -> Option<usize> {
        // Sent on Friday 5 January 2024.
        let sent: Day = "2024-01-05".parse().unwrap();
        let answered: Vec<_> = answers.iter().map(|day| (sent, day.parse().unwrap())).collect();
        usual_days(&answered, DayCount::WorkingDays)
    }

    #[test]
    fn nothing_is_said_from_four_answers() {
        assert_eq!(usual(&["2024-01-05"; 4]), None);
        assert_eq!(usual(&["2024-01-05"; 5]), Some(0));
    }

    #[test]
    fn one_late_answer_does_not_decide_and_weekends_do_not_count() {
        assert_eq!(usual(&["2024-01-05", "2024-01-08", "2024-01-08", "2024-01-09", "2024-03-01"]), Some(1));
    }
}
