//! `/people/{person}/contact`: what somebody is called and how they are reached, to put it right.

use super::new::read_contact;
use crate::{
    App, access,
    account::SignedIn,
    notice,
    person::change_contact,
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::PersonId;
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "person/pages/contact.html")]
struct ContactPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    version: i32,
    id: PersonId,
    caption: String,
}

impl ContactPage<'_> {
    fn hides(&self) -> Vec<Choice> {
        vec![Choice::new("yes", "Keep secret where they live")]
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<PersonId>,
) -> Result<Html<String>, PageError> {
    let seen = access::person(&app, &by, id, Action::RecordFact).await?;
    seen.may_see(rules::access::CONTACT)?;
    let (telephone, email) = seen.contact();
    let form = Form::blank()
        .with("given_name", &seen.person.given_name)
        .with("family_name", &seen.person.family_name)
        .with("telephone", telephone.unwrap_or_default())
        .with("email", email.unwrap_or_default())
        .with("hidden", if seen.person.hidden { "yes" } else { "" });
    render(&ContactPage { shell: &shell, form: &form, version: seen.person.version, id, caption: seen.name() })
}

pub(super) async fn save(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<PersonId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::person(&app, &by, id, Action::RecordFact).await?;
    let version = form.text("version").parse().unwrap_or_default();
    let contact = read_contact(&mut form).filter(|_| !form.is_faulty());
    let status = match contact {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(contact) => match change_contact(&app, &by, id, version, contact).await {
            Ok(()) => {
                notice::leave(&session, Notice::done("Their details are saved.")).await?;
                return Ok(Redirect::to(&super::address(id)).into_response());
            }
            Err(error) => error.onto(&mut form, "given_name")?,
        },
    };
    // Overtaken by somebody else: who looks at it as it is now may send it again.
    let version = match status {
        StatusCode::CONFLICT => access::person(&app, &by, id, Action::RecordFact).await?.person.version,
        _ => version,
    };
    let page = render(&ContactPage { shell: &shell, form: &form, version, id, caption: seen.name() })?;
    Ok((status, page).into_response())
}
