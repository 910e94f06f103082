//! The accounts that an administrator looks after, and the invitations that wait.

use super::{change_role::may_change, looks_after, store};
use crate::{
    App, access,
    account::{SignedIn, invitation, role_in_words},
    notice,
    person::handover,
    web::{Address, Notice, PageError, Shell, render},
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use kernel::{AccountId, in_words};
use rules::access::{Action, Role};
use std::collections::HashMap;
use tower_sessions::Session;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "account/staff/list.html")]
struct AccountsPage<'a> {
    shell: &'a Shell,
    rows: &'a [Row],
    invitations: &'a [Invited],
}

/// An account, in words.
struct Row {
    id: Uuid,
    name: String,
    email: String,
    role: String,
    organisation: String,
    /// "" while they can sign in.
    left: String,
    /// Whether it is the reader's own.
    own: bool,
    /// How many people an adviser of the reader's own organisation has, in words; "" for anybody else.
    caseload: String,
    /// Whether they may be given another role: people of the reader's own organisation.
    changes: bool,
}

/// An invitation that waits.
struct Invited {
    id: Uuid,
    email: String,
    role: String,
    organisation: String,
    until: String,
    /// Whether it is not good any more.
    over: bool,
}

fn in_plain_words(role: &str) -> String {
    Role::from_word(role).map_or_else(|| role.to_owned(), |known| role_in_words(known).to_owned())
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    let area = access::own_area(&app, &by, Action::ManageUsers).await?;
    let connection = app.db.reader();
    let organisations = store::organisations(connection, &area).await?;
    let names: HashMap<_, _> = organisations.into_iter().map(|one| (one.id, one.name)).collect();
    let name_of = |id: Option<Uuid>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let accounts = store::accounts(connection, &area).await?;
    let own = by.organisation.as_ref().map(|own| own.id.0);
    let mut caseloads = HashMap::new();
    for account in accounts.iter().filter(|account| account.organisation_id == own && own.is_some()) {
        if account.role == Role::Adviser.word() {
            let people = handover::people_of(connection, AccountId(account.id)).await?;
            let people = usize::try_from(people).unwrap_or(usize::MAX);
            caseloads.insert(account.id, crate::wording::count(people, "person", "people"));
        }
    }
    let rows: Vec<Row> = accounts
        .into_iter()
        .filter(|account| looks_after(&by, account.organisation_id, &account.role))
        .map(|account| Row {
            id: account.id,
            own: account.id == by.id.0,
            caseload: caseloads.remove(&account.id).unwrap_or_default(),
            changes: may_change(&by, &account),
            left: account.left_at.map(|at| format!("Left on {}", in_words(by.zone(&app).day(at)))).unwrap_or_default(),
            role: in_plain_words(&account.role),
            organisation: name_of(account.organisation_id),
            name: account.name,
            email: account.email,
        })
        .collect();
    let invitations: Vec<Invited> = invitation::waiting(connection, names.keys().copied())
        .await?
        .into_iter()
        .filter(|row| looks_after(&by, row.organisation_id, &row.role))
        .map(|row| Invited {
            id: row.id,
            role: in_plain_words(&row.role),
            organisation: name_of(row.organisation_id),
            until: in_words(by.zone(&app).day(row.until)),
            over: row.until < app.clock.now(),
            email: row.email,
        })
        .collect();
    render(&AccountsPage { shell: &shell, rows: &rows, invitations: &invitations })
}

pub(super) async fn take_back(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Address(id): Address<Uuid>,
) -> Result<Redirect, PageError> {
    invitation::take_back(&app, &by, id).await?;
    notice::leave(&session, Notice::done("The invitation is taken back: its link opens nothing any more.")).await?;
    Ok(Redirect::to("/accounts"))
}
