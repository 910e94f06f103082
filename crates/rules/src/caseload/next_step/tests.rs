//! Cases: what is known, what is due.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::referral::state_samples::{accepted, declined, ended, sent, started, withdrawn};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn standards() -> Standards {
    let days = |days, counting| Days { days, counting };
    Standards {
        answer: days(2, DayCount::WorkingDays),
        start: days(15, DayCount::WorkingDays),
        first_questions: days(5, DayCount::WorkingDays),
        other_provider: days(2, DayCount::WorkingDays),
        keep_in_touch: days(28, DayCount::CalendarDays),
    }
}

fn to(programme: &str, state: State) -> SentTo {
    SentTo {
        programme: programme.to_owned(),
        programme_name: programme.to_owned(),
        provider: "Tyne Routes".to_owned(),
        sent_on: day("2024-01-10"),
        state,
    }
}

/// Registered on Monday 8 January 2024, questions answered on the 9th.
fn ask(referrals: &[SentTo], today: &str) -> (String, String, bool) {
    let known = Known {
        zone: Zone::UTC,
        registered_on: day("2024-01-08"),
        agreed: true,
        asked: true,
        last_contact_on: day("2024-01-10"),
        referrals,
    };
    let found = next_step(&known, &standards(), &[], day(today));
    (found.code.clone(), found.due.by.to_string(), found.overdue())
}

fn expect(code: &str, by: &str, overdue: bool) -> (String, String, bool) {
    (code.to_owned(), by.to_owned(), overdue)
}

#[test]
fn an_answer_is_awaited_until_the_last_day_and_chased_from_the_next() {
    let referrals = [to("restart", sent())];
    // Sent on Wednesday 10 January: due by Friday 12 January.
    assert_eq!(ask(&referrals, "2024-01-12"), expect("await-answer", "2024-01-12", false));
    assert_eq!(ask(&referrals, "2024-01-13"), expect("chase-answer", "2024-01-12", true));
}

#[test]
fn a_start_is_awaited_until_the_last_day_and_chased_from_the_next() {
    let referrals = [to("restart", accepted())];
    assert_eq!(ask(&referrals, "2024-01-31"), expect("await-start", "2024-01-31", false));
    assert_eq!(ask(&referrals, "2024-02-01"), expect("chase-start", "2024-01-31", true));
}

#[test]
fn a_declined_referral_asks_for_another_until_there_is_one() {
    // Declined on Thursday 11 January.
    assert_eq!(ask(&[to("restart", declined())], "2024-01-11"), expect("other-provider", "2024-01-15", false));
    let again = [to("restart", declined()), to("restart", accepted())];
    assert_eq!(ask(&again, "2024-01-11").0, "await-start");
    let elsewhere = [to("restart", declined()), to("jets", ended())];
    assert_eq!(ask(&elsewhere, "2024-01-11").0, "other-provider");
}

#[test]
fn what_is_due_first_goes_first() {
    let both = [to("restart", accepted()), to("jets", sent())];
    assert_eq!(ask(&both, "2024-01-11").0, "await-answer");
}

#[test]
fn once_nothing_waits_they_are_kept_in_touch_with() {
    for state in [started(), ended(), withdrawn()] {
        let referrals = [to("restart", state)];
        assert_eq!(ask(&referrals, "2024-02-07"), expect("keep-in-touch", "2024-02-07", false));
        assert_eq!(ask(&referrals, "2024-02-08"), expect("keep-in-touch", "2024-02-07", true));
    }
}

#[test]
fn somebody_new_is_asked_first_questions_and_for_their_agreement() {
    let mut known = Known {
        zone: Zone::UTC,
        registered_on: day("2024-01-08"),
        agreed: true,
        asked: false,
        last_contact_on: day("2024-01-08"),
        referrals: &[],
    };
    let step = |known: &Known<'_>| next_step(known, &standards(), &[], day("2024-01-08"));
    assert_eq!(step(&known).code, "first-questions");
    assert_eq!(step(&known).due.by, day("2024-01-15"));
    known.agreed = false;
    assert_eq!(step(&known).code, "ask-agreement");
    known.agreed = true;
    known.asked = true;
    assert_eq!(step(&known).says, "Talk about what is open to them");
}
