//! Connections that are slow, idle, unfinished or simply many: everybody else is answered, and the program stays small.
//!
//! Each is played against the built program, with no more than 1,024 open files where that matters.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/example.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod example;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use example::{ADVISER, seed};
use std::{
    fs,
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};
use support::{PASSWORD, Server, sign_in};
use tempfile::TempDir;

/// How long a page may take while others are slow: much longer than it does, and shorter than any deadline.
const SOON: Duration = Duration::from_secs(4);

/// The program on an empty database, with these settings and no more than 1,024 open files.
fn served(folder: &Path, settings: &str) -> Server {
    let file = folder.join("settings.toml");
    fs::write(&file, settings).unwrap();
    let mut program = Command::new("bash");
    program.args(["-c", "ulimit -n 1024; exec \"$0\" \"$@\" --settings \"$SETTINGS\"", env!("CARGO_BIN_EXE_tapestry")]);
    program.env("SETTINGS", &file);
    Server::start_by(program, &database(folder))
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("tapestry.db").display())
}

fn host(server: &Server) -> &str {
    server.address.strip_prefix("http://").unwrap()
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(host(server)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// What is answered to a request, head and body; "" when the connection is closed instead.
fn ask(server: &Server, request: &str) -> String {
    let mut stream = connect(server);
    if stream.write_all(request.as_bytes()).is_err() {
        return String::new();
    }
    let mut answer = Vec::new();
    // Whoever is let go may be told so in the middle of it.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(server: &Server, path: &str) -> String {
    ask(server, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
}

/// Somebody else is answered as if nothing were.
fn is_well(server: &Server) {
    let begun = Instant::now();
    for path in ["/health/live", "/sign-in", "/health/ready"] {
        let answer = get(server, path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
}

/// Whether the other side has closed the connection.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut rest = [0; 4096];
    loop {
        match stream.read(&mut rest) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        }
    }
}

#[test]
fn unfinished_bodies_stop_nobody() {
    let folder = TempDir::new().unwrap();
    let server = served(folder.path(), "");
    let head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nemail=";
    let _held: Vec<TcpStream> = (0..520)
        .map(|_| {
            let mut stream = connect(&server);
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    thread::sleep(Duration::from_millis(300));
    is_well(&server);
}

#[test]
fn more_idle_connections_than_open_files_stop_nobody() {
    let folder = TempDir::new().unwrap();
    let server = served(folder.path(), "");
    let held: Vec<TcpStream> = (0..1_100).map(|_| connect(&server)).collect();
    thread::sleep(Duration::from_millis(1_200));
    is_well(&server);
    drop(held);
    is_well(&server);
}

#[test]
fn a_head_has_ten_seconds_and_so_has_the_next_one() {
    let folder = TempDir::new().unwrap();
    let server = served(folder.path(), "");
    let mut half = connect(&server);
    half.write_all(b"GET /sign-in HTTP/1.1\r\nHost: local").unwrap();
    let mut idle = connect(&server);
    let mut kept = connect(&server);
    kept.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    // One letter a second does not make it longer.
    let mut drips = connect(&server);
    drips.write_all(b"GET /sign-in HTTP/1.1\r\nX-Long: ").unwrap();
    for _ in 0..7 {
        thread::sleep(Duration::from_secs(1));
        drips.write_all(b"x").unwrap();
    }
    for stream in [&mut half, &mut idle, &mut kept, &mut drips] {
        assert!(!is_closed(stream), "not before its time");
    }
    thread::sleep(Duration::from_secs(4));
    for (what, stream) in [("half", &mut half), ("idle", &mut idle), ("kept", &mut kept), ("drips", &mut drips)] {
        assert!(is_closed(stream), "{what}");
    }
}

#[test]
fn when_every_place_is_taken_health_is_told_and_whoever_waits_gives_way() {
    let folder = TempDir::new().unwrap();
    let server = served(folder.path(), "[connections]\nat_once = 4\n");
    let head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nemail=";
    let mut held: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut stream = connect(&server);
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    // Nobody has waited for long yet.
    let answer = get(&server, "/sign-in");
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("very busy just now"), "{answer}");
    assert!(answer.to_lowercase().contains("retry-after: 10"), "{answer}");
    assert!(get(&server, "/health/live").starts_with("HTTP/1.1 200"));
    thread::sleep(Duration::from_millis(1_200));
    is_well(&server);
    assert!(held.iter_mut().any(is_closed), "whoever waited longest gave way");
}

/// A form whose last byte is held back while the session is ended elsewhere: it is nobody's when it arrives.
#[test]
fn a_form_that_ends_after_its_session_brings_it_back_for_nobody() {
    let folder = TempDir::new().unwrap();
    let database = database(folder.path());
    seed(&database, 1);
    let server = Server::start(&database);
    let end = |how: &dyn Fn(&str)| {
        let cookie = sign_in(&server.address, ADVISER);
        assert!(with(&server, &cookie).starts_with("HTTP/1.1 200"));
        let form = "POST /account/sessions/end-others HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: 3\r\n";
        let mut late = connect(&server);
        write!(late, "{form}Cookie: {cookie}\r\n\r\na=").unwrap();
        thread::sleep(Duration::from_millis(200));
        how(&cookie);
        late.write_all(b"b").unwrap();
        let mut answer = String::new();
        late.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("location: /sign-in"), "{answer}");
        let after = with(&server, &cookie);
        assert!(after.starts_with("HTTP/1.1 303") && after.contains("location: /sign-in"), "{after}");
    };
    end(&|cookie| {
        let out = "POST /sign-out HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
                   Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n";
        assert!(ask(&server, &format!("{out}Cookie: {cookie}\r\n\r\n")).starts_with("HTTP/1.1 303"));
    });
    end(&|_| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tapestry"))
            .args(["user", "set-password", "--email", ADVISER, "--database-url", &database])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        program.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
        assert!(program.wait().unwrap().success());
    });
}

fn with(server: &Server, cookie: &str) -> String {
    let request = format!("GET /account HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n");
    ask(server, &request)
}

/// The most memory that the program has held so far, in mebibytes.
#[cfg(target_os = "linux")]
fn most_memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

/// Addresses that nobody has, a thousand at the same moment: each is answered in words, and memory stays below 500 MiB.
#[cfg(target_os = "linux")]
#[test]
fn a_thousand_tries_to_sign_in_at_once_take_less_than_half_a_gigabyte() {
    const TRIES: usize = 1_000;
    let folder = TempDir::new().unwrap();
    let server = Server::start(&database(folder.path()));
    let (begin, before) = (Barrier::new(TRIES), most_memory(&server));
    let begun = Instant::now();
    let answers: Vec<String> = thread::scope(|scope| {
        let tries: Vec<_> = (0..TRIES)
            .map(|number| {
                let (server, begin) = (&server, &begin);
                let one = move || {
                    let form = format!("email=nobody{number}%40example.org&password=three+brave+otters");
                    let mut stream = connect(server);
                    begin.wait();
                    let request = format!(
                        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
                         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                        form.len()
                    );
                    if stream.write_all(request.as_bytes()).is_err() {
                        return String::new();
                    }
                    let mut answer = Vec::new();
                    let _ = stream.read_to_end(&mut answer);
                    String::from_utf8_lossy(&answer).into_owned()
                };
                thread::Builder::new().stack_size(256 * 1024).spawn_scoped(scope, one).unwrap()
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |start: &str| answers.iter().filter(|answer| answer.starts_with(start)).count();
    let (wrong, busy, faults) = (count("HTTP/1.1 200"), count("HTTP/1.1 503"), count("HTTP/1.1 500"));
    let most = most_memory(&server);
    eprintln!(
        "{TRIES} tries at once: {wrong} were looked at, {busy} were asked to come again, {faults} faults, {} without an answer, \
         within {:?}; memory from {before} to {most} MiB",
        TRIES - wrong - busy - faults,
        begun.elapsed()
    );
    assert_eq!(faults, 0);
    assert!(wrong >= 50 && wrong + busy >= TRIES * 9 / 10, "{wrong} and {busy}");
    let kind = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 503"));
    assert!(kind.clone().all(|answer| answer.to_lowercase().contains("retry-after: ")));
    assert!(most < 500, "{most} MiB");
    is_well(&server);
}
