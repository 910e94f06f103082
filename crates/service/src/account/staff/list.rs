//! The accounts of the administrator's area.

use super::store;
use crate::{
    App, access,
    account::{SignedIn, role_in_words},
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::in_words;
use rules::access::{Action, Role};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "account/staff/list.html")]
struct AccountsPage<'a> {
    shell: &'a Shell,
    rows: &'a [Row],
}

/// An account, in words.
struct Row {
    name: String,
    email: String,
    role: String,
    organisation: String,
    /// "" while they can sign in.
    left: String,
    /// Where the account can be closed; "" when it cannot.
    href: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    let area = access::own_area(&app, &by, Action::ManageUsers).await?;
    let connection = app.db.reader();
    let organisations = store::organisations(connection, &area).await?;
    let names: HashMap<_, _> = organisations.into_iter().map(|one| (one.id, one.name)).collect();
    let accounts = store::accounts(connection, &area).await?;
    let rows: Vec<Row> = accounts
        .into_iter()
        .map(|account| Row {
            href: match account.left_at {
                None if account.id != by.id.0 => format!("/accounts/{}/leave", account.id),
                _ => String::new(),
            },
            left: account.left_at.map(|at| format!("Left on {}", in_words(at.date_naive()))).unwrap_or_default(),
            role: Role::from_word(&account.role)
                .map_or_else(|| account.role.clone(), |role| role_in_words(role).to_owned()),
            organisation: account.organisation_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            name: account.name,
            email: account.email,
        })
        .collect();
    render(&AccountsPage { shell: &shell, rows: &rows })
}
