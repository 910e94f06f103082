//! `/referrals/{referral}`: where a referral stands, for the adviser who made it and the person it is about.

use crate::{
    App, Application,
    access::{self, SeenReferral},
    account::{self, SignedIn},
    action::ActionError,
    notice,
    person::{caseload::programme_name, pages::show::referrals::colour},
    referral,
    web::{Notice, PageError, Shell, forms::Form, id_of, render},
    wording,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{ReferralId, in_words};
use rules::{
    access::{Action, Role},
    referral::{Due, Stamp, State as Stands, due},
};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "referral/pages/show.html")]
struct ReferralPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: ReferralId,
    version: i32,
    name: String,
    programme: String,
    provider: String,
    state: String,
    colour: &'static str,
    /// Why it was declined, withdrawn or ended.
    reason: Option<String>,
    /// What is due next from the provider, and by when.
    due: Option<DueView>,
    chosen: &'static str,
    message: Option<String>,
    decision: String,
    events: Vec<EventView>,
    can_withdraw: bool,
    /// Where to choose another provider, for the adviser.
    again: Option<String>,
    back: String,
    is_adviser: bool,
}

/// What the standard asks of the provider next.
struct DueView {
    says: String,
    left: String,
    by: String,
    late: bool,
}

/// One thing that happened.
struct EventView {
    title: &'static str,
    machine: String,
    when: String,
    who: String,
    more: String,
}

pub(super) async fn open(
    app: &Application,
    by: &SignedIn,
    id: &str,
    action: Action,
) -> Result<SeenReferral, PageError> {
    if !matches!(by.role, Role::Adviser | Role::Resident) {
        return Err(PageError::NotFound);
    }
    Ok(access::referral(app, by, id_of(id)?, action).await?)
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path(id): Path<String>,
) -> Result<Html<String>, PageError> {
    let seen = open(&app, &by, &id, Action::SeeReferral).await?;
    page(&app, &shell, &by, &Form::blank(), &seen).await
}

async fn page(
    app: &Application,
    shell: &Shell,
    by: &SignedIn,
    form: &Form,
    seen: &SeenReferral,
) -> Result<Html<String>, PageError> {
    let row = &seen.referral;
    let state = seen.state();
    let is_adviser = by.role == Role::Adviser;
    let person = format!("/people/{}", row.person_id);
    let providers = account::organisation_names(app.db.reader(), [row.provider_id]).await.map_err(ActionError::from)?;
    render(&ReferralPage {
        shell,
        form,
        id: seen.id(),
        version: row.version,
        name: seen.name(),
        programme: programme_name(app, &row.area, &row.programme),
        provider: providers.into_values().next().unwrap_or_default(),
        state: wording::capitalised(&state.in_words(app.zone_in(&row.area))),
        colour: colour(&state),
        reason: crate::person::pages::show::referrals::reason(&state),
        due: due_next(app, seen, &state),
        chosen: if row.chosen_how == referral::Chosen::AtRandom.word() {
            "Drawn by lot: there was no preference"
        } else {
            "Chosen by the person"
        },
        message: row.message.clone(),
        decision: format!("/decisions/{}", row.decision_id),
        events: events(app, seen).await?,
        can_withdraw: matches!(state, Stands::Sent(_) | Stands::Accepted(_)),
        again: (is_adviser && matches!(state, Stands::Declined(_) | Stands::Withdrawn(_)))
            .then(|| format!("{person}/refer/{}", row.programme)),
        back: if is_adviser { format!("{person}#referrals") } else { "/my-record".to_owned() },
        is_adviser,
    })
}

/// The standard that runs: until the answer, then until the start.
fn due_next(app: &Application, seen: &SeenReferral, state: &Stands) -> Option<DueView> {
    let (standard, says) = match state {
        Stands::Sent(_) => ("provider-acknowledges-referral", "The provider has to answer"),
        Stands::Accepted(_) => ("first-meeting", "The provider has to meet the person and record the start"),
        _ => return None,
    };
    let sent_on = app.zone_in(&seen.referral.area).day(seen.referral.sent_at);
    let standard = app.policy.standard(&seen.referral.area, standard, sent_on)?;
    let due: Due = due(
        sent_on,
        standard.days,
        standard.counts,
        app.policy.bank_holidays(&seen.referral.area),
        app.today_in(&seen.referral.area),
    );
    Some(DueView {
        says: says.to_owned(),
        left: wording::capitalised(&due.in_words()),
        by: in_words(due.by),
        late: due.is_late(),
    })
}

async fn events(app: &Application, seen: &SeenReferral) -> Result<Vec<EventView>, ActionError> {
    let events = seen.events();
    let happened: Vec<(Stamp, &'static str, String)> = [
        events.sent.map(|stamp| (stamp, "Sent", String::new())),
        events.accepted.map(|stamp| (stamp, "Accepted", String::new())),
        events.declined.map(|done| (done.stamp, "Declined", done.reason)),
        events.started.map(|start| (start.stamp, "Start recorded", format!("Started on {}", in_words(start.on)))),
        events.ended.map(|end| (end.stamp, "End recorded", format!("Ended on {}. {}", in_words(end.on), end.reason))),
        events.withdrawn.map(|done| (done.stamp, "Withdrawn", done.reason)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let accounts = happened.iter().map(|(stamp, ..)| stamp.by.0);
    let names = account::names_with_organisations(app.db.reader(), accounts).await?;
    let views = happened.into_iter().map(|(stamp, title, more)| {
        let (who, organisation) = names.get(&stamp.by.0).cloned().unwrap_or_default();
        let who = if organisation.is_empty() { who } else { format!("{who}, {organisation}") };
        let machine = wording::machine_moment(stamp.at);
        EventView { title, machine, when: app.zone_in(&seen.referral.area).in_words(stamp.at), who, more }
    });
    Ok(views.collect())
}

/// `POST /referrals/{referral}/withdraw`.
pub(super) async fn withdraw(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    session: Session,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = open(&app, &by, &id, Action::WithdrawReferral).await?;
    let reason = form.required_lines("reason", "Why it is withdrawn", 500);
    let version = form.text("version").parse().unwrap_or_default();
    let Some(reason) = reason else {
        let html = page(&app, &shell, &by, &form, &seen).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    };
    match referral::withdraw(&app, &by, seen.id(), version, &reason).await {
        Ok(()) => {
            notice::leave(&session, Notice::done("The referral is withdrawn.")).await?;
            Ok(Redirect::to(&format!("/referrals/{}", seen.id())).into_response())
        }
        Err(ActionError::Lost) => {
            // Read again: what is shown, and what the next try is checked against, is how it stands now.
            let now = open(&app, &by, &id, Action::WithdrawReferral).await?;
            let says = format!(
                "Somebody changed this referral first: it is now {}",
                now.state().in_words(app.zone_in(&now.referral.area))
            );
            form.errors.push("reason", format!("{says}. What you typed is kept"));
            Ok((StatusCode::CONFLICT, page(&app, &shell, &by, &form, &now).await?).into_response())
        }
        Err(ActionError::Refused { says, .. }) => {
            form.errors.push("reason", says);
            let now = open(&app, &by, &id, Action::WithdrawReferral).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&app, &shell, &by, &form, &now).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
