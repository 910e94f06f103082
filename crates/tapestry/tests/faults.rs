//! Faults of the machine: a disk that is full or may not be written, a database that cuts off or goes away, two nodes at
//! once. Whatever was acknowledged is there afterwards, once; the ledger sums to zero and the audit verifies.
//!
//! What needs PostgreSQL runs where `TAPESTRY_TEST_POSTGRES` is set; a restart of it where `TAPESTRY_TEST_POSTGRES_RESTART`
//! names a program that does it. `kill.rs` kills the program itself.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/example.rs"]
mod example;
#[path = "support/life.rs"]
mod life;
mod support;

use example::{ADVISER, in_order, page, seed, were_done_once};
use life::Team;
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use support::{Server, agent, new_database, post, sign_in};

/// Registers somebody; the status, and where the record is.
fn register(address: &str, cookie: &str) -> Option<(u16, String)> {
    let form = [("given_name", "Kim"), ("family_name", "Kettle"), ("telephone", ""), ("email", ""), ("agreed", "yes")];
    let (status, place, _) = post(address, "/people/new", cookie, &form)?;
    Some((status, place.split(['?', '#']).next().unwrap().to_owned()))
}

fn all_are_there(server: &Server, people: &BTreeSet<String>) {
    let adviser = sign_in(&server.address, ADVISER);
    for place in people {
        let answer = agent().get(format!("{}{place}", server.address)).header("cookie", &adviser).call().unwrap();
        assert_eq!(answer.status(), 200, "{place} was acknowledged and is gone");
    }
}

/// The PostgreSQL server, or nothing, which is said.
fn postgres() -> Option<String> {
    let server = std::env::var("TAPESTRY_TEST_POSTGRES").ok();
    if server.is_none() {
        eprintln!("SKIPPED: set TAPESTRY_TEST_POSTGRES to a server's URL to run it there");
    }
    server
}

/// Waits until the program says that it is ready.
fn is_ready(address: &str, within: Duration) -> bool {
    let until = Instant::now() + within;
    while Instant::now() < until {
        if agent().get(format!("{address}/health/ready")).call().is_ok_and(|answer| answer.status() == 200) {
            return true;
        }
        thread::sleep(Duration::from_millis(100));
    }
    false
}

/// Does something to the database behind the program's back.
#[tokio::main(flavor = "current_thread")]
async fn run(url: &str, sql: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
}

/// How much a file or a disk may still grow in the tests of a full one, in KiB.
const ROOM_KIB: u64 = 400;

/// Four clients work while there is room, go on while there is none, and again when there is; then the program is killed and
/// started again. `make_room` is called while it runs.
fn goes_on_after_a_full_disk(server: &mut Server, make_room: impl FnOnce(&Server)) -> BTreeSet<String> {
    let adviser = sign_in(&server.address, ADVISER);
    let clients = |seconds: u64, mut until: Box<dyn FnMut() -> bool>| {
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..4).map(|_| scope.spawn(|| work(&server.address, &adviser, &stop))).collect();
            let end = Instant::now() + Duration::from_secs(seconds);
            while Instant::now() < end && !until() {
                thread::sleep(Duration::from_millis(50));
            }
            stop.store(true, Ordering::Relaxed);
            let done: Vec<_> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
            let refused: usize = done.iter().map(|one| one.1).sum();
            (done.into_iter().flat_map(|one| one.0).collect::<BTreeSet<_>>(), refused)
        })
    };
    // Until somebody else than the four is refused, and for a while longer.
    let is_full = || register(&server.address, &adviser).is_none_or(|(status, _)| status >= 500);
    let mut people = BTreeSet::new();
    let mut refused = 0;
    for _ in 0..60 {
        let (done, not) = clients(1, Box::new(|| false));
        people.extend(done);
        refused += not;
        if is_full() {
            break;
        }
    }
    let (done, not) = clients(3, Box::new(|| false));
    people.extend(done);
    assert!(not > 20 && !people.is_empty(), "{refused} and {not} refused, {} acknowledged", people.len());
    // What needs no writing goes on; who is refused is told so in words.
    assert!(page(&server.address, "/rules", "").contains("<h1"));
    let form = [("given_name", "Kim"), ("family_name", "Kettle"), ("agreed", "yes")];
    let (status, ..) = post(&server.address, "/people/new", &adviser, &form).unwrap();
    assert_eq!(status, 503);
    make_room(server);
    let before = people.len();
    let (done, refused) = clients(3, Box::new(|| false));
    assert_eq!(refused, 0, "there is room again, and somebody is refused");
    people.extend(done);
    assert!(people.len() >= before + 40, "too little was done afterwards: {}", people.len() - before);
    all_are_there(server, &people);
    server.kill();
    people
}

/// The file may grow by so much from here, and no further: every write beyond it is an error of the disk.
#[test]
fn a_file_that_may_not_grow_loses_nothing_and_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tapestry.db");
    let database = format!("sqlite:{}", file.display());
    seed(&database, 1);
    let most = fs::metadata(&file).unwrap().len() / 1024 + ROOM_KIB;
    let mut limited = Command::new("bash");
    let program = env!("CARGO_BIN_EXE_tapestry");
    limited.args(["-c", &format!("trap '' XFSZ; ulimit -S -f {most}; exec \"$0\" \"$@\""), program]);
    let mut server = Server::start_by(limited, &database);
    let people = goes_on_after_a_full_disk(&mut server, |server| {
        let pid = server.child.id().to_string();
        assert!(Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status().unwrap().success());
    });
    let server = Server::start(&database);
    all_are_there(&server, &people);
    in_order(&database, &server);
}

/// A small disk of its own, in memory, which only those see that are started [in](SmallDisk::command) it.
struct SmallDisk {
    holder: std::process::Child,
}

impl SmallDisk {
    /// Where it is for those within.
    const PLACE: &str = "/mnt";

    /// A disk of so many MiB; nothing where this machine does not let one be made, which is said.
    fn of(mebibytes: u64) -> Option<Self> {
        let mount = format!(
            "mount -t tmpfs -o size={mebibytes}m,mode=0700 tmpfs {} && echo made && exec sleep 600",
            Self::PLACE
        );
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &mount]);
        let mut holder = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
        if said.trim() == "made" {
            return Some(Self { holder });
        }
        let _ = holder.wait();
        eprintln!("SKIPPED: this machine does not let a small disk be made (unshare --user --mount)");
        None
    }

    /// The disk as seen from outside.
    fn seen(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{}", self.holder.id(), Self::PLACE))
    }

    /// Runs the program where the disk is.
    fn command(&self) -> Command {
        let mut command = Command::new("nsenter");
        let target = self.holder.id().to_string();
        command.args(["--target", &target, "--user", "--preserve-credentials", "--mount"]);
        command.arg(env!("CARGO_BIN_EXE_tapestry"));
        command
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// Something else on the disk fills it up, and goes away again.
#[test]
fn a_disk_that_is_full_loses_nothing_and_stops_nothing() {
    const DISK_MIB: u64 = 48;
    let Some(disk) = SmallDisk::of(DISK_MIB) else { return };
    let folder = tempfile::tempdir().unwrap();
    let outside = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    seed(&outside, 1);
    let bytes = fs::copy(folder.path().join("tapestry.db"), disk.seen().join("tapestry.db")).unwrap();
    let filler = vec![1; usize::try_from((DISK_MIB - 1) * 1024 * 1024 - bytes - ROOM_KIB * 1024).unwrap()];
    fs::write(disk.seen().join("filler"), filler).unwrap();
    let within = format!("sqlite:{}/tapestry.db", SmallDisk::PLACE);
    let mut server = Server::start_by(disk.command(), &within);
    let people = goes_on_after_a_full_disk(&mut server, |_| fs::remove_file(disk.seen().join("filler")).unwrap());
    for ending in ["", "-wal"] {
        let name = format!("tapestry.db{ending}");
        fs::copy(disk.seen().join(&name), folder.path().join(&name)).unwrap();
    }
    let server = Server::start(&outside);
    all_are_there(&server, &people);
    in_order(&outside, &server);
}

/// Nothing can be written to the folder of the database: the program says so and does not start; the file is as it was.
#[test]
fn a_disk_that_may_not_be_written_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tapestry.db");
    let database = format!("sqlite:{}", file.display());
    seed(&database, 1);
    let before = fs::read(&file).unwrap();
    set_mode(&file, 0o444);
    set_mode(folder.path(), 0o555);
    let copied = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = as_somebody_without_power(copied.path());
        command.args(arguments).args(["--database-url", &database]).output().unwrap()
    };
    let said = run(&["serve", "--listen", "127.0.0.1:0"]);
    let looked = run(&["doctor"]);
    set_mode(folder.path(), 0o755);
    set_mode(&file, 0o644);
    let (code, says) = (said.status.code(), String::from_utf8_lossy(&said.stderr).into_owned());
    assert!(!said.status.success() && code.is_some(), "it was killed or it started: {code:?} {says}");
    assert!(says.contains("database") && !says.contains("panicked"), "{says}");
    assert_eq!(fs::read(&file).unwrap(), before, "the file was changed");
    let found = String::from_utf8_lossy(&looked.stdout).into_owned();
    assert_eq!(looked.status.code(), Some(1), "{found}");
    for what in ["database", "disk"] {
        assert!(found.contains(&format!("WRONG  {what:<12}")), "{found}");
    }
    let server = Server::start(&database);
    in_order(&database, &server);
}

/// The program, run by somebody to whom something can be forbidden: to root nothing is. The copy that such a one can reach lies
/// in `folder`.
fn as_somebody_without_power(folder: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !root {
        return Command::new(env!("CARGO_BIN_EXE_tapestry"));
    }
    set_mode(folder, 0o755);
    let program = folder.join("tapestry");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_tapestry"), &program).unwrap();
        set_mode(&program, 0o755);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
    command
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Registers people until told to stop; those that were acknowledged, and how many were not.
fn work(address: &str, cookie: &str, stop: &AtomicBool) -> (BTreeSet<String>, usize) {
    let (mut people, mut refused) = (BTreeSet::new(), 0);
    while !stop.load(Ordering::Relaxed) {
        match register(address, cookie) {
            Some((303, place)) if place.starts_with("/people/") => {
                assert!(people.insert(place), "one address was given twice");
            }
            _ => refused += 1,
        }
    }
    (people, refused)
}

/// Every connection is cut, again and again, in the middle of transactions; then the server goes down without warning and
/// comes back. The program goes on by itself.
#[test]
fn postgres_that_cuts_off_and_restarts_loses_nothing() {
    let Some(server) = postgres() else { return };
    let database = new_database(&server, "cut");
    seed(&database, 1);
    let node = Server::start(&database);
    let adviser = sign_in(&node.address, ADVISER);
    let stop = AtomicBool::new(false);
    let name = database.rsplit('/').next().unwrap();
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    let people = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(|| work(&node.address, &adviser, &stop))).collect();
        for _ in 0..15 {
            thread::sleep(Duration::from_millis(200));
            run(&server, &cut);
        }
        match std::env::var("TAPESTRY_TEST_POSTGRES_RESTART") {
            Ok(program) => assert!(Command::new(program).status().unwrap().success(), "PostgreSQL did not restart"),
            Err(_) => eprintln!("SKIPPED the restart: set TAPESTRY_TEST_POSTGRES_RESTART to a program that does it"),
        }
        assert!(is_ready(&node.address, Duration::from_secs(30)), "it is not ready again");
        thread::sleep(Duration::from_millis(500));
        stop.store(true, Ordering::Relaxed);
        let done = workers.into_iter().map(|worker| worker.join().unwrap());
        let (people, refused): (Vec<_>, Vec<_>) = done.unzip();
        assert!(refused.iter().sum::<usize>() > 0, "nothing was cut off");
        people.into_iter().flatten().collect::<BTreeSet<_>>()
    });
    assert!(people.len() > 20, "too little was done to prove anything: {}", people.len());
    all_are_there(&node, &people);
    in_order(&database, &node);
}

/// Runs `during` while somebody holds `lock`, as a command typed by hand and left open would.
#[tokio::main(flavor = "multi_thread")]
async fn while_locked(url: &str, lock: &str, during: impl FnOnce() + Send) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let held = connection.begin().await.unwrap();
    held.execute_unprepared(lock).await.unwrap();
    tokio::task::block_in_place(during);
    held.rollback().await.unwrap();
}

/// The status of a page, and how long it took.
fn timed(address: &str, path: &str, cookie: &str) -> (u16, Duration) {
    let started = Instant::now();
    let answer = agent().get(format!("{address}{path}")).header("cookie", cookie).call();
    (answer.map_or(0, |answer| answer.status().as_u16()), started.elapsed())
}

/// Somebody holds a lock on the tables that commands write to, for longer than anybody waits: three times as many clients as
/// there are connections are told in words to come again, and everybody else reads on. Then even the tables that are read, and
/// the policy text in force, are held: pages that need none of it go on.
#[test]
fn postgres_where_somebody_holds_a_lock_answers_everybody() {
    /// The longest that who is refused waits: for a connection, and then for the lock.
    const REFUSED_WITHIN: Duration = Duration::from_secs(18);
    /// The longest that who only reads waits, on a machine that has other tests to do: shorter than a writer's wait for a lock.
    const READ_WITHIN: Duration = Duration::from_millis(4_500);
    let Some(server) = postgres() else { return };
    let database = new_database(&server, "locked");
    seed(&database, 1);
    let node = Server::start(&database);
    let adviser = sign_in(&node.address, ADVISER);
    let (_, place) = register(&node.address, &adviser).unwrap();
    let stop = AtomicBool::new(false);
    let crowd = |until: &dyn Fn()| {
        thread::scope(|scope| {
            let clients: Vec<_> = (0..24)
                .map(|_| {
                    scope.spawn(|| {
                        let mut answers = Vec::new();
                        while !stop.load(Ordering::Relaxed) {
                            let started = Instant::now();
                            let form = [("given_name", "Kim"), ("family_name", "Kettle"), ("agreed", "yes")];
                            let status =
                                post(&node.address, "/people/new", &adviser, &form).map_or(0, |answer| answer.0);
                            answers.push((status, started.elapsed()));
                        }
                        answers
                    })
                })
                .collect();
            thread::sleep(Duration::from_secs(1));
            until();
            stop.store(true, Ordering::Relaxed);
            let answers: Vec<_> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
            stop.store(false, Ordering::Relaxed);
            answers
        })
    };
    while_locked(&database, "LOCK TABLE person, audit, record_read IN EXCLUSIVE MODE", || {
        // Collected, for whoever panics here would leave the clients at work for ever.
        let wrong = Mutex::new(Vec::new());
        let answers = crowd(&|| {
            let until = Instant::now() + Duration::from_secs(12);
            while Instant::now() < until {
                for (path, cookie) in
                    [("/rules", ""), ("/services", ""), ("/account", &*adviser), ("/health/ready", "")]
                {
                    let (status, took) = timed(&node.address, path, cookie);
                    if status != 200 || took > READ_WITHIN {
                        wrong.lock().unwrap().push(format!("{path}: {status} after {took:?}"));
                    }
                }
            }
        });
        assert_eq!(wrong.into_inner().unwrap(), Vec::<String>::new(), "who only reads was held up");
        let slowest = answers.iter().map(|answer| answer.1).max().unwrap();
        assert!(answers.len() > 24 && answers.iter().all(|answer| answer.0 == 503), "{answers:?}");
        assert!(slowest < REFUSED_WITHIN, "somebody waited for {slowest:?}");
        let said = page(&node.address, &place, &adviser);
        assert!(said.contains("We cannot get to the records right now") && !said.contains("Kettle"), "{said}");
    });
    while_locked(&database, "LOCK TABLE person, session, policy_publication IN ACCESS EXCLUSIVE MODE", || {
        for _ in 0..3 {
            let (status, took) = timed(&node.address, "/rules", "");
            assert!(status == 200 && took < READ_WITHIN, "{status} after {took:?}");
            assert_eq!(timed(&node.address, "/caseload", &adviser).0, 503);
        }
        assert_eq!(timed(&node.address, "/health/live", "").0, 200);
    });
    assert_eq!(register(&node.address, &adviser).unwrap().0, 303, "the lock is gone, and it does not go on");
    all_are_there(&node, &BTreeSet::from([place]));
    in_order(&database, &node);
}

/// A database that may not be written answers what can be read of the rules, refuses every command, and shows nobody's
/// record: a look that leaves no line is not given.
#[test]
fn postgres_that_may_not_be_written_shows_no_record_without_its_line() {
    let Some(server) = postgres() else { return };
    let database = new_database(&server, "readonly");
    seed(&database, 1);
    let node = Server::start(&database);
    let adviser = sign_in(&node.address, ADVISER);
    let (_, place) = register(&node.address, &adviser).unwrap();
    assert!(page(&node.address, &place, &adviser).contains("Kettle"));
    let name = database.rsplit('/').next().unwrap();
    let set = |to: &str| {
        run(&server, &format!("ALTER DATABASE {name} SET default_transaction_read_only = {to}"));
        run(&server, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
    };
    set("on");
    thread::sleep(Duration::from_millis(300));
    assert!(page(&node.address, "/rules", "").contains("<h1"));
    let (status, _) = register(&node.address, &adviser).unwrap();
    assert!(status >= 500, "{status}");
    assert!(!page(&node.address, &place, &adviser).contains("Kettle"));
    set("off");
    thread::sleep(Duration::from_millis(300));
    assert!(page(&node.address, &place, &adviser).contains("Kettle"));
    in_order(&database, &node);
}

/// Two nodes start at once on one new database, approve the same claims and pay them against each other: each claim is
/// approved once and paid once.
#[test]
fn two_nodes_race_for_each_claim_and_one_wins() {
    let Some(server) = postgres() else { return };
    let database = new_database(&server, "race");
    let (one, other) = thread::scope(|scope| {
        let one = scope.spawn(|| Server::start(&database));
        let other = scope.spawn(|| Server::start(&database));
        (one.join().unwrap(), other.join().unwrap())
    });
    drop((one, other));
    seed(&database, 1);
    let nodes = [Server::start(&database), Server::start(&database)];
    let team = Team::sign_in(&nodes[0].address, &nodes[1].address);
    let mut acknowledged = Vec::new();
    for _ in 0..12 {
        team.live(&mut |action, subject| acknowledged.push((action.to_owned(), subject))).unwrap();
    }
    were_done_once(&database, &acknowledged);
    let approved = acknowledged.iter().filter(|one| one.0 == "approve-claim").count();
    assert_eq!(approved, 12, "each claim was approved by one of the two");
    let offered = page(&nodes[0].address, "/claims?show=approved", &team.buyers[0].cookie);
    let of = |name: &str| {
        let field = format!("name=\"{name}\" value=\"");
        offered.split(&field).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let to_pay: Vec<(String, String)> = of("contract").into_iter().zip(of("expected")).collect();
    assert!(!to_pay.is_empty(), "nothing is to be paid: {offered}");
    for (contract, expected) in &to_pay {
        // The word of the check is what the reader was told will be paid.
        let form = [("contract", contract.as_str()), ("expected", expected.as_str()), ("sure", expected.as_str())];
        let paid = Mutex::new(0);
        thread::scope(|scope| {
            for buyer in &team.buyers {
                let (paid, form) = (&paid, &form);
                scope.spawn(move || {
                    if post(&buyer.address, "/claims/pay", &buyer.cookie, form)
                        .is_some_and(|(status, ..)| status == 303)
                    {
                        *paid.lock().unwrap() += 1;
                    }
                });
            }
        });
        let paid = paid.into_inner().unwrap();
        assert_eq!(paid, 1, "{contract} was paid {paid} times");
    }
    in_order(&database, &nodes[0]);
}

/// Nothing that a test starts stays behind, also where it starts the program through another one.
#[test]
fn a_program_that_is_run_through_another_ends_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    for ends in [Server::kill as fn(&mut Server), |_| ()] {
        let mut through = Command::new("sh");
        // The shell waits for the program, as it has something left to do.
        through.args(["-c", "\"$0\" \"$@\"; true", env!("CARGO_BIN_EXE_tapestry")]);
        let mut server = Server::start_by(through, &database);
        let address = server.address.trim_start_matches("http://").to_owned();
        assert!(TcpStream::connect(&address).is_ok());
        ends(&mut server);
        drop(server);
        // What is ended takes a moment to be gone.
        let is_gone = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(20));
            TcpStream::connect(&address).is_err()
        });
        assert!(is_gone, "it still listens on {address}");
    }
}

/// The clock is set back by three days and put right again, each time while people work: nothing is lost or done twice, the
/// ledger sums to zero, and the chain of the audit holds although its lines are not in the order of their days.
#[test]
fn a_clock_that_is_set_back_loses_nothing() {
    if Command::new("faketime").arg("--version").output().is_err() {
        eprintln!("SKIPPED: install faketime to set the program's clock back");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    seed(&database, 1);
    let mut acknowledged = Vec::new();
    for days in [0, -3, 0] {
        let mut program = Command::new("faketime");
        program.args(["-f", &format!("{days:+}d"), env!("CARGO_BIN_EXE_tapestry")]);
        let mut server = Server::start_by(program, &database);
        let mut team = Team::sign_in(&server.address, &server.address);
        team.ahead = chrono::TimeDelta::days(days);
        let before = acknowledged.len();
        for _ in 0..4 {
            team.live(&mut |action, subject| acknowledged.push((action.to_owned(), subject))).unwrap();
        }
        assert_eq!(acknowledged.len() - before, 4 * 6, "not all was done at {days} days: {acknowledged:?}");
        server.kill();
    }
    were_done_once(&database, &acknowledged);
    in_order(&database, &Server::start(&database));
}

/// One node after the other is stopped and started again, as in an upgrade, while people work on whichever is there: every
/// request that a node took is answered, and nothing is lost.
#[test]
fn nodes_are_replaced_one_by_one_while_people_work() {
    let Some(server) = postgres() else { return };
    let database = new_database(&server, "rolling");
    seed(&database, 1);
    let nodes = Mutex::new(vec![Server::start(&database), Server::start(&database)]);
    let addresses = || nodes.lock().unwrap().iter().map(|node| node.address.clone()).collect::<Vec<_>>();
    let adviser = sign_in(&addresses()[0], ADVISER);
    let (stop, people) = (AtomicBool::new(false), Mutex::new(BTreeSet::new()));
    thread::scope(|scope| {
        for worker in 0..4 {
            let (addresses, adviser, stop, people) = (&addresses, &adviser, &stop, &people);
            scope.spawn(move || {
                for turn in worker.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let all = addresses();
                    // A node that is gone takes nothing: the next one does.
                    let Some((status, place)) = register(&all[turn % all.len()], adviser) else { continue };
                    assert_eq!(status, 303, "a node that was there did not answer");
                    assert!(people.lock().unwrap().insert(place), "one address was given twice");
                }
            });
        }
        for which in [0, 1] {
            thread::sleep(Duration::from_millis(700));
            let mut old = nodes.lock().unwrap().remove(which);
            let asked = Command::new("kill").arg(old.child.id().to_string()).status().unwrap();
            assert!(asked.success() && old.child.wait().unwrap().success(), "it did not stop in good order");
            let new = Server::start(&database);
            nodes.lock().unwrap().insert(which, new);
        }
        thread::sleep(Duration::from_millis(700));
        stop.store(true, Ordering::Relaxed);
    });
    let (nodes, people) = (nodes.into_inner().unwrap(), people.into_inner().unwrap());
    assert!(people.len() > 20, "too little was done to prove anything: {}", people.len());
    all_are_there(&nodes[0], &people);
    in_order(&database, &nodes[1]);
}
