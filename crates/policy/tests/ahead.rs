//! What is coming, from a text made for the purpose; the boundary days of the window on both sides.
#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Day;
use policy::{Coming, ComingKind, Gazetteer, Happens, Policy, PolicyText, ahead, load};

const FACTS: &str = r#"
category = [{ id = "work", says = "Work" }]
fact = [{ id = "yes", type = "yes-no", says = "Yes", question = "Yes?", why = "Because", category = "work", source = "t" },
  { id = "months", type = "whole-number", says = "Months", question = "Months?", why = "Because", category = "work", source = "t" }]
"#;
const LEVELS: &str = r#"level = [{ id = "core", name = "Core", says = "All", powers = ["add-programmes", "set-local-values", "co-commission"], source = "t" }]"#;
const PURPOSES: &str = r#"purpose = [{ id = "referral", says = "Refer", serves = "referral", lawful_basis = "task", gateway = "an act", categories = ["work"], source = "t" }]"#;
const OUTCOMES: &str =
    r#"outcome = [{ id = "start", name = "Start", says = "Start", counts = "start", source = "t" }]"#;
const PROGRAMME: &str = r#"
id = "help"
name = "Help"
says = "Help"
funder = "council"
source = "t"
until = 2027-03-31
[[parameter]]
id = "least"
says = "Least months"
unit = "months"
values = [{ from = 2020-01-01, is = 9 }, { from = 2027-01-01, is = 6 }, { from = 2027-06-01, is = 3 }]
[[criterion]]
id = "yes"
says = "Says yes"
when = "yes"
until = 2026-12-31
[[criterion]]
id = "yes"
says = "Says yes, for {least}"
when = "yes && months >= least"
from = 2027-01-01
[[criterion]]
id = "old"
says = "Has waited"
when = "months >= least"
until = 2027-02-14
"#;
const AREA: &str = r#"
id = "here"
name = "Here"
nation = "england"
level = "core"
source = "t"
places = { lsoas_of = 2011, lsoas = ["E01000001"] }
body = [{ id = "council", name = "Council", kind = "council" }, { id = "helpers", name = "Helpers", kind = "provider" }]
agreement = [{ id = "share", name = "Share", between = ["council", "helpers"], purpose = "referral", controllers = "separate", gateway = "t", keep_months = 24, signing = "on-paper", from = 2024-01-01, until = 2027-03-31, review_by = 2026-03-31, source = "t" }]
"#;
const CONTRACT: &str = r#"
id = "deal"
name = "Deal"
programme = "help"
buyer = "council"
provider = "helpers"
from = 2024-01-01
until = 2027-03-31
source = "t"
note = "t"
outcome = [{ id = "start", definition = "start" }]
price = [{ outcome = "start", values = [{ from = 2024-01-01, is = 10000 }, { from = 2026-12-01, is = 12000 }] }]
"#;
const STREAM: &str = r#"
id = "fund"
name = "The Fund"
funder = "ministry"
source = "t"
year = [{ from = 2026-01-01, until = 2026-12-31, pence = 10000 }, { from = 2027-01-01, until = 2027-03-30, pence = 5000 }]
"#;

fn policy() -> Policy {
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/levels.toml", LEVELS),
        ("spine/purposes.toml", PURPOSES),
        ("spine/outcomes.toml", OUTCOMES),
        ("areas/here/area.toml", AREA),
        ("areas/here/programmes/help.toml", PROGRAMME),
        ("areas/here/contracts/deal.toml", CONTRACT),
        ("areas/here/funding/fund.toml", STREAM),
    ];
    let text = PolicyText::new(files.map(|(path, contents)| (path.to_owned(), contents.to_owned())));
    let loaded = load(&text, &Gazetteer::new());
    assert!(loaded.policy.is_some(), "{:#?}", loaded.faults);
    loaded.policy.unwrap()
}

fn coming(from: &str, months: u32) -> Vec<Coming> {
    let policy = policy();
    ahead(&policy, policy.area("here").unwrap(), from.parse().unwrap(), months)
}

#[test]
fn everything_that_comes_is_told_in_order_with_whom_it_touches() {
    let found = coming("2026-11-23", 12);
    let told: Vec<(String, ComingKind, Happens)> =
        found.iter().map(|one| (one.on.to_string(), one.what, one.happens)).collect();
    let expected = [
        ("2026-12-01", ComingKind::Price, Happens::Changes),
        ("2027-01-01", ComingKind::Criterion, Happens::Changes),
        ("2027-01-01", ComingKind::Parameter, Happens::Changes),
        ("2027-01-01", ComingKind::Funding, Happens::Changes),
        ("2027-02-14", ComingKind::Criterion, Happens::Ends),
        ("2027-03-30", ComingKind::Funding, Happens::Ends),
        ("2027-03-31", ComingKind::Programme, Happens::Ends),
        ("2027-03-31", ComingKind::Contract, Happens::Ends),
        ("2027-03-31", ComingKind::Agreement, Happens::Ends),
    ];
    assert_eq!(told, expected.map(|(on, what, happens)| (on.to_owned(), what, happens)));
    assert!(found.iter().all(|one| one.programmes.contains("help")), "{found:#?}");
    let price = found.first().unwrap();
    assert_eq!(price.says, "It is £120.00 from 1 December 2026. Until then it is £100.00.");
    assert_eq!(price.code, "areas/here/contracts/deal#start");
}

#[test]
fn the_first_day_is_looked_at_and_the_day_so_many_months_later_is_not() {
    let days = |from: &str, months| coming(from, months).into_iter().map(|one| one.on.to_string()).collect::<Vec<_>>();
    assert_eq!(days("2026-12-01", 1), ["2026-12-01"]);
    assert!(days("2026-12-02", 1).iter().all(|day| day == "2027-01-01"));
    assert!(days("2026-11-01", 1).is_empty(), "1 December is one month after 1 November");
    assert!(days("2026-11-23", 0).is_empty());
    assert_eq!(days("2027-03-31", 1).len(), 3);
    assert!(coming("2027-04-01", 1200).is_empty(), "what ended with its programme does not come again");
    assert!(ahead(&policy(), policy().area("here").unwrap(), Day::MAX, 12).is_empty());
}
