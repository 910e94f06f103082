//! The walls between the crates: dependencies point down only, and the crates that decide do no input
//! or output, read no clock and draw no random numbers. Read from the manifests and the sources.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The floors of the house, lowest first. A crate may use only crates of lower floors.
const FLOORS: [&[&str]; 6] = [
    &["kernel"],
    &["policy"],
    &["rules", "statistics", "exchange"],
    &["records", "webkit"],
    &["service"],
    &["tapestry"],
];

/// Crates that decide or compute and do nothing else.
const PURE: [&str; 5] = ["kernel", "policy", "rules", "statistics", "exchange"];

/// What a pure crate may not be built from, and why.
const FORBIDDEN: [(&str, &str); 22] = [
    ("tokio", "runs input and output"),
    ("async-std", "runs input and output"),
    ("axum", "is HTTP"),
    ("axum-extra", "is HTTP"),
    ("hyper", "is HTTP"),
    ("tower", "is HTTP"),
    ("tower-http", "is HTTP"),
    ("tower-sessions", "is HTTP"),
    ("reqwest", "is HTTP"),
    ("ureq", "is HTTP"),
    ("sea-orm", "is SQL"),
    ("sea-orm-migration", "is SQL"),
    ("sqlx", "is SQL"),
    ("rusqlite", "is SQL"),
    ("tempfile", "writes files"),
    ("include_dir", "carries files"),
    ("getrandom", "draws random numbers"),
    ("fastrand", "draws random numbers"),
    ("tracing-subscriber", "writes logs"),
    ("clap", "is the command line"),
    ("anyhow", "hides which error it is"),
    ("askama", "is pages"),
];

/// What the source of a pure crate may not name, and why.
const FORBIDDEN_IN_SOURCE: [(&str, &str); 12] = [
    ("std::fs", "reads or writes files"),
    ("std::net", "uses the network"),
    ("std::env", "reads the environment"),
    ("std::process", "runs programs"),
    ("std::thread", "runs at the same time"),
    ("Utc::now", "reads the clock"),
    ("Local::now", "reads the clock"),
    ("Instant::now", "reads the clock"),
    ("SystemTime", "reads the clock"),
    ("rand::rng(", "draws random numbers"),
    ("SysRng", "draws random numbers"),
    ("println!", "writes to the screen"),
];

/// Where a pure crate may name one of them all the same, with the reason.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "policy/src/expression/parse.rs",
    "std::thread",
    "the CEL parser needs a larger stack than the caller's: ADR 0002",
)];

fn is_excepted(path: &Path, forbidden: &str) -> bool {
    EXCEPTIONS.iter().any(|(file, what, _)| path.ends_with(file) && *what == forbidden)
}

/// The source with `use std::{a, b}` also written out as `std::a std::b`, so that grouping hides nothing.
fn with_groups_written_out(text: &str) -> String {
    let groups = text.match_indices("use std::{").filter_map(|(at, opening)| {
        let rest = text.get(at + opening.len()..)?;
        let group = rest.split_once("};")?.0;
        Some(group.split([',', '{', '}']).map(|name| format!(" std::{}", name.trim())).collect::<String>())
    });
    let written_out: String = groups.collect();
    format!("{text}\n{written_out}")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names of the crates in the house, by folder.
fn crates() -> BTreeSet<String> {
    let folders = fs::read_dir(root().join("crates")).expect("the folder of crates");
    folders.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// Names of the dependencies in the manifest's tables of the kinds given, for every platform.
fn dependencies(manifest: &toml::Table, kinds: &[&str]) -> BTreeSet<String> {
    let platforms = manifest.get("target").and_then(toml::Value::as_table);
    let tables = [manifest]
        .into_iter()
        .chain(platforms.into_iter().flat_map(|targets| targets.values().filter_map(toml::Value::as_table)));
    tables
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flat_map(|dependencies| dependencies.iter().map(|(name, value)| real_name(name, value)))
        .collect()
}

/// The name of the package, should it be used under another.
fn real_name(name: &str, value: &toml::Value) -> String {
    let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
    package.trim_start_matches("tapestry-").to_owned()
}

fn manifest(name: &str) -> toml::Table {
    read(&root().join("crates").join(name).join("Cargo.toml")).parse().expect("a manifest")
}

/// Every Rust file under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The source without its tests and comments.
fn without_tests(text: &str) -> String {
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    product.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_crate_has_a_floor() {
    let known: BTreeSet<String> = FLOORS.iter().flat_map(|floor| floor.iter().map(ToString::to_string)).collect();
    assert_eq!(crates(), known);
}

#[test]
fn dependencies_point_down_only() {
    let mut faults = Vec::new();
    for name in crates() {
        for dependency in dependencies(&manifest(&name), &["dependencies", "dev-dependencies", "build-dependencies"]) {
            if floor(&dependency).is_some_and(|below| Some(below) >= floor(&name)) {
                faults.push(format!("{name} may not depend on {dependency}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_crates_that_decide_are_built_from_nothing_that_acts() {
    let mut faults = Vec::new();
    for name in PURE {
        let used = dependencies(&manifest(name), &["dependencies", "build-dependencies"]);
        for (forbidden, why) in FORBIDDEN {
            if used.contains(forbidden) {
                faults.push(format!("{name} may not depend on {forbidden}, which {why}"));
            }
        }
        // Only the kernel makes seeded numbers; the others are given a seed.
        if name != "kernel" && used.contains("rand") {
            faults.push(format!("{name} may not depend on rand: a seed is an argument"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_crates_that_decide_name_nothing_that_acts() {
    let mut faults = Vec::new();
    for name in PURE {
        for path in sources(&root().join("crates").join(name).join("src")) {
            if path.file_name().is_some_and(|file| file == "tests.rs") {
                continue;
            }
            let text = with_groups_written_out(&without_tests(&read(&path)));
            for (forbidden, why) in FORBIDDEN_IN_SOURCE {
                if text.contains(forbidden) && !is_excepted(&path, forbidden) {
                    faults.push(format!("{}: {forbidden} {why}", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_day_of_a_moment_is_asked_of_a_time_zone() {
    // The audit keeps UTC and says so; the nightly upkeep is the machine's; a rule of a directory's schedule is in days already.
    let may = [
        "service/src/audit/mod.rs",
        "tapestry/src/upkeep.rs",
        "exchange/src/oruk/timing/days.rs",
        "kernel/src/zone.rs",
    ];
    let mut faults = Vec::new();
    for name in crates() {
        for path in sources(&root().join("crates").join(&name).join("src")) {
            let excepted = path.ends_with("tests.rs") || may.iter().any(|file| path.ends_with(file));
            if !excepted && without_tests(&read(&path)).contains(".date_naive()") {
                faults.push(format!("{}: ask `Zone::day` which day it is", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_kit_of_pages_knows_of_the_database_nothing_but_its_errors() {
    for path in sources(&root().join("crates/webkit/src")) {
        let text = read(&path);
        let names = text.match_indices("sea_orm::").filter_map(|(at, _)| text.get(at..)?.split(';').next());
        for name in names {
            let only_errors = ["DbErr", "ConnAcquireErr", "RuntimeErr", "SqlxError", "SqliteError", "sqlx::sqlite"];
            let parts = name.trim_start_matches("sea_orm::").split(['{', '}', ',', ' ', '(', ')', '>', '\n']);
            let other = parts.map(str::trim).find(|part| {
                part.starts_with(|letter: char| letter.is_alphabetic())
                    && !only_errors.iter().any(|known| part.contains(known))
                    && !part.contains("is_some")
            });
            assert_eq!(other, None, "{}: {name}", path.display());
        }
    }
}
