//! One version: when it was published and why, what it changed, and its files.

use super::Told;
use crate::{
    App, access,
    account::SignedIn,
    publication::{self, Changes, store},
    web::{Address, PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::in_words;
use rules::access::{Action, Role};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "publication/pages/show.html")]
struct VersionPage<'a> {
    shell: &'a Shell,
    version: &'a str,
    title: String,
    short: String,
    kept: String,
    publications: &'a [Told],
    /// What it is compared with, in words; "" when there is nothing to compare it with.
    compared: String,
    changed: Vec<(&'static str, Vec<String>)>,
    folders: Vec<(String, Vec<Named>)>,
    /// Where an analyst publishes it; none for the last publication.
    publish: Option<String>,
}

/// A file of a folder.
struct Named {
    path: String,
    name: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(version): Address<String>,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeVersions).await?;
    let connection = app.db.reader();
    let Some(row) = store::find(connection, &version).await? else { return Err(PageError::NotFound) };
    let entries = publication::history(connection, (app.today(), app.policy.time_zone)).await?;
    let newest = entries.iter().position(|entry| entry.version == version);
    let before = match newest {
        Some(index) => entries.get(index + 1),
        None => entries.first(),
    };
    let files = store::files(connection, &version).await?;
    let changes = match before {
        Some(before) => Some(Changes::between(&store::files(connection, &before.version).await?, &files)),
        None => None,
    };
    let compared = match (before, newest) {
        (Some(before), Some(_)) => format!("What it changed of publication {}, the one before it", before.number),
        (Some(before), None) => format!("How it differs from publication {}, the last one", before.number),
        (None, _) => String::new(),
    };
    let publications: Vec<Told> = entries
        .iter()
        .filter(|entry| entry.version == version)
        .map(|entry| Told::new(entry, app.policy.time_zone))
        .collect();
    let last = entries.first().is_some_and(|entry| entry.version == version);
    render(&VersionPage {
        shell: &shell,
        title: format!("Version {}", super::short(&version)),
        short: super::short(&version),
        kept: in_words(app.policy.time_zone.day(row.stored_at)),
        publications: &publications,
        compared,
        changed: changes.map(told).unwrap_or_default(),
        folders: by_folder(files.into_keys()),
        publish: (by.role == Role::Analyst && !last).then(|| format!("/policy/{version}/publish")),
        version: &version,
    })
}

fn told(changes: Changes) -> Vec<(&'static str, Vec<String>)> {
    let lists = [("Changed", changes.changed), ("Added", changes.added), ("Removed", changes.removed)];
    lists.into_iter().filter(|(_, paths)| !paths.is_empty()).collect()
}

/// The paths by their folders, in order.
fn by_folder(paths: impl Iterator<Item = String>) -> Vec<(String, Vec<Named>)> {
    let mut folders: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path.as_str()));
        let (folder, name) = (folder.to_owned(), name.to_owned());
        folders.entry(folder).or_default().push(Named { path, name });
    }
    folders.into_iter().collect()
}
