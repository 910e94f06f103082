//! The audit for auditors: who did or was refused what, and when. No personal fact is in it.

use super::{
    Head, seal,
    store::{self, Wanted},
};
use crate::{
    App, access,
    account::{self, SignedIn},
    db::entities::audit::Model,
    web::{
        PageError, Paging, Shell,
        forms::{Choice, DateRule, Form},
        render,
    },
    wording::capitalised,
};
use askama::Template;
use axum::{Router, extract::State, response::Html, routing::get};
use rules::access::Action;
use std::collections::HashMap;
use uuid::Uuid;

/// Lines on one page.
const PAGE_SIZE: usize = 50;

/// `/audit`.
pub fn routes() -> Router<App> {
    Router::new().route("/audit", get(show))
}

#[derive(Template)]
#[template(path = "audit/pages/list.html")]
struct AuditPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    actions: &'a [Choice],
    results: &'a [Choice],
    rows: &'a [Row],
    paging: &'a Paging,
    /// The newest seal.
    head: Option<Head>,
}

/// A line, in words.
struct Row {
    when: String,
    who: String,
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
    let results = vec![Choice::new("done", "Done"), Choice::new("refused", "Refused")];
    let wanted = wanted(&mut form, &actions);
    let count = if form.is_faulty() { 0 } else { wanted.count(connection).await? };
    let page = form.text("page").parse().unwrap_or(1);
    let paging = Paging::new(page, usize::try_from(count).unwrap_or(usize::MAX), PAGE_SIZE, address(&form));
    let limits = (u64::try_from(paging.offset()).unwrap_or(0), PAGE_SIZE as u64);
    let lines = if count == 0 { Vec::new() } else { wanted.page(connection, limits).await? };
    let names = account::account_names(connection, lines.iter().filter_map(|line| line.account_id)).await?;
    let rows: Vec<Row> = lines.into_iter().map(|line| row(line, &names)).collect();
    render(&AuditPage {
        shell: &shell,
        form: &form,
        actions: &actions,
        results: &results,
        rows: &rows,
        paging: &paging,
        head: seal::head(connection).await?,
    })
}

fn wanted(form: &mut Form, actions: &[Choice]) -> Wanted {
    let from = form.date_if_any("from", "The first day", DateRule::Any);
    let until = form.date_if_any("until", "The last day", DateRule::Any);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.errors.push("until", "The last day must be the same as or after the first day");
    }
    let known = actions.iter().any(|action| action.value == form.text("action"));
    Wanted {
        action: known.then(|| form.text("action").to_owned()),
        allowed: match form.text("result") {
            "done" => Some(true),
            "refused" => Some(false),
            _ => None,
        },
        from,
        until,
    }
}

fn address(form: &Form) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let fields = ["action", "result", "from-day", "from-month", "from-year", "until-day", "until-month", "until-year"];
    for field in fields.into_iter().filter(|field| !form.text(field).is_empty()) {
        query.append_pair(field, form.text(field));
    }
    format!("/audit?{}", query.finish())
}

fn row(line: Model, names: &HashMap<Uuid, String>) -> Row {
    let reasons: Vec<String> = serde_json::from_value(line.reasons).unwrap_or_default();
    let who = line.account_id.map_or_else(
        || "Nobody signed in".to_owned(),
        |id| names.get(&id).cloned().unwrap_or_else(|| "An account that is gone".to_owned()),
    );
    let short = line.subject_id.map(|id| id.simple().to_string().chars().rev().take(6).collect::<Vec<_>>());
    let short = short.map(|letters| letters.into_iter().rev().collect::<String>());
    Row {
        when: line.at.format("%-d %B %Y, %H:%M:%S").to_string(),
        who,
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

/// `send-referral` as `Send referral`.
fn in_words(word: &str) -> String {
    capitalised(&word.replace('-', " "))
}
