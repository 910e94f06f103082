//! Nothing of a person, no password and no session stands in the log, however much of it is written.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/example.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod example;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use example::{ADVISER, page, seed};
use std::{fs, process::Command};
use support::{PASSWORD, Server, post, sign_in};

#[test]
fn the_log_says_nothing_of_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let log = folder.path().join("log");
    seed(&database, 1);
    let mut program = Command::new("bash");
    let command = format!("exec \"$0\" \"$@\" 2>'{}'", log.display());
    // Everything of our own crates, and what the server and the database usually say.
    program.args(["-c", &command, env!("CARGO_BIN_EXE_tapestry")]).env("RUST_LOG", "info,service=trace,tapestry=trace");
    let server = Server::start_by(program, &database);
    let cookie = sign_in(&server.address, ADVISER);
    let secrets = ["Zyxwvutina", "Qponmlkson", "07700900987", "zyx@secret.example", "B100AD"];
    let [given, family, telephone, email, postcode] = secrets;
    let form = [
        ("given_name", given),
        ("family_name", family),
        ("telephone", telephone),
        ("email", email),
        ("postcode", postcode),
        ("agreed", "yes"),
    ];
    let (status, place, _) = post(&server.address, "/people/new", &cookie, &form).unwrap();
    assert_eq!(status, 303);
    let place = place.split(['?', '#']).next().unwrap();
    let record = page(&server.address, place, &cookie);
    assert!(record.contains(family), "{place}: {record}");
    assert!(page(&server.address, &format!("/caseload?q={family}"), &cookie).contains(family));
    // With what is wrong, too: a form that is refused, a page that is not there, a password that is not right.
    post(&server.address, "/people/new", &cookie, &[("given_name", given), ("email", email)]);
    page(&server.address, &format!("/services?need=job-search&postcode={postcode}"), "");
    page(&server.address, &format!("/no-such-page/{family}"), &cookie);
    post(&server.address, "/sign-in", "", &[("email", email), ("password", "a wrong password of theirs")]);
    drop(server);
    let written = fs::read_to_string(&log).unwrap();
    assert!(written.contains("/people/{person}"), "the log was not kept: {written}");
    let token = cookie.split('=').nth(1).unwrap();
    for secret in secrets.into_iter().chain([token, PASSWORD, "a wrong password of theirs", ADVISER]) {
        assert!(!written.contains(secret), "{secret} stands in the log:\n{written}");
    }
}
