//! Kill -9 in the middle of work loses nothing that was acknowledged.
//!
//! The real program serves a database on disk; several advisers register people as fast as they can;
//! the program is killed at a random moment, again and again; after a restart everybody whose
//! registration was acknowledged is there, once, and the program starts without complaint. On SQLite
//! always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, reason = "tests")]

use sea_orm::ConnectionTrait;
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const PASSWORD: &str = "three brave otters";
/// How often the program is killed.
const KILLS: u64 = 3;
/// How many work at once.
const ADVISERS: usize = 4;

struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts the program and waits until it says where it listens.
    fn start(database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tapestry"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database-url", database])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.map(Result::unwrap).find_map(|line| {
            line.find("http://").map(|at| line.split_at(at).1.trim().trim_end_matches('/').to_owned())
        });
        Self { child, address: address.unwrap() }
    }

    /// SIGKILL: no warning, no tidying up.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into()
}

/// Sends a form; gives the status, where it leads and the cookie, or nothing when the server is gone.
fn post(address: &str, path: &str, cookie: &str, form: &[(&str, &str)]) -> Option<(u16, String, String)> {
    let answer = agent()
        .post(format!("{address}{path}"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .send_form(form.iter().copied())
        .ok()?;
    let header =
        |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let cookie = header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    Some((answer.status().as_u16(), header("location"), cookie))
}

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

fn sign_in(address: &str, email: &str) -> String {
    let (status, _, cookie) = post(address, "/sign-in", "", &[("email", email), ("password", PASSWORD)]).unwrap();
    assert_eq!(status, 303, "cannot sign in");
    cookie
}

/// Registers people until the server is gone; keeps the address of each that was acknowledged.
fn work(address: &str, cookie: &str, stop: &AtomicBool, acknowledged: &Mutex<BTreeSet<String>>) {
    while !stop.load(Ordering::Relaxed) {
        let form =
            [("given_name", "Kim"), ("family_name", "Kettle"), ("telephone", ""), ("email", ""), ("agreed", "yes")];
        match post(address, "/people/new", cookie, &form) {
            Some((303, place, _)) => {
                let place = place.split(['?', '#']).next().unwrap().to_owned();
                assert!(acknowledged.lock().unwrap().insert(place), "one address was given twice");
            }
            Some((status, ..)) => assert!(status == 503, "registering was answered with {status}"),
            None => return,
        }
    }
}

fn play(database: &str) {
    drop(Server::start(database));
    add_adviser(database, "ann@example.org");
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    for round in 1..=KILLS {
        let mut server = Server::start(database);
        let cookie = sign_in(&server.address, "ann@example.org");
        let stop = Arc::new(AtomicBool::new(false));
        let before = acknowledged.lock().unwrap().len();
        let workers: Vec<_> = (0..ADVISERS)
            .map(|_| {
                let (address, cookie) = (server.address.clone(), cookie.clone());
                let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(&acknowledged));
                thread::spawn(move || work(&address, &cookie, &stop, &acknowledged))
            })
            .collect();
        let until = Instant::now() + Duration::from_secs(30);
        let wanted = before + 20 + usize::try_from(round).unwrap() * 7;
        while acknowledged.lock().unwrap().len() < wanted && Instant::now() < until {
            thread::sleep(Duration::from_millis(3));
        }
        server.kill();
        stop.store(true, Ordering::Relaxed);
        for worker in workers {
            worker.join().unwrap();
        }
        assert!(acknowledged.lock().unwrap().len() >= wanted, "too little was done to prove anything");
    }
    let server = Server::start(database);
    let cookie = sign_in(&server.address, "ann@example.org");
    let acknowledged = acknowledged.lock().unwrap();
    for place in acknowledged.iter() {
        let answer = agent().get(format!("{}{place}", server.address)).header("cookie", &cookie).call().unwrap();
        assert_eq!(answer.status(), 200, "{place} was acknowledged and is gone");
    }
}

/// Makes a database of its own on the server and gives its URL.
#[tokio::main(flavor = "current_thread")]
async fn new_database(server: &str) -> String {
    let connection = sea_orm::Database::connect(server).await.unwrap();
    let name = format!("kill_{}", std::process::id());
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    format!("{address}/{name}")
}

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    play(&format!("sqlite:{}", folder.path().join("tapestry.db").display()));
}

#[test]
fn nothing_acknowledged_is_lost_on_postgres() {
    match std::env::var("TAPESTRY_TEST_POSTGRES") {
        Ok(server) => play(&new_database(&server)),
        Err(_) => eprintln!("SKIPPED on PostgreSQL: set TAPESTRY_TEST_POSTGRES to a server's URL to run it there"),
    }
}
