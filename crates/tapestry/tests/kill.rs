//! Kill -9 in the middle of work loses nothing that was acknowledged, and leaves nothing half done.
//!
//! The real program serves the example from a database on disk. Teams take people from registering to the approved claim
//! as fast as they can, two buyers pressing the same button at once; the program is killed at a random moment, again and
//! again, until a thousand commands were acknowledged. After a restart each of them was done, once; the ledger sums to
//! zero and the audit verifies. On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/example.rs"]
mod example;
#[path = "support/life.rs"]
mod life;
mod support;

use example::{in_order, seed, were_done_once};
use life::Team;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use support::{Server, agent, new_database};
use uuid::Uuid;

/// How often the program is killed.
const KILLS: usize = 6;
/// Commands that have to be acknowledged in all.
const COMMANDS: usize = 1_000;
/// Teams at work at once.
const TEAMS: usize = 4;

type Acknowledged = Mutex<Vec<(String, Uuid)>>;

/// Works until a given number of commands are acknowledged, and kills the program in the middle of the next ones.
fn round(database: &str, wanted: usize, acknowledged: &Acknowledged) {
    let mut server = Server::start(database);
    let team = Team::sign_in(&server.address, &server.address);
    let stop = AtomicBool::new(false);
    let count = || acknowledged.lock().unwrap().len();
    thread::scope(|scope| {
        for _ in 0..TEAMS {
            scope.spawn(|| {
                let mut done = |action: &str, subject| acknowledged.lock().unwrap().push((action.to_owned(), subject));
                while !stop.load(Ordering::Relaxed) {
                    if team.live(&mut done).is_none() {
                        return;
                    }
                }
            });
        }
        let until = Instant::now() + Duration::from_secs(120);
        while count() < wanted && Instant::now() < until {
            thread::sleep(Duration::from_millis(3));
        }
        server.kill();
        stop.store(true, Ordering::Relaxed);
    });
    assert!(count() >= wanted, "too little was done to prove anything: {}", count());
}

fn play(database: &str) {
    seed(database, 1);
    let acknowledged = Acknowledged::default();
    for number in 1..=KILLS {
        round(database, COMMANDS * number / KILLS, &acknowledged);
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    let server = Server::start(database);
    were_done_once(database, &acknowledged);
    let of = |action: &'static str| acknowledged.iter().filter(move |one| one.0 == action).map(|one| one.1);
    let team = Team::sign_in(&server.address, &server.address);
    for (action, path, seat) in [
        ("register-person", "people", &team.adviser),
        ("record-start", "participants", &team.provider),
        ("approve-claim", "claims", &team.provider),
    ] {
        assert!(of(action).count() > 20, "too little of {action} to prove anything: {}", of(action).count());
        for id in of(action) {
            let asked = agent().get(format!("{}/{path}/{id}", server.address)).header("cookie", &seat.cookie);
            assert_eq!(asked.call().unwrap().status(), 200, "/{path}/{id} was acknowledged and is gone");
        }
    }
    in_order(database, &server);
    println!("{} commands were acknowledged in {KILLS} lives of the program: each was done once", acknowledged.len());
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
