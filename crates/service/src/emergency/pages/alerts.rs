//! The records that one's body keeps and that were opened in an emergency.

use crate::{
    App,
    account::SignedIn,
    emergency::{self, Alert},
    notice,
    web::{Notice, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use tower_sessions::Session;
use uuid::Uuid;

/// Characters of a finding at most.
const MAX_FINDING: usize = 500;

#[derive(Template)]
#[template(path = "emergency/pages/alerts.html")]
struct AlertsPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    rows: Vec<Row>,
}

struct Row {
    alert: Alert,
    at: String,
    /// The name of the field in which the finding is written.
    field: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &by, &form).await
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form) -> Result<Html<String>, PageError> {
    let rows = emergency::alerts(app, by).await?.into_iter().map(|alert| Row {
        at: by.zone(app).in_words(alert.at),
        field: format!("finding-{}", alert.id),
        alert,
    });
    render(&AlertsPage { shell, form, rows: rows.collect() })
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Path(alert): Path<Uuid>,
    mut form: Form,
) -> Result<Response, PageError> {
    let field = format!("finding-{alert}");
    let Some(finding) = form.required_lines(&field, "What you found", MAX_FINDING) else {
        let page = page(&app, &shell, &by, &form).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    match emergency::find(&app, &by, alert, &finding).await {
        Ok(()) => {
            notice::leave(&session, Notice::done("Written down.")).await?;
            Ok(Redirect::to("/emergency/alerts").into_response())
        }
        Err(error) => {
            let status = error.onto(&mut form, &field)?;
            Ok((status, page(&app, &shell, &by, &form).await?).into_response())
        }
    }
}
