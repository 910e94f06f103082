//! The pages about people: an adviser's caseload and each person on it, and the resident's own record.

mod answer;
mod caseload;
mod contact;
pub(crate) mod cover;
mod fact;
pub(crate) mod hand_over;
mod invitation;
mod my_record;
mod new;
mod option;
mod requests;
pub(crate) mod show;

use crate::{App, account::SignedIn, web::PageError};
use axum::{
    Router,
    routing::{get, post},
};
use rules::access::Role;

/// `/caseload`, `/people/…` and `/my-record` and what is below it.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/caseload", get(caseload::show))
        .route("/caseload/cover", get(cover::show).post(cover::arrange))
        .route("/caseload/cover/{cover}/end", post(cover::end))
        .route("/people/new", get(new::show).post(new::create))
        .route("/people/{person}", get(show::show))
        .route("/people/{person}/contact", get(contact::show).post(contact::save))
        .route("/people/{person}/hand-over", get(hand_over::show).post(hand_over::submit))
        .route("/people/{person}/agreement", post(show::agreed))
        .route("/people/{person}/invitation", get(invitation::show).post(invitation::send))
        .route("/people/{person}/options/{programme}", get(option::show))
        .route("/people/{person}/facts/{fact}", get(fact::show).post(fact::save))
        .route("/my-record", get(my_record::show))
        .route("/my-record.json", get(my_record::file))
        .route("/my-record/ask", get(requests::show).post(requests::ask))
        .route("/people/{person}/requests/{request}", post(requests::answer))
}

/// An adviser's pages exist for advisers; what each may see on them, `rules/access` decides.
pub(crate) fn for_advisers(by: &SignedIn) -> Result<(), PageError> {
    if by.role == Role::Adviser { Ok(()) } else { Err(PageError::NotFound) }
}

/// Where a person's page is.
pub(crate) fn address(person: kernel::PersonId) -> String {
    format!("/people/{person}")
}
