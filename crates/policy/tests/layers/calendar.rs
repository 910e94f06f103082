//! Holes and overlaps on given days.

use crate::text::{day, files, files_with};
use kernel::Period;
use policy::{DayFinding, Gazetteer, PolicyText, holes_and_overlaps};
use std::collections::BTreeMap;

const SPINE: &str = "spine/programmes/restart.toml";
const VALUE: &str = "    { from = 2022-01-01, is = 9 },\n";

fn found(files: BTreeMap<String, String>, from: &str, until: &str) -> Vec<String> {
    let within = Period { from: day(from), until: Some(day(until)) };
    let findings = holes_and_overlaps(&PolicyText::new(files), &Gazetteer::new(), within);
    let said = |one: &DayFinding| format!("{:?} {} {}: {}", one.kind, one.days_in_words(), one.code, one.says);
    findings.iter().map(said).collect()
}

#[test]
fn a_sound_text_has_neither() {
    assert_eq!(found(files(), "2000-01-01", "2040-12-31"), [""; 0]);
}

#[test]
fn a_number_without_a_value_is_named_with_its_days() {
    let hole = || files_with(SPINE, VALUE, "    { from = 2022-02-01, is = 9 },\n");
    let hole = || {
        let mut files = hole();
        let text = files.get_mut(SPINE).unwrap();
        *text =
            text.replacen("{ from = 2021-07-01, is = 12 }", "{ from = 2021-07-01, until = 2021-12-31, is = 12 }", 1);
        files
    };
    let says =
        "spine/programmes/restart#months_on_benefit: `months_on_benefit` has no value, and `long-enough` reads it";
    assert_eq!(
        found(hole(), "2021-01-01", "2022-12-31"),
        [format!("Hole from 1 January 2022 to 31 January 2022 {says}")]
    );
    // Only the days that were asked about.
    assert_eq!(found(hole(), "2022-01-31", "2022-12-31"), [format!("Hole on 31 January 2022 {says}")]);
    assert_eq!(found(hole(), "2022-02-01", "2022-12-31"), [""; 0]);
}

#[test]
fn two_values_on_one_day_are_named() {
    let twice =
        files_with(SPINE, "{ from = 2021-07-01, is = 12 }", "{ from = 2021-07-01, until = 2022-01-03, is = 12 }");
    let says = "spine/programmes/restart#months_on_benefit: `months_on_benefit` has two values";
    assert_eq!(
        found(twice, "2021-01-01", "2022-12-31"),
        [format!("Overlap from 1 January 2022 to 3 January 2022 {says}")]
    );
}

#[test]
fn criteria_of_one_id_follow_each_other() {
    let criterion = |days: &str| {
        format!("id = \"on-benefit\"\nsays = \"Gets Universal Credit\"\nwhen = \"benefit == 'UC'\"\n{days}\n")
    };
    let with = |first: &str, second: &str| {
        let two = format!("{}\n[[criterion]]\n{}", criterion(first), criterion(second));
        files_with(SPINE, "id = \"on-benefit\"\nsays = \"Gets Universal Credit\"\nwhen = \"benefit == 'UC'\"\n", &two)
    };
    let code = "spine/programmes/restart#on-benefit";
    assert_eq!(
        found(with("until = 2022-03-31", "from = 2022-05-01"), "2021-01-01", "2022-12-31"),
        [format!(
            "Hole from 1 April 2022 to 30 April 2022 {code}: no criterion `on-benefit` of Restart is in force, though one was before and one is after"
        )]
    );
    assert_eq!(
        found(with("until = 2022-03-31", "from = 2022-03-30"), "2021-01-01", "2022-12-31"),
        [format!(
            "Overlap from 30 March 2022 to 31 March 2022 {code}: two criteria `on-benefit` of Restart are in force"
        )]
    );
    assert_eq!(found(with("until = 2022-03-31", "from = 2022-04-01"), "2021-01-01", "2022-12-31"), [""; 0]);
}
