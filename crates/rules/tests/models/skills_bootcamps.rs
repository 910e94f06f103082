//! Skills Bootcamps wave 3: 45%, 35% and 20% of the agreed rate (W18).

use crate::support::{contract, event, evidence, lines, says, started};
use rules::{
    outcome::{Participation, RecordedEvent},
    payment::OutcomeLine,
};

const ID: &str = "skills-bootcamps-wave-3";

fn learner(days: i64, more: Vec<RecordedEvent>) -> Participation {
    let learning = (0..days).map(|number| RecordedEvent {
        hours: Some(1),
        ..event(&format!("d{number}"), "learning-day", &format!("2022-05-{:02}", 2 + number))
    });
    Participation {
        events: learning.chain(more).collect(),
        evidence: vec![evidence("complete", "certificate"), evidence("offer", "contract-of-work")],
        ..started("2022-05-02", None)
    }
}

/// What is owed in percent of the rate of £3,000.
fn share(person: &Participation, as_of: &str) -> i64 {
    lines(ID, person, as_of).iter().filter_map(OutcomeLine::owed).map(|line| line.amount.0).sum::<i64>() / 3_000
}

fn complete() -> RecordedEvent {
    event("complete", "training-complete", "2022-07-29")
}

fn offer(on: &str) -> RecordedEvent {
    event("offer", "offer", on)
}

/// W18: start only 45%; completed 80%; outcome 100%; an outcome without completion 45%.
#[test]
fn dfe_guidance_wave_3_shares_of_the_rate() {
    assert_eq!(share(&learner(5, vec![]), "2022-12-31"), 45);
    assert_eq!(share(&learner(5, vec![complete()]), "2022-12-31"), 80);
    assert_eq!(share(&learner(5, vec![complete(), offer("2022-09-01")]), "2022-12-31"), 100);
    assert_eq!(share(&learner(5, vec![offer("2022-09-01")]), "2022-12-31"), 45);
    assert_eq!(share(&learner(4, vec![complete(), offer("2022-09-01")]), "2022-12-31"), 0, "four days are no start");
}

#[test]
fn dfe_guidance_wave_3_five_days_and_five_hours() {
    let mut short = learner(5, vec![]);
    short.events[0].hours = Some(0);
    assert_eq!(share(&short, "2022-12-31"), 0, "five days of four hours");
    short.events[0].hours = None;
    let lines = lines(ID, &short, "2022-12-31");
    assert!(matches!(&lines[0], OutcomeLine::Unknown(line) if line.needs == ["the hours of learning on 2 May 2022"]));
}

#[test]
fn dfe_guidance_wave_3_the_cut_off_is_30_september_2023() {
    let person = learner(5, vec![complete(), offer("2023-08-01")]);
    let open = |as_of: &str| {
        let lines = lines(ID, &person, as_of);
        lines.iter().filter_map(OutcomeLine::owed).filter(|line| line.in_window).count()
    };
    assert_eq!((open("2023-09-30"), open("2023-10-01")), (3, 0));
    assert_eq!(contract(ID).prices.len(), 3);
}

#[test]
fn without_evidence_that_is_accepted_it_is_not_known() {
    let mut person = learner(5, vec![complete()]);
    person.evidence = vec![evidence("complete", "self-declaration")];
    let lines = lines(ID, &person, "2022-12-31");
    let OutcomeLine::Unknown(line) = &lines[1] else { panic!("{lines:#?}") };
    assert_eq!(line.needs, ["certificate or employer letter for training complete on 29 July 2022"]);
    assert!(says(&lines[1]).contains("not borne out yet"));
}
