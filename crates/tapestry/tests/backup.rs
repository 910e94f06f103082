//! A copy made while people work holds everything that was acknowledged before it was begun, and can be served. On
//! SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};
use support::{PASSWORD, Server, agent, new_database, post, sign_in};

fn add_adviser(database: &str, email: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tapestry"))
        .args(["user", "add", "--email", email, "--name", "Ann Adviser", "--role", "adviser"])
        .args(["--area", "east-birmingham-north-solihull", "--body", "jobcentre-plus-birmingham-solihull"])
        .args(["--database-url", database])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
}

fn tapestry(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tapestry"));
    command.args(arguments).env_remove("TAPESTRY_DATABASE_URL").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Registers somebody; gives where the record is.
fn register(address: &str, cookie: &str) -> Option<String> {
    let form = [("given_name", "Kim"), ("family_name", "Kettle"), ("telephone", ""), ("email", ""), ("agreed", "yes")];
    let (status, place, _) = post(address, "/people/new", cookie, &form)?;
    (status == 303).then(|| place.split(['?', '#']).next().unwrap().to_owned())
}

/// Works, copies meanwhile, restores into another database, and looks for what was acknowledged before.
fn play(database: &str, other: &str, copy: &Path) {
    let copy = copy.to_str().unwrap();
    drop(Server::start(database));
    add_adviser(database, "ann@example.org");
    let server = Server::start(database);
    let cookie = sign_in(&server.address, "ann@example.org");
    let before: BTreeSet<String> = (0..20).map(|_| register(&server.address, &cookie).unwrap()).collect();
    let stop = Arc::new(AtomicBool::new(false));
    let meanwhile = Arc::new(Mutex::new(0));
    let worker = thread::spawn({
        let (address, cookie) = (server.address.clone(), cookie.clone());
        let (stop, meanwhile) = (Arc::clone(&stop), Arc::clone(&meanwhile));
        move || {
            while !stop.load(Ordering::Relaxed) && register(&address, &cookie).is_some() {
                *meanwhile.lock().unwrap() += 1;
            }
        }
    });
    let done = tapestry(&["backup", "--database-url", database, "--out", copy]);
    assert!(done.status.success(), "{}", said(&done));
    stop.store(true, Ordering::Relaxed);
    worker.join().unwrap();
    assert!(*meanwhile.lock().unwrap() > 0, "nobody could work while the copy was made");
    let again = tapestry(&["backup", "--database-url", database, "--out", copy]);
    assert!(said(&again).contains("is there already"), "{}", said(&again));
    drop(server);

    let over = tapestry(&["restore", "--database-url", database, "--from", copy]);
    assert_eq!(over.status.code(), Some(1));
    assert!(said(&over).contains("nothing is written over"), "{}", said(&over));
    let nowhere = tapestry(&["restore", "--database-url", other, "--from", copy, "--erased-in", "sqlite:/no/such.db"]);
    assert_eq!(nowhere.status.code(), Some(1), "it was restored all the same: {}", said(&nowhere));
    let done = tapestry(&["restore", "--database-url", other, "--from", copy, "--erased-in", database]);
    assert!(done.status.success() && said(&done).contains("Erased again"), "{}", said(&done));
    #[cfg(unix)]
    for file in [copy, other.trim_start_matches("sqlite:")] {
        let Ok(found) = fs::metadata(file) else { continue };
        let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions());
        assert_eq!(mode & 0o777, 0o600, "{file} can be read by others");
    }
    let looked = tapestry(&["doctor", "--database-url", other]);
    assert!(looked.status.success(), "{}", String::from_utf8_lossy(&looked.stdout));
    let server = Server::start(other);
    let cookie = sign_in(&server.address, "ann@example.org");
    for place in &before {
        let answer = agent().get(format!("{}{place}", server.address)).header("cookie", &cookie).call().unwrap();
        assert_eq!(answer.status(), 200, "{place} was acknowledged before the copy was begun");
    }
    assert!(register(&server.address, &cookie).is_some(), "what was restored can be worked with");
}

#[test]
fn a_copy_of_sqlite_is_whole_and_can_be_served() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    play(&url("tapestry.db"), &url("restored.db"), &folder.path().join("copy.db"));
}

#[test]
fn a_copy_of_postgres_is_whole_and_can_be_served() {
    let Ok(server) = std::env::var("TAPESTRY_TEST_POSTGRES") else {
        eprintln!("SKIPPED on PostgreSQL: set TAPESTRY_TEST_POSTGRES to a server's URL to run it there");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (database, other) = (new_database(&server, "copied"), new_database(&server, "restored"));
    play(&database, &other, &folder.path().join("copy.dump"));
}

#[test]
fn what_is_no_copy_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let database = format!("sqlite:{}", path("tapestry.db").display());
    drop(Server::start(&database));
    let copy = path("copy.db");
    assert!(tapestry(&["backup", "--database-url", &database, "--out", copy.to_str().unwrap()]).status.success());
    let mut damaged = fs::read(&copy).unwrap();
    damaged[8_192..20_000].fill(7);
    fs::write(path("damaged.db"), damaged).unwrap();
    fs::write(path("half.db"), &fs::read(&copy).unwrap()[..5_000]).unwrap();
    fs::write(path("letter.db"), "Dear Sir").unwrap();
    for name in ["damaged.db", "half.db", "letter.db"] {
        let target = format!("sqlite:{}", path("target.db").display());
        let done = tapestry(&["restore", "--database-url", &target, "--from", path(name).to_str().unwrap()]);
        assert_eq!(done.status.code(), Some(1), "{name}");
        assert!(said(&done).contains("is not a whole database of Tapestry"), "{name}: {}", said(&done));
        assert!(!path("target.db").exists(), "{name} left something behind");
    }
    let cases: [(&[&str], &str); 4] = [
        (&["backup", "--database-url", "sqlite::memory:", "--out", "x"], "no file"),
        (&["backup", "--database-url", "mysql://x/y", "--out", "x"], "begins with sqlite: or postgres://"),
        (&["backup", "--database-url", "sqlite:/no/such.db", "--out", "x"], "there is no database"),
        (&["restore", "--database-url", "sqlite:x.db", "--from", "/no/such.db"], "there is no file"),
    ];
    for (arguments, expected) in cases {
        let done = tapestry(arguments);
        assert_eq!(done.status.code(), Some(1));
        assert!(said(&done).contains(expected), "{}", said(&done));
    }
}
