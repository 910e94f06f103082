//! Taking in a feed of earnings, and the feeds that there are.

use crate::{
    App,
    account::SignedIn,
    claim::feed::{self, Feed},
    notice,
    web::{
        Notice, PageError, Shell,
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
use kernel::Zone;
use tower_sessions::Session;

/// Faults that are shown one by one.
const MAX_FAULTS: usize = 20;

#[derive(Template)]
#[template(path = "claim/pages/feed.html")]
struct FeedPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    zone: Zone,
    feeds: Vec<Feed>,
    faults: Vec<String>,
    more: usize,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Response, PageError> {
    page(&app, &shell, &by, (&Form::blank(), StatusCode::OK), (Vec::new(), 0)).await
}

async fn page(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    (form, status): (&Form, StatusCode),
    (faults, more): (Vec<String>, usize),
) -> Result<Response, PageError> {
    let feeds = feed::feeds(app, by).await?;
    Ok((status, render(&FeedPage { shell, form, zone: by.zone(app), feeds, faults, more })?).into_response())
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let as_of = form.date("as-of", "The last day of the extract", DateRule::TodayOrPast(by.today(&app)));
    if form.text("extract").trim().is_empty() {
        form.errors.push("extract", "Paste the extract");
    }
    let Some(as_of) = as_of.filter(|_| !form.is_faulty()) else {
        return page(&app, &shell, &by, (&form, StatusCode::UNPROCESSABLE_ENTITY), (Vec::new(), 0)).await;
    };
    let table = form.text("extract").to_owned();
    match feed::take_in(&app, &by, as_of, table.as_bytes()).await {
        Ok(Ok(feed)) => {
            let says = format!("{} lines were taken in. Claims are now checked against them.", feed.lines);
            notice::leave(&session, Notice::done(says)).await?;
            Ok(Redirect::to("/earnings").into_response())
        }
        Ok(Err(wrong)) => {
            form.errors.push("extract", format!("Nothing was taken in: the extract has {} faults", wrong.count));
            let faults: Vec<String> = wrong.faults.iter().take(MAX_FAULTS).map(ToString::to_string).collect();
            let more = wrong.count - faults.len();
            page(&app, &shell, &by, (&form, StatusCode::UNPROCESSABLE_ENTITY), (faults, more)).await
        }
        Err(error) => {
            let status = error.onto(&mut form, "as-of-day")?;
            page(&app, &shell, &by, (&form, status), (Vec::new(), 0)).await
        }
    }
}
