//! Which text was asked, what is not known of a place, and what an area still needs before its first referral.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::{
    fs,
    process::{Command, Output},
};
use tempfile::TempDir;

fn tapestry(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tapestry"));
    command.args(arguments).env_remove("TAPESTRY_DATABASE_URL").env("NO_COLOR", "1").output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn eligible(folder: &TempDir, facts: &str, more: &[&str]) -> Output {
    let file = folder.path().join("person.json");
    fs::write(&file, format!("{{\"facts\": {facts}}}")).unwrap();
    let mut arguments = vec!["eligible", "--area", "newcastle", "--on", "2026-11-30", "--person"];
    let file = file.display().to_string();
    arguments.push(&file);
    arguments.extend(more);
    tapestry(&arguments)
}

#[test]
fn the_code_of_a_larger_place_is_refused_and_one_of_an_unknown_small_area_is_not_known() {
    let folder = TempDir::new().unwrap();
    let larger = eligible(&folder, r#"{"home": "E02001708"}"#, &[]);
    assert_eq!(larger.status.code(), Some(1));
    assert!(said(&larger).contains("the code of a middle-layer area (MSOA)"), "{}", said(&larger));
    let unknown = eligible(&folder, r#"{"home": "E01099999"}"#, &[]);
    assert_eq!(unknown.status.code(), Some(0), "{}", said(&unknown));
    assert!(said(&unknown).contains("`home` counts as not known: its LSOA code is in none"), "{}", said(&unknown));
    assert!(!said(&unknown).contains("not met: Lives in Newcastle"), "{}", said(&unknown));
    assert!(said(&unknown).contains("not known: Lives in Newcastle"), "{}", said(&unknown));
}

#[test]
fn what_nobody_can_join_any_more_is_shown_when_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let short = said(&eligible(&folder, "{}", &[]));
    assert!(short.contains("left out, because nobody in this area can join any more"), "{short}");
    assert!(!short.contains("[kickstart]"), "{short}");
    assert!(short.contains("this rule was last confirmed for 10 May 2023"), "{short}");
    assert!(said(&eligible(&folder, "{}", &["--all"])).contains("[kickstart]"));
}

#[test]
fn each_answer_says_which_text_was_asked() {
    let folder = TempDir::new().unwrap();
    assert!(said(&eligible(&folder, "{}", &[])).contains("built into this program"));
    let lookup = tapestry(&["places", "lookup", "NE1 1AD"]);
    assert!(said(&lookup).contains("built into this program"), "{}", said(&lookup));
    for command in [
        ["rules", "list", "spine/programmes/restart"].as_slice(),
        &["rules", "show", "rules/payment/claim_window", "--json"],
        &["places", "overlap", "newcastle", "east-birmingham-north-solihull"],
        &["policy", "diff", "newcastle", "east-birmingham-north-solihull"],
    ] {
        let answer = tapestry(command);
        let errors = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(
            answer.status.success() && errors.contains("built into this program"),
            "{command:?}: {}",
            said(&answer)
        );
    }
    let nowhere = tapestry(&["policy", "ahead", "--area", "nowhere"]);
    assert!(said(&nowhere).contains("there is no area `nowhere`"), "{}", said(&nowhere));
}

#[test]
fn a_copy_of_one_database_is_not_put_into_another_kind() {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("copy.db");
    let restore = |start: &[u8], url: &str| {
        fs::write(&copy, start).unwrap();
        said(&tapestry(&["restore", "--database-url", url, "--from", copy.to_str().unwrap()]))
    };
    let elsewhere = restore(b"SQLite format 3\0rest", "postgres://127.0.0.1:1/none");
    assert!(elsewhere.contains("is a copy of a SQLite database, and the address is of PostgreSQL"), "{elsewhere}");
    let here = format!("sqlite:{}", folder.path().join("new.db").display());
    let dump = restore(b"PGDMPrest of it all", &here);
    assert!(dump.contains("is a copy of a PostgreSQL database, and the address is of SQLite"), "{dump}");
    assert!(restore(b"Dear Sir", "postgres://127.0.0.1:1/none").contains("is no copy that `tapestry backup` wrote"));
}

#[test]
fn check_says_what_stops_the_first_referral_claim_and_payment() {
    let ready = tapestry(&["check", "--ready", "--on", "2026-11-30", "--json"]);
    let found: serde_json::Value = serde_json::from_slice(&ready.stdout).unwrap();
    let area = found["ready"].as_array().unwrap().iter().find(|one| one["area"] == "newcastle").unwrap();
    assert!(area["programmes"].as_array().unwrap().iter().any(|one| one == "newcastle-futures"), "{area}");
    // Years before any agreement or contract began, everything is in the way.
    let before = tapestry(&["check", "--ready", "--on", "1990-01-01"]);
    assert_eq!(before.status.code(), Some(1));
    assert!(
        said(&before).contains("first referral: ") && said(&before).contains("[rules/referral/"),
        "{}",
        said(&before)
    );
}
