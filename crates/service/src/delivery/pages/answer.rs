//! The provider's answer to a referral.

use super::{participant, version, version_to_show};
use crate::{
    App, access,
    access::SeenReferral,
    account::SignedIn,
    notice, referral,
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
    response::{IntoResponse, Redirect, Response},
};
use kernel::ReferralId;
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "delivery/pages/decline.html")]
struct DeclinePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    id: ReferralId,
    version: i32,
    reasons: &'a [Choice],
}

/// The usual reasons; each is kept as its words.
fn reasons() -> Vec<Choice> {
    vec![
        Choice::new("no-place", "We have no place free"),
        Choice::new("not-suitable", "What we offer does not fit what this person needs"),
        Choice::new("not-reached", "We could not get in touch with the person"),
        Choice::new("does-not-want", "The person does not want to come to us"),
        Choice::new("other", "Another reason").hint("Say which one below"),
    ]
}

pub(super) async fn accept(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let version = version(&form);
    if let Err(error) = referral::accept(&app, &by, id, version).await {
        let status = error.onto(&mut form, "answer")?;
        return participant::again(&app, &shell, &by, id, (&form, status)).await;
    }
    notice::leave(&session, Notice::done("The referral was accepted. The person who sent it can see that.")).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

pub(super) async fn show_decline(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ReferralId>,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::AnswerReferral).await?;
    page(&shell, &seen, &Form::blank(), StatusCode::OK)
}

fn page(shell: &Shell, seen: &SeenReferral, form: &Form, status: StatusCode) -> Result<Response, PageError> {
    let version = version_to_show(form, seen, status == StatusCode::CONFLICT);
    let reasons = reasons();
    let page = DeclinePage { shell, form, caption: seen.caption(), id: seen.id(), version, reasons: &reasons };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn decline(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::AnswerReferral).await?;
    let version = version(&form);
    let Some(reason) = reason(&mut form) else {
        return page(&shell, &seen, &form, StatusCode::UNPROCESSABLE_ENTITY);
    };
    if let Err(error) = referral::decline(&app, &by, id, version, &reason).await {
        let status = error.onto(&mut form, "reason")?;
        let seen = access::referral(&app, &by, id, Action::SeeReferral).await?;
        return page(&shell, &seen, &form, status);
    }
    let says = format!("You declined the referral of {}. The person and their adviser can see why.", seen.caption());
    notice::leave(&session, Notice::done(says)).await?;
    Ok(Redirect::to("/inbox").into_response())
}

/// The reason in words: the choice, with what was typed after it.
fn reason(form: &mut Form) -> Option<String> {
    let offered = reasons();
    let chosen = form.choice("reason", &offered, "Select why you are declining");
    let more = form.optional("more", "What else they should know", 500);
    let chosen = chosen?;
    if chosen == "other" && more.is_none() && form.errors.get("more").is_none() {
        form.errors.push("more", "Enter the reason");
    }
    if form.is_faulty() {
        return None;
    }
    let says = offered.into_iter().find(|choice| choice.value == chosen).map(|choice| choice.says)?;
    match more {
        Some(more) if chosen == "other" => Some(more),
        Some(more) => Some(format!("{says}. {more}")),
        None => Some(says),
    }
}
