//! Publishing a version that is kept: what it would change, a note, and from when.

use crate::{
    App, access,
    account::SignedIn,
    action::ActionError,
    notice,
    publication::{self, Prepared},
    web::{
        Address, Notice, PageError, Shell,
        forms::{DateRule, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::in_words;
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "publication/pages/publish.html")]
struct PublishPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    /// The page of the version.
    here: String,
    short: String,
    changed: String,
    paths: Vec<&'a str>,
    orphans: &'a [String],
    unread: &'a [String],
    in_use: String,
}

async fn prepared(app: &App, by: &SignedIn, version: &str) -> Result<Prepared, PageError> {
    access::general(app, by, Action::SeeVersions).await?;
    let source = publication::text(app.db.reader(), version).await?.ok_or(PageError::NotFound)?;
    Ok(publication::prepare(app, by, source).await?)
}

fn page(
    app: &App,
    shell: &Shell,
    version: &str,
    prepared: &Prepared,
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    let page = PublishPage {
        shell,
        form,
        here: format!("/policy/{version}"),
        short: super::short(version),
        changed: prepared.changes.in_words(),
        paths: prepared.changes.paths().collect(),
        orphans: &prepared.affected.orphans,
        unread: &prepared.affected.unread,
        in_use: super::short(app.policy.version.as_str()),
    };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(version): Address<String>,
) -> Result<Response, PageError> {
    let prepared = prepared(&app, &by, &version).await?;
    page(&app, &shell, &version, &prepared, (&Form::blank(), StatusCode::OK))
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(version): Address<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let ready = prepared(&app, &by, &version).await?;
    let note = form.required_lines("note", "what changes and on whose authority", 2_000);
    let from = form.date_if_any("from", "The first day", DateRule::Any);
    let Some(note) = note.filter(|_| !form.is_faulty()) else {
        return page(&app, &shell, &version, &ready, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    match publication::publish(&app, &by, ready, &note, from).await {
        Ok(done) => {
            let says = format!("Publication {}, in force from {}.", done.number, in_words(done.from));
            notice::leave(&session, Notice::done(says)).await?;
            Ok(Redirect::to("/policy").into_response())
        }
        Err(error) => {
            let field = match &error {
                ActionError::Refused { code: "publication/from-the-past", .. } => "from",
                _ => "note",
            };
            let status = error.onto(&mut form, field)?;
            let ready = prepared(&app, &by, &version).await?;
            page(&app, &shell, &version, &ready, (&form, status))
        }
    }
}
