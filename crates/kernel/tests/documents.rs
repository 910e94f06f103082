//! The documents are true where a machine can tell: every link leads somewhere, every path and command that is
//! named is there, and the README gives its two commands.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 3] = ["target", "node_modules", ".git"];

/// The commands of the README, each alone on a line of a fenced block.
const COMMANDS: [&str; 2] = ["cargo run --release -- demo", "cargo test --workspace"];

/// How a path that a document names begins, in a text set as code.
const ROOTS: [&str; 8] = ["crates/", "spine/", "areas/", "places/", "benches/", "e2e/", "docs/", ".ci/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A document: its path from the root, and its text.
struct Document {
    path: String,
    text: String,
}

impl Document {
    /// Its lines outside fenced blocks, with their numbers from 1.
    fn prose(&self) -> Vec<(usize, &str)> {
        let mut fenced = false;
        let mut lines = Vec::new();
        for (number, line) in self.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            } else if !fenced {
                lines.push((number + 1, line));
            }
        }
        lines
    }

    /// Where its links lead, with the line of each.
    fn links(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (number, line) in self.prose() {
            // What is set as code is not a link: the even parts between backticks are prose.
            let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
            for rest in prose.split("](").skip(1) {
                let target = rest.split(')').next().unwrap_or_default();
                found.push((number, target.split(' ').next().unwrap_or_default().to_owned()));
            }
        }
        found
    }

    /// The texts that are set as code within a line, with the line of each.
    fn code(&self) -> Vec<(usize, &str)> {
        let pieces = |line| str::split(line, '`').skip(1).step_by(2);
        self.prose().into_iter().flat_map(|(number, line)| pieces(line).map(move |piece| (number, piece))).collect()
    }

    /// The anchors of its headings.
    fn anchors(&self) -> Vec<String> {
        let headings = self.prose().into_iter().filter(|(_, line)| line.starts_with('#'));
        headings.map(|(_, line)| anchor(line.trim_start_matches('#').trim())).collect()
    }
}

/// The anchor of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|character| character.is_alphanumeric() || [' ', '-', '_'].contains(character));
    kept.map(|character| if character == ' ' { '-' } else { character }).collect()
}

fn documents() -> Vec<Document> {
    let mut found = Vec::new();
    collect(&root(), "", &mut found);
    assert!(found.len() > 5, "found {} documents", found.len());
    found
}

fn collect(folder: &Path, path: &str, found: &mut Vec<Document>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry").path();
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        if entry.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            collect(&entry, &path, found);
        } else if name.ends_with(".md") {
            let text = fs::read_to_string(&entry).unwrap_or_else(|error| panic!("{path}: {error}"));
            found.push(Document { path, text });
        }
    }
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_link_leads_somewhere() {
    let documents = documents();
    let mut faults = Vec::new();
    for document in &documents {
        let folder = Path::new(&document.path).parent().unwrap_or(Path::new(""));
        for (line, target) in document.links() {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, part) = target.split_once('#').unwrap_or((&target, ""));
            let path = if path.is_empty() { root().join(&document.path) } else { root().join(folder).join(path) };
            if !path.exists() {
                faults.push(format!("{}:{line}: there is no {target}", document.path));
            } else if !part.is_empty() && path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).expect("a document");
                let other = Document { path: target.clone(), text };
                if !other.anchors().iter().any(|anchor| anchor == part) {
                    faults.push(format!("{}:{line}: {target} has no such heading", document.path));
                }
            }
        }
    }
    report(&faults);
}

/// Whether a text set as code names a path of ours, and not a pattern such as `areas/<area>/area.toml`.
fn names_a_path(code: &str) -> bool {
    ROOTS.iter().any(|root| code.starts_with(root)) && !code.contains(['<', '*', '{', '…', ' '])
}

#[test]
fn every_path_that_is_named_is_there() {
    let mut faults = Vec::new();
    for document in documents() {
        // What the log of changes names was there when it was written.
        if document.path == "CHANGELOG.md" {
            continue;
        }
        for (line, code) in document.code().into_iter().filter(|(_, code)| names_a_path(code)) {
            // A reason code names a part after `#`; a path may be followed by a line's number.
            let path = code.split(['#', ':']).next().unwrap_or_default();
            let there = ["", ".toml", ".rs"].iter().any(|end| root().join(format!("{path}{end}")).exists());
            if !there {
                faults.push(format!("{}:{line}: there is no {code}", document.path));
            }
        }
    }
    report(&faults);
}

/// The fenced blocks of a document that show a fault of policy text.
fn faults_shown(text: &str) -> Vec<&str> {
    let blocks = text.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| block.starts_with("policy/")).collect()
}

#[test]
fn the_faults_that_are_shown_are_those_that_check_gives() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = read("docs/policy-text.md");
    let given = ["snapshots/faults__planted_faults", "layers/snapshots/layers__refused__planted_faults"]
        .map(|name| read(&format!("crates/policy/tests/{name}.snap")))
        .concat();
    let shown = faults_shown(&text);
    assert!(!shown.is_empty(), "no fault is shown");
    report(&shown.into_iter().filter(|block| !given.contains(block)).map(str::to_owned).collect::<Vec<_>>());
}

/// The subcommand in a text set as code, should it be one: `check` of `tapestry check`.
fn subcommand(code: &str) -> Option<&str> {
    let after = code.strip_prefix("tapestry ").or_else(|| Some(code.split_once("/tapestry ")?.1))?;
    after.split(' ').next().filter(|word| word.chars().all(|letter| letter.is_ascii_lowercase()))
}

#[test]
fn every_command_that_is_named_is_there() {
    let mut faults = Vec::new();
    for document in documents() {
        for (line, code) in document.code() {
            let Some(command) = subcommand(code) else { continue };
            if !root().join(format!("crates/tapestry/src/commands/{command}.rs")).exists() {
                faults.push(format!("{}:{line}: there is no command `{command}`", document.path));
            }
        }
    }
    report(&faults);
}

#[test]
fn the_readme_gives_its_two_commands_alone_on_a_line() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md");
    let mut fenced = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = line == "```sh";
        } else if fenced {
            commands.push(line);
        }
    }
    assert_eq!(commands, COMMANDS);
}

#[test]
fn code_and_fenced_blocks_are_not_read_for_links() {
    let text =
        "# One `two`, three\n[a](b.md) `[c](d)` [e](f#g \"title\")\n```sh\n[h](i)\n```\n`crates/x` and `areas/<a>`";
    let document = Document { path: "x.md".to_owned(), text: text.to_owned() };
    assert_eq!(document.links(), [(2, "b.md".to_owned()), (2, "f#g".to_owned())]);
    assert_eq!(document.anchors(), ["one-two-three"]);
    let paths: Vec<&str> =
        document.code().into_iter().map(|(_, code)| code).filter(|code| names_a_path(code)).collect();
    assert_eq!(paths, ["crates/x"]);
    assert_eq!(subcommand("target/release/tapestry check /srv"), Some("check"));
    assert_eq!(subcommand("tapestry-demo/"), None);
}
