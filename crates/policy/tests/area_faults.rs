//! Faults in the text of areas, contracts and the smaller files of the spine, one planted at a time.
#![expect(clippy::unwrap_used, reason = "tests")]

use policy::{Fault, Gazetteer, PolicyText, load};

const FACTS: &str = r#"
category = [
    { id = "identity", says = "Who" },
    { id = "work", says = "Work" },
    { id = "money", says = "Money" },
    { id = "health", says = "Health", special = true },
]
[[fact]]
id = "yes"
type = "yes-no"
says = "Yes"
question = "Yes?"
why = "Because"
category = "work"
source = "test"
"#;

const OUTCOMES: &str = r#"
[[outcome]]
id = "earns"
name = "Earns"
says = "Earns enough"
counts = "earnings"
hours_per_week = 16
weeks = 26
source = "test"
"#;

const RETENTION: &str = r#"
keep = [
    { id = "work", says = "Work", months = 36, source = "test" },
    { id = "money", says = "Money", months = 36, source = "test" },
    { id = "health", says = "Health", months = 24, source = "test" },
    { id = "identity", says = "Who", months = 84, source = "test" },
    { id = "words", says = "Words", months = 24, source = "test" },
    { id = "payment", says = "Payment", months = 84, source = "test" },
]
"#;

const LEVELS: &str =
    r#"level = [{ id = "core", name = "Core", says = "All", powers = ["add-programmes"], source = "test" }]"#;

const PURPOSES: &str = r#"
[[purpose]]
id = "referral"
says = "To refer"
serves = "referral"
lawful_basis = "public task"
gateway = "an act"
categories = ["work", "health"]
source = "test"
"#;

const PROGRAMME: &str = r#"
id = "help"
name = "Help"
says = "Help"
funder = "council"
source = "test"
criterion = [{ id = "yes", says = "Says yes", when = "yes" }]
"#;

const AREA: &str = r#"
id = "here"
name = "Here"
nation = "england"
level = "core"
source = "test"
places = { lsoas_of = 2011, lsoas = ["E01000001"] }
body = [
    { id = "council", name = "Council", kind = "council" },
    { id = "helpers", name = "Helpers", kind = "provider", offers = ["help"], postcode = "B9 5QT" },
]
agreement = [
    { id = "share", name = "Share", between = ["council", "helpers"], purpose = "referral", controllers = "separate", gateway = "t", keep_months = 24, signing = "on-paper", from = 2024-01-01, until = 2026-12-31, review_by = 2025-12-31, categories = ["work"], source = "test" },
]
keep = [{ id = "health", says = "Shorter", months = 12, source = "test" }]
priority_group = [{ id = "first", says = "First", when = "yes" }]
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
claim_window_days = 90
parameter = [{ id = "wage_pence_hour", unit = "pence", values = [{ from = 2024-01-01, is = 1144 }] }]
outcome = [{ id = "26-weeks", definition = "earns", within_days = 365 }]
price = [{ outcome = "26-weeks", values = [{ from = 2024-01-01, is = 100000 }], example = true }]
"#;

/// The faults with `from` of the file at `path` replaced by `to`.
fn faults(path: &str, from: &str, to: &str) -> Vec<Fault> {
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/outcomes.toml", OUTCOMES),
        ("spine/levels.toml", LEVELS),
        ("spine/purposes.toml", PURPOSES),
        ("spine/retention.toml", RETENTION),
        ("areas/here/area.toml", AREA),
        ("areas/here/programmes/help.toml", PROGRAMME),
        ("areas/here/contracts/deal.toml", CONTRACT),
    ];
    let changed = files.map(|(name, contents)| {
        assert!(name != path || contents.contains(from), "{from}");
        (name.to_owned(), if name == path { contents.replacen(from, to, 1) } else { contents.to_owned() })
    });
    load(&PolicyText::new(changed), &Gazetteer::new()).faults
}

#[test]
fn the_text_as_it_is_has_no_fault() {
    assert!(faults("spine/facts.toml", "\"Yes\"", "\"Yes!\"").is_empty());
}

#[test]
fn each_planted_fault_is_found_with_its_code() {
    let (area, contract) = ("areas/here/area.toml", "areas/here/contracts/deal.toml");
    let programme = "areas/here/programmes/help.toml";
    let retention = "spine/retention.toml";
    let cases = [
        (area, "lsoas_of = 2011, ", "", "policy/missing-key"),
        (area, "lsoas_of = 2011", "lsoas_of = 2021", "policy/lsoa-vintage"),
        (area, "lsoas_of = 2011", "lsoas_of = 2001", "policy/lsoa-vintage"),
        (area, "\"core\"", "\"corr\"", "policy/unknown-level"),
        (area, "\"england\"", "\"englund\"", "policy/unknown-nation"),
        (area, "level = \"core\"", "level = \"core\"\ntime_zone = \"Europe/Londn\"", "policy/unknown-time-zone"),
        (area, "level = \"core\"", "level = \"core\"\ntime_zone = \"\"", "policy/unknown-time-zone"),
        (area, "kind = \"council\"", "kind = \"counsel\"", "policy/unknown-kind"),
        (area, "[\"help\"]", "[\"halp\"]", "policy/unknown-programme"),
        (area, "\"B9 5QT\"", "\"B95\"", "policy/wrong-type"),
        (area, "\"helpers\"], purpose", "\"helper\"], purpose", "policy/unknown-body"),
        (area, ", \"helpers\"], purpose", "], purpose", "policy/missing-key"),
        (area, "purpose = \"referral\"", "purpose = \"referal\"", "policy/unknown-purpose"),
        (area, "\"separate\"", "\"both\"", "policy/unknown-word"),
        (area, "\"on-paper\"", "\"on-papyrus\"", "policy/unknown-word"),
        (area, "keep_months = 24", "keep_months = 1201", "policy/out-of-range"),
        (area, "keep_months = 24", "keep_months = 24, people = \"yess\"", "policy/unknown-fact"),
        (area, ", gateway = \"t\"", "", "policy/missing-key"),
        ("spine/purposes.toml", "serves = \"referral\"", "serves = \"everything\"", "policy/unknown-word"),
        (area, ", review_by = 2025-12-31", "", "policy/missing-key"),
        (area, "review_by = 2025-12-31", "review_by = 2023-12-31", "policy/review-outside"),
        (area, "review_by = 2025-12-31", "review_by = 2027-01-01", "policy/review-outside"),
        (area, "until = 2026-12-31", "until = 2023-12-31", "policy/dates-reversed"),
        (area, "[\"work\"]", "[\"wark\"]", "policy/unknown-category"),
        (area, "[\"work\"]", "[]", "policy/missing-key"),
        (area, "[\"work\"]", "[\"work\"], senders = []", "policy/missing-key"),
        (area, "[\"work\"]", "[\"money\"]", "policy/category-not-covered"),
        (area, "[\"work\"]", "[\"health\"]", "policy/no-special-condition"),
        (area, "[\"work\"]", "[\"work\"], special_condition = \" \"", "policy/missing-key"),
        (area, "[\"work\"]", "[\"work\"], senders = [\"here\"]", "policy/unknown-body"),
        (area, "months = 12", "months = 25", "policy/kept-longer"),
        (area, "months = 12", "months = 0", "policy/out-of-range"),
        (
            area,
            "{ id = \"health\", says = \"Shorter\"",
            "{ id = \"wealth\", says = \"Shorter\"",
            "policy/unknown-category",
        ),
        (
            area,
            "{ id = \"health\", says = \"Shorter\"",
            "{ id = \"identity\", says = \"Shorter\"",
            "policy/identity-too-short",
        ),
        (
            retention,
            "\"identity\", says = \"Who\", months = 84",
            "\"identity\", says = \"Who\", months = 83",
            "policy/identity-too-short",
        ),
        (
            retention,
            "    { id = \"words\", says = \"Words\", months = 24, source = \"test\" },\n",
            "",
            "policy/not-kept",
        ),
        (area, "when = \"yes\"", "when = \"yess\"", "policy/unknown-fact"),
        (area, "id = \"here\"", "id = \"there\"", "policy/id-is-not-file-name"),
        (area, "\nsource = \"test\"", "", "policy/missing-citation"),
        (contract, "programme = \"help\"", "programme = \"halp\"", "policy/unknown-programme"),
        (contract, "buyer = \"council\"", "buyer = \"counsil\"", "policy/unknown-body"),
        (contract, "\"earns\"", "\"earn\"", "policy/unknown-outcome"),
        (contract, "price = [{ outcome = \"26-weeks\"", "price = [{ outcome = \"13-weeks\"", "policy/unknown-outcome"),
        (contract, "2024-01-01, is = 100000", "2024-02-01, is = 100000", "policy/dates-hole"),
        (contract, "2024-01-01, is = 100000", "2024-01-01, until = 2024-12-31, is = 100000", "policy/dates-hole"),
        (
            contract,
            "{ from = 2024-01-01, is = 100000 }",
            "{ from = 2024-01-01, until = 2024-06-30, is = 1 }, { from = 2024-06-30, is = 2 }",
            "policy/dates-overlap",
        ),
        (contract, "until = 2025-12-31", "until = 2023-12-31", "policy/dates-reversed"),
        (contract, "wage_pence_hour", "wage", "policy/unknown-parameter"),
        (contract, "claim_window_days = 90", "claim_window_days = -1", "policy/out-of-range"),
        (contract, "\nsource = \"test\"", "\nsource = \" \"", "policy/missing-citation"),
        (programme, "when = \"yes\"", "when = \"true\"", "policy/always-so"),
        (programme, "when = \"yes\"", "when = \"false\"", "policy/unreachable"),
        (programme, "funder = \"council\"", "funder = 3", "policy/wrong-type"),
        ("spine/purposes.toml", "[\"work\"", "[\"wark\"", "policy/unknown-category"),
        ("spine/outcomes.toml", "weeks = 26\n", "", "policy/missing-key"),
        ("spine/outcomes.toml", "\"earnings\"", "\"earning\"", "policy/unknown-counts"),
        ("spine/facts.toml", "\"yes-no\"", "\"yes-or-no\"", "policy/unknown-type"),
        ("spine/facts.toml", "id = \"yes\"", "id = \"today\"", "policy/name-taken"),
    ];
    for (path, from, to, code) in cases {
        let found = faults(path, from, to);
        assert!(found.iter().any(|fault| fault.code() == code && fault.path() == path), "{to}: {found:#?}");
    }
}

#[test]
fn a_price_before_its_first_day_or_without_end_is_still_right() {
    let text = |contract: &str| {
        let files = [
            ("spine/facts.toml", FACTS),
            ("spine/outcomes.toml", OUTCOMES),
            ("spine/levels.toml", LEVELS),
            ("spine/purposes.toml", PURPOSES),
            ("spine/retention.toml", RETENTION),
            ("areas/here/area.toml", AREA),
            ("areas/here/programmes/help.toml", PROGRAMME),
            ("areas/here/contracts/deal.toml", contract),
        ];
        PolicyText::new(files.map(|(path, contents)| (path.to_owned(), contents.to_owned())))
    };
    let policy = load(&text(CONTRACT), &Gazetteer::new()).policy.unwrap();
    let contract = policy.contract("deal").unwrap();
    let on = |day: &str| contract.price_on("26-weeks", day.parse().unwrap()).map(|(pence, example)| (pence.0, example));
    assert_eq!(on("2023-12-31"), None);
    assert_eq!(on("2024-01-01"), Some((100_000, true)));
    assert_eq!(on("2025-12-31"), Some((100_000, true)));
    assert_eq!(contract.parameter_on("wage_pence_hour", "2024-01-01".parse().unwrap()), Some(1144));
    assert_eq!(contract.path, "areas/here/contracts/deal");
}
