//! One record: what is held, until when, and deleting it or keeping it for longer.

use crate::{
    App,
    account::SignedIn,
    notice,
    retention::{self, Ground, Record, kept_in_words},
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, DateRule, Form},
        render,
    },
    wording,
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{PersonId, in_words};
use policy::DayKind;
use tower_sessions::Session;

/// Characters of a reason at most.
const MAX_REASON: usize = 500;

#[derive(Template)]
#[template(path = "retention/pages/one.html")]
struct OnePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    record: Record,
    last_done_on: String,
    rows: Vec<Row>,
    /// Why it can be deleted now; none when it cannot.
    grounds: Vec<Choice>,
}

struct Row {
    says: String,
    entries: String,
    by_schedule: String,
    when_asked: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(person): Address<PersonId>,
    form: Form,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &by, &form, person).await
}

async fn page(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    form: &Form,
    person: PersonId,
) -> Result<Html<String>, PageError> {
    let record = retention::record(app, by, person).await?;
    let rows = record.parts.iter().map(|part| Row {
        says: part.says.clone(),
        entries: wording::count(usize::try_from(part.entries).unwrap_or(usize::MAX), "entry", "entries"),
        by_schedule: kept_in_words(&part.by_schedule),
        when_asked: if part.when_asked.is_now() { "Goes".to_owned() } else { kept_in_words(&part.when_asked) },
    });
    let rows = rows.collect();
    let mut grounds = Vec::new();
    if record.asked && record.parts.iter().any(|part| part.when_asked.is_now()) {
        grounds.push(Choice::new(Ground::Asked.word(), "The person asked").hint("Deletes all that need not be kept"));
    }
    if record.parts.iter().any(|part| part.by_schedule.is_now()) {
        grounds.push(Choice::new(Ground::Schedule.word(), "Its time is over").hint("Deletes what is due, and no more"));
    }
    render(&OnePage { shell, form, last_done_on: in_words(record.last_done_on), record, rows, grounds })
}

pub(super) async fn delete(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(person): Address<PersonId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let grounds = [Ground::Asked, Ground::Schedule].map(|ground| Choice::new(ground.word(), ground.says()));
    let ground = form.choice("ground", &grounds, "Say why it is deleted");
    let status = match ground {
        None => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
        Some(word) => {
            let ground = if word == Ground::Asked.word() { Ground::Asked } else { Ground::Schedule };
            match retention::erase(&app, &by, person, ground).await {
                Ok(certificate) => {
                    notice::leave(&session, Notice::done("Deleted. This is the certificate.")).await?;
                    return Ok(Redirect::to(&format!("/retention/certificates/{certificate}")).into_response());
                }
                Err(error) => error.onto(&mut form, "ground")?,
            }
        }
    };
    Ok((status, page(&app, &shell, &by, &form, person).await?).into_response())
}

pub(super) async fn keep(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(person): Address<PersonId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let today = by.today(&app);
    let rule = DateRule::Within { ends: app.policy.bounds(DayKind::Ahead).ends(today), today };
    let until = form.date("until", "Until when", rule);
    let reason = form.required_lines("reason", "Why", MAX_REASON);
    let status = match (until, reason) {
        (Some(until), Some(reason)) if !form.is_faulty() => {
            match retention::keep_longer(&app, &by, person, until, &reason).await {
                Ok(()) => {
                    notice::leave(&session, Notice::done(format!("Kept until {}.", in_words(until)))).await?;
                    return Ok(Redirect::to(&format!("/retention/people/{person}")).into_response());
                }
                Err(error) => error.onto(&mut form, "until")?,
            }
        }
        _ => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, page(&app, &shell, &by, &form, person).await?).into_response())
}
