//! What an area's text may not say, as its author sees it: one fault planted at a time.

use crate::text::{files, load};
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::collections::BTreeMap;

const LAYER: &str = "areas/town/layers/restart.toml";
const STANDARDS: &str = "areas/town/standards.toml";

/// What is planted: what it is, the file, and its contents.
const PLANTED: [(&str, &str, &str); 27] = [
    (
        "a number outside its range",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"months_on_benefit\"\nvalues = [\n    { from = 2022-06-01, is = 6 },\n    { from = 2023-06-01, is = 3 },\n]\n",
    ),
    (
        "a number that shuts people out, without saying so",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"months_on_benefit\"\nvalues = [{ from = 2022-06-01, is = 12 }]\n",
    ),
    (
        "a number that is said to narrow and does not",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"months_on_benefit\"\nnarrows = true\nvalues = [{ from = 2022-06-01, is = 6 }]\n",
    ),
    (
        "a number that the spine leaves to no area",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"oldest_age\"\nvalues = [{ from = 2022-06-01, is = 70 }]\n",
    ),
    (
        "a number that there is not",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"month_on_benefit\"\nvalues = [{ from = 2022-06-01, is = 6 }]\n",
    ),
    (
        "a level without the power to set numbers",
        "areas/village/layers/restart.toml",
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"months_on_benefit\"\nvalues = [{ from = 2022-06-01, is = 6 }]\n",
    ),
    (
        "a level without the power to widen",
        "areas/village/layers/restart.toml",
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"jobseekers\"\nsays = \"Gets Jobseeker's Allowance\"\nalso_when = \"benefit == 'JSA'\"\npays = \"village-council\"\n",
    ),
    (
        "a level without the power to add programmes",
        "areas/village/programmes/village-help.toml",
        "id = \"village-help\"\nname = \"Village help\"\nsays = \"Help\"\nfunder = \"village\"\nsource = \"Paper\"\n",
    ),
    (
        "a programme with the id of one of the spine",
        "areas/town/programmes/restart.toml",
        "id = \"restart\"\nname = \"Our Restart\"\nsays = \"Help\"\nfunder = \"town\"\nsource = \"Paper\"\n",
    ),
    ("a new name", LAYER, "programme = \"restart\"\nname = \"Restart in Town\"\nsource = \"Deal\"\n"),
    ("a removal", LAYER, "programme = \"restart\"\nsource = \"Deal\"\nuntil = 2023-12-31\n"),
    (
        "a further criterion",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[criterion]]\nid = \"local\"\nsays = \"Lives here\"\nwhen = \"care_leaver\"\n",
    ),
    ("who may refer", LAYER, "programme = \"restart\"\nsource = \"Deal\"\nmay_refer = [\"council\"]\n"),
    (
        "a criterion written anew that shuts people out",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"longer\"\ncriterion = \"long-enough\"\nsays = \"Has been on it for a year, or was in care\"\nwhen = \"months_since(benefit_since) >= 12 || care_leaver\"\npays = \"town-council\"\nfrom = 2022-01-01\n",
    ),
    (
        "a criterion written anew in a way that only a search can tell",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"hours\"\ncriterion = \"works-little\"\nsays = \"Works few hours\"\nwhen = \"hours_per_week + hours_per_week <= most_hours\"\npays = \"town-council\"\nfrom = 2022-01-01\n",
    ),
    (
        "a widening that lets nobody through",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"longer\"\ncriterion = \"long-enough\"\nsays = \"Has been on it for two years\"\nalso_when = \"months_since(benefit_since) >= 24\"\npays = \"town-council\"\n",
    ),
    (
        "a payer nobody knows",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"jobseekers\"\ncriterion = \"on-benefit\"\nsays = \"Gets Jobseeker's Allowance\"\nalso_when = \"benefit == 'JSA'\"\npays = \"town-counsil\"\n",
    ),
    (
        "nobody pays",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"jobseekers\"\ncriterion = \"on-benefit\"\nsays = \"Gets Jobseeker's Allowance\"\nalso_when = \"benefit == 'JSA'\"\n",
    ),
    (
        "a criterion that there is not",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"jobseekers\"\ncriterion = \"on-benefits\"\nsays = \"Gets Jobseeker's Allowance\"\nalso_when = \"benefit == 'JSA'\"\npays = \"dwp\"\n",
    ),
    (
        "the days of the programme widened",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"early\"\ncriterion = \"open\"\nsays = \"Was in care\"\nalso_when = \"care_leaver\"\npays = \"dwp\"\n",
    ),
    (
        "a widening before the programme is open",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[widen]]\nid = \"early\"\nsays = \"Was in care\"\nalso_when = \"care_leaver\"\npays = \"dwp\"\nuntil = 2021-06-30\n",
    ),
    (
        "a widening that reads a number before it has a value",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[parameter]]\nid = \"weeks\"\nvalues = [{ from = 2022-01-01, is = 4 }]\n\n[[widen]]\nid = \"early\"\nsays = \"Was in care for {weeks} weeks\"\nalso_when = \"care_leaver && weeks_since(benefit_since) >= weeks\"\npays = \"dwp\"\n",
    ),
    (
        "a number of its own with the name of the programme's",
        LAYER,
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[parameter]]\nid = \"most_hours\"\nvalues = [{ from = 2022-01-01, is = 30 }]\n",
    ),
    ("no such programme", "areas/town/layers/restrat.toml", "programme = \"restrat\"\nsource = \"Deal\"\n"),
    ("the area's own programme", "areas/town/layers/town-help.toml", "programme = \"town-help\"\nsource = \"Deal\"\n"),
    (
        "a standard made looser",
        STANDARDS,
        "[[standard]]\nid = \"first-meeting\"\nsays = \"The provider meets the person within 20 working days.\"\ndays = 20\nfrom = 2022-01-01\nsource = \"Deal\"\n",
    ),
    (
        "a standard that there is not, twice on the same days",
        STANDARDS,
        "[[standard]]\nid = \"first-meeting\"\nsays = \"Within 10 working days.\"\ndays = 10\nfrom = 2022-01-01\nsource = \"Deal\"\n\n[[standard]]\nid = \"first-meeting\"\nsays = \"Within 9 working days.\"\ndays = 9\nfrom = 2022-06-01\nsource = \"Deal\"\n\n[[standard]]\nid = \"last-meeting\"\nsays = \"Within 9 working days.\"\ndays = 9\nfrom = 2022-06-01\nsource = \"Deal\"\n",
    ),
];

fn with(path: &str, contents: &str) -> BTreeMap<String, String> {
    let mut files = files();
    files.insert(path.to_owned(), contents.to_owned());
    files
}

#[test]
fn planted_faults() {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120);
    let mut report = String::new();
    for (what, path, contents) in PLANTED {
        let found = load(with(path, contents)).faults;
        assert!(!found.is_empty(), "{what}");
        report.push_str(&format!("## {what}\n\n"));
        for fault in &found {
            assert_eq!(fault.path(), path, "{what}");
            handler.render_report(&mut report, fault).unwrap();
        }
        report.push('\n');
    }
    insta::assert_snapshot!(report);
}

#[test]
fn what_an_area_may_not_say_is_no_policy() {
    for (what, path, contents) in PLANTED {
        let loaded = load(with(path, contents));
        assert_eq!(loaded.policy.is_none(), loaded.faults.iter().any(policy::Fault::is_error), "{what}");
    }
}

/// A layer whose number of months has a value from each month of many years: as many months as the spine asks, or one
/// fewer, in turn, and `other` from the month with the number given.
fn month_by_month(months: u32, (odd, other): (u32, u32)) -> String {
    let value = |month: u32| {
        let is = if month == odd { other } else { 8 + month % 2 };
        format!("{{ from = {}-{:02}-01, is = {is} }},\n", 2022 + month / 12, 1 + month % 12)
    };
    let values: String = (0..months).map(value).collect();
    format!(
        "programme = \"restart\"\nsource = \"Deal\"\n\n[[set]]\nparameter = \"months_on_benefit\"\nvalues = [\n{values}]\n"
    )
}

#[test]
fn a_loss_that_begins_after_a_hundred_changes_is_found() {
    let codes = |text: &str| {
        let loaded = load(with(LAYER, text));
        loaded.faults.iter().map(|fault| fault.code().to_owned()).collect::<Vec<_>>()
    };
    for months in [99, 101, 150] {
        assert_eq!(codes(&month_by_month(months, (months, 9))), Vec::<String>::new(), "{months}");
        // The last month of all asks for more than the spine does.
        assert_eq!(codes(&month_by_month(months, (months - 1, 10))), ["policy/narrows"], "{months}");
    }
}
