//! The form for a new account.

use super::{admit, store};
use crate::{
    App, access,
    account::{NewAccount, Organisation, SignedIn, check_strength, role_in_words},
    notice,
    web::{
        Notice, PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use rules::access::{Action, Role};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/staff/new.html")]
struct NewPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    roles: &'a [Choice],
    organisations: &'a [Choice],
}

/// The roles that work for an organisation.
fn roles() -> Vec<Choice> {
    let staff = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Visitor | Role::Resident));
    staff.map(|role| Choice::new(role.word(), role_in_words(role))).collect()
}

async fn organisations(app: &App, area: &str) -> Result<Vec<Organisation>, PageError> {
    let rows = store::organisations(app.db.reader(), area).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

fn page(shell: &Shell, form: &Form, here: &[Organisation], status: StatusCode) -> Result<Response, PageError> {
    let organisations: Vec<Choice> = here.iter().map(|one| Choice::new(&one.body, &one.name)).collect();
    let roles = roles();
    Ok((status, render(&NewPage { shell, form, roles: &roles, organisations: &organisations })?).into_response())
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Response, PageError> {
    let area = access::own_area(&app, &by, Action::ManageUsers).await?;
    page(&shell, &Form::blank(), &organisations(&app, &area).await?, StatusCode::OK)
}

/// What was typed, once nothing is wrong with it.
struct Typed {
    name: String,
    email: String,
    role: Role,
    body: String,
    password: String,
}

fn read(form: &mut Form, here: &[Organisation]) -> Option<Typed> {
    let name = form.required("name", "Full name", 100);
    let email = form.required("email", "Email address", 254);
    let role = form.choice("role", &roles(), "Select what they do");
    let bodies: Vec<Choice> = here.iter().map(|one| Choice::new(&one.body, &one.name)).collect();
    let body = form.choice("organisation", &bodies, "Select the organisation they work for");
    let password = form.text("password").to_owned();
    if let Err(error) = check_strength(&password) {
        form.errors.push("password", error.to_string());
    } else if form.text("again") != password {
        form.errors.push("again", "The two passwords must be the same");
    }
    if form.is_faulty() {
        return None;
    }
    Some(Typed { name: name?, email: email?, role: Role::from_word(&role?)?, body: body?, password })
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let area = access::own_area(&app, &by, Action::ManageUsers).await?;
    let here = organisations(&app, &area).await?;
    let Some(typed) = read(&mut form, &here) else {
        return page(&shell, &form, &here, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let new = NewAccount {
        email: &typed.email,
        name: &typed.name,
        role: typed.role,
        organisation: here.iter().find(|one| one.body == typed.body),
        person: None,
        password: Some(&typed.password),
    };
    if let Err(error) = admit(&app, &by, new).await {
        let status = error.onto(&mut form, "email")?;
        return page(&shell, &form, &here, status);
    }
    let says = format!("{} can sign in now. Tell them the password yourself, not by email.", typed.name);
    notice::leave(&session, Notice::done(says)).await?;
    Ok(Redirect::to("/accounts").into_response())
}
