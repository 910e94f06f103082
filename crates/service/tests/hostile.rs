//! Every form and address is given what an attacker would give it: nothing faults, nothing of it runs, nothing leads astray.
//!
//! Injection of markup, of SQL, of paths and of templates, in every parameter and every field by its name, twice each;
//! invalid UTF-8; markup stored in every place where people write, then every page read by every role; forms sent from
//! another site; addresses that lead away after signing in; another host's name; fields that nobody asked for. What is too
//! large or too slow is in `crates/webkit/src/layers`, what is somebody else's in `routes.rs`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/stage.rs"]
mod stage;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::ConnectionTrait;
use stage::{Stage, WHO, routes, stage_on, stage_with};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use support::databases;
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

/// Markup that would run.
const MARKUP: &str = "\"'><svg/onload=alert(1)>{{7*7}}";
/// What else is tried.
const HOSTILE: [&str; 6] = [
    MARKUP,
    "' OR '1'='1'; DROP TABLE person; --",
    "../../../../etc/passwd",
    "\u{202e}\u{0}\u{feff}\r\nSet-Cookie: a=b",
    "-9223372036854775809",
    "99999999999999999999999999999999",
];

/// An answer: its status, where it leads, and its page.
struct Answer {
    status: u16,
    /// Whether a browser would read it as a page: it says so, or does not say that it may not be guessed.
    is_page: bool,
    place: String,
    page: String,
}

impl Stage {
    async fn send(&self, who: &str, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let mut request = request;
        if let Some(cookie) = self.cookies.get(who) {
            request = request.header(header::COOKIE, cookie);
        }
        let response = self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let says = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let guessed = says(header::X_CONTENT_TYPE_OPTIONS) != "nosniff";
        let is_page =
            guessed || says(header::CONTENT_TYPE).contains("html") || says(header::CONTENT_TYPE).contains("xml");
        let place = response.headers().get(header::LOCATION).map(|place| place.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
        Answer { status, is_page, place: place.unwrap_or_default(), page: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Request::get(path).header(header::HOST, "localhost"), Body::empty()).await
    }

    async fn post(&self, who: &str, path: &str, form: String) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, "localhost")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(who, request, form).await
    }

    /// Every word of every line of the audit and of every look at a record.
    async fn audited(&self) -> Vec<String> {
        let mut found = Vec::new();
        for sql in [
            "SELECT action || ' ' || subject_kind || ' ' || CAST(reasons AS TEXT) || ' ' || policy_version FROM audit",
            "SELECT action || ' ' || categories || ' ' || under FROM record_read",
        ] {
            let connection = self.app.db.reader();
            let asked = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
            let rows = connection.query_all_raw(asked).await.unwrap();
            found.extend(rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()));
        }
        found
    }

    /// A path with this in place of each parameter of it.
    fn fill_with(&self, pattern: &str, hostile: &str) -> String {
        let word = utf8_percent_encode(hostile, NON_ALPHANUMERIC).to_string();
        let mut parts: Vec<String> = Vec::new();
        for part in pattern.split('/') {
            parts.push(if part.starts_with('{') { word.clone() } else { part.to_owned() });
        }
        parts.join("/")
    }

    /// Those who get anywhere at a route as it is: somebody of each kind of answer.
    async fn interested(&self, method: &str, path: &str) -> Vec<&'static str> {
        let mut found: Vec<&'static str> = vec!["nobody"];
        for who in WHO {
            if method == "GET" && self.get(who, path).await.status == 200 {
                found.push(who);
                break;
            }
        }
        if method == "POST" {
            found.extend([
                "adviser",
                "provider",
                "commissioner",
                "administrator",
                "national-analyst",
                "resident",
                "data-lead",
            ]);
        }
        found
    }
}

/// A word that nobody would type by chance.
const MARKER: &str = "Zyxwvutina";

/// The log of this program, as it is written.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// Whatever anybody types, in any part of any address, in any field and even as the method of a request: none of it stands in
/// the audit, among the looks at records, or in the log.
#[tokio::test]
async fn nothing_that_is_typed_stands_in_the_audit_or_the_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
    let filter = tracing_subscriber::EnvFilter::new("info,service=trace");
    // For every thread of this program: what other tests here send is not looked for.
    tracing::subscriber::set_global_default(subscriber.with_env_filter(filter).finish()).unwrap();
    let stage = stage_with("Bordesley Bakery").await;
    let fields = fields();
    let typed = |start: &str| {
        let all = fields.iter().map(|field| format!("{field}={MARKER}"));
        [start.to_owned()].into_iter().filter(|start| !start.is_empty()).chain(all).collect::<Vec<_>>().join("&")
    };
    let mut asked = 0_usize;
    for route in routes() {
        let (method, pattern) = route.split_once(' ').unwrap();
        if pattern == "/sign-out" || pattern.starts_with("/account/sessions") {
            continue;
        }
        let (path, odd) = (stage.fill(pattern), stage.fill_with(pattern, MARKER));
        for who in stage.interested(method, &path).await {
            if method == "POST" {
                stage.post(who, &path, typed("")).await;
                stage.post(who, &odd, typed("")).await;
                asked += 2;
                continue;
            }
            stage.get(who, &odd).await;
            stage.get(who, &format!("{path}?{}", typed(""))).await;
            asked += 2;
            // One field at a time, so that nothing else stops the question before it is asked.
            for field in fields.iter().filter(|_| who != "nobody") {
                stage.get(who, &format!("{path}?programme=restart&{field}={MARKER}")).await;
                asked += 1;
            }
        }
    }
    let made_up = Request::builder().method(MARKER).uri("/caseload").header(header::HOST, "localhost");
    stage.send("adviser", made_up, Body::empty()).await;
    stage.post("nobody", "/sign-in", format!("email={MARKER}%40example.org&password={MARKER}")).await;
    assert!(asked > 3_000, "only {asked} requests");
    let kept = stage.audited().await;
    assert!(kept.iter().any(|line| line.contains("see-barriers")), "the evidence pages were asked");
    for line in &kept {
        assert!(!line.contains(MARKER), "{line}");
    }
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.contains("answered"), "the log was not kept");
    let told = log.lines().find(|line| line.contains(MARKER));
    assert_eq!(told, None);
}

/// The names of all fields of all forms, read from the templates and the handlers.
fn fields() -> BTreeSet<String> {
    let mut files: Vec<PathBuf> = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut found = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for mark in
            ["name=\"", "(form, \"", ".text(\"", ".required(\"", ".required_lines(\"", ".optional(\"", ".has(\""]
        {
            for rest in text.split(mark).skip(1) {
                let name: String = rest.chars().take_while(|letter| *letter != '"').collect();
                if name.len() < 40 && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
                {
                    found.insert(name);
                }
            }
        }
    }
    for date in ["answer", "known", "from", "until", "on"] {
        found.extend(["day", "month", "year"].map(|part| format!("{date}-{part}")));
    }
    found
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html") {
            files.push(path);
        }
    }
}

/// Nothing faulted, and nothing of it would run.
fn harmless(answer: &Answer, asked: &str) {
    assert!(answer.status < 500, "{asked}: {}", answer.status);
    assert!(!answer.is_page || !answer.page.contains("<svg/onload"), "{asked}: markup came back as it was sent");
    assert!(!answer.page.contains("root:x:0"), "{asked}: a file of the machine came back");
    assert!(!answer.place.contains(['\r', '\n']), "{asked}: {}", answer.place);
    let local = answer.place.is_empty() || (answer.place.starts_with('/') && !answer.place.starts_with("//"));
    assert!(local, "{asked} leads to {}", answer.place);
}

#[tokio::test]
async fn hostile_words_in_every_parameter_and_field() {
    let stage = stage_with("Bordesley Bakery").await;
    let fields = fields();
    assert!(fields.len() > 60, "the fields of the forms were not found: {fields:?}");
    let mut asked = 0;
    for route in routes().iter().filter(|route| *route != "POST /sign-out") {
        let (method, pattern) = route.split_once(' ').unwrap();
        let path = stage.fill(pattern);
        for who in stage.interested(method, &path).await {
            for hostile in HOSTILE {
                let word = utf8_percent_encode(hostile, NON_ALPHANUMERIC).to_string();
                let pairs: Vec<String> = fields.iter().map(|name| format!("{name}={word}&{name}={word}")).collect();
                // No more fields are read than a form has; half at a time reaches them all.
                for half in pairs.chunks(pairs.len() / 2 + 1) {
                    let half = half.join("&");
                    let answer = match method {
                        "GET" => stage.get(who, &format!("{path}?{half}")).await,
                        _ => stage.post(who, &path, half).await,
                    };
                    harmless(&answer, &format!("{route} as {who} with {hostile}"));
                    asked += 1;
                }
                if pattern.contains('{') {
                    let elsewhere = stage.fill_with(pattern, hostile);
                    let answer = match method {
                        "GET" => stage.get(who, &elsewhere).await,
                        _ => stage.post(who, &elsewhere, String::new()).await,
                    };
                    harmless(&answer, &format!("{elsewhere} as {who}"));
                    asked += 1;
                }
            }
            // What is no text at all.
            let answer = match method {
                "GET" => stage.get(who, &format!("{path}?q=%ff%fe&page=%80&search=%c0%af")).await,
                _ => stage.post(who, &path, "reason=%ff%fe&email=%80&expected=%c0%af&q=\u{0}".to_owned()).await,
            };
            harmless(&answer, &format!("{route} as {who} with what is no text"));
            asked += 1;
        }
    }
    println!("{asked} hostile requests");
    assert!(asked > 2_000, "too little was asked: {asked}");
}

/// Every control character in each parameter of every route, alone and within what is right, while the other parameters are
/// right; and in every field. Nothing faults, and nothing is found by such a name.
#[tokio::test]
async fn control_characters_in_any_place_find_nothing_on_either_database() {
    let signs: Vec<char> =
        ('\u{0}'..='\u{1f}').chain(['\u{7f}', '\u{80}', '\u{85}', '\u{9f}']).filter(|sign| sign.is_control()).collect();
    let table = include_str!("routes.txt");
    let routes: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?))
        })
        .filter(|(method, pattern)| ["GET", "POST"].contains(method) && *pattern != "/sign-out")
        .collect();
    assert!(routes.len() > 100, "the routes were not read: {}", routes.len());
    let fields = fields();
    for database in databases().await {
        let stage = stage_on(database, "Bordesley Bakery").await;
        let mut asked = 0;
        for (method, pattern) in &routes {
            let route = format!("{method} {pattern}");
            let ask = async |who: &str, path: &str, form: &str| match *method {
                "GET" if form.is_empty() => stage.get(who, path).await,
                "GET" => stage.get(who, &format!("{path}?{form}")).await,
                _ => stage.post(who, path, form.to_owned()).await,
            };
            for who in stage.interested(method, &stage.fill(pattern)).await {
                for (place, parameter) in pattern.split('/').enumerate().filter(|(_, part)| part.starts_with('{')) {
                    let right = stage.fill(parameter);
                    for sign in &signs {
                        let mut words = vec![sign.to_string()];
                        if *sign == '\0' {
                            words.extend([format!("{right}{sign}"), format!("{sign}{right}")]);
                        }
                        for word in words {
                            let mut parts: Vec<String> = pattern.split('/').map(|part| stage.fill(part)).collect();
                            parts[place] = utf8_percent_encode(&word, NON_ALPHANUMERIC).to_string();
                            let answer = ask(who, &parts.join("/"), "").await;
                            let said = format!("{route} as {who} with {word:?}");
                            harmless(&answer, &said);
                            assert!(answer.status != 200 || parameter == "{token}", "{said} was found");
                            asked += 1;
                        }
                    }
                }
                for sign in ["%00", "a%00b%01%1B%C2%85", "%0D%0A%00%09"] {
                    let form: Vec<String> = fields.iter().map(|name| format!("{name}={sign}")).collect();
                    harmless(
                        &ask(who, &stage.fill(pattern), &form.join("&")).await,
                        &format!("{route} as {who} with {sign}"),
                    );
                    asked += 1;
                }
            }
        }
        assert!(asked > 2_000, "too little was asked: {asked}");
    }
}

/// Markup is stored wherever people write; no page of anybody gives it back as it was written.
#[tokio::test]
async fn stored_markup_is_shown_and_never_runs() {
    let stage = stage_with(MARKUP).await;
    let mut shown = 0;
    for route in routes() {
        let Some(pattern) = route.strip_prefix("GET ") else { continue };
        let path = stage.fill(pattern);
        for who in WHO {
            let answer = stage.get(who, &path).await;
            harmless(&answer, &format!("{path} as {who}"));
            shown += usize::from(answer.page.contains("&lt;svg") || answer.page.contains("&#60;svg"));
        }
    }
    assert!(shown > 10, "the markup was not even shown: {shown}");
}

#[tokio::test]
async fn every_form_refuses_what_comes_from_another_site() {
    let stage = stage_with("Bordesley Bakery").await;
    for route in routes() {
        let Some(pattern) = route.strip_prefix("POST ") else { continue };
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
            let request = Request::builder()
                .method(Method::POST)
                .uri(stage.fill(pattern))
                .header(header::HOST, "localhost")
                .header(name, value)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let answer = stage.send("adviser", request, Body::empty()).await;
            assert_eq!(answer.status, 403, "{route} took a form with {name}: {value}");
        }
    }
}

#[tokio::test]
async fn nothing_leads_to_another_site_or_takes_its_name() {
    let stage = stage_with("Bordesley Bakery").await;
    let persona = stage.fill("/sign-in/persona/{account}");
    for next in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\t//evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
    ] {
        let word = utf8_percent_encode(next, NON_ALPHANUMERIC).to_string();
        for (who, path) in [("nobody", persona.as_str()), ("adviser", "/sign-in")] {
            let answer = if who == "nobody" {
                stage.post(who, path, format!("next={word}")).await
            } else {
                stage.get(who, &format!("{path}?next={word}")).await
            };
            harmless(&answer, &format!("{path} with {next}"));
            assert!(!answer.place.starts_with("/\\"), "{}", answer.place);
        }
    }
    let request =
        Request::get("/sign-in").header(header::HOST, "evil.example").header("x-forwarded-host", "evil.example");
    let answer = stage.send("nobody", request, Body::empty()).await;
    assert!(!answer.page.contains("evil.example") && !answer.place.contains("evil.example"));
}

/// Fields that a form does not have change nothing.
#[tokio::test]
async fn fields_that_nobody_asked_for_are_not_taken() {
    let stage = stage_with("Bordesley Bakery").await;
    let own = stage.values["person"].clone();
    let form = format!(
        "given_name=Kim&family_name=Kettle&agreed=yes&id={own}&person={own}&reference=AAA-AAA&adviser_id={own}\
         &role=administrator&area=newcastle&version=99&created_at=1999-01-01"
    );
    let answer = stage.post("other-adviser", "/people/new", form).await;
    assert_eq!(answer.status, 303);
    assert!(!answer.place.contains(&own), "{}", answer.place);
    let place = answer.place.split(['?', '#']).next().unwrap().to_owned();
    let page = stage.get("other-adviser", &place).await;
    assert!(page.status == 200 && !page.page.contains("AAA-AAA"));
    assert_eq!(stage.get("adviser", &place).await.status, 404, "it is on the caseload of who registered them");
}
