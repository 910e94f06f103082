//! The real program, served from a database, and somebody who works in it: for tests that stop, copy or crowd it.
#![expect(clippy::unwrap_used, reason = "tests")]

use rustix::process::{Pid, Signal, kill_process_group};
use sea_orm::ConnectionTrait;
use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The password of everybody here.
pub const PASSWORD: &str = "three brave otters";

/// A running program.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    /// Starts the program and waits until it says where it listens.
    pub fn start(database: &str) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_tapestry")), database)
    }

    /// The same by a command that runs the program in another way.
    pub fn start_by(mut program: Command, database: &str) -> Self {
        // A group of its own, so that a program which is run through another ends with it.
        let mut child = program
            .process_group(0)
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

    /// SIGKILL, for it and whatever it has started: no warning, no tidying up.
    pub fn kill(&mut self) {
        self.end().unwrap();
        self.child.wait().unwrap();
    }

    fn end(&self) -> rustix::io::Result<()> {
        kill_process_group(Pid::from_child(&self.child), Signal::KILL)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.end();
        let _ = self.child.wait();
    }
}

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into()
}

/// Sends a form; gives the status, where it leads and the cookie, or nothing when the server is gone.
pub fn post(address: &str, path: &str, cookie: &str, form: &[(&str, &str)]) -> Option<(u16, String, String)> {
    let answer = agent()
        .post(format!("{address}{path}"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .send_form(form.iter().copied())
        .ok()?;
    let header =
        |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    Some((answer.status().as_u16(), header("location"), session(&answer)))
}

/// The session's cookie of an answer: `tapestry=…`; another says that the browser is known.
pub fn session<T>(answer: &ureq::http::Response<T>) -> String {
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let mut cookies = cookies.filter_map(|cookie| cookie.split(';').next());
    cookies.find(|cookie| cookie.starts_with("tapestry=")).unwrap_or_default().to_owned()
}

pub fn sign_in(address: &str, email: &str) -> String {
    let (status, _, cookie) = post(address, "/sign-in", "", &[("email", email), ("password", PASSWORD)]).unwrap();
    assert_eq!(status, 303, "cannot sign in");
    cookie
}

/// Makes a database of its own on the server and gives its URL.
#[tokio::main(flavor = "current_thread")]
pub async fn new_database(server: &str, name: &str) -> String {
    let connection = sea_orm::Database::connect(server).await.unwrap();
    let name = format!("{name}_{}", std::process::id());
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    format!("{address}/{name}")
}
