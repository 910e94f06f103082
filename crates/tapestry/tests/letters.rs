//! `tapestry serve --settings`: an invitation and a link go out through a real mail server (`smtp-server`) on loopback.
//!
//! Runs where `TAPESTRY_E2E` says that `npm ci` was run in e2e.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/example.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod example;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use example::{AREA, page};
use service::{
    account::{self, NewAccount},
    db::Database,
};
use std::{
    fs,
    io::{BufRead, BufReader, Lines},
    net::TcpListener,
    process::{Child, ChildStdout, Command, Stdio},
};
use support::{PASSWORD, Server, post, sign_in};

const COUNCIL: &str = "birmingham-city-council";

/// The mail server: what it takes comes out as lines.
struct Mailbox {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Mailbox {
    fn open(port: u16) -> Self {
        let mut child = Command::new("node")
            .args(["mailbox.mjs", &port.to_string()])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        Self { child, lines }
    }

    /// The next letter: to whom, and the text as it was sent.
    fn next(&mut self) -> (String, String) {
        let letter: serde_json::Value = serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap();
        let to = letter["to"][0].as_str().unwrap().to_owned();
        // Long lines are broken for the journey with a `=` at their end.
        (to, letter["text"].as_str().unwrap().replace("=\r\n", ""))
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An administrator in a database of its own.
#[tokio::main(flavor = "current_thread")]
async fn prepare(url: &str) {
    let db = Database::open(url).await.unwrap();
    let app = example::application(db);
    for area in app.policy.areas.values() {
        account::register_organisations(&app, app.db.reader(), area).await.unwrap();
    }
    let council = account::organisation_of(&app, AREA, COUNCIL).await.unwrap();
    let new = NewAccount {
        email: "admin@example.org",
        name: "Petra",
        role: rules::access::Role::Administrator,
        organisation: council.as_ref(),
        person: None,
        password: Some(PASSWORD),
    };
    account::create(&app, app.db.reader(), new).await.unwrap();
    app.db.close().await.unwrap();
}

#[test]
fn letters_arrive_and_what_they_lead_to_works() {
    if std::env::var_os("TAPESTRY_E2E").is_none() {
        eprintln!("SKIPPED: set TAPESTRY_E2E=1 where `npm ci` was run in e2e to send letters through a mail server");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    prepare(&database);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = folder.path().join("settings.toml");
    let text = format!(
        "address = \"http://localhost\"\n[letters]\nfrom = \"Tapestry <no-reply@example.org>\"\nserver = \"smtp://127.0.0.1:{port}\"\n"
    );
    fs::write(&settings, text).unwrap();
    let log = folder.path().join("log");
    let mut program = Command::new("bash");
    let command = format!("exec \"$0\" \"$@\" --settings '{}' 2>'{}'", settings.display(), log.display());
    program.args(["-c", &command, env!("CARGO_BIN_EXE_tapestry")]);
    let server = Server::start_by(program, &database);
    let cookie = sign_in(&server.address, "admin@example.org");
    let invite = |email: &str| {
        let form = [("email", email), ("role", "auditor"), ("organisation", COUNCIL)];
        post(&server.address, "/accounts/new", &cookie, &form).unwrap().0
    };
    // The mail server is away at first, and does not know one of the two: the other arrives all the same.
    assert_eq!((invite("nobody@example.org"), invite("jo@example.org")), (303, 303));
    let mut mailbox = Mailbox::open(port);
    let (to, text) = mailbox.next();
    assert_eq!(to, "jo@example.org");
    assert!(
        text.contains("From: Tapestry <no-reply@example.org>") && text.contains("Birmingham City Council"),
        "{text}"
    );
    let link = text.split_whitespace().find_map(|word| word.strip_prefix("http://localhost")).unwrap();
    assert!(page(&server.address, link, "").contains("Your invitation"), "{link}");
    let form = [("name", "Jo"), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(post(&server.address, link, "", &form).unwrap().0, 303);
    sign_in(&server.address, "jo@example.org");
    assert_eq!(post(&server.address, "/sign-in/link", "", &[("email", "jo@example.org")]).unwrap().0, 200);
    let (to, text) = mailbox.next();
    assert!(to == "jo@example.org" && text.contains("/sign-in/link/"), "{text}");
    drop(server);
    let log = fs::read_to_string(&log).unwrap();
    assert!(log.contains("a letter did not go") && !log.contains("nobody@") && !log.contains("jo@"), "{log}");
}

#[test]
fn settings_that_cannot_be_used_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, "second_facto = [\"adviser\"]\n").unwrap();
    let database = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let output = Command::new(env!("CARGO_BIN_EXE_tapestry"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url", &database, "--settings"])
        .arg(&settings)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("settings.toml cannot be used") && said.contains("second_facto"), "{said}");
}
