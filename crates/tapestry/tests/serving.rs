//! `tapestry demo` and `tapestry serve`, from the first line to the last.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts a command, and waits until it says where it listens.
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tapestry"))
            .args(arguments)
            .env_remove("TAPESTRY_DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some((_, address)) = line.trim().split_once("http://") else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("it did not say where it listens: {line}{said}");
        };
        Self { address: address.trim_end_matches('/').to_owned(), child }
    }

    fn get(&self, path: &str) -> String {
        get(&self.address, path)
    }

    /// Asks it to stop, and gives its exit code.
    fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code()
    }
}

/// What an address answers, head and body.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_demo_keeps_its_people_and_stops_when_asked() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("example");
    let data = data.to_str().unwrap();
    let arguments = ["demo", "--small", "--listen", "127.0.0.1:0", "--data", data];
    let demo = Running::start(&arguments);
    let page = demo.get("/sign-in");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("Farzana Siddiqui") && page.contains("Newcastle"), "{page}");
    // A second one on the same port says so.
    let taken = Command::new(env!("CARGO_BIN_EXE_tapestry"))
        .args(["demo", "--small", "--listen", &demo.address, "--data", data])
        .output()
        .unwrap();
    assert_eq!(taken.status.code(), Some(1));
    let said = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(said.contains("another program is listening") && said.contains("--listen"), "{said}");
    assert_eq!(demo.stop(), Some(0));
    // Kept between runs: the second start makes nobody anew.
    let file = folder.path().join("example/demo.db");
    let made = std::fs::metadata(&file).unwrap().created().unwrap();
    assert_eq!(Running::start(&arguments).stop(), Some(0));
    assert_eq!(std::fs::metadata(&file).unwrap().created().unwrap(), made);
    let fresh = Running::start(&[&arguments[..], &["--fresh"]].concat());
    assert!(fresh.get("/sign-in").contains("Farzana Siddiqui"));
    assert_eq!(fresh.stop(), Some(0));
    assert_ne!(std::fs::metadata(&file).unwrap().created().unwrap(), made);
}

#[test]
fn the_real_thing_has_nobody_to_sign_in_as() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let served = Running::start(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
    let page = served.get("/sign-in");
    assert!(page.starts_with("HTTP/1.1 200") && !page.contains("/sign-in/persona/"), "{page}");
    assert!(served.get("/caseload").starts_with("HTTP/1.1 30"), "sign in first");
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn what_cannot_be_served_is_said() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tapestry"))
            .args(arguments)
            .env_remove("TAPESTRY_DATABASE_URL")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--database-url"), "{said}");
    let (code, said) = run(&["serve", "--listen", "127.0.0.1:0", "--database-url", "sqlite:/no/such/folder/t.db"]);
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = run(&["serve", "--listen", "127.0.0.1:0", "--database-url", "mysql://x"]);
    assert_eq!(code, Some(1), "{said}");
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap().to_string();
    let (code, said) = run(&["serve", "--listen", &address, "--database-url", "sqlite::memory:"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("another program is listening"), "{said}");
}

#[test]
fn it_says_whether_it_is_well_and_what_it_did() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let metrics = held.local_addr().unwrap().to_string();
    drop(held);
    let served = Running::start(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--metrics",
        &metrics,
        "--log",
        "json",
        "--database-url",
        &url,
    ]);
    assert!(served.get("/health/live").contains("{\"alive\":true}"));
    let ready = served.get("/health/ready");
    assert!(ready.starts_with("HTTP/1.1 200") && ready.contains("\"ready\":true"), "{ready}");
    let page = served.get("/sign-in");
    assert!(page.contains("x-request-id: "), "{page}");
    assert!(served.get("/metrics").starts_with("HTTP/1.1 404"), "counts are not for the public");
    let counts = get(&metrics, "/metrics");
    for line in [
        "tapestry_requests_total{method=\"GET\",path=\"/sign-in\",status=\"200\"} 1",
        "tapestry_database_up 1",
        "tapestry_policy_publication 1",
    ] {
        assert!(counts.contains(line), "{line} is not in\n{counts}");
    }
    assert_eq!(served.stop(), Some(0));
}
