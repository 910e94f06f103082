//! Every publication, and what is kept without having been published.

use super::Told;
use crate::{
    App, access,
    account::SignedIn,
    publication::{self, store},
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::in_words;
use rules::access::{Action, Role};

#[derive(Template)]
#[template(path = "publication/pages/list.html")]
struct HistoryPage<'a> {
    shell: &'a Shell,
    entries: &'a [Told],
    kept: &'a [Kept],
    publishes: bool,
}

/// A version that is kept and was never published.
struct Kept {
    version: String,
    short: String,
    since: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeVersions).await?;
    let connection = app.db.reader();
    let entries = publication::history(connection, (app.today(), app.policy.time_zone)).await?;
    let never = |version: &str| entries.iter().all(|entry| entry.version != version);
    let kept: Vec<Kept> = store::versions(connection)
        .await?
        .into_iter()
        .filter(|row| never(&row.version))
        .map(|row| Kept {
            short: super::short(&row.version),
            version: row.version,
            since: in_words(app.policy.time_zone.day(row.stored_at)),
        })
        .collect();
    let entries: Vec<Told> = entries.iter().map(|entry| Told::new(entry, app.policy.time_zone)).collect();
    render(&HistoryPage { shell: &shell, entries: &entries, kept: &kept, publishes: by.role == Role::Analyst })
}
