//! One file of a version, as it is kept.

use crate::{
    App, access,
    account::SignedIn,
    publication,
    web::{Address, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use rules::access::Action;

/// Lines of a file that a page shows; a table of postcodes has many more.
const MAX_LINES: usize = 1_000;

#[derive(Template)]
#[template(path = "publication/pages/file.html")]
struct FilePage<'a> {
    shell: &'a Shell,
    short: String,
    /// The page of the version.
    here: String,
    path: &'a str,
    text: String,
    /// Lines that are not shown.
    more: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(version): Address<String>,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeVersions).await?;
    let path = form.text("path");
    let source = publication::text(app.db.reader(), &version).await?.ok_or(PageError::NotFound)?;
    let text = source.file(path).ok_or(PageError::NotFound)?;
    render(&FilePage {
        shell: &shell,
        short: super::short(&version),
        here: format!("/policy/{version}"),
        path,
        text: text.lines().take(MAX_LINES).collect::<Vec<_>>().join("\n"),
        more: text.lines().count().saturating_sub(MAX_LINES),
    })
}
