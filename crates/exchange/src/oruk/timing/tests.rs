//! Schedules of every kind: what is read, worded and found.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::oruk::{Schedule, Standing, Weekday};
use kernel::Day;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A Monday.
fn today() -> Day {
    day("2026-11-30")
}

fn schedule(fields: serde_json::Value) -> Schedule {
    serde_json::from_value(fields).unwrap()
}

macro_rules! schedule {
    ($($json:tt)*) => { schedule(serde_json::json!({ $($json)* })) };
}

/// The words of its days, and the days of the week on which it is found.
fn said_and_found(schedule: &Schedule) -> (String, String) {
    let Some(timing) = schedule.reading().timing else { return (String::new(), String::new()) };
    let found = Weekday::ALL.into_iter().filter(|weekday| timing.is_open_on(*weekday, today())).map(Weekday::code);
    (timing.in_words(), found.collect::<Vec<_>>().join(","))
}

#[test]
fn every_rule_of_the_standard_is_worded_and_found_on_its_days() {
    for (given, said, found) in [
        (schedule!("freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR"), "Monday to Friday", "MO,TU,WE,TH,FR"),
        (schedule!("byday": "FR, mo"), "Monday and Friday", "MO,FR"),
        (schedule!("freq": "DAILY"), "Every day", "MO,TU,WE,TH,FR,SA,SU"),
        (schedule!("freq": "DAILY", "byday": "SA,SU"), "Saturday and Sunday", "SA,SU"),
        (schedule!("freq": "DAILY", "interval": 7, "dtstart": "2026-01-01"), "Every 7 days", "TH"),
        (schedule!("freq": "WEEKLY", "dtstart": "2026-12-03"), "Thursday", "TH"),
        (schedule!("freq": "MONTHLY", "byday": "1MO"), "First Monday of the month", "MO"),
        (schedule!("freq": "MONTHLY", "byday": "-1FR"), "Last Friday of the month", "FR"),
        (schedule!("byday": "2TU,4TU"), "Second and fourth Tuesday of the month", "TU"),
        (schedule!("freq": "MONTHLY", "byday": "1MO,-1FR"), "First Monday and last Friday of the month", "MO,FR"),
        (
            schedule!("freq": "WEEKLY", "interval": 2, "byday": "WE", "dtstart": "2005-01-05"),
            "Every second week on Wednesday",
            "WE",
        ),
        (schedule!("freq": "WEEKLY", "interval": 2, "byday": "WE"), "Every second week on Wednesday", "WE"),
        (schedule!("freq": "WEEKLY", "interval": 6, "byday": "WE"), "Every 6 weeks on Wednesday", ""),
        (schedule!("freq": "MONTHLY", "bymonthday": "2,3"), "The 2nd and 3rd of the month", "WE,TH,SA,SU"),
        (schedule!("freq": "MONTHLY", "bymonthday": "-1"), "The last day of the month", "MO,TH"),
        (schedule!("freq": "MONTHLY", "dtstart": "2020-01-15"), "The 15th of the month", "TU"),
        (
            schedule!("freq": "MONTHLY", "byday": "FR", "bymonthday": "13"),
            "Friday, when it is the 13th of the month",
            "",
        ),
        (
            schedule!("freq": "MONTHLY", "interval": 2, "byday": "1MO", "dtstart": "2026-01-01"),
            "First Monday of every second month",
            "",
        ),
        (
            schedule!("freq": "MONTHLY", "interval": 2, "byday": "1MO", "dtstart": "2026-02-01"),
            "First Monday of every second month",
            "MO",
        ),
        (schedule!("freq": "MONTHLY", "byday": "TU"), "Tuesday", "TU"),
        (schedule!("freq": "WEEKLY", "byday": "TU", "bymonth": "1,6"), "Tuesday in January and June", ""),
        (schedule!("freq": "WEEKLY", "byday": "TU", "bymonth": "12"), "Tuesday in December", "TU"),
        (
            schedule!("freq": "WEEKLY", "byday": "TU", "byweekno": "50,-1"),
            "Tuesday in the last week and 50th week of the year",
            "TU",
        ),
        (schedule!("freq": "YEARLY", "dtstart": "2019-12-25"), "The 25th of the month in December", "FR"),
        (schedule!("freq": "YEARLY", "bymonth": "5", "byday": "1MO"), "First Monday of the month in May", ""),
        (schedule!("freq": "YEARLY", "byyearday": "-1"), "The last day of the year", "TH"),
        (schedule!("dtstart": "2026-12-12"), "12 December 2026", "SA"),
        (schedule!("freq": "WEEKLY", "byday": "MO", "dtstart": "2026-12-07"), "Monday", "MO"),
    ] {
        assert_eq!(said_and_found(&given), (said.to_owned(), found.to_owned()), "{given:?}");
        assert!(given.reading().faults.is_empty(), "{given:?}");
    }
}

#[test]
fn what_cannot_be_read_whole_is_found_on_no_day_and_named() {
    for (given, fault) in [
        (schedule!("freq": "WEEKLY", "byday": "MO,XX"), "`byday`: `MO,XX` could not be read"),
        (schedule!("freq": "WEEKLY", "byday": "MO", "bymonthday": "2"), "its parts do not go with `freq` WEEKLY"),
        (schedule!("freq": "WEEKLY", "byday": "1MO"), "its parts do not go with `freq` WEEKLY"),
        (schedule!("freq": "HOURLY", "byday": "MO"), "`freq`: `HOURLY` could not be read"),
        (
            schedule!("freq": "WEEKLY", "byday": "MO", "interval": 0),
            "`interval`: 0 is not a whole number from 1 to 1000",
        ),
        (
            schedule!("freq": "WEEKLY", "byday": "MO", "interval": 1.5),
            "`interval`: 1.5 is not a whole number from 1 to 1000",
        ),
        (schedule!("freq": "WEEKLY", "byday": "MO", "count": 5), "`count` without a `dtstart` to count from"),
        (
            schedule!("freq": "MONTHLY", "byday": "MO,TU,WE", "bysetpos": -1),
            "`bysetpos` is not of the standard, and not read",
        ),
        (schedule!("freq": "MONTHLY", "bymonthday": "32"), "`bymonthday`: `32` could not be read"),
        (schedule!("freq": "MONTHLY", "byday": "9MO"), "`byday`: `9MO` could not be read"),
        (
            schedule!("freq": "WEEKLY", "byday": "MO", "valid_to": "31/12/2026"),
            "`valid_to`: `31/12/2026` is not a day like 2026-11-30",
        ),
        (
            schedule!("freq": "WEEKLY", "byday": "MO", "valid_to": "2026-02-30"),
            "`valid_to`: `2026-02-30` is not a day like 2026-11-30",
        ),
        (
            schedule!("freq": "WEEKLY", "byday": "MO", "valid_from": "0226-11-23"),
            "`valid_from`: `0226-11-23` is not a year to plan for",
        ),
        (
            schedule!("byday": "MO", "valid_from": "2026-12-01", "valid_to": "2026-11-01"),
            "it ends on 2026-11-01, before it begins on 2026-12-01",
        ),
    ] {
        let reading = given.reading();
        assert_eq!((reading.timing, reading.faults), (None, vec![fault.to_owned()]), "{given:?}");
    }
    let none = schedule!("description": "By appointment").reading();
    assert_eq!((none.timing, none.faults.len()), (None, 0));
    let elsewhere = schedule!("byday": "MO", "timezone": 3, "opens_at": "09:00").reading();
    assert!(elsewhere.timing.is_some() && elsewhere.hours.opens.is_none() && elsewhere.faults.len() == 1);
}

#[test]
fn what_is_over_or_has_not_begun_is_found_on_no_day() {
    let weekly = |more: (&str, &str)| {
        let mut given = schedule!("freq": "WEEKLY", "byday": "MO,TU", "dtstart": "2026-11-02");
        match more.0 {
            "valid_to" => given.valid_to = Some(more.1.into()),
            "valid_from" => given.valid_from = Some(more.1.into()),
            "until" => given.until = Some(more.1.into()),
            _ => given.count = Some(crate::oruk::Figure::from(more.1.parse::<u32>().unwrap())),
        }
        let timing = given.reading().timing.unwrap();
        (timing.standing(today()), said_and_found(&given).1)
    };
    let over = Standing::Over;
    assert_eq!(weekly(("valid_to", "2026-11-29")), (over(day("2026-11-29")), String::new()));
    assert_eq!(weekly(("valid_to", "2026-11-30")), (Standing::Current, "MO".into()));
    assert_eq!(weekly(("valid_to", "2026-12-01")), (Standing::Current, "MO,TU".into()));
    assert_eq!(weekly(("valid_to", "9999-12-31")), (Standing::Current, "MO,TU".into()));
    assert_eq!(weekly(("valid_from", "2026-11-30")), (Standing::Current, "MO,TU".into()));
    assert_eq!(weekly(("valid_from", "2026-12-01")), (Standing::NotYet(day("2026-12-01")), String::new()));
    assert_eq!(weekly(("until", "20261129T000000Z")), (over(day("2026-11-29")), String::new()));
    assert_eq!(weekly(("count", "8")), (over(day("2026-11-24")), String::new()));
    assert_eq!(weekly(("count", "9")), (Standing::Current, "MO".into()));
}

#[test]
fn the_days_of_a_rule_that_began_long_ago_are_found_at_once() {
    let given = schedule!("freq": "WEEKLY", "interval": 2, "byday": "SU,MO", "dtstart": "1900-01-01", "wkst": "SU");
    let began = std::time::Instant::now();
    let days = given.reading().timing.unwrap().days_between(today(), day("2026-12-20"));
    assert!(began.elapsed() < std::time::Duration::from_millis(200));
    // Weeks begin on Sundays; 2026-11-29 begins one that is a whole number of two weeks after that of the start.
    assert_eq!((day("2026-11-29") - day("1899-12-31")).num_weeks() % 2, 0);
    assert_eq!(days, [day("2026-11-30"), day("2026-12-13"), day("2026-12-14")]);
    // A day that never comes ends too.
    let never = schedule!("freq": "MONTHLY", "bymonthday": "31", "bymonth": "2").reading().timing.unwrap();
    assert_eq!(never.days_between(today(), day("2027-12-31")), []);
}

proptest! {
    #[test]
    fn moving_the_start_changes_no_day(
        start in 0_i64..4000, every in 1_u16..5, kind in 0..4, number in 1_i8..28, weekday in 0_usize..7, ahead in 0_i64..9000,
    ) {
        let start = day("2000-01-01") + chrono::Duration::days(start);
        let code = Weekday::ALL[weekday].code();
        let rule = match kind {
            0 => serde_json::json!({ "freq": "DAILY" }),
            1 => serde_json::json!({ "freq": "WEEKLY", "byday": format!("{code},WE") }),
            2 => serde_json::json!({ "freq": "MONTHLY", "bymonthday": format!("{number},-{number}") }),
            _ => serde_json::json!({ "freq": "MONTHLY", "byday": format!("{}{code}", number % 4 + 1) }),
        };
        let mut given = schedule(rule);
        given.dtstart = Some(start.to_string());
        given.interval = Some(crate::oruk::Figure::from(u32::from(every)));
        let timing = given.reading().timing.unwrap();
        let from = start + chrono::Duration::days(ahead);
        let to = from + chrono::Duration::days(60);
        let counted: Vec<Day> = timing.days_between(start, to).into_iter().filter(|day| from <= *day).collect();
        if timing.days_between(start, to).len() < 5_000 {
            prop_assert_eq!(timing.days_between(from, to), counted);
        }
    }

    #[test]
    fn plain_weeks_are_those_of_the_library(ahead in 0_i64..9000, first in 0_usize..7, second in 0_usize..7, daily: bool) {
        let (first, second) = (Weekday::ALL[first].code(), Weekday::ALL[second].code());
        let given = if daily { schedule!("freq": "DAILY") } else { schedule!("byday": format!("{first},{second}")) };
        let timing = given.reading().timing.unwrap();
        let from = day("2005-01-01") + chrono::Duration::days(ahead);
        let to = from + chrono::Duration::days(40);
        prop_assert_eq!(timing.days_between(from, to), timing.days_of_rule(from, (from, to)));
    }

    #[test]
    fn no_schedule_makes_it_panic(
        freq in "(DAILY|WEEKLY|MONTHLY|YEARLY|)", byday in "[-+0-9MOTUWEFR, ]{0,12}", bymonthday in "[-0-9,]{0,9}",
        interval in 0_u32..2000, count in 0_u32..6000, dtstart in "(|0001-01-01|9999-12-31|[12][0-9]{3}-[01][0-9]-[0-3][0-9])",
        opens in ".{0,8}", bymonth in "[0-9,]{0,5}",
    ) {
        let given = schedule!(
            "freq": freq, "byday": byday, "bymonthday": bymonthday, "interval": interval, "count": count,
            "dtstart": dtstart, "opens_at": opens, "bymonth": bymonth
        );
        let reading = given.reading();
        if let Some(timing) = reading.timing {
            let _ = (timing.in_words(), timing.bounds_in_words(today()), timing.is_open_on(Weekday::Monday, today()));
        }
    }
}
