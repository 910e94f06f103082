//! The audit for auditors: who did or was refused what, who looked at which record, and when. No personal fact is in it.

use super::{
    Head, seal,
    store::{self, Wanted},
};
use crate::{
    App, access,
    account::{self, SignedIn},
    db::entities::{audit::Model, record_read},
    person::reference,
    web::{
        PageError, Paging, Shell,
        forms::{Choice, DateRule, Form},
        render,
    },
    wording::capitalised,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{Moment, Zone};
use rules::access::Action;
use sea_orm::DbErr;
use std::collections::HashMap;
use uuid::Uuid;

/// Lines on one page.
const PAGE_SIZE: usize = 50;
/// The fields that say what is wanted, in the order of the form.
const FIELDS: [&str; 11] = [
    "show",
    "who",
    "whose",
    "action",
    "result",
    "from-day",
    "from-month",
    "from-year",
    "until-day",
    "until-month",
    "until-year",
];

/// `/audit`, and `/audit/who` to find an account.
pub fn routes() -> Router<App> {
    Router::new().route("/audit", get(show)).route("/audit/who", post(find_who))
}

#[derive(Template)]
#[template(path = "audit/pages/list.html")]
struct AuditPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    shows: &'a [Choice],
    actions: &'a [Choice],
    results: &'a [Choice],
    rows: &'a [Row],
    paging: &'a Paging,
    /// Whose lines alone are shown; "" for everybody's.
    who: String,
    /// What is shown: lines, or looks.
    caption: &'a str,
    /// The newest seal.
    head: Option<Head>,
}

#[derive(Template)]
#[template(path = "audit/pages/who.html")]
struct WhoPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    /// Accounts that were found: where their lines are, and who it is.
    found: Vec<(String, String)>,
}

/// A line or a look, in words.
struct Row {
    day: String,
    /// To the second, in UTC.
    time: String,
    who: String,
    /// Where only what they did is shown; "" for nobody.
    only: String,
    what: String,
    allowed: bool,
    subject: String,
    /// Where the subject can be seen; "" when there is no page for it.
    href: String,
    reasons: Vec<String>,
}

async fn show(State(app): State<App>, shell: Shell, by: SignedIn, mut form: Form) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeAudit).await?;
    let connection = app.db.reader();
    let actions: Vec<Choice> =
        store::actions(connection).await?.into_iter().map(|word| Choice::new(&word, in_words(&word))).collect();
    let wanted = wanted(&app, &mut form, &actions).await?;
    let looks = form.text("show") == "looks";
    let count = match (form.is_faulty(), looks) {
        (true, _) => 0,
        (false, true) => wanted.count_looks(connection).await?,
        (false, false) => wanted.count(connection).await?,
    };
    let page = form.text("page").parse().unwrap_or(1);
    let paging = Paging::new(page, usize::try_from(count).unwrap_or(usize::MAX), PAGE_SIZE, address(&form));
    let limits = (u64::try_from(paging.offset()).unwrap_or(0), PAGE_SIZE as u64);
    let rows = match (count, looks) {
        (0, _) => Vec::new(),
        (_, true) => of_looks(&app, wanted.page_of_looks(connection, limits).await?).await?,
        (_, false) => of_lines(&app, wanted.page(connection, limits).await?).await?,
    };
    let shows = [("lines", "What was done or refused"), ("looks", "Who looked at a person’s record")];
    let shows = shows.map(|(value, says)| Choice::new(value, says));
    let who = account::account_names(connection, wanted.who).await?.into_values().next();
    render(&AuditPage {
        shell: &shell,
        form: &form,
        shows: &shows,
        actions: &actions,
        results: &[Choice::new("done", "Done"), Choice::new("refused", "Refused")],
        rows: &rows,
        paging: &paging,
        who: who.unwrap_or_default(),
        caption: shows.get(usize::from(looks)).map_or("", |choice| choice.says.as_str()),
        head: seal::head(connection).await?,
    })
}

/// What the form asks for.
async fn wanted(app: &App, form: &mut Form, actions: &[Choice]) -> Result<Wanted, DbErr> {
    let from = form.date_if_any("from", "The first day", DateRule::Any);
    let until = form.date_if_any("until", "The last day", DateRule::Any);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.errors.push("until", "The last day must be the same as or after the first day");
    }
    let known = actions.iter().any(|action| action.value == form.text("action"));
    let whose = form.text("whose").trim().to_owned();
    let person = store::person(app.db.reader(), &reference::typed(&whose)).await?;
    if !whose.is_empty() && person.is_none() {
        form.errors.push("whose", "Nobody has this reference. It is 6 letters and numbers, like K4T-9QX");
    }
    Ok(Wanted {
        action: known.then(|| form.text("action").to_owned()),
        allowed: match form.text("result") {
            "done" => Some(true),
            "refused" => Some(false),
            _ => None,
        },
        from,
        until,
        who: form.text("who").parse().ok(),
        person,
    })
}

fn address(form: &Form) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for field in FIELDS.into_iter().filter(|field| !form.text(field).is_empty()) {
        query.append_pair(field, form.text(field));
    }
    format!("/audit?{}", query.finish())
}

/// Finds an account by name or e-mail address: sent in the body, so that no name stands in an address.
async fn find_who(State(app): State<App>, shell: Shell, by: SignedIn, mut form: Form) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeAudit).await?;
    let Some(name) = form.required("name", "A name or email address", 100) else {
        let page = render(&WhoPage { shell: &shell, form: &form, found: Vec::new() })?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let found = store::accounts(app.db.reader(), &name).await?;
    if let [only] = found.as_slice() {
        return Ok(Redirect::to(&format!("/audit?who={}", only.id)).into_response());
    }
    if found.is_empty() {
        form.errors.push("name", "Nobody who can or could sign in is called that");
    }
    let found = found.into_iter().map(|row| (format!("/audit?who={}", row.id), format!("{}, {}", row.name, row.role)));
    let page = render(&WhoPage { shell: &shell, form: &form, found: found.collect() })?;
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page).into_response())
}

async fn of_lines(app: &App, lines: Vec<Model>) -> Result<Vec<Row>, PageError> {
    let names = account::account_names(app.db.reader(), lines.iter().filter_map(|line| line.account_id)).await?;
    Ok(lines.into_iter().map(|line| row(line, &names)).collect())
}

fn row(line: Model, names: &HashMap<Uuid, String>) -> Row {
    let reasons: Vec<String> = serde_json::from_value(line.reasons).unwrap_or_default();
    let short = line.subject_id.map(|id| id.simple().to_string().chars().rev().take(6).collect::<Vec<_>>());
    let short = short.map(|letters| letters.into_iter().rev().collect::<String>());
    Row {
        day: kernel::in_words(Zone::UTC.day(line.at)),
        time: time_of(line.at),
        who: line.account_id.map_or_else(|| "Nobody signed in".to_owned(), |id| name_of(id, names)),
        only: line.account_id.map(|id| format!("/audit?who={id}")).unwrap_or_default(),
        what: in_words(&line.action),
        allowed: line.allowed,
        href: match (line.subject_kind.as_str(), line.subject_id) {
            ("claim", Some(id)) => format!("/claims/{id}"),
            ("referral", Some(id)) => format!("/participants/{id}"),
            _ => String::new(),
        },
        subject: match short {
            Some(short) => format!("{} …{short}", in_words(&line.subject_kind)),
            None => String::new(),
        },
        reasons,
    }
}

async fn of_looks(app: &App, looks: Vec<record_read::Model>) -> Result<Vec<Row>, PageError> {
    let connection = app.db.reader();
    let names = account::account_names(connection, looks.iter().map(|look| look.account_id)).await?;
    let people = crate::person::store::find_many(connection, looks.iter().map(|look| look.person_id)).await?;
    let rows = looks.into_iter().map(|look| {
        let reference = people.get(&look.person_id).map(|person| person.reference.as_str()).unwrap_or_default();
        Row {
            day: kernel::in_words(Zone::UTC.day(look.at)),
            time: time_of(look.at),
            who: name_of(look.account_id, &names),
            only: format!("/audit?show=looks&who={}", look.account_id),
            what: in_words(&look.action),
            allowed: true,
            subject: format!("Person {reference}"),
            href: format!("/audit?show=looks&whose={reference}"),
            reasons: look.under.split_whitespace().map(str::to_owned).collect(),
        }
    });
    Ok(rows.collect())
}

fn name_of(account: Uuid, names: &HashMap<Uuid, String>) -> String {
    names.get(&account).cloned().unwrap_or_else(|| "An account that is gone".to_owned())
}

fn time_of(at: Moment) -> String {
    at.format("%H:%M:%S").to_string()
}

/// `send-referral` as `Send referral`.
fn in_words(word: &str) -> String {
    capitalised(&word.replace('-', " "))
}
