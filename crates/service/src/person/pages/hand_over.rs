//! `/people/{person}/hand-over`: handing one of the adviser's people over to a colleague.

use crate::{
    App, access,
    account::SignedIn,
    notice,
    person::handover::{self, Colleague},
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
use kernel::{AccountId, PersonId};
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "person/pages/hand_over.html")]
struct HandOverPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: PersonId,
    name: String,
    colleagues: Vec<Choice>,
}

impl HandOverPage<'_> {
    /// Where the person's page is.
    fn back(&self) -> String {
        super::address(self.id)
    }
}

/// Colleagues as choices of a form.
pub(crate) fn choices(colleagues: &[Colleague]) -> Vec<Choice> {
    colleagues.iter().map(|one| Choice::new(one.id.to_string(), &one.name)).collect()
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form, id: PersonId) -> Result<Html<String>, PageError> {
    let seen = access::person(app, by, id, Action::HandOver).await?;
    let colleagues = choices(&handover::colleagues(app.db.reader(), by.id).await?);
    render(&HandOverPage { shell, form, id, name: seen.name(), colleagues })
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<PersonId>,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &by, &Form::blank(), id).await
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<PersonId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::person(&app, &by, id, Action::HandOver).await?;
    let offered = choices(&handover::colleagues(app.db.reader(), by.id).await?);
    let to = form.choice("to", &offered, "Select who looks after them from now on");
    let status = match to.and_then(|to| to.parse::<AccountId>().ok()) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(to) => match handover::hand_over(&app, &by, id, to).await {
            Ok(colleague) => {
                let says = format!(
                    "{} is now on the caseload of {colleague}. They can read it on their own page.",
                    seen.name()
                );
                notice::leave(&session, Notice::done(says)).await?;
                return Ok(Redirect::to("/caseload").into_response());
            }
            Err(error) => error.onto(&mut form, "to")?,
        },
    };
    Ok((status, page(&app, &shell, &by, &form, id).await?).into_response())
}
