//! The reference of the language, `docs/language.md`, is made of the table that the checker uses, and its
//! examples give the answers that it prints. `WRITE_LANGUAGE_TABLE=1 cargo test -p tapestry-policy --test language`
//! writes its tables afresh.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod repository;

use policy::{
    Expression, Facts, Truth,
    expression::operations::{Entry, Kind, OPERATIONS},
    holds,
};
use std::{fmt::Write, fs};

/// What stands before and after the tables in the document.
const BEGIN: &str =
    "<!-- Tables made from crates/policy/src/expression/operations/table.rs; do not edit them here. -->\n";
const END: &str = "<!-- End of the tables. -->\n";

const KINDS: [Kind; 5] = [Kind::Operator, Kind::Value, Kind::Function, Kind::Method, Kind::Macro];

/// Text within a table of Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn tables() -> String {
    let mut text = String::new();
    for kind in KINDS {
        let entries = || OPERATIONS.iter().filter(|entry| entry.kind == kind);
        writeln!(text, "\n### {}\n", kind.heading()).unwrap();
        writeln!(text, "| write | means | when something is not known |\n|---|---|---|").unwrap();
        for entry in entries() {
            writeln!(text, "| {} | {} | {} |", forms(entry), cell(entry.meaning), cell(entry.unknown)).unwrap();
        }
        writeln!(text, "\n| for example | known | answer |\n|---|---|---|").unwrap();
        for example in entries().flat_map(|entry| entry.examples) {
            let known = match example.facts {
                "{}" => "nothing".to_owned(),
                facts => format!("`{}`", facts.trim_matches(['{', '}'])),
            };
            writeln!(text, "| `{}` | {known} | {} |", cell(example.expression), words(example.answer)).unwrap();
        }
    }
    text + "\n"
}

/// The ways of writing it, each as code.
fn forms(entry: &Entry) -> String {
    let calls = matches!(entry.kind, Kind::Method | Kind::Macro | Kind::Function) && entry.name != "size";
    if calls {
        return format!("`{}`", cell(entry.form));
    }
    entry.form.split(", ").map(|form| format!("`{}`", cell(form))).collect::<Vec<_>>().join(", ")
}

fn words(answer: Truth) -> &'static str {
    match answer {
        Truth::Met => "met",
        Truth::NotMet => "not met",
        Truth::Unknown => "unknown",
    }
}

#[test]
fn every_example_gives_its_answer() {
    let policy = repository::loaded().policy.unwrap();
    let gazetteer = repository::gazetteer(&repository::root());
    let (area, day) = (policy.area("newcastle").unwrap(), "2024-06-03".parse().unwrap());
    for entry in OPERATIONS {
        assert!(entry.examples.len() >= 2, "{} has too few examples", entry.name);
        for example in entry.examples {
            let json = format!("{{\"facts\": {}}}", example.facts).parse().unwrap();
            let facts = Facts::from_json(&policy.facts, &gazetteer, &json).unwrap();
            let expression = Expression::read(&policy, &gazetteer, example.expression);
            let expression = expression.unwrap_or_else(|faults| panic!("{}: {faults:?}", example.expression));
            let found = holds(&policy, area, &expression, &facts, day);
            assert_eq!(found, example.answer, "{} with {}", example.expression, example.facts);
        }
    }
}

#[test]
fn the_reference_is_made_of_the_table() {
    let path = repository::root().join("docs/language.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let fresh = format!("{before}{BEGIN}{}{END}{after}", tables());
    if std::env::var_os("WRITE_LANGUAGE_TABLE").is_some() {
        fs::write(&path, &fresh).unwrap();
    } else {
        assert!(document == fresh, "docs/language.md is stale: run this test with WRITE_LANGUAGE_TABLE=1");
    }
}
