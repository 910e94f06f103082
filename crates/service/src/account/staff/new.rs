//! The form that invites somebody.

use super::{roles, store};
use crate::{
    App, access,
    account::{
        Organisation, SignedIn,
        invitation::{self, Invited},
    },
    notice,
    web::{
        Notice, PageError, Shell,
        forms::{Choice, Form},
        render, whole,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use rules::access::{Action, Role};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/staff/new.html")]
struct NewPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    roles: Vec<Choice>,
    organisations: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "account/staff/pass_on.html")]
struct PassOnPage<'a> {
    shell: &'a Shell,
    email: &'a str,
    link: &'a str,
    back: &'a str,
}

async fn organisations(app: &App, area: &str) -> Result<Vec<Organisation>, PageError> {
    let rows = store::organisations(app.db.reader(), area).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

fn page(shell: &Shell, form: &Form, here: &[Organisation], status: StatusCode) -> Result<Response, PageError> {
    let organisations = here.iter().map(|one| Choice::new(&one.body, &one.name)).collect();
    Ok((status, render(&NewPage { shell, form, roles: roles(), organisations })?).into_response())
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Response, PageError> {
    let area = access::own_area(&app, &by, Action::ManageUsers).await?;
    let own = by.organisation.as_ref().map(|own| own.body.as_str()).unwrap_or_default();
    let form = Form::blank().with("organisation", own);
    page(&shell, &form, &organisations(&app, &area).await?, StatusCode::OK)
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let area = access::own_area(&app, &by, Action::ManageUsers).await?;
    let here = organisations(&app, &area).await?;
    let email = form.required("email", "Email address", 254);
    let role = form.choice("role", &roles(), "Select what they do");
    let bodies: Vec<Choice> = here.iter().map(|one| Choice::new(&one.body, &one.name)).collect();
    let body = form.choice("organisation", &bodies, "Select the organisation they work for");
    let role = role.and_then(|word| Role::from_word(&word));
    let organisation = here.iter().find(|one| body.as_ref() == Some(&one.body));
    let (Some(email), Some(role), Some(organisation)) = (email, role, organisation) else {
        return page(&shell, &form, &here, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let invited = match invitation::invite(&app, &by, &email, role, organisation).await {
        Ok(invited) => invited,
        Err(error) => {
            let field = if error.is("account/other-organisation") { "role" } else { "email" };
            let status = error.onto(&mut form, field)?;
            return page(&shell, &form, &here, status);
        }
    };
    told(&shell, &session, &headers, invited, (&email, "/accounts")).await
}

/// Says that a letter is on its way, or shows the link to pass on.
pub(crate) async fn told(
    shell: &Shell,
    session: &Session,
    headers: &HeaderMap,
    invited: Invited,
    (email, back): (&str, &str),
) -> Result<Response, PageError> {
    match invited {
        Invited::ByLetter => {
            notice::leave(session, Notice::done("The invitation is on its way by email.")).await?;
            Ok(Redirect::to(back).into_response())
        }
        Invited::PassOn(link) => {
            let link = whole(&link, headers);
            Ok(render(&PassOnPage { shell, email, link: &link, back })?.into_response())
        }
    }
}
