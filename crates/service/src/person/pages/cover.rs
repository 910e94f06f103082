//! `/caseload/cover`: who covers for the adviser at the keyboard while they are away.

use super::hand_over::choices;
use crate::{
    App,
    account::SignedIn,
    action::ActionError,
    notice,
    person::handover::{self, Cover},
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, DateRule, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{AccountId, Day, in_words};
use policy::DayKind;
use tower_sessions::Session;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "person/pages/cover.html")]
struct CoverPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    colleagues: Vec<Choice>,
    covers: Vec<Line>,
}

/// A cover that is not over, in words.
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) covers: String,
    pub(crate) from: String,
    pub(crate) until: String,
}

impl From<Cover> for Line {
    fn from(cover: Cover) -> Self {
        Self { id: cover.id, covers: cover.covers, from: in_words(cover.from), until: in_words(cover.until) }
    }
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form) -> Result<Html<String>, PageError> {
    let covers = handover::covers_for(app, by, by.id).await?.into_iter().map(Line::from).collect();
    let colleagues = choices(&handover::colleagues(app.db.reader(), by.id).await?);
    render(&CoverPage { shell, form, colleagues, covers })
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    super::for_advisers(&by)?;
    page(&app, &shell, &by, &Form::blank()).await
}

/// Reads the form that says who covers, and has them cover; the colleague's name, or the status of the form with its faults.
///
/// # Errors
/// As [`handover::arrange`].
pub(crate) async fn read_and_arrange(
    app: &App,
    by: &SignedIn,
    adviser: AccountId,
    form: &mut Form,
) -> Result<Result<String, StatusCode>, ActionError> {
    let offered = choices(&handover::colleagues(app.db.reader(), adviser).await?);
    let today = app.today();
    let covers = form.choice("covers", &offered, "Select who covers").and_then(|id| id.parse::<AccountId>().ok());
    let from = form.date("from", "First day", DateRule::TodayOrFuture(today));
    let until: Option<Day> =
        form.date("until", "Last day", DateRule::Within { ends: app.policy.bounds(DayKind::Ahead).ends(today), today });
    let (Some(covers), Some(from), Some(until)) = (covers, from, until) else {
        return Ok(Err(StatusCode::UNPROCESSABLE_ENTITY));
    };
    match handover::arrange(app, by, (adviser, covers), from, until).await {
        Ok(name) => Ok(Ok(format!("{name} covers from {} to {}.", in_words(from), in_words(until)))),
        Err(error) => {
            let field = if error.is("cover/days") { "until" } else { "covers" };
            Ok(Err(error.onto(form, field)?))
        }
    }
}

pub(super) async fn arrange(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    super::for_advisers(&by)?;
    match read_and_arrange(&app, &by, by.id, &mut form).await? {
        Ok(says) => {
            notice::leave(&session, Notice::done(says)).await?;
            Ok(Redirect::to("/caseload/cover").into_response())
        }
        Err(status) => Ok((status, page(&app, &shell, &by, &form).await?).into_response()),
    }
}

pub(super) async fn end(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Address(cover): Address<Uuid>,
) -> Result<Redirect, PageError> {
    super::for_advisers(&by)?;
    ended(handover::end(&app, &by, by.id, cover).await)?;
    notice::leave(&session, Notice::done("The cover has ended.")).await?;
    Ok(Redirect::to("/caseload/cover"))
}

/// Whoever ended it first, it has ended.
pub(crate) fn ended(end: Result<(), ActionError>) -> Result<(), ActionError> {
    match end {
        Err(ActionError::Lost) => Ok(()),
        other => other,
    }
}
