//! One agreement: what it says, who has signed it, and for a party's data protection lead a way to sign or withdraw.

use super::{area, words};
use crate::{
    App, access,
    account::{self, SignedIn},
    action::ActionError,
    agreements::{say, store},
    notice,
    web::{
        Notice, PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::in_words;
use policy::{Agreement, Controllers, Signing};
use rules::{
    access::Action,
    sharing::{self, SaidKind},
};
use tower_sessions::Session;

/// The longest reason for withdrawing, in characters.
const MAX_REASON: usize = 500;
const READ_IT: &str = "read";

#[derive(Template)]
#[template(path = "agreements/pages/one.html")]
struct OnePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    agreement: &'a Agreement,
    here: String,
    word: &'static str,
    colour: &'static str,
    why: String,
    /// What it says, row by row.
    terms: Vec<(&'static str, String)>,
    parties: Vec<PartyRow>,
    history: Vec<SaidRow>,
    /// The name of the account's body, when the account may speak for it here.
    own: Option<String>,
    asks_for_own: bool,
    own_withdrew: bool,
    fingerprint: String,
    reads: Vec<Choice>,
}

struct PartyRow {
    name: String,
    says: String,
}

struct SaidRow {
    on: String,
    body: String,
    who: String,
    says: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path((area, agreement)): Path<(String, String)>,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeAgreements).await?;
    page(&app, &shell, &by, (&area, &agreement), &form).await
}

pub(super) async fn sign(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Path((in_area, agreement)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, PageError> {
    area(&app, &by, &in_area)?;
    say::own(&app, &by, &agreement).await?;
    if !form.has("read", READ_IT) {
        form.errors.push("read", "Tick that you have read it and may sign for your organisation");
        return Ok(page(&app, &shell, &by, (&in_area, &agreement), &form).await?.into_response());
    }
    let done = say::sign(&app, &by, &agreement, form.text("terms")).await.map(|()| "Signed for your organisation.");
    after(&app, (&shell, &session, &by), (&in_area, &agreement), (&mut form, "read", done)).await
}

pub(super) async fn withdraw(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Path((in_area, agreement)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, PageError> {
    area(&app, &by, &in_area)?;
    say::own(&app, &by, &agreement).await?;
    let Some(reason) = form.required_lines("reason", "Why your organisation withdraws", MAX_REASON) else {
        return Ok(page(&app, &shell, &by, (&in_area, &agreement), &form).await?.into_response());
    };
    let done = say::withdraw(&app, &by, &agreement, &reason).await;
    let done = done.map(|()| "Withdrawn. Nothing is shared under this agreement any more, by any of its parties.");
    after(&app, (&shell, &session, &by), (&in_area, &agreement), (&mut form, "reason", done)).await
}

/// Back to the agreement with what was done; or the page again, with why not.
async fn after(
    app: &App,
    (shell, session, by): (&Shell, &Session, &SignedIn),
    (area, agreement): (&str, &str),
    (form, field, done): (&mut Form, &str, Result<&str, ActionError>),
) -> Result<Response, PageError> {
    match done {
        Ok(says) => {
            notice::leave(session, Notice::done(says)).await?;
            Ok(Redirect::to(&format!("/agreements/{area}/{agreement}")).into_response())
        }
        Err(error) => {
            let status = error.onto(form, field)?;
            Ok((status, page(app, shell, by, (area, agreement), form).await?).into_response())
        }
    }
}

async fn page(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    (in_area, id): (&str, &str),
    form: &Form,
) -> Result<Html<String>, PageError> {
    let area = area(app, by, in_area)?;
    let agreement = area.agreements.get(id).ok_or(PageError::NotFound)?;
    let mut rows = store::rows(app.db.reader(), &area.id).await?;
    let said = store::said(&rows);
    let (word, colour, why) = words::standing(area, &sharing::standing(agreement, &said, app.today_in(&area.id)));
    rows.retain(|row| row.agreement == id);
    let names = account::account_names(app.db.reader(), rows.iter().map(|row| row.by)).await?;
    let history = rows.iter().rev().map(|row| SaidRow {
        on: in_words(app.zone_in(&area.id).day(row.at)),
        body: words::body(area, &row.body),
        who: names.get(&row.by).cloned().unwrap_or_default(),
        says: match &row.reason {
            Some(reason) => format!("Withdrew: {reason}"),
            None if row.terms == agreement.terms() => "Signed".to_owned(),
            None => "Signed other terms, before they were changed".to_owned(),
        },
    });
    let speaks = access::may(app, by, Action::SignAgreement);
    let own = by.organisation.as_ref().filter(|own| speaks && agreement.between.contains(&own.body));
    let last = |body: &str| said.iter().rfind(|one| one.agreement == id && one.body == body);
    let parties = agreement.between.iter().map(|body| PartyRow {
        name: words::body(area, body),
        says: match last(body) {
            Some(one) if one.kind == SaidKind::Withdrew => "Has withdrawn".to_owned(),
            Some(one) if one.terms == agreement.terms() => "Has signed".to_owned(),
            _ if agreement.signing == Signing::OnPaper => "Signed on paper".to_owned(),
            Some(_) => "Has signed other terms".to_owned(),
            None => "Has not signed".to_owned(),
        },
    });
    let withdrew = |body: &str| last(body).is_some_and(|one| one.kind == SaidKind::Withdrew);
    render(&OnePage {
        shell,
        form,
        agreement,
        here: format!("/agreements/{}/{id}", area.id),
        word,
        colour,
        why,
        terms: terms(app, area, agreement),
        parties: parties.collect(),
        history: history.collect(),
        own: own.map(|own| own.name.clone()),
        asks_for_own: own.is_some_and(|own| say::asks_for(agreement, &said, &own.body, app.today_in(&area.id))),
        own_withdrew: own.is_some_and(|own| withdrew(&own.body)),
        fingerprint: agreement.terms(),
        reads: vec![Choice::new(READ_IT, "I have read it, and I may sign for my organisation")],
    })
}

/// What an agreement says, in the words of its page.
fn terms(app: &App, area: &policy::Area, agreement: &Agreement) -> Vec<(&'static str, String)> {
    let purpose = app.policy.purposes.get(&agreement.purpose);
    let everybody = agreement.senders.len() == agreement.between.len();
    vec![
        ("What for", purpose.map(|purpose| purpose.says.clone()).unwrap_or_default()),
        ("Lawful basis", purpose.map(|purpose| purpose.lawful_basis.clone()).unwrap_or_default()),
        ("Legal power", agreement.gateway.clone()),
        ("Kinds of fact", words::categories(&app.policy, &agreement.categories)),
        (
            "Special category and offence facts",
            agreement.special_condition.clone().unwrap_or_else(|| "None are shared: no condition is named".to_owned()),
        ),
        (
            "Who passes facts on",
            if everybody { "Every party".to_owned() } else { words::bodies(area, &agreement.senders) },
        ),
        (
            "Of whom",
            agreement.people.as_ref().map_or_else(
                || "Everybody who is helped".to_owned(),
                |people| format!("Only people of whom this is known: {}", people.text()),
            ),
        ),
        (
            "Who decides what is done with them",
            match agreement.controllers {
                Controllers::Separate => "Each party for itself (separate controllers)".to_owned(),
                Controllers::Joint => "The parties together (joint controllers)".to_owned(),
            },
        ),
        ("Kept for", format!("{} months after the help has ended", agreement.keep_months)),
        (
            "Runs",
            match agreement.period.until {
                Some(until) => format!("{} to {}", in_words(agreement.period.from), in_words(until)),
                None => format!("From {}", in_words(agreement.period.from)),
            },
        ),
        ("Looked at again by", in_words(agreement.review_by)),
        ("Source", agreement.source.clone()),
    ]
}
