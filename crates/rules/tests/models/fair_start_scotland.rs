//! Fair Start Scotland: at first the 26 and 52 weeks had to contain the initial 13; from the end of year 3 they stand alone.

use crate::support::{job, lines, owed, says, started};
use rules::outcome::Participation;

const ID: &str = "fair-start-scotland-both-ways";

/// Thirteen weeks in one job, a break, then a job that lasts.
fn twice(start: &str, first: (&str, &str), then: &str) -> Participation {
    Participation {
        spells: vec![job("a", first.0, Some(first.1), None), job("b", then, None, None)],
        ..started(start, None)
    }
}

fn outcomes(person: &Participation, as_of: &str) -> Vec<String> {
    owed(ID, person, as_of).into_iter().map(|(outcome, ..)| outcome).collect()
}

#[test]
fn nested_the_26_weeks_must_contain_the_13() {
    let person = twice("2021-03-31", ("2021-04-05", "2021-07-10"), "2021-08-02");
    assert_eq!(outcomes(&person, "2023-01-31"), ["13-weeks"]);
    let lines = lines(ID, &person, "2023-01-31");
    assert!(says(&lines[1]).contains("does not contain that of `13-weeks`"), "{}", says(&lines[1]));
}

#[test]
fn from_the_end_of_year_3_they_stand_alone() {
    let person = twice("2021-04-01", ("2021-04-05", "2021-07-10"), "2021-08-02");
    assert_eq!(outcomes(&person, "2023-01-31"), ["13-weeks", "26-weeks", "52-weeks"]);
}

#[test]
fn one_run_of_work_is_paid_both_ways() {
    for start in ["2021-03-31", "2021-04-01"] {
        let person = Participation { spells: vec![job("a", "2021-04-05", None, None)], ..started(start, None) };
        assert_eq!(outcomes(&person, "2022-04-03"), ["13-weeks", "26-weeks", "52-weeks"]);
        assert_eq!(outcomes(&person, "2022-04-02"), ["13-weeks", "26-weeks"]);
    }
}
