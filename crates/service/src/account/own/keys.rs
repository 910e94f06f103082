//! Keys for programs: making one, and ending it.

use super::show::back_to;
use crate::{
    App,
    account::{
        SignedIn,
        key::{self, Key, scope_says},
    },
    web::{
        Address, PageError, Shell,
        check::{self, Check},
        forms::{Choice, DateRule, Form},
        render, whole,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};
use kernel::in_words;
use rules::access::Action;
use tower_sessions::Session;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "account/own/keys.html")]
struct KeysPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    rows: Vec<Row>,
    scopes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "account/own/key.html")]
struct KeyPage<'a> {
    shell: &'a Shell,
    secret: &'a str,
    /// An address to try it with.
    address: String,
}

struct Row {
    id: Uuid,
    name: String,
    scopes: Vec<&'static str>,
    until: String,
    /// Whether its last day has passed.
    over: bool,
    used: String,
}

fn row(app: &App, by: &SignedIn, key: Key) -> Row {
    Row {
        id: key.id,
        name: key.name,
        scopes: key.scopes.into_iter().map(scope_says).collect(),
        until: in_words(key.until),
        over: key.until < by.today(app),
        used: key.used_at.map_or_else(|| "Never".to_owned(), |at| crate::wording::day_of(at, by.zone(app))),
    }
}

fn choices(app: &App, by: &SignedIn) -> Vec<Choice> {
    key::scopes(app, by).into_iter().map(|action| Choice::new(action.word(), scope_says(action))).collect()
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form) -> Result<Html<String>, PageError> {
    let scopes = choices(app, by);
    if scopes.is_empty() {
        return Err(PageError::NotFound);
    }
    let rows = key::of(app, by.id).await?.into_iter().map(|key| row(app, by, key)).collect();
    render(&KeysPage { shell, form, rows, scopes })
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &by, &form).await
}

pub(super) async fn make(
    State(app): State<App>,
    shell: Shell,
    headers: HeaderMap,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let own = key::scopes(&app, &by);
    let name = form.required("name", "A name for it", 100);
    let until = form.date("until", "The last day", DateRule::TodayOrFuture(by.today(&app)));
    let wanted: Vec<Action> = own.into_iter().filter(|action| form.has("scopes", action.word())).collect();
    if wanted.is_empty() {
        form.errors.push("scopes", "Select what the program may read");
    }
    let status = match (name, until) {
        (Some(name), Some(until)) if !form.is_faulty() => match key::make(&app, &by, &name, &wanted, until).await {
            Ok(secret) => {
                let address = whole(&app.settings.link("/claims"), &headers);
                return Ok(render(&KeyPage { shell: &shell, secret: &secret, address })?.into_response());
            }
            Err(error) => {
                let field = if error.is("key/day") { "until" } else { "name" };
                error.onto(&mut form, field)?
            }
        },
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, page(&app, &shell, &by, &form).await?).into_response())
}

pub(super) async fn end(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<Uuid>,
    form: Form,
) -> Result<Response, PageError> {
    let key = key::of(&app, by.id).await?.into_iter().find(|key| key.id == id).ok_or(PageError::NotFound)?;
    let word = id.to_string();
    if !check::is_sure(&form, word.as_str()) {
        let check = Check {
            heading: "Before you end a key",
            action: &format!("/account/keys/{id}/end"),
            button: "End the key",
            cancel: "/account/keys",
            says: vec![
                format!(
                    "The key “{}” will open nothing any more. Every program that uses it stops reading at once.",
                    key.name
                ),
                "A key that has ended cannot be opened again: you would make a new one.".to_owned(),
            ],
            sure: &word,
        };
        return check.page(&shell, &form);
    }
    key::end(&app, &by, id).await?;
    Ok(back_to("/account/keys", &session, "The key opens nothing any more.").await?.into_response())
}
