//! The accounts that an administrator looks after, and the invitations that wait.

use super::{change_role::may_change, looks_after, store};
use crate::{
    App, access,
    account::{SignedIn, invitation, role_in_words},
    notice,
    person::handover,
    web::{
        Address, Notice, PageError, Shell,
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
    let names = organisation_names(&app, &area).await?;
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
    let invitations = invited(&app, &by, &names).await?;
    render(&AccountsPage { shell: &shell, rows: &rows, invitations: &invitations })
}

/// The invitations that wait and are the reader's to look after; `names` are the organisations of their area.
async fn invited(app: &App, by: &SignedIn, names: &HashMap<Uuid, String>) -> Result<Vec<Invited>, PageError> {
    let waiting = invitation::waiting(app.db.reader(), names.keys().copied()).await?;
    let own = waiting.into_iter().filter(|row| looks_after(by, row.organisation_id, &row.role));
    let told = own.map(|row| Invited {
        id: row.id,
        role: in_plain_words(&row.role),
        organisation: row.organisation_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        until: in_words(by.zone(app).day(row.until)),
        over: row.until < app.clock.now(),
        email: row.email,
    });
    Ok(told.collect())
}

/// The names of the organisations of an area, by id.
async fn organisation_names(app: &App, area: &str) -> Result<HashMap<Uuid, String>, PageError> {
    let organisations = store::organisations(app.db.reader(), area).await?;
    Ok(organisations.into_iter().map(|one| (one.id, one.name)).collect())
}

pub(super) async fn take_back(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<Uuid>,
    form: Form,
) -> Result<Response, PageError> {
    let word = id.to_string();
    if !check::is_sure(&form, word.as_str()) {
        let area = access::own_area(&app, &by, Action::ManageUsers).await?;
        let names = organisation_names(&app, &area).await?;
        let invited = invited(&app, &by, &names).await?.into_iter().find(|one| one.id == id);
        let invited = invited.ok_or(PageError::NotFound)?;
        let check = Check {
            heading: "Before you take an invitation back",
            action: &format!("/accounts/invitations/{id}/take-back"),
            button: "Take it back",
            cancel: "/accounts",
            says: vec![
                format!("The link that was sent to {} will open nothing any more.", invited.email),
                "They are not told. You can invite them again.".to_owned(),
            ],
            sure: &word,
        };
        return check.page(&shell, &form);
    }
    invitation::take_back(&app, &by, id).await?;
    notice::leave(&session, Notice::done("The invitation is taken back: its link opens nothing any more.")).await?;
    Ok(Redirect::to("/accounts").into_response())
}
