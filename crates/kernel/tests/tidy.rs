//! The manners of the house that a machine can see: sizes, headers, no loose ends, and reason codes that
//! lead to the file they name.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The most lines a file may have, without its tests.
const MAX_LINES: usize = 500;

/// What the header of a decision's file says, in this order.
const HEADINGS: [&str; 4] = ["*Authority*", "*Applies*", "*Simplified*", "*Example*"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A Rust file of the house: its path from the root, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The text without the tests at its end.
    fn product(&self) -> &str {
        self.text.split("\n#[cfg(test)]").next().unwrap_or_default()
    }

    /// Whether it holds nothing but tests.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || self.path.starts_with("benches/")
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for folder in ["crates", "benches", "e2e"] {
        collect(&root().join(folder), &mut found);
    }
    assert!(found.len() > 20, "found {} files", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "node_modules" && name != "target" {
            collect(&path, found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let path = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_file_is_longer_than_one_can_read() {
    let long = sources().into_iter().filter(|source| !source.is_test()).filter_map(|source| {
        let lines = source.product().lines().count();
        (lines > MAX_LINES).then(|| format!("{}: {lines} lines, at most {MAX_LINES}", source.path))
    });
    report(&long.collect::<Vec<_>>());
}

#[test]
fn every_file_says_what_lives_in_it() {
    let silent = sources()
        .into_iter()
        .filter(|source| !source.path.ends_with("/tests.rs"))
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| format!("{}: does not begin with `//!`", source.path));
    report(&silent.collect::<Vec<_>>());
}

#[test]
fn there_are_no_loose_ends() {
    // Written in two halves, so that this file does not find itself.
    let loose = [("TO", "DO"), ("FIX", "ME"), ("dbg", "!("), ("unimplemented", "!("), ("todo", "!(")];
    let mut faults = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            for (one, other) in loose {
                if line.contains(&format!("{one}{other}")) {
                    faults.push(format!("{}:{}: {one}{other}", source.path, number + 1));
                }
            }
        }
    }
    report(&faults);
}

/// Texts in quotation marks that begin with `start`, without what follows `#`; those that are put together
/// from parts are left out.
fn codes(text: &str, start: &str) -> BTreeSet<String> {
    let begin = format!("\"{start}");
    let quoted = text.split(begin.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    let whole = quoted.filter(|code| !code.contains(['{', ' ']));
    whole.map(|code| format!("{start}{}", code.split('#').next().unwrap_or_default())).collect()
}

#[test]
fn a_reason_code_of_the_rules_is_the_path_of_its_file() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for code in codes(source.product(), "rules/") {
            let rest = code.trim_start_matches("rules/");
            let path = root().join("crates/rules/src").join(format!("{rest}.rs"));
            let Ok(text) = fs::read_to_string(&path) else {
                faults.push(format!("{}: `{code}` has no file {}", source.path, path.display()));
                continue;
            };
            let places: Vec<Option<usize>> = HEADINGS.iter().map(|heading| text.find(heading)).collect();
            if places.contains(&None) || !places.is_sorted() {
                faults.push(format!("{}: its header needs {}", path.display(), HEADINGS.join(", ")));
            }
        }
    }
    report(&faults);
}

#[test]
fn a_reason_code_of_the_spine_leads_to_a_text() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for code in codes(source.product(), "spine/") {
            let there = ["", ".toml", ".cedar"].iter().any(|end| root().join(format!("{code}{end}")).exists());
            if !there {
                faults.push(format!("{}: `{code}` leads nowhere", source.path));
            }
        }
    }
    report(&faults);
}

#[test]
fn codes_are_found_in_quotation_marks_only() {
    let text = "let a = \"rules/x/y\"; // rules/x/z\nformat!(\"rules/{x}\"); \"rules/q#part\"; \"rules/a b\"";
    let found: Vec<String> = codes(text, "rules/").into_iter().collect();
    assert_eq!(found, ["rules/q", "rules/x/y"]);
}
