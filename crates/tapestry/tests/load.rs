//! Load: 200 advisers and 50 people of providers at work for a minute, and how long each page took.
//!
//! Not part of the tests that everybody runs: `TAPESTRY_LOAD=60 cargo test --release --workspace --test load -- --nocapture`,
//! with `TAPESTRY_TEST_POSTGRES` set, prints the figures of docs/reliability.md. It fails on an answer that is a fault, and
//! never on time. `TAPESTRY_LOAD_THINK=4` is the mean of the seconds between what one person does and does next.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/example.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod example;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use chrono::{Datelike, Utc};
use example::{AREA, application, in_order, seed};
use rand::{RngExt as _, SeedableRng, rngs::StdRng};
use rules::access::Role;
use service::{
    account::{self, NewAccount},
    db::Database,
};
use std::{
    collections::BTreeMap,
    sync::{Barrier, Mutex},
    thread,
    time::{Duration, Instant},
};
use support::{PASSWORD, Server, new_database, session};

const ADVISERS: usize = 200;
const PROVIDERS: usize = 50;
/// People that each adviser has before the minute begins.
const CASELOAD: usize = 3;

/// How long each thing took, by what it was.
type Took = BTreeMap<&'static str, Vec<Duration>>;

/// Somebody at a browser that keeps its connection.
struct User {
    agent: ureq::Agent,
    address: String,
    cookie: String,
    took: Took,
    chance: StdRng,
    people: Vec<String>,
    /// Programmes of which the person was referred to one, by place in `people`.
    referred: usize,
}

impl User {
    fn new(address: &str, email: &str, number: u64) -> Self {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        let mut user = Self {
            agent,
            address: address.to_owned(),
            cookie: String::new(),
            took: Took::new(),
            chance: StdRng::seed_from_u64(number),
            people: Vec::new(),
            referred: 0,
        };
        let answer = user
            .agent
            .post(format!("{address}/sign-in"))
            .header("sec-fetch-site", "same-origin")
            .send_form([("email", email), ("password", PASSWORD)])
            .unwrap();
        user.cookie = session(&answer);
        user
    }

    /// Opens a page, and reads it to its end.
    fn get(&mut self, what: &'static str, path: &str) -> String {
        let begun = Instant::now();
        let request = self.agent.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let mut answer = request.call().unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        self.took.entry(what).or_default().push(begun.elapsed());
        assert_eq!(answer.status(), 200, "{path}: {body}");
        body
    }

    /// Sends a form; where it leads.
    fn post(&mut self, what: &'static str, path: &str, form: &[(&str, &str)]) -> Option<String> {
        let begun = Instant::now();
        let request = self.agent.post(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let mut answer = request.header("sec-fetch-site", "same-origin").send_form(form.iter().copied()).unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        self.took.entry(what).or_default().push(begun.elapsed());
        assert!(answer.status() == 303 || answer.status().is_client_error(), "{path}: {} {body}", answer.status());
        let place = answer.headers().get("location")?.to_str().unwrap();
        Some(place.split(['?', '#']).next().unwrap().to_owned())
    }

    fn register(&mut self) {
        let form = [("given_name", "Kim"), ("family_name", "Kettle"), ("agreed", "yes")];
        if let Some(person) = self.post("register a person", "/people/new", &form) {
            self.people.push(person);
        }
    }

    fn answer(&mut self, person: &str, fact: &str, value: &str) {
        let today = Utc::now().date_naive();
        let (day, month, year) = (today.day().to_string(), today.month().to_string(), today.year().to_string());
        let form = [
            ("answer", value),
            ("source", "Told"),
            ("known-day", &day),
            ("known-month", &month),
            ("known-year", &year),
        ];
        self.post("record an answer", &format!("{person}/facts/{fact}"), &form);
    }

    fn somebody(&mut self) -> String {
        let place = self.chance.random_range(0..self.people.len());
        self.people[place].clone()
    }

    /// Something that an adviser does.
    fn advise(&mut self) {
        let person = self.somebody();
        match self.chance.random_range(0..100) {
            0..30 => drop(self.get("caseload", "/caseload")),
            30..55 => drop(self.get("a person's record", &person)),
            55..70 => drop(self.get("why a programme is open or not", &format!("{person}/options/connect-to-work"))),
            70..80 => drop(self.get("services near a postcode", "/services?need=job-search&postcode=B10+0AD")),
            80..92 => self.answer(&person, "lone_parent", "no"),
            92..96 => self.register(),
            _ => self.refer(),
        }
    }

    /// Refers somebody who was not referred yet.
    fn refer(&mut self) {
        let Some(person) = self.people.get(self.referred).cloned() else { return self.register() };
        self.referred += 1;
        let form = [("provider", "heartlands-works"), ("agreed", "yes"), ("answer-capacity", "Rang: yes")];
        self.post("send a referral", &format!("{person}/refer/connect-to-work"), &form);
    }

    /// Something that somebody at a provider does.
    fn provide(&mut self) {
        match self.chance.random_range(0..10) {
            0..4 => drop(self.get("inbox", "/inbox")),
            4..6 => drop(self.get("what was earned", "/earned")),
            _ => {
                let inbox = self.get("inbox", "/inbox");
                let waiting = linked(&inbox, "/participants");
                if waiting.is_empty() {
                    return;
                }
                let chosen = waiting[self.chance.random_range(0..waiting.len())].clone();
                drop(self.get("a participant", &chosen));
                self.post("accept a referral", &format!("{chosen}/accept"), &[("version", "1")]);
            }
        }
    }
}

/// The paths of single things below a path.
fn linked(page: &str, path: &str) -> Vec<String> {
    let link = format!("href=\"{path}/");
    let links = page.split(&link).skip(1).filter_map(|rest| rest.get(..36));
    links.map(|id| format!("{path}/{id}")).collect()
}

/// What a share of the times do not exceed.
fn at(sorted: &[Duration], share: f64) -> Duration {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count of a few thousands"
    )]
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted[place.clamp(1, sorted.len()) - 1]
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
    let [half, most, all_but_one] = [0.5, 0.95, 0.99].map(|share| ms(at(&times, share)));
    let longest = ms(*times.last().unwrap());
    println!("{what:<32} {:>6} {half:>6} {most:>6} {all_but_one:>6} {longest:>6}", times.len());
}

/// Opens accounts with a password: `adviser-0@load.example` and so on at the jobcentre, then `provider-…` at Heartlands
/// Works, numbered on.
#[tokio::main(flavor = "current_thread")]
async fn with_accounts(url: &str, advisers: usize, providers: usize) {
    let app = application(Database::open(url).await.unwrap());
    let at = async |body| account::organisation_of(&app, AREA, body).await.unwrap();
    let (jobcentre, provider) = (at("jobcentre-plus-birmingham-solihull").await, at("heartlands-works").await);
    for number in 0..advisers + providers {
        let adviser = number < advisers;
        let (word, role, organisation) =
            if adviser { ("adviser", Role::Adviser, &jobcentre) } else { ("provider", Role::ProviderStaff, &provider) };
        let email = format!("{word}-{number}@load.example");
        let new = NewAccount {
            email: &email,
            name: &email,
            role,
            organisation: organisation.as_ref(),
            person: None,
            password: Some(PASSWORD),
        };
        account::create(&app, app.db.reader(), new).await.unwrap();
    }
    app.db.close().await.unwrap();
}

#[test]
fn two_hundred_advisers_and_fifty_providers() {
    let Some(seconds) = std::env::var("TAPESTRY_LOAD").ok().and_then(|seconds| seconds.parse().ok()) else {
        eprintln!("SKIPPED: set TAPESTRY_LOAD to so many seconds");
        return;
    };
    let think: f64 = std::env::var("TAPESTRY_LOAD_THINK").map_or(4.0, |seconds| seconds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let database = match std::env::var("TAPESTRY_TEST_POSTGRES") {
        Ok(server) => new_database(&server, "load"),
        Err(_) => format!("sqlite:{}", folder.path().join("tapestry.db").display()),
    };
    seed(&database, 1);
    with_accounts(&database, ADVISERS, PROVIDERS);
    let server = Server::start(&database);
    let (start, all) = (Barrier::new(ADVISERS + PROVIDERS), Mutex::new(Took::new()));
    thread::scope(|scope| {
        for number in 0..ADVISERS + PROVIDERS {
            let (address, start, all) = (&server.address, &start, &all);
            scope.spawn(move || {
                let adviser = number < ADVISERS;
                let email = format!("{}-{number}@load.example", if adviser { "adviser" } else { "provider" });
                let mut user = User::new(address, &email, number as u64);
                for _ in 0..if adviser { CASELOAD } else { 0 } {
                    user.register();
                }
                for person in user.people.clone() {
                    user.answer(&person, "disabled", "yes");
                    user.answer(&person, "current_programmes", "none-of-these");
                }
                start.wait();
                user.took = Took::new();
                let until = Instant::now() + Duration::from_secs(seconds);
                loop {
                    // Between nothing and twice the mean, so that nobody goes in step.
                    thread::sleep(Duration::from_secs_f64(think * 2.0 * user.chance.random::<f64>()));
                    if Instant::now() >= until {
                        break;
                    }
                    if adviser { user.advise() } else { user.provide() }
                }
                for (what, times) in user.took {
                    all.lock().unwrap().entry(what).or_default().extend(times);
                }
            });
        }
    });
    let took = all.into_inner().unwrap();
    println!("{:<32} {:>6} {:>6} {:>6} {:>6} {:>6}", "milliseconds", "count", "half", "95%", "99%", "most");
    for (what, times) in &took {
        print(what, times.clone());
    }
    print("everything", took.into_values().flatten().collect());
    in_order(&database, &server);
}
