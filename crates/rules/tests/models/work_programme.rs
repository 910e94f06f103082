//! Work Programme: HC 162 (2013-14), table 3 (W3); written answer of 10 July 2013 (sustainment).

use crate::support::{contract, job, lines, owed, started};
use kernel::{Day, Period};
use rules::{
    outcome::Participation,
    payment::{OutcomeLine, price},
};

const ID: &str = "work-programme";

/// In work without an end from two weeks after the start, never on benefit.
fn stays_in_work(group: &str) -> Participation {
    Participation {
        spells: vec![job("a", "2011-07-01", None, None)],
        on_benefit: Some(Vec::new()),
        ..started("2011-06-15", Some(group))
    }
}

/// W3: attachment, job outcome and all sustainment payments come to the published totals.
#[test]
fn hc_162_table_3_components_and_totals() {
    let published = [
        ("jsa-18-24", 400, 1_200, 2_210, 3_810),
        ("jsa-25-and-over", 400, 1_200, 2_795, 4_395),
        ("jsa-early-access", 400, 1_200, 5_000, 6_600),
        ("jsa-ex-ib", 400, 1_200, 5_000, 6_600),
        ("esa-volunteers", 400, 1_000, 2_300, 3_700),
    ];
    for (group, attachment, job_outcome, sustainment, total) in published {
        let owed = owed(ID, &stays_in_work(group), "2014-06-30");
        let sum = |id: &str| owed.iter().filter(|(outcome, ..)| outcome == id).map(|(.., pounds)| pounds).sum::<i64>();
        assert_eq!(
            (sum("attachment"), sum("job-outcome"), sum("sustainment")),
            (attachment, job_outcome, sustainment),
            "{group}"
        );
        assert_eq!(owed.iter().map(|(.., pounds)| pounds).sum::<i64>(), total, "{group}");
    }
}

/// Published: 13 or 26 weeks, depending on the payment group. Which group needs which is an example.
#[test]
fn hc_162_a_job_outcome_is_13_or_26_weeks_by_the_group() {
    let on = |group: &str| {
        let owed = owed(ID, &stays_in_work(group), "2012-12-31");
        owed.into_iter().find(|(outcome, ..)| outcome == "job-outcome").unwrap().1
    };
    assert_eq!(on("jsa-18-24"), "2011-12-29", "182 days from 1 July");
    assert_eq!(on("esa-volunteers"), "2011-09-29", "91 days from 1 July");
}

/// Four continuous weeks since the job outcome or the last payment; claimable when 15 working days have passed.
#[test]
fn written_answer_10_july_2013_four_continuous_weeks_and_fifteen_working_days() {
    let sustained = |person: &Participation, as_of: &str| -> Vec<(Day, Option<Day>, bool)> {
        let lines = lines(ID, person, as_of);
        let owed = lines.iter().filter_map(OutcomeLine::owed).filter(|line| line.outcome == "sustainment");
        owed.map(|line| (line.reached_on, line.claim_from, line.in_window)).collect()
    };
    let day = |text: &str| text.parse::<Day>().unwrap();
    let person = stays_in_work("esa-volunteers");
    // The job outcome is reached on 29 September 2011; four weeks later is 27 October, and the 15th working day after it
    // 17 November.
    assert_eq!(sustained(&person, "2011-10-26"), []);
    assert_eq!(sustained(&person, "2011-11-17"), [(day("2011-10-27"), Some(day("2011-11-18")), false)]);
    assert_eq!(sustained(&person, "2011-11-18"), [(day("2011-10-27"), Some(day("2011-11-18")), true)]);
    // Christmas and New Year are no working days: from 22 December the 15th is 17 January.
    let third = sustained(&person, "2012-01-31")[2];
    assert_eq!(third, (day("2011-12-22"), Some(day("2012-01-18")), true));
}

#[test]
fn written_answer_10_july_2013_off_benefit_in_each_week_of_the_four() {
    let count = |on_benefit: Option<Vec<Period>>| {
        let person = Participation { on_benefit, ..stays_in_work("esa-volunteers") };
        owed(ID, &person, "2011-12-22").iter().filter(|(outcome, ..)| outcome == "sustainment").count()
    };
    let one_day = Period::new("2011-10-10".parse().unwrap(), "2011-10-10".parse().ok()).unwrap();
    assert_eq!(count(Some(Vec::new())), 3);
    assert_eq!(count(Some(vec![one_day])), 2, "the count begins anew after a day on benefit");
    assert_eq!(count(None), 0);
    let unknown = Participation { on_benefit: None, ..stays_in_work("esa-volunteers") };
    let lines = lines(ID, &unknown, "2011-12-22");
    let line = lines.iter().find(|line| line.outcome() == "sustainment").unwrap();
    assert!(
        matches!(line, OutcomeLine::Unknown(line) if line.needs[0].contains("on which days the person was on benefit"))
    );
}

#[test]
fn written_answer_10_july_2013_after_104_weeks_a_break_ends_it() {
    let count = |from: &str| {
        let person = Participation {
            spells: vec![job("a", "2012-12-01", Some("2013-06-30"), None), job("b", from, None, None)],
            on_benefit: Some(Vec::new()),
            ..started("2011-06-15", Some("esa-volunteers"))
        };
        owed(ID, &person, "2015-06-30").iter().filter(|(outcome, ..)| outcome == "sustainment").count()
    };
    // 104 weeks end on 12 June 2013; the job ends on 30 June after 121 days beyond the job outcome: four payments.
    assert_eq!(count("2013-07-01"), 20, "no break");
    assert_eq!(count("2013-07-02"), 4, "a break of one day");
}

#[test]
fn hc_162_the_first_price_of_a_group_is_that_of_the_start() {
    let contract = contract(ID);
    assert!(price(contract, "sustainment", "2011-07-01".parse().unwrap()).is_err(), "there is none for everybody");
    assert_eq!(contract.prices.iter().filter(|price| price.outcome == "sustainment").count(), 5);
}
