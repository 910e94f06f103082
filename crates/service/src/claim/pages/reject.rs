//! Rejecting a claim, with a reason that the provider will see.

use super::version;
use crate::{
    App,
    access::{self, SeenClaim},
    account::SignedIn,
    claim,
    delivery::outcome_name,
    notice,
    web::{Address, Notice, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{ClaimId, Pence};
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "claim/pages/reject.html")]
struct RejectPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    id: ClaimId,
    version: i32,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ClaimId>,
) -> Result<Response, PageError> {
    let seen = access::claim(&app, &by, id, Action::ApproveClaim).await?;
    page(&app, &shell, &seen, (&Form::blank(), StatusCode::OK))
}

fn page(
    app: &App,
    shell: &Shell,
    seen: &SeenClaim<'_>,
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    let outcome = outcome_name(app, seen.contract, &seen.claim.outcome);
    let lost = status == StatusCode::CONFLICT;
    let page = RejectPage {
        shell,
        form,
        caption: format!("{outcome}, {}, person {}", Pence(seen.claim.amount_pence), seen.person.reference),
        id: ClaimId(seen.claim.id),
        version: form.text("version").parse().ok().filter(|_| !lost).unwrap_or(seen.claim.version),
    };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ClaimId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::claim(&app, &by, id, Action::ApproveClaim).await?;
    let version = version(&form);
    let Some(reason) = form.required_lines("reason", "Why you are rejecting the claim", 500) else {
        return page(&app, &shell, &seen, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    if let Err(error) = claim::reject(&app, &by, id, version, &reason).await {
        let status = error.onto(&mut form, "reason")?;
        let seen = access::claim(&app, &by, id, Action::SeeClaim).await?;
        return page(&app, &shell, &seen, (&form, status));
    }
    notice::leave(&session, Notice::done("The claim was rejected. The provider can see why.")).await?;
    Ok(Redirect::to(&format!("/claims/{id}")).into_response())
}
