//! Faults in a contract's text, one planted at a time, each with a diagnostic worth reading.
#![expect(clippy::unwrap_used, reason = "tests")]

use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Gazetteer, PolicyText, load};
use std::fmt::Write as _;

const FACTS: &str = r#"
category = [{ id = "work", says = "Work" }]
[[fact]]
id = "young"
type = "yes-no"
says = "Young"
question = "Young?"
why = "Because"
category = "work"
source = "test"
"#;

const OUTCOMES: &str = r#"
outcome = [
    { id = "start", name = "Start", says = "Started", counts = "start", source = "test" },
    { id = "weeks", name = "Weeks", says = "Weeks", counts = "weeks-in-work", weeks = 13, longest_break_days = 0, all_breaks_days = 0, source = "test" },
    { id = "done", name = "Done", says = "Done", counts = "recorded", event = "done", source = "test" },
]
"#;

const WORDS: &str = r#"
source = "test"
evidence = [{ id = "payslip", says = "A payslip" }, { id = "employer-letter", says = "A letter" }]
"#;

const LEVELS: &str =
    r#"level = [{ id = "core", name = "Core", says = "All", powers = ["add-programmes"], source = "test" }]"#;

const PROGRAMME: &str = r#"
id = "help"
name = "Help"
says = "Help"
funder = "council"
source = "test"
criterion = [{ id = "young", says = "Is young", when = "young" }]
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

const CONTRACT: &str = r#"
id = "deal"
name = "Deal"
programme = "help"
buyer = "council"
provider = "helpers"
from = 2024-01-01
until = 2025-12-31
source = "test"
note = "test"
claimed_by = "provider"
claim_window_months = 6
parameter = [{ id = "rate", unit = "pence", values = [{ from = 2024-01-01, is = 100000 }] }]
group = [{ id = "young", says = "Young", when = "young" }, { id = "others", says = "Others", when = "!young" }]

[[outcome]]
id = "start"
definition = "start"

[[outcome]]
id = "weeks"
definition = "weeks"
work_from = "start"
needs = ["start"]

[[outcome]]
id = "done"
definition = "done"
starts_from = 2024-01-01
starts_until = 2024-12-31

[[outcome]]
id = "more"
definition = "weeks"
repeats = { after = "weeks", every_weeks = 4, at_most_by_group = [{ group = "young", is = 13 }], at_most = 20 }

[[price]]
outcome = "start"
share_percent = 60
of = "rate"

[[price]]
outcome = "weeks"
share_percent = 40
of = "rate"

[[price]]
outcome = "done"
by_contract_year = [10000, 9000]

[[price]]
outcome = "more"
group = "young"
values = [{ from = 2024-01-01, is = 1000 }]

[[price]]
outcome = "more"
group = "others"
by = "start"
values = [{ from = 2024-01-01, is = 2000 }]

[[evidence]]
outcome = "weeks"
accepts = ["payslip"]

[[service_fee]]
id = "service"
says = "The service"
values = [{ from = 2024-01-01, is = 5000 }]

[[tier]]
outcome = "weeks"
over = "contract"
above = 10
price_percent = 110

[[cap]]
over = "contract-year"
most_pence = 1000000

[[discount]]
outcome = "weeks"
values = [{ from = 2025-01-01, is = 5 }]

[[incentive]]
id = "more"
outcome = "weeks"
within_months = 12
benchmark_percent = 40
pence_each = 1000

[[clawback]]
outcome = "start"
ends_within_days = 28
percent = 50

[[deliverable]]
code = "ST01"
says = "Plan"
claimed = "unit-cost"
pence = 100
"#;

/// What is changed in the contract, and the code of the fault that must be among those found.
const PLANTED: [(&str, &str, &str); 36] = [
    ("claimed_by = \"provider\"", "claimed_by = \"records-office\"", "policy/unknown-word"),
    ("claim_window_months = 6", "claim_window_months = 6\nclaim_window_days = 30", "policy/said-twice"),
    ("claim_window_months = 6", "claim_window_from = \"start\"", "policy/missing-key"),
    ("claim_window_months = 6", "claim_window_months = 6\nclaim_window_from = \"payment\"", "policy/unknown-word"),
    ("when = \"young\"", "when = \"yuong\"", "policy/unknown-fact"),
    ("{ id = \"others\"", "{ id = \"young\"", "policy/duplicate-id"),
    ("needs = [\"start\"]", "needs = [\"begin\"]", "policy/unknown-outcome"),
    ("needs = [\"start\"]", "needs = [\"weeks\"]", "policy/needs-itself"),
    ("needs = [\"start\"]", "contains = \"start\"", "policy/wrong-type"),
    ("starts_until = 2024-12-31", "starts_until = 2023-12-31", "policy/dates-reversed"),
    ("after = \"weeks\"", "after = \"week\"", "policy/unknown-outcome"),
    ("every_weeks = 4", "every_weeks = 0", "policy/out-of-range"),
    ("{ group = \"young\", is = 13 }", "{ group = \"yung\", is = 13 }", "policy/unknown-group"),
    (", at_most_by_group = [{ group = \"young\", is = 13 }], at_most = 20", "", "policy/missing-key"),
    ("share_percent = 60", "share_percent = 70", "policy/out-of-range"),
    ("of = \"rate\"", "of = \"rite\"", "policy/unknown-parameter"),
    ("by_contract_year = [10000, 9000]", "by_contract_year = []", "policy/wrong-type"),
    (
        "by_contract_year = [10000, 9000]",
        "by_contract_year = [1]\nvalues = [{ from = 2024-01-01, is = 1 }]",
        "policy/said-twice",
    ),
    ("group = \"others\"\nby", "group = \"young\"\nby", "policy/duplicate-id"),
    ("outcome = \"more\"\ngroup = \"others\"", "outcome = \"done\"\ngroup = \"others\"", "policy/no-value"),
    (
        "by = \"start\"\nvalues = [{ from = 2024-01-01, is = 2000 }]",
        "values = [{ from = 2024-02-01, is = 2000 }]",
        "policy/dates-hole",
    ),
    ("by = \"start\"", "by = \"birth\"", "policy/unknown-word"),
    ("accepts = [\"payslip\"]", "accepts = [\"payslips\"]", "policy/unknown-evidence"),
    (
        "values = [{ from = 2024-01-01, is = 5000 }]",
        "values = [{ from = 2024-01-01, until = 2024-06-30, is = 5000 }]",
        "policy/dates-hole",
    ),
    ("over = \"contract\"\nabove", "over = \"year\"\nabove", "policy/unknown-word"),
    ("above = 10", "above = -1", "policy/out-of-range"),
    ("most_pence = 1000000", "most_pence = 1000000\nmost_outcomes = 5", "policy/said-twice"),
    ("values = [{ from = 2025-01-01, is = 5 }]", "values = [{ from = 2025-01-01, is = 105 }]", "policy/out-of-range"),
    ("benchmark_percent = 40", "benchmark_percent = 140", "policy/out-of-range"),
    ("within_months = 12\n", "", "policy/missing-key"),
    ("within_months = 12", "within_months = 12\nwithin_days = 365", "policy/said-twice"),
    ("outcome = \"weeks\"\nwithin_months", "outcome = \"weak\"\nwithin_months", "policy/unknown-outcome"),
    ("work_from = \"start\"", "work_from = \"begin\"", "policy/unknown-word"),
    (
        "id = \"start\"\ndefinition = \"start\"",
        "id = \"start\"\ndefinition = \"start\"\nwork_from = \"start\"",
        "policy/wrong-type",
    ),
    ("ends_within_days = 28", "ends_within_dais = 28", "policy/unknown-key"),
    ("claimed = \"unit-cost\"", "claimed = \"unit cost\"", "policy/unknown-word"),
];

fn faults(contract: &str) -> Vec<policy::Fault> {
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/outcomes.toml", OUTCOMES),
        ("spine/levels.toml", LEVELS),
        ("spine/words.toml", WORDS),
        ("areas/here/area.toml", AREA),
        ("areas/here/programmes/help.toml", PROGRAMME),
        ("areas/here/contracts/deal.toml", contract),
    ];
    let files = files.map(|(path, contents)| (path.to_owned(), contents.to_owned()));
    load(&PolicyText::new(files), &Gazetteer::new()).faults
}

#[test]
fn the_contract_as_it_is_has_no_fault() {
    let found = faults(CONTRACT);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn each_planted_fault_has_a_diagnostic_worth_reading() {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    let mut report = String::new();
    for (from, to, code) in PLANTED {
        assert!(CONTRACT.contains(from), "{from}");
        let found = faults(&CONTRACT.replacen(from, to, 1));
        assert!(found.iter().any(|fault| fault.code() == code), "{to}: {found:#?}");
        writeln!(report, "=== {to}\n").unwrap();
        for fault in &found {
            handler.render_report(&mut report, fault).unwrap();
        }
    }
    insta::assert_snapshot!(report);
}

/// The time of a cohort is that of its outcome where the outcome has one, and all ways to it the same.
#[test]
fn a_cohort_has_the_time_that_its_outcome_gives() {
    let limited = |limit: &str| {
        let text = CONTRACT.replacen("within_months = 12\n", "", 1);
        text.replacen("work_from = \"start\"\n", &format!("work_from = \"start\"\n{limit}\n"), 1)
    };
    assert!(faults(&limited("within_days = 300")).is_empty());
    assert!(faults(&limited("within_months = 9")).is_empty());
    let both = faults(&limited("within_days = 300\nwithin_months = 9"));
    assert!(both.iter().any(|fault| fault.code() == "policy/missing-key"), "two limits are no one time: {both:#?}");
}

/// The table of keys in `docs/contracts.md` names every key that a contract may have.
#[test]
fn the_page_on_contracts_names_every_key() {
    let page = include_str!("../../../docs/contracts.md");
    let keys = CONTRACT
        .lines()
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key.trim_matches(['[', ']', ' '])))
        .chain(CONTRACT.lines().filter(|line| line.starts_with("[[")))
        .chain([
            "within_days",
            "within_months",
            "for_groups",
            "off_benefit",
            "wait_working_days",
            "claim_by",
            "contains",
        ]);
    for key in keys {
        let named = [format!("`{key}`"), format!("`[[{key}]]`")].iter().any(|name| page.contains(name));
        assert!(named, "docs/contracts.md does not name `{key}`");
    }
}
