//! Giving the reason, and the record that it opens.

use crate::{
    App, access,
    account::{self, SignedIn},
    emergency,
    person::held::{Group, held},
    web::{Address, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::PersonId;
use rules::access::Action;

/// Characters of a reason, at most and at least: a word is no reason.
const MAX_REASON: usize = 500;
const MIN_REASON: usize = 20;

#[derive(Template)]
#[template(path = "emergency/pages/open.html")]
struct OpenPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
}

#[derive(Template)]
#[template(path = "emergency/pages/person.html")]
struct PersonPage<'a> {
    shell: &'a Shell,
    name: String,
    reference: &'a str,
    telephone: &'a str,
    email: &'a str,
    adviser: String,
    groups: Vec<Group>,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::BreakGlass).await?;
    render(&OpenPage { shell: &shell, form: &form })
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    access::general(&app, &by, Action::BreakGlass).await?;
    let reference = form.required("reference", "Their reference", 20);
    let reason = form.required_lines("reason", "What is happening", MAX_REASON);
    if reason.as_ref().is_some_and(|reason| reason.chars().count() < MIN_REASON) {
        form.errors.push("reason", "Say in a sentence what is happening: the person will read it");
    }
    if let (Some(reference), Some(reason), false) = (reference, reason, form.is_faulty()) {
        match emergency::break_glass(&app, &by, &reference, &reason).await {
            Ok(person) => return Ok(Redirect::to(&format!("/emergency/people/{person}")).into_response()),
            Err(error) => {
                let status = error.onto(&mut form, "reference")?;
                return Ok((status, render(&OpenPage { shell: &shell, form: &form })?).into_response());
            }
        }
    }
    Ok(render(&OpenPage { shell: &shell, form: &form })?.into_response())
}

pub(super) async fn person(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<PersonId>,
) -> Result<Html<String>, PageError> {
    let seen = access::person(&app, &by, id, Action::SeeInEmergency).await?;
    let (telephone, email) = seen.contact();
    let adviser = account::names_with_organisations(app.db.reader(), seen.person.adviser_id).await?;
    let adviser = adviser.into_values().next().map(|(name, organisation)| format!("{name}, {organisation}"));
    render(&PersonPage {
        shell: &shell,
        name: seen.name(),
        reference: &seen.person.reference,
        telephone: telephone.unwrap_or("Not given"),
        email: email.unwrap_or("Not given"),
        adviser: adviser.unwrap_or_else(|| "Nobody at the moment".to_owned()),
        groups: held(&app, &seen),
    })
}
