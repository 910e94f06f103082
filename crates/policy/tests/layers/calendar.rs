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

const AREA: &str = "areas/town/area.toml";
const OUTCOMES: &str =
    "outcome = [{ id = \"start\", name = \"Start\", says = \"Started\", counts = \"start\", source = \"test\" }]\n";
const AGREEMENT: &str = "purpose = [{ id = \"pay\", says = \"Pay\", serves = \"payment\", lawful_basis = \"task\", gateway = \"law\", categories = [\"work\"], source = \"test\" }]\n";

/// The small policy with a contract of the town from July 2021 to June 2022, for one outcome, and these tables.
fn contracted(provider: &str, tables: &str) -> BTreeMap<String, String> {
    let mut files = files();
    files.insert("spine/outcomes.toml".to_owned(), OUTCOMES.to_owned());
    files.insert("spine/purposes.toml".to_owned(), AGREEMENT.to_owned());
    let area = files.get_mut(AREA).unwrap();
    *area = area.replace("body = [", "body = [{ id = \"helpers\", name = \"Helpers\", kind = \"provider\" }, ");
    let contract = format!(
        "id = \"deal\"\nname = \"The Deal\"\nprogramme = \"restart\"\nbuyer = \"town-council\"\nprovider = \"{provider}\"\n\
         from = 2021-07-01\nuntil = 2022-06-30\nsource = \"test\"\nnote = \"test\"\n\
         outcome = [{{ id = \"start\", definition = \"start\" }}]\n\
         group = [{{ id = \"uc\", says = \"UC\", when = \"benefit == 'UC'\" }}, {{ id = \"jsa\", says = \"JSA\", when = \"benefit == 'JSA'\" }}]\n{tables}"
    );
    files.insert("areas/town/contracts/deal.toml".to_owned(), contract);
    files
}

fn found_in_the_deal(tables: &str) -> Vec<String> {
    found(contracted("town-council", tables), "2021-01-01", "2022-12-31")
}

#[test]
fn a_price_for_everybody_beside_one_of_a_group_and_one_by_year_are_each_one_price() {
    let everybody = "[[price]]\noutcome = \"start\"\nvalues = [{ from = 2021-07-01, is = 100 }]\n";
    let of_group = "[[price]]\noutcome = \"start\"\ngroup = \"uc\"\nvalues = [{ from = 2021-07-01, is = 200 }]\n";
    assert_eq!(found_in_the_deal(&format!("{everybody}{of_group}")), [""; 0]);
    assert_eq!(found_in_the_deal("[[price]]\noutcome = \"start\"\nby_contract_year = [100]\n"), [""; 0]);
    let share = "parameter = [{ id = \"rate\", unit = \"pence\", values = [{ from = 2021-07-01, is = 9 }] }]\n\
                 [[price]]\noutcome = \"start\"\nshare_percent = 50\nof = \"rate\"\n";
    assert_eq!(found_in_the_deal(share), [""; 0]);
}

#[test]
fn a_price_that_is_there_twice_or_not_at_all_is_named_with_its_group_and_days() {
    let with = |group: &str, first: &str, second: &str| {
        let values =
            format!("values = [{{ from = 2021-07-01, until = {first}, is = 1 }}, {{ from = {second}, is = 2 }}]");
        found_in_the_deal(&format!(
            "[[price]]\noutcome = \"start\"\n{group}{values}\n[[price]]\noutcome = \"start\"\ngroup = \"jsa\"\nby_contract_year = [1]\n"
        ))
    };
    let code = "areas/town/contracts/deal#start";
    let uc = "group = \"uc\"\n";
    assert_eq!(with("", "2021-12-31", "2022-01-01"), [""; 0]);
    assert_eq!(
        with("", "2022-01-02", "2022-01-01"),
        [format!("Overlap from 1 January 2022 to 2 January 2022 {code}: `start` has two prices")]
    );
    assert_eq!(
        with(uc, "2022-01-01", "2022-01-01"),
        [format!("Overlap on 1 January 2022 {code}: `start` has two prices for the group `uc`")]
    );
    assert_eq!(
        with("", "2021-12-31", "2022-01-03"),
        [format!("Hole from 1 January 2022 to 2 January 2022 {code}: `start` has no price, and The Deal runs")]
    );
    assert_eq!(
        with(uc, "2021-12-31", "2022-01-02"),
        [format!("Hole on 1 January 2022 {code}: `start` has no price for the group `uc`, and The Deal runs")]
    );
}

#[test]
fn a_parameter_of_a_contract_has_one_value_on_each_of_its_days() {
    let with = |values: &str| {
        found_in_the_deal(&format!(
            "parameter = [{{ id = \"rate\", unit = \"pence\", values = [{values}] }}]\n[[price]]\noutcome = \"start\"\nby_contract_year = [1]\n"
        ))
    };
    let code = "areas/town/contracts/deal#rate";
    assert_eq!(with("{ from = 2021-07-01, is = 1 }"), [""; 0]);
    assert_eq!(
        with("{ from = 2021-07-01, until = 2022-01-01, is = 1 }, { from = 2022-01-01, is = 2 }"),
        [format!("Overlap on 1 January 2022 {code}: `rate` has two values")]
    );
    assert_eq!(
        with("{ from = 2021-07-03, until = 2022-06-29, is = 1 }"),
        [
            format!("Hole from 1 July 2021 to 2 July 2021 {code}: `rate` has no value, and The Deal runs"),
            format!("Hole on 30 June 2022 {code}: `rate` has no value, and The Deal runs"),
        ]
    );
}

#[test]
fn a_contract_between_two_bodies_needs_an_agreement_of_both_on_its_days() {
    let price = "[[price]]\noutcome = \"start\"\nby_contract_year = [1]\n";
    let with = |between: &str, days: &str| {
        let mut files = contracted("helpers", price);
        let area = files.get_mut(AREA).unwrap();
        area.push_str(&format!(
            "[[agreement]]\nid = \"sharing\"\nname = \"Sharing\"\nbetween = [{between}]\npurpose = \"pay\"\ncontrollers = \"separate\"\n\
             gateway = \"law\"\nkeep_months = 1\nsigning = \"on-paper\"\nreview_by = 2030-01-01\n{days}\nsource = \"test\"\n"
        ));
        found(files, "2021-01-01", "2022-12-31")
    };
    let says = "areas/town/contracts/deal: no agreement to share between `town-council` and `helpers`, and The Deal runs: nothing can be checked or paid";
    let both = "\"town-council\", \"helpers\"";
    assert_eq!(with(both, "from = 2021-07-01"), [""; 0]);
    assert_eq!(
        with(both, "from = 2021-07-02\nuntil = 2022-06-29"),
        [format!("Hole on 1 July 2021 {says}"), format!("Hole on 30 June 2022 {says}")]
    );
    let none = format!("Hole from 1 July 2021 to 30 June 2022 {says}");
    assert_eq!(found(contracted("helpers", price), "2021-01-01", "2022-12-31"), std::slice::from_ref(&none));
    assert_eq!(
        with("\"helpers\", \"town-library\"", "from = 2021-07-01").iter().filter(|one| **one == none).count(),
        1
    );
}

#[test]
fn findings_stand_by_day_and_those_of_an_area_are_looked_at_too_each_once() {
    let price = "[[price]]\noutcome = \"start\"\nvalues = [{ from = 2021-08-01, is = 1 }]\n";
    let mut files = contracted("town-council", price);
    let own = files.get_mut("areas/town/programmes/town-help.toml").unwrap();
    *own = own.replace("values = [{ from = 2021-07-01, is = 4 }]", "values = [{ from = 2021-07-02, is = 4 }]");
    let found = found(files, "2021-01-01", "2022-12-31");
    assert_eq!(
        found,
        [
            "Hole from 1 July 2021 to 31 July 2021 areas/town/contracts/deal#start: `start` has no price, and The Deal runs",
            "Hole on 1 July 2021 areas/town/programmes/town-help#least_hours: `least_hours` has no value, and `works` reads it",
        ]
    );
}

/// A number that only the words of a criterion name is read all the same.
#[test]
fn a_number_that_only_the_words_name_is_missed_too() {
    let words_only = files_with(SPINE, "when = \"hours_per_week <= most_hours\"", "when = \"hours_per_week <= 15\"");
    let mut files = words_only;
    let text = files.get_mut(SPINE).unwrap();
    *text = text.replace("values = [{ from = 2021-07-01, is = 15 }]", "values = [{ from = 2021-07-02, is = 15 }]");
    assert_eq!(
        found(files, "2021-01-01", "2022-12-31"),
        [
            "Hole on 1 July 2021 spine/programmes/restart#most_hours: `most_hours` has no value, and `works-little` reads it"
        ]
    );
}
