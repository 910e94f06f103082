//! One's own account: where one is signed in, and whether a code is asked for.

use crate::{
    App,
    account::{SignedIn, key, second_factor, sessions},
    notice,
    web::{
        Notice, PageError, Shell,
        check::{self, Check},
        forms::Form,
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/own/show.html")]
struct AccountPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    name: &'a str,
    sessions: Vec<SessionRow>,
    others: bool,
    has_factor: bool,
    codes_left: usize,
    /// How many keys for programs there are; `None` for who makes none.
    keys: Option<usize>,
}

struct SessionRow {
    id: String,
    browser: String,
    since: String,
    is_this: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &session, &by, &form).await
}

/// The page, with what was wrong with a form on it.
pub(super) async fn page(
    app: &App,
    shell: &Shell,
    session: &Session,
    by: &SignedIn,
    form: &Form,
) -> Result<Html<String>, PageError> {
    let found = sessions::of(app, by.id, session).await?;
    let rows = found.into_iter().map(|one| SessionRow {
        id: one.id,
        browser: one.browser,
        since: one.since.map_or_else(|| "Not known".to_owned(), |at| by.zone(app).in_words(at)),
        is_this: one.is_this,
    });
    let rows: Vec<SessionRow> = rows.collect();
    render(&AccountPage {
        shell,
        form,
        name: &by.name,
        others: rows.iter().any(|row| !row.is_this),
        sessions: rows,
        has_factor: second_factor::is_set(app, by.id).await?,
        codes_left: second_factor::codes_left(app, by.id).await?,
        keys: match key::scopes(app, by).is_empty() {
            true => None,
            false => Some(key::of(app, by.id).await?.len()),
        },
    })
}

pub(super) async fn end(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    form: Form,
) -> Result<Response, PageError> {
    let id = form.text("session");
    let found = sessions::of(&app, by.id, &session).await?.into_iter().find(|one| one.id == id && !one.is_this);
    let one = found.ok_or(PageError::NotFound)?;
    if !check::is_sure(&form, id) {
        let check = Check {
            heading: "Before you sign out there",
            action: "/account/sessions/end",
            button: "Sign out there",
            cancel: "/account",
            says: vec![
                format!("{} will be signed out at once.", one.browser),
                "What was typed there and not saved is lost.".to_owned(),
            ],
            sure: id,
        };
        return check.page(&shell, &form);
    }
    sessions::end(&app, by.id, id).await?;
    Ok(back(&session, "Signed out there.").await?.into_response())
}

/// What everywhere else is, as somebody was told it.
const EVERYWHERE_ELSE: &str = "others";

pub(super) async fn end_others(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    form: Form,
) -> Result<Response, PageError> {
    if !check::is_sure(&form, EVERYWHERE_ELSE) {
        let check = Check {
            heading: "Before you sign out everywhere else",
            action: "/account/sessions/end-others",
            button: "Sign out everywhere else",
            cancel: "/account",
            says: vec![
                "Every other browser and telephone where you are signed in will be signed out at once. You stay signed in here."
                    .to_owned(),
                "What was typed there and not saved is lost.".to_owned(),
            ],
            sure: EVERYWHERE_ELSE,
        };
        return check.page(&shell, &form);
    }
    sessions::end_others(&app, by.id, &session).await?;
    Ok(back(&session, "Signed out everywhere else.").await?.into_response())
}

/// Back to the account, with what was done.
pub(super) async fn back(session: &Session, says: &str) -> Result<Redirect, PageError> {
    back_to("/account", session, says).await
}

/// Back to a page, with what was done.
pub(super) async fn back_to(page: &str, session: &Session, says: &str) -> Result<Redirect, PageError> {
    notice::leave(session, Notice::done(says)).await?;
    Ok(Redirect::to(page))
}
