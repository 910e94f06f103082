//! Kill -9 in the middle of work loses nothing that was acknowledged.
//!
//! The real program serves a database on disk; several advisers register people as fast as they can;
//! the program is killed at a random moment, again and again; after a restart everybody whose
//! registration was acknowledged is there, once, and the program starts without complaint. On SQLite
//! always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use support::{Server, add_adviser, agent, new_database, post, sign_in};

/// How often the program is killed.
const KILLS: u64 = 3;
/// How many work at once.
const ADVISERS: usize = 4;

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

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    play(&format!("sqlite:{}", folder.path().join("tapestry.db").display()));
}

#[test]
fn nothing_acknowledged_is_lost_on_postgres() {
    match std::env::var("TAPESTRY_TEST_POSTGRES") {
        Ok(server) => play(&new_database(&server, "kill")),
        Err(_) => eprintln!("SKIPPED on PostgreSQL: set TAPESTRY_TEST_POSTGRES to a server's URL to run it there"),
    }
}
