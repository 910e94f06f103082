//! IPS in Primary Care: grant guidance, December 2023: at least 7 hours a week for 13 weeks within a 16-week period.

use crate::support::{contract, day, job, lines, owed, started};
use rules::{
    outcome::Participation,
    payment::{LineKind, OutcomeLine, Participant, statement},
};

const ID: &str = "ips-primary-care";

fn with_hours(hours: Option<u16>, jobs: &[(&str, Option<&str>)]) -> Participation {
    let spells = jobs.iter().enumerate().map(|(number, (from, until))| {
        let mut spell = job(&format!("j{number}"), from, *until, None);
        spell.hours_per_week = hours;
        spell
    });
    Participation { spells: spells.collect(), ..started("2023-05-01", None) }
}

fn reached(person: &Participation, as_of: &str) -> Option<String> {
    let owed = owed(ID, person, as_of);
    owed.into_iter().find(|(outcome, ..)| outcome == "job-outcome").map(|(_, on, _)| on)
}

#[test]
fn grant_guidance_december_2023_13_weeks_in_16() {
    let without_break = [("2023-06-05", None)];
    assert_eq!(reached(&with_hours(Some(7), &without_break), "2023-12-31"), Some("2023-09-03".into()));
    // A break of three weeks still leaves 13 in 16; a day more does not, until later work makes it up.
    let three_weeks = [("2023-06-05", Some("2023-07-16")), ("2023-08-07", None)];
    assert_eq!(reached(&with_hours(Some(7), &three_weeks), "2023-12-31"), Some("2023-09-24".into()));
    let a_day_more = [("2023-06-05", Some("2023-07-16")), ("2023-08-08", None)];
    assert_eq!(reached(&with_hours(Some(7), &a_day_more), "2023-12-31"), Some("2023-11-06".into()));
}

/// Two jobs of five hours at the same time are ten; one after the other they are five.
#[test]
fn hours_of_jobs_at_the_same_time_come_to_7_together() {
    let at_once = with_hours(Some(5), &[("2023-06-05", None), ("2023-06-05", None)]);
    assert_eq!(reached(&at_once, "2023-12-31"), Some("2023-09-03".into()));
    let follow = with_hours(Some(5), &[("2023-06-05", Some("2023-07-31")), ("2023-08-01", None)]);
    assert_eq!(reached(&follow, "2023-12-31"), None);
}

#[test]
fn grant_guidance_december_2023_at_least_7_hours() {
    let jobs = [("2023-06-05", None)];
    assert_eq!(reached(&with_hours(Some(6), &jobs), "2023-12-31"), None);
    let silent = with_hours(None, &jobs);
    assert_eq!(reached(&silent, "2023-12-31"), None);
    let lines = lines(ID, &silent, "2023-12-31");
    assert!(
        matches!(&lines[1], OutcomeLine::Unknown(line) if line.needs == ["hours a week with Employer j0 from 5 June 2023"])
    );
}

#[test]
fn part_of_the_start_goes_back_when_a_person_leaves_at_once() {
    let person = with_hours(Some(7), &[]);
    let left = |on: &str| {
        let participant = Participant {
            id: "p".into(),
            started_on: person.started_on,
            ended_on: Some(day(on)),
            lines: lines(ID, &person, "2023-12-31"),
        };
        statement(contract(ID), &[participant], day("2023-12-31")).total_of(LineKind::Clawback).unwrap().0
    };
    assert_eq!((left("2023-05-29"), left("2023-05-30")), (-25_000, 0));
}
