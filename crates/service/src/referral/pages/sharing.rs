//! What the provider of a referral sees of a person, and a button that stops it.

use super::show::open;
use crate::{
    ActionError, App,
    access::{self, KeptByProvider},
    account::{self, SignedIn},
    notice, referral,
    web::{Notice, PageError, Shell, render},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{ReferralId, in_words};
use rules::access::{Action, CONTACT, NAME, Role};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "referral/pages/sharing.html")]
struct SharingPage<'a> {
    shell: &'a Shell,
    id: ReferralId,
    provider: String,
    programme: String,
    /// Whether it is the person's own page, or an adviser's about them.
    own: bool,
    /// What the provider sees, in words; `None`: nothing.
    sees: Option<Vec<String>>,
    /// How long it is seen, once the help has ended; "" while it goes on.
    after: String,
    back: &'static str,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path(id): Path<String>,
) -> Result<Html<String>, PageError> {
    let seen = open(&app, &by, &id, Action::StopSharing).await?;
    let own = by.role == Role::Resident;
    let provider = account::organisation_names(app.db.reader(), [seen.referral.provider_id]).await?;
    let sees = access::shown_to_provider(&app, &seen.referral).await?;
    let kept = access::kept_by_provider(&app, app.db.reader(), &seen.referral).await?;
    let own_data = [(NAME, "Name"), (CONTACT, "Telephone number and email address")];
    let categories = app.policy.categories.iter().map(|(id, category)| (id.as_str(), category.says.as_str()));
    let all: Vec<(&str, &str)> = own_data.into_iter().chain(categories).collect();
    let said = |sees: Vec<String>| {
        let shown = all.iter().filter(|(id, _)| sees.iter().any(|seen| seen == id));
        shown.map(|(_, says)| (*says).to_owned()).collect()
    };
    let area = app.policy.area(&seen.referral.area);
    let programme = area.and_then(|area| app.policy.programme(area, &seen.referral.programme));
    render(&SharingPage {
        shell: &shell,
        id: seen.id(),
        provider: provider.into_values().next().unwrap_or_default(),
        programme: programme.map_or_else(|| seen.referral.programme.clone(), |programme| programme.name.to_string()),
        own,
        sees: sees.map(said),
        after: kept.map(after_the_end).unwrap_or_default(),
        back: if own { "/my-record#sees" } else { "/caseload" },
    })
}

/// What is seen after the help has ended, and for how long.
pub(crate) fn after_the_end(kept: KeptByProvider) -> String {
    let ended = in_words(kept.ended_on);
    match kept.until {
        Some(until) => format!("The help ended. They see it as it was on {ended}, until {}.", in_words(until)),
        None => format!("The help ended. They see it as it was on {ended}."),
    }
}

pub(super) async fn stop(
    State(app): State<App>,
    by: SignedIn,
    session: Session,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let seen = open(&app, &by, &id, Action::StopSharing).await?;
    let stopped = referral::stop_sharing(&app, &by, seen.id()).await;
    done(&session, (&by, seen.id()), stopped, "They cannot see the record any more.").await
}

pub(super) async fn again(
    State(app): State<App>,
    by: SignedIn,
    session: Session,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let seen = open(&app, &by, &id, Action::StopSharing).await?;
    let shared = referral::share_again(&app, &by, seen.id()).await;
    done(&session, (&by, seen.id()), shared, "They can see the record again.").await
}

/// Back with how it stands now: who was second finds it as they wanted it.
async fn done(
    session: &Session,
    (by, id): (&SignedIn, ReferralId),
    changed: Result<(), ActionError>,
    says: &str,
) -> Result<Response, PageError> {
    match changed {
        Ok(()) | Err(ActionError::Lost) => notice::leave(session, Notice::done(says)).await?,
        Err(error) => return Err(error.into()),
    }
    let to = if by.role == Role::Resident { "/my-record".to_owned() } else { format!("/referrals/{id}") };
    Ok(Redirect::to(&to).into_response())
}
