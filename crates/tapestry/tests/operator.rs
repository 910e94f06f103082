//! What is done from the command line is recorded as done from the command line, by whoever looks after the machine: nobody
//! has checked who that is, whoever they say they are.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/example.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod example;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use sea_orm::{ConnectionTrait, Statement};
use service::account::OPERATOR;
use std::{
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};
use support::PASSWORD;

/// Runs the program; what is typed goes to its standard input.
fn tapestry(arguments: &[&str], typed: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tapestry"))
        .args(arguments)
        .env_remove("TAPESTRY_DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that asks for nothing may be over before it is told.
    let _ = program.stdin.take().unwrap().write_all(typed.as_bytes());
    program.wait_with_output().unwrap()
}

fn done(arguments: &[&str], typed: &str) -> String {
    let output = tapestry(arguments, typed);
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

/// What was done, by whom and why.
type Line = (String, Option<uuid::Uuid>, String);
/// Who published, and the note.
type Publication = (uuid::Uuid, String);

/// What was done, by the audit; then what was published.
#[tokio::main(flavor = "current_thread")]
async fn kept(url: &str) -> (Vec<Line>, Vec<Publication>) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let ask = |sql: &str| Statement::from_string(connection.get_database_backend(), sql);
    let sql = "SELECT action, account_id, CAST(reasons AS TEXT) FROM audit ORDER BY at, id";
    let lines = connection.query_all_raw(ask(sql)).await.unwrap();
    let line = |row: &sea_orm::QueryResult| {
        (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap(), row.try_get_by_index(2).unwrap())
    };
    let sql = "SELECT published_by, note FROM policy_publication ORDER BY number";
    let published = connection.query_all_raw(ask(sql)).await.unwrap();
    let one = |row: &sea_orm::QueryResult| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
    (lines.iter().map(line).collect(), published.iter().map(one).collect())
}

#[test]
fn every_command_that_writes_is_recorded_as_the_operators() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let database = ["--database-url", url.as_str()];
    let run = |arguments: &[&str], typed: &str| done(&[arguments, &database].concat(), typed);
    let password = format!("{PASSWORD}\n");
    let add = |email: &str, role: &str, more: &[&str]| {
        let all = [&["user", "add", "--email", email, "--name", "Ann Analyst", "--role", role][..], more].concat();
        run(&all, &password)
    };
    add("ann@example.org", "analyst", &[]);
    let works = ["--area", example::AREA, "--body", "jobcentre-plus-birmingham-solihull"];
    add("one@example.org", "adviser", &works);
    add("two@example.org", "adviser", &works);
    run(&["user", "set-password", "--email", "ann@example.org"], &password);
    assert!(
        run(&["user", "hand-over", "--email", "one@example.org", "--to", "two@example.org"], "").contains("0 people")
    );
    run(&["user", "leave", "--email", "one@example.org"], "");
    let taken = tapestry(
        &[&["user", "hand-over", "--email", "two@example.org", "--to", "one@example.org"], &database[..]].concat(),
        "",
    );
    assert!(!taken.status.success(), "who has left looks after nobody");
    run(&["user", "return", "--email", "one@example.org"], "");
    let open = tapestry(&[&["user", "return", "--email", "one@example.org"], &database[..]].concat(), "");
    assert!(String::from_utf8_lossy(&open.stderr).contains("no closed account"));
    let places = format!("{}/../../places/newcastle.csv", env!("CARGO_MANIFEST_DIR"));
    run(&["places", "import", &places], "");
    // A text with a line more, with a name and without.
    let text = folder.path().join("text");
    for part in ["spine", "areas", "places"] {
        let from = format!("{}/../../{part}", env!("CARGO_MANIFEST_DIR"));
        let copied = Command::new("cp").args(["-r", &from]).arg(folder.path().join(format!("text-{part}"))).status();
        assert!(copied.unwrap().success());
        fs::create_dir_all(&text).unwrap();
        fs::rename(folder.path().join(format!("text-{part}")), text.join(part)).unwrap();
    }
    let more = |line: &str| {
        let file = text.join("spine/purposes.toml");
        fs::write(&file, format!("{}\n# {line}\n", fs::read_to_string(&file).unwrap())).unwrap();
    };
    more("One.");
    let path = text.to_str().unwrap();
    let stranger = ["policy", "publish", path, "--note", "One", "--by", "nobody@example.org"];
    assert!(!tapestry(&[&stranger, &database[..]].concat(), "").status.success());
    let not_theirs = ["policy", "publish", path, "--note", "One", "--by", "two@example.org"];
    let refused = tapestry(&[&not_theirs, &database[..]].concat(), "");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("may not publish this text"));
    run(&["policy", "publish", path, "--note", "One", "--by", "ann@example.org"], "");
    more("Two.");
    run(&["policy", "publish", path, "--note", "Two"], "");

    let (lines, published) = kept(&url);
    let by_operator = |wanted: &'static str| {
        lines.iter().filter(move |(action, who, _)| action == wanted && *who == Some(OPERATOR.0))
    };
    for (action, times) in [
        ("add-account", 3),
        ("set-password", 1),
        ("close-account", 1),
        ("open-account", 1),
        ("import-places", 1),
        ("publish-policy", 2),
    ] {
        assert_eq!(by_operator(action).count(), times, "{action}: {lines:?}");
    }
    assert!(lines.iter().all(|(_, who, _)| *who == Some(OPERATOR.0)), "{lines:?}");
    // Who was named is noted as said, and by an id alone in the audit.
    assert!(by_operator("publish-policy").any(|(_, _, reasons)| reasons.contains("said/")));
    assert!(
        lines.iter().all(|(_, _, reasons)| !reasons.contains("ann@example.org") && !reasons.contains("Ann Analyst"))
    );
    let [_, one, two] = published.as_slice() else { unreachable!("{published:?}") };
    assert_eq!((one.0, two.0), (OPERATOR.0, OPERATOR.0));
    assert!(one.1.contains("The operator named Ann Analyst") && two.1 == "Two", "{published:?}");
}
