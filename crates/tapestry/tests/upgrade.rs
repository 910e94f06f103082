//! An upgrade that asks more of the policy text than the one in force says: the program says what to do, publishes a text that
//! it can read, and starts.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/example.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod example;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use chrono::Utc;
use example::application;
use rules::access::Role;
use service::{
    account::{self, NewAccount},
    db::Database,
    policy_text::Source,
    publication,
};
use std::process::{Command, Output};
use support::Server;

const ANALYST: &str = "analyst@example.org";

/// A database in which a text of an earlier program is in force, with an analyst who works for no one area.
#[tokio::main(flavor = "current_thread")]
async fn as_it_was(url: &str) {
    let text = Source::embedded();
    let purposes = text.file("spine/purposes.toml").unwrap();
    let lines = purposes.lines().filter(|line| !line.starts_with("serves = "));
    let purposes = lines.collect::<Vec<_>>().join("\n");
    let schema = text.file("spine/access.cedarschema").unwrap().replace(", \"break-glass\"", "");
    let older = text.with_file("spine/purposes.toml", purposes).with_file("spine/access.cedarschema", schema);
    let db = Database::open(url).await.unwrap();
    publication::begin(&db, &older, Utc::now(), "The text of an earlier program").await.unwrap();
    let app = application(db);
    let new = NewAccount {
        email: ANALYST,
        name: "An Analyst",
        role: Role::Analyst,
        organisation: None,
        person: None,
        password: None,
    };
    account::create(&app, app.db.reader(), new).await.unwrap();
    app.db.close().await.unwrap();
}

fn tapestry(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tapestry")).args(arguments).env_remove("TAPESTRY_DATABASE_URL").output().unwrap()
}

#[test]
fn a_text_of_an_earlier_program_is_replaced_by_one_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    as_it_was(&database);
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let refused = tapestry(&["serve", "--listen", "127.0.0.1:0", "--database-url", &database]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("no `serves`") && said(&refused).contains("tapestry policy publish"));
    let publish = ["policy", "publish", "--database-url", &database, "--note", "The text of this program", "--by"];
    let stranger = tapestry(&[publish.as_slice(), &["nobody@example.org"]].concat());
    assert!(!stranger.status.success(), "{}", said(&stranger));
    let published = tapestry(&[publish.as_slice(), &[ANALYST]].concat());
    assert!(published.status.success(), "{}", said(&published));
    drop(Server::start(&database));
}
