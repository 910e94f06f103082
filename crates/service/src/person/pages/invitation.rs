//! `/people/{person}/invitation`: inviting somebody to see their own record.

use crate::{
    App, access,
    account::{SignedIn, invitation, staff},
    web::{Address, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use kernel::PersonId;
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "person/pages/invitation.html")]
struct InvitationPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: PersonId,
    caption: String,
    email: String,
}

impl InvitationPage<'_> {
    /// Where the person's page is.
    fn back(&self) -> String {
        super::address(self.id)
    }
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form, id: PersonId) -> Result<Html<String>, PageError> {
    let seen = access::person(app, by, id, Action::InvitePerson).await?;
    let email = seen.contact().1.unwrap_or_default().to_owned();
    render(&InvitationPage { shell, form, id, caption: seen.name(), email })
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<PersonId>,
    form: Form,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &by, &form, id).await
}

pub(super) async fn send(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    by: SignedIn,
    Address(id): Address<PersonId>,
    mut form: Form,
) -> Result<Response, PageError> {
    match invitation::invite_person(&app, &by, id).await {
        Ok(invited) => staff::told(&shell, &session, &headers, invited, ("them", &super::address(id))).await,
        Err(error) => {
            let status = error.onto(&mut form, "invite")?;
            Ok((status, page(&app, &shell, &by, &form, id).await?).into_response())
        }
    }
}
