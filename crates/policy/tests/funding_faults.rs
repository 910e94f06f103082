//! Faults in a stream's text, one planted at a time, each with a diagnostic worth reading.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Gazetteer, PolicyText, load};
use std::fmt::Write as _;

const FACTS: &str = r#"
category = [{ id = "work", says = "Work" }]
[[fact]]
id = "date_of_birth"
type = "date"
says = "Date of birth"
question = "When were you born?"
why = "Because"
category = "work"
source = "test"

[[fact]]
id = "current_programmes"
type = "any-of"
codes_from = "programmes"
says = "Programmes"
question = "Which programmes are you on?"
why = "Because"
category = "work"
source = "test"
"#;

const LEVELS: &str =
    r#"level = [{ id = "core", name = "Core", says = "All", powers = ["add-programmes"], source = "test" }]"#;

const PROGRAMME: &str = r#"
id = "help"
name = "Help"
says = "Help"
funder = "council"
source = "test"
criterion = [{ id = "adult", says = "Is an adult", when = "age_on(today) >= 18" }]
"#;

const AREA: &str = r#"
id = "here"
name = "Here"
nation = "england"
level = "core"
source = "test"
places = { lsoas_of = 2011, lsoas = ["E01000001"] }
body = [{ id = "council", name = "Council", kind = "council" }, { id = "helpers", name = "Helpers", kind = "provider" }]
"#;

const STREAM: &str = r#"
id = "fund"
name = "The Fund"
funder = "ministry"
pays = ["training", "job-search"]
programmes = ["help"]
bodies = ["helpers"]
not_beside = ["council"]
started_from = 2025-04-01
started_until = 2027-03-31
share_percent = 50
management_percent = 4
pool = "Settlement"
virement_percent = 10
example = true
source = "test"

[[year]]
from = 2025-04-01
until = 2026-03-31
pence = 1000000
carry_over_percent = 5

[[year]]
from = 2026-04-01
until = 2027-03-31
pence = 2000000

[[criterion]]
id = "adult"
says = "Is an adult"
when = "age_on(today) >= 19"
"#;

/// What is changed in the stream, and the code of the fault that must be among those found.
const PLANTED: [(&str, &str, &str); 18] = [
    ("id = \"fund\"", "id = \"money\"", "policy/id-is-not-file-name"),
    ("pays = [\"training\"", "pays = [\"traning\"", "policy/unknown-need"),
    ("programmes = [\"help\"]", "programmes = [\"helps\"]", "policy/unknown-programme"),
    ("bodies = [\"helpers\"]", "bodies = [\"helper\"]", "policy/unknown-body"),
    ("not_beside = [\"council\"]", "not_beside = [\"counsel\"]", "policy/unknown-funder"),
    ("started_until = 2027-03-31", "started_until = 2024-03-31", "policy/dates-reversed"),
    ("share_percent = 50", "share_percent = 0", "policy/out-of-range"),
    ("management_percent = 4", "management_percent = 104", "policy/out-of-range"),
    ("pool = \"Settlement\"\n", "", "policy/missing-key"),
    ("virement_percent = 10", "virement_per_cent = 10", "policy/unknown-key"),
    ("source = \"test\"\n\n[[year]]", "\n[[year]]", "policy/missing-citation"),
    ("from = 2026-04-01", "from = 2026-03-31", "policy/dates-overlap"),
    ("until = 2027-03-31\npence", "pence", "policy/missing-key"),
    ("pence = 2000000", "pence = -1", "policy/out-of-range"),
    ("pence = 2000000", "pence = 20000.00", "policy/wrong-type"),
    ("carry_over_percent = 5", "carry_over_percent = 500", "policy/out-of-range"),
    ("age_on(today) >= 19", "age_on(date_of_birth) >= 19", "policy/unreachable"),
    ("age_on(today) >= 19", "age >= 19", "policy/unknown-fact"),
];

fn faults(stream: &str) -> Vec<policy::Fault> {
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/levels.toml", LEVELS),
        ("areas/here/area.toml", AREA),
        ("areas/here/programmes/help.toml", PROGRAMME),
        ("areas/here/funding/fund.toml", stream),
    ];
    let files = files.map(|(path, contents)| (path.to_owned(), contents.to_owned()));
    load(&PolicyText::new(files), &Gazetteer::new()).faults
}

#[test]
fn the_stream_as_it_is_has_no_fault() {
    let found = faults(STREAM);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_area_has_at_most_256_streams() {
    let area = [
        ("spine/facts.toml", FACTS),
        ("spine/levels.toml", LEVELS),
        ("areas/here/area.toml", AREA),
        ("areas/here/programmes/help.toml", PROGRAMME),
    ];
    let found = |count: usize| {
        let stream = |number: usize| {
            let (path, id) = (format!("areas/here/funding/fund-{number}.toml"), format!("id = \"fund-{number}\""));
            (path, STREAM.replacen("id = \"fund\"", &id, 1))
        };
        let files = area.map(|(path, contents)| (path.to_owned(), contents.to_owned()));
        load(&PolicyText::new(files.into_iter().chain((0..count).map(stream))), &Gazetteer::new()).faults
    };
    assert!(found(256).is_empty());
    let faults = found(257);
    assert_eq!(faults.iter().map(policy::Fault::code).collect::<Vec<_>>(), ["policy/out-of-range"]);
}

#[test]
fn each_planted_fault_has_a_diagnostic_worth_reading() {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    let mut report = String::new();
    for (from, to, code) in PLANTED {
        assert!(STREAM.contains(from), "{from}");
        let found = faults(&STREAM.replacen(from, to, 1));
        assert!(found.iter().any(|fault| fault.code() == code), "{to}: {found:#?}");
        writeln!(report, "=== {to}\n").unwrap();
        for fault in &found {
            handler.render_report(&mut report, fault).unwrap();
        }
    }
    insta::assert_snapshot!(report);
}

/// The table of keys in `docs/attribute.md` names every key that a stream may have.
#[test]
fn the_page_on_attribution_names_every_key() {
    let page = include_str!("../../../docs/attribute.md");
    for key in STREAM.lines().filter_map(|line| line.split_once(" = ").map(|(key, _)| key)) {
        assert!(page.contains(&format!("`{key}`")), "docs/attribute.md does not name `{key}`");
    }
}

/// A funder of 200 programmes is one word in `not_beside`, and whoever is on any of them may not be paid for.
#[test]
fn a_funder_of_many_programmes_is_named_in_one_word() {
    let programme = |number: usize| {
        let id = format!("a-programme-with-quite-a-long-name-{number}");
        (format!("areas/here/programmes/{id}.toml"), PROGRAMME.replace("id = \"help\"", &format!("id = \"{id}\"")))
    };
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/levels.toml", LEVELS),
        ("areas/here/area.toml", AREA),
        ("areas/here/programmes/help.toml", PROGRAMME),
        ("areas/here/funding/fund.toml", STREAM),
    ];
    let files = files.map(|(path, contents)| (path.to_owned(), contents.to_owned()));
    let loaded = load(&PolicyText::new(files.into_iter().chain((0..200).map(programme))), &Gazetteer::new());
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults.first());
    let policy = loaded.policy.unwrap();
    let area = &policy.areas["here"];
    let beside = &area.funding["fund"].criteria.iter().find(|criterion| &*criterion.id == "not-beside").unwrap().when;
    let asked = |facts: serde_json::Value| {
        let json = serde_json::json!({ "facts": facts });
        let facts = policy::Facts::from_json(&policy.facts, &Gazetteer::new(), &json).unwrap();
        policy::holds(&policy, area, beside, &facts, "2026-05-01".parse().unwrap())
    };
    let on = |programmes: &[&str]| asked(serde_json::json!({ "current_programmes": programmes }));
    assert_eq!(on(&[]), policy::Truth::Met);
    assert_eq!(asked(serde_json::json!({})), policy::Truth::Unknown);
    for programme in ["help", "a-programme-with-quite-a-long-name-0", "a-programme-with-quite-a-long-name-199"] {
        assert_eq!(on(&[programme]), policy::Truth::NotMet, "{programme}");
    }
}
