//! Asking something of one's own record, and the adviser's answer.

use crate::{
    App, access,
    account::SignedIn,
    notice,
    person::requests::{self, RequestKind},
    web::{
        Notice, PageError, Shell,
        forms::{Choice, Form},
        id_of, render,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::PersonId;
use rules::access::{Action, Role};
use tower_sessions::Session;

/// Characters of what is asked, and of an answer, at most.
const MAX_SAYS: usize = 1_000;

#[derive(Template)]
#[template(path = "person/pages/ask.html")]
struct AskPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    kinds: Vec<Choice>,
}

/// Whose record it is; a resident's own, and nobody else's.
fn own(by: &SignedIn) -> Result<PersonId, PageError> {
    match (by.role, by.person) {
        (Role::Resident, Some(person)) => Ok(PersonId(person)),
        _ => Err(PageError::NotFound),
    }
}

fn kinds() -> Vec<Choice> {
    RequestKind::ALL.map(|kind| Choice::new(kind.word(), kind.says())).into()
}

fn page(shell: &Shell, form: &Form) -> Result<Html<String>, PageError> {
    render(&AskPage { shell, form, kinds: kinds() })
}

pub(super) async fn show(shell: Shell, by: SignedIn, form: Form) -> Result<Html<String>, PageError> {
    own(&by)?;
    page(&shell, &form)
}

pub(super) async fn ask(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let person = own(&by)?;
    let kind = form.choice("kind", &kinds(), "Select what you want");
    let says = form.required_lines("says", "What you want to tell us", MAX_SAYS);
    let (Some(kind), Some(says)) = (kind.and_then(|word| RequestKind::from_word(&word)), says) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shell, &form)?).into_response());
    };
    match requests::ask(&app, &by, person, kind, &says).await {
        Ok(()) => {
            let says = "We have told your adviser. The answer will be on this page.";
            notice::leave(&session, Notice::done(says).at("asked")).await?;
            Ok(Redirect::to("/my-record").into_response())
        }
        Err(error) => {
            let status = error.onto(&mut form, "says")?;
            Ok((status, page(&shell, &form)?).into_response())
        }
    }
}

pub(super) async fn answer(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Path((person, request)): Path<(String, String)>,
    mut form: Form,
) -> Result<Redirect, PageError> {
    super::for_advisers(&by)?;
    let person: PersonId = id_of(&person)?;
    let request = request.parse().map_err(|_| PageError::NotFound)?;
    let told = match form.required_lines("answer", "Your answer", MAX_SAYS) {
        Some(says) => {
            requests::answer(&app, &by, person, request, &says).await?;
            Notice::done("Answered. They can read it on their page.")
        }
        None => {
            access::person(&app, &by, person, Action::AnswerRequest).await?;
            Notice::important("Nothing was sent: write what you did, or why not, in up to 1,000 characters.")
        }
    };
    notice::leave(&session, told.at("asked")).await?;
    Ok(Redirect::to(&super::address(person)))
}
