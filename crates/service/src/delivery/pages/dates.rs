//! The first and the last day on a programme: two forms of one date each.

use super::{version, version_to_show};
use crate::{
    App, access,
    access::SeenReferral,
    account::SignedIn,
    delivery, notice,
    web::{
        Address, Notice, PageError, Shell,
        forms::{DateRule, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{ReferralId, in_words};
use policy::DayKind;
use rules::access::Action;
use tower_sessions::Session;

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Start,
    End,
}

#[derive(Template)]
#[template(path = "delivery/pages/date.html")]
struct DatePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    id: ReferralId,
    version: i32,
    ends: bool,
    heading: &'static str,
    path: &'static str,
    legend: &'static str,
    hint: String,
}

pub(super) async fn show_start(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ReferralId>,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordStart).await?;
    page(&app, &shell, &seen, Which::Start, (&Form::blank(), StatusCode::OK))
}

pub(super) async fn show_end(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ReferralId>,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordStart).await?;
    page(&app, &shell, &seen, Which::End, (&Form::blank(), StatusCode::OK))
}

fn page(
    app: &App,
    shell: &Shell,
    seen: &SeenReferral,
    which: Which,
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    let today = app.today_in(&seen.referral.area);
    let (heading, path, legend) = match which {
        Which::Start => ("Record the start", "start", "What was the first day on the programme?"),
        Which::End => ("Record the end", "end", "What was the last day on the programme?"),
    };
    let page = DatePage {
        shell,
        form,
        caption: seen.caption(),
        id: seen.id(),
        version: version_to_show(form, seen, status == StatusCode::CONFLICT),
        ends: which == Which::End,
        heading,
        path,
        legend,
        hint: format!("For example, {}", today.format("%-d %-m %Y")),
    };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn start(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordStart).await?;
    let version = version(&form);
    let Some(on) = form.date("on", "The first day", of_help(&app, &seen)) else {
        return page(&app, &shell, &seen, Which::Start, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    if let Err(error) = delivery::record_start(&app, &by, id, version, on).await {
        let status = error.onto(&mut form, "on")?;
        let seen = access::referral(&app, &by, id, Action::SeeReferral).await?;
        return page(&app, &shell, &seen, Which::Start, (&form, status));
    }
    notice::leave(&session, Notice::done(format!("The start was recorded: {}.", in_words(on)))).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

pub(super) async fn end(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordStart).await?;
    let version = version(&form);
    let on = form.date("on", "The last day", of_help(&app, &seen));
    let reason = form.required_lines("reason", "Why it ended", 500);
    let (Some(on), Some(reason)) = (on, reason) else {
        return page(&app, &shell, &seen, Which::End, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    if let Err(error) = delivery::record_end(&app, &by, id, version, on, &reason).await {
        let status = error.onto(&mut form, "on")?;
        let seen = access::referral(&app, &by, id, Action::SeeReferral).await?;
        return page(&app, &shell, &seen, Which::End, (&form, status));
    }
    notice::leave(&session, Notice::done(format!("The end was recorded: {}.", in_words(on)))).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

/// Which days the first and the last on the programme can be.
fn of_help(app: &App, seen: &SeenReferral) -> DateRule {
    let today = app.today_in(&seen.referral.area);
    DateRule::Within { ends: app.policy.bounds(DayKind::Help).ends(today), today }
}
