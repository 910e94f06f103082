//! Notes: saving an answer, the list, and a note to read, print and cite.

use super::{area_asked, barriers, begun, shown, what_if};
use crate::{
    App, access,
    account::SignedIn,
    evidence::{Answer, NewNote, NoteLine, find_note, list_notes, save_note},
    notice,
    web::{Address, Notice, PageError, Paging, Shell, forms::Form, render},
    wording::{day_of, machine_moment},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{NoteId, in_words};
use rules::access::Action;
use tower_sessions::Session;

/// Notes on one page.
const PAGE_SIZE: usize = 25;

#[derive(Template)]
#[template(path = "evidence/pages/notes.html")]
struct NotesPage<'a> {
    shell: &'a Shell,
    rows: &'a [Row],
    paging: &'a Paging,
    may_ask: bool,
}

/// A note of the list.
struct Row {
    href: String,
    title: String,
    kind: &'static str,
    area: String,
    saved: String,
    by: String,
}

#[derive(Template)]
#[template(path = "evidence/pages/note.html")]
struct NotePage<'a> {
    shell: &'a Shell,
    title: String,
    area: String,
    remark: Option<String>,
    saved: String,
    machine_saved: String,
    by: String,
    cite: String,
    answer: String,
}

pub(super) async fn list(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    let mut paging = Paging::new(1, 0, PAGE_SIZE, "/notes".to_owned());
    let page = form.text("page").parse().unwrap_or(1);
    let lines = list_notes(&app, &by, |count| {
        paging = Paging::new(page, usize::try_from(count).unwrap_or(usize::MAX), PAGE_SIZE, "/notes".to_owned());
        (u64::try_from(paging.offset()).unwrap_or(0), PAGE_SIZE as u64)
    });
    let rows: Vec<Row> = lines.await?.into_iter().map(|line| row(&app, line)).collect();
    let may_ask = access::may(&app, &by, Action::SeeBarriers);
    render(&NotesPage { shell: &shell, rows: &rows, paging: &paging, may_ask })
}

fn row(app: &App, line: NoteLine) -> Row {
    Row {
        href: format!("/notes/{}", line.id),
        title: line.title,
        kind: if line.kind == "barriers" { "Barriers" } else { "What if" },
        area: app.policy.area(&line.area).map_or_else(|| line.area.clone(), |area| area.name.clone()),
        saved: day_of(line.saved_at, app.zone_in(&line.area)),
        by: line.saved_by,
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<NoteId>,
) -> Result<Html<String>, PageError> {
    let note = find_note(&app, &by, id).await?;
    let zone = by.zone(&app);
    let (area, on, policy) = match &note.answer {
        Answer::Barriers(answer) => (&answer.area_name, answer.on, &answer.policy),
        Answer::WhatIf(answer) => (&answer.area_name, answer.from, &answer.policy),
    };
    let cite = format!(
        "{area}, “{}”, Tapestry note {id}, saved on {} by {}. Rules of {}, policy text {}.",
        note.title,
        day_of(note.saved_at, zone),
        note.saved_by,
        in_words(on),
        shown::short(policy)
    );
    let answer = shown::html(&app, &note.answer, &|_| String::new()).await?;
    render(&NotePage {
        shell: &shell,
        title: note.title,
        area: area.clone(),
        remark: note.remark,
        saved: zone.in_words(note.saved_at),
        machine_saved: machine_moment(note.saved_at),
        by: note.saved_by,
        cite,
        answer,
    })
}

pub(super) async fn save(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SaveNote).await?;
    let (area, _) = area_asked(&app, &by, &form)?;
    let title = form.required("title", "A title", 150);
    let remark = form.optional("remark", "What the reader should know", 2_000);
    let about_change = form.text("kind") == "what-if";
    let (mut form, days) = begun(&app, &by, area, form, if about_change { "from" } else { "on" }).await?;
    let answer = if about_change {
        what_if::answer(&app, &by, area, &mut form, &days).await?
    } else {
        barriers::answer(&app, &by, area, &mut form, &days).await?
    };
    let (Some(title), Some(answer), false) = (title, answer, form.is_faulty()) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return if about_change {
            what_if::page(&app, &shell, &by, form, status).await
        } else {
            barriers::page(&app, &shell, &by, form, status).await
        };
    };
    let id = save_note(&app, &by, NewNote { title, remark, answer }).await?;
    notice::leave(&session, Notice::done("The note was saved. It keeps these figures as they are now.")).await?;
    Ok(Redirect::to(&format!("/notes/{id}")).into_response())
}
