//! `tapestry screen`, run as people run it: the answers of `eligible`, whole files or none, and clear errors.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const AREA: &str = "east-birmingham-north-solihull";
const DAY: &str = "2025-03-01";
const HEADER: &str = "person,benefit,uc_group,benefit_since,lone_parent,date_of_birth,home,current_programmes";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tapestry"));
    command.args(arguments).env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> Output {
    let output = command(arguments).output().unwrap();
    assert!(!err(&output).contains("panicked at"), "{}", err(&output));
    output
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32, words: &[&str]) {
    let said = err(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

/// A folder with tables of people in it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        fs::write(self.0.path().join(name), contents).unwrap();
        self.path(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// The names of all files, also of those that are to go away again.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn screen(&self, people: &str, out: &str, more: &[&str]) -> Output {
        let (people, out) = (self.path(people), self.path(out));
        run(&[&["screen", "--area", AREA, "--people", &people, "--out", &out, "--on", DAY], more].concat())
    }
}

/// What is known of some people, chosen so that every programme sees different answers.
fn people(count: usize) -> Vec<[String; 8]> {
    let pick = |from: &[&str], at: usize| from[at % from.len()].to_owned();
    let person = |row: usize| {
        [
            format!("p{row}"),
            pick(&["UC", "JSA-income-based", "", "UC", "ESA"], row),
            pick(&["intensive-work-search", "", "light-touch"], row / 2),
            pick(&["2023-01-15", "2025-02-01", ""], row / 3),
            pick(&["yes", "no", "", "true"], row),
            pick(&["1960-05-05", "2005-03-02", "", "1999-12-31"], row / 2),
            pick(&["B9 5HP", "", "E01009417", "NE15 7SZ", "ZE1 0AA"], row),
            pick(&["none", "", "restart", "restart;connect-to-work"], row),
        ]
    };
    (0..count).map(person).collect()
}

fn csv(people: &[[String; 8]]) -> String {
    let lines = people.iter().map(|person| person.join(","));
    std::iter::once(HEADER.to_owned()).chain(lines).map(|line| line + "\n").collect()
}

/// A person as `tapestry eligible` reads one.
fn as_json(person: &[String; 8]) -> Value {
    let mut facts = serde_json::Map::new();
    for (fact, text) in HEADER.split(',').zip(person).skip(1).filter(|(_, text)| !text.is_empty()) {
        let value = match (fact, text.as_str()) {
            ("lone_parent", text) => (text != "no").into(),
            ("current_programmes", "none") => json!([]),
            ("current_programmes", codes) => codes.split(';').collect(),
            (_, text) => text.into(),
        };
        facts.insert(fact.to_owned(), value);
    }
    json!({ "facts": facts })
}

#[test]
fn a_table_gets_the_answers_of_one_at_a_time_with_any_number_of_threads() {
    let folder = Folder::new();
    let people = people(14);
    folder.file("people.csv", csv(&people));
    ends(&folder.screen("people.csv", "one.csv", &["--threads", "1"]), 0, &["have no column and count as not known"]);
    ends(
        &folder.screen("people.csv", "three.csv", &["--threads", "3"]),
        0,
        &["are in none of the postcode tables held"],
    );
    assert_eq!(folder.read("one.csv"), folder.read("three.csv"));
    let verdicts = folder.read("one.csv");
    let mut lines = verdicts.lines();
    let programmes: Vec<&str> = lines.next().unwrap().split(',').skip(1).collect();
    assert!(programmes.contains(&"restart"));
    for (person, line) in people.iter().zip(lines.by_ref()) {
        let file = folder.file("person.json", as_json(person).to_string());
        let answer = run(&["eligible", "--area", AREA, "--person", &file, "--on", DAY, "--json"]);
        ends(&answer, 0, &[]);
        let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
        let expected = answer["programmes"].as_array().unwrap().iter();
        let expected: Vec<(&str, &str)> = expected
            .map(|programme| (programme["id"].as_str().unwrap(), programme["verdict"].as_str().unwrap()))
            .collect();
        let found: Vec<&str> = line.split(',').collect();
        assert_eq!(found[0], person[0]);
        assert_eq!(programmes.iter().copied().zip(found[1..].iter().copied()).collect::<Vec<_>>(), expected, "{line}");
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn counts_are_told_in_words_as_json_and_as_a_table_by_group() {
    let folder = Folder::new();
    folder.file("people.csv", csv(&people(60)));
    let words = folder.screen("people.csv", "out.parquet", &["--progress"]);
    ends(&words, 0, &["60 people, "]);
    let said = String::from_utf8(words.stdout.clone()).unwrap();
    for word in ["60 people", "not eligible", "Restart Scheme [restart]", "alone stops", "Policy text"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let summary = folder.path("counts.csv");
    let both =
        folder.screen("people.csv", "out.parquet", &["--summary", &summary, "--json", "--by", "benefit,lone_parent"]);
    ends(&both, 0, &[]);
    let json: Value = serde_json::from_slice(&both.stdout).unwrap();
    assert_eq!((&json["area"], &json["on"], &json["people"]), (&AREA.into(), &DAY.into(), &60.into()));
    assert_eq!(json["unlisted_postcodes"], 24);
    let restart = json["programmes"].as_array().unwrap().iter().find(|one| one["id"] == "restart").unwrap();
    let sum = ["eligible", "not_eligible", "undetermined"].map(|verdict| restart[verdict].as_u64().unwrap());
    assert_eq!(sum.iter().sum::<u64>(), 60);
    let groups = json["groups"].as_array().unwrap();
    assert_eq!(groups.iter().map(|group| group["people"].as_u64().unwrap()).sum::<u64>(), 60);
    let table = folder.read("counts.csv");
    let first = "benefit,lone_parent,programme,criterion,says,people,eligible,not_eligible,undetermined,fails,alone";
    assert_eq!(table.lines().next(), Some(first));
    let whole = format!("(everybody),(everybody),restart,,Restart Scheme,60,{},{},{},,", sum[0], sum[1], sum[2]);
    assert!(table.lines().any(|line| line == whole), "{whole} is not in\n{table}");
    assert!(table.lines().any(|line| line.starts_with("(not known),")), "{table}");
    assert_eq!(folder.names(), ["counts.csv", "out.parquet", "people.csv"]);
    let bytes = fs::read(folder.path("out.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn wrong_usage_is_told_before_any_work() {
    let folder = Folder::new();
    folder.file("people.csv", csv(&people(3)));
    folder.file("people.txt", "hours\n");
    let nowhere = run(&["screen", "--area", "atlantis", "--people", &folder.path("people.csv"), "--out", "x.csv"]);
    ends(&nowhere, 2, &["there is no area `atlantis`", "newcastle"]);
    ends(&folder.screen("people.csv", "people.csv", &[]), 2, &["is the table of people"]);
    ends(&folder.screen("people.csv", "./people.csv", &[]), 2, &["is the table of people"]);
    ends(&folder.screen("people.csv", "out.xlsx", &[]), 2, &["should end in .parquet or .csv"]);
    ends(&folder.screen("people.txt", "out.csv", &[]), 2, &["people.txt: the name should end in"]);
    ends(&folder.screen("people.csv", "out.csv", &["--by", "benefit"]), 2, &["--summary FILE, or --json"]);
    ends(&folder.screen("people.csv", "out.csv", &["--json", "--by", "benefitt"]), 2, &["did you mean `benefit`?"]);
    ends(&folder.screen("people.csv", "out.csv", &["--json", "--by", "date_of_birth"]), 2, &["cannot be grouped by"]);
    ends(&folder.screen("people.csv", "out.csv", &["--summary", &folder.path("out.csv")]), 2, &["are the same file"]);
    ends(&folder.screen("people.csv", "out.csv", &["--threads", "0"]), 2, &[]);
    assert_eq!(folder.names(), ["people.csv", "people.txt"]);
}

#[test]
fn a_table_that_is_wrong_leaves_what_was_there() {
    let folder = Folder::new();
    folder.file("good.csv", csv(&people(3)));
    folder.file("odd.csv", "person,benefitt,zebra\n1,UC,2\n");
    folder.file("bad.csv", format!("{}Ann Secret,UC,secret-group,,,,,\n", csv(&people(3))));
    folder.file("bad.parquet", "person,benefit\n1,UC\n");
    folder.file("out.csv", "what was there");
    let odd = folder.screen("odd.csv", "out.csv", &[]);
    ends(&odd, 1, &["`benefitt`", "did you mean `benefit`?", "`zebra`", "--ignore-unknown-columns"]);
    let bad = folder.screen("bad.csv", "out.csv", &[]);
    ends(&bad, 1, &["row 4, column `uc_group`: one of `intensive-work-search`", "Nothing was written."]);
    assert!(!err(&bad).contains("ecret"), "{}", err(&bad));
    ends(&folder.screen("bad.parquet", "out.csv", &[]), 1, &["not a Parquet file"]);
    ends(&folder.screen("absent.csv", "out.csv", &[]), 1, &["cannot open"]);
    assert_eq!(folder.read("out.csv"), "what was there");
    ends(&folder.screen("good.csv", "nowhere/out.csv", &[]), 1, &["cannot write", "nowhere/out.csv"]);
    ends(&folder.screen("good.csv", "out.csv", &["--summary", &folder.path("nowhere/sum.csv")]), 1, &["cannot write"]);
    let onto = |out: &str| run(&["screen", "--area", AREA, "--people", &folder.path("good.csv"), "--out", out]);
    fs::create_dir(folder.0.path().join("folder.csv")).unwrap();
    ends(&onto(&folder.path("folder.csv")), 1, &["it is no file"]);
    ends(
        &run(&["screen", "--area", AREA, "--people", &folder.path("folder.csv"), "--out", "x.csv"]),
        1,
        &["is a folder"],
    );
    assert_eq!(folder.names(), ["bad.csv", "bad.parquet", "folder.csv", "good.csv", "odd.csv", "out.csv"]);
    ends(&folder.screen("odd.csv", "out.csv", &["--ignore-unknown-columns"]), 0, &["have no column"]);
    assert!(folder.read("out.csv").starts_with("person,"));
}

/// A limit on the size of files stands in for a full disk: the write fails in the same way, for anybody.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let folder = Folder::new();
    folder.file("people.csv", csv(&people(3_000)));
    for out in ["out.csv", "out.parquet"] {
        let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
        let (people, out) = (folder.path("people.csv"), folder.path(out));
        let output = Command::new("sh")
            .args(["-c", limited, env!("CARGO_BIN_EXE_tapestry"), "screen", "--area", AREA, "--on", DAY])
            .args(["--people", &people, "--out", &out])
            .output()
            .unwrap();
        ends(&output, 1, &["cannot write", "out."]);
        assert_eq!(folder.names(), ["people.csv"]);
    }
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_tidies_up() {
    let folder = Folder::new();
    folder.file("people.csv", csv(&people(300_000)));
    let (people, out) = (folder.path("people.csv"), folder.path("out.csv"));
    let child =
        command(&["screen", "--area", AREA, "--people", &people, "--out", &out, "--threads", "1"]).spawn().unwrap();
    wait_for(|| folder.names().iter().any(|name| name.starts_with(".tmp")));
    let kill = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    ends(&output, 1, &["stopped before it was done; nothing was written"]);
    assert_eq!(folder.names(), ["people.csv"]);
}

#[track_caller]
fn wait_for(so: impl Fn() -> bool) {
    let since = Instant::now();
    while !so() {
        assert!(since.elapsed() < Duration::from_secs(60), "it did not come to pass within a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_names_of_the_columns_are_those_of_the_facts_of_the_policy() {
    let facts = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spine/facts.toml")).unwrap();
    for column in HEADER.split(',').skip(1) {
        assert!(facts.contains(&format!("id = \"{column}\"")), "{column}");
    }
}
