//! How many days does a provider usually take to answer a referral?
//!
//! *Authority*: ours, for people who compare providers (mission, S3): the wait is one of the things to choose by.
//! *Applies*: to referrals that were accepted or declined; days as the standard for the answer counts them: working days are
//! Monday to Friday without the bank holidays of the area's nation.
//! *Simplified*: those still waiting are left out, so a provider that answers nobody has no figure, not a bad one.
//! *Example*: five answers after 0, 1, 1, 2 and 9 working days: usually 1. Four answers: nothing is said.

use super::due::counts;
use kernel::Day;
use policy::DayCount;

/// Fewest cases from which something is said about a provider: with fewer, one case decides the figure.
pub const FEWEST: usize = 5;

/// The median of the days from sending to answering, the lower of the two in the middle; `None` for fewer than
/// [`FEWEST`] answers. The day of sending does not count.
#[must_use]
pub fn usual_days(answered: &[(Day, Day)], counting: DayCount, bank_holidays: &[Day]) -> Option<usize> {
    if answered.len() < FEWEST {
        return None;
    }
    let between = |(sent, answer): &(Day, Day)| days_between((*sent, *answer), counting, bank_holidays);
    let mut days: Vec<usize> = answered.iter().map(between).collect();
    days.sort_unstable();
    days.get((days.len() - 1) / 2).copied()
}

fn days_between((sent, answer): (Day, Day), counting: DayCount, bank_holidays: &[Day]) -> usize {
    sent.iter_days()
        .skip(1)
        .take_while(|day| *day <= answer)
        .filter(|day| counts(*day, counting, bank_holidays))
        .count()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn usual(answers: &[&str]) -> Option<usize> {
        // Sent on Friday 5 January 2024.
        let sent: Day = "2024-01-05".parse().unwrap();
        let answered: Vec<_> = answers.iter().map(|day| (sent, day.parse().unwrap())).collect();
        usual_days(&answered, DayCount::WorkingDays, &[])
    }

    #[test]
    fn nothing_is_said_from_four_answers() {
        assert_eq!(usual(&["2024-01-05"; 4]), None);
        assert_eq!(usual(&["2024-01-05"; 5]), Some(0));
    }

    /// Sent on the Thursday before Easter 2024, answered on the Tuesday after: one working day, and five of the calendar.
    #[test]
    fn bank_holidays_and_weekends_are_no_working_days() {
        let easter: Vec<Day> = ["2024-03-29", "2024-04-01"].map(|day| day.parse().unwrap()).to_vec();
        let answered: Vec<(Day, Day)> = vec![("2024-03-28".parse().unwrap(), "2024-04-02".parse().unwrap()); 5];
        let usual = |counting, holidays: &[Day]| usual_days(&answered, counting, holidays);
        assert_eq!(usual(DayCount::WorkingDays, &easter), Some(1));
        assert_eq!(usual(DayCount::WorkingDays, &[]), Some(3));
        assert_eq!(usual(DayCount::CalendarDays, &easter), Some(5));
    }

    #[test]
    fn one_late_answer_does_not_decide_and_weekends_do_not_count() {
        assert_eq!(usual(&["2024-01-05", "2024-01-08", "2024-01-08", "2024-01-09", "2024-03-01"]), Some(1));
    }
}
