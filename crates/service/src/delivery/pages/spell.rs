//! Adding a job to a participant's record, and correcting one.

use super::spell_form;
use crate::{
    App, access,
    access::SeenReferral,
    account::SignedIn,
    action::ActionError,
    db::entities::spell as row,
    delivery::{self, store},
    notice,
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
use kernel::{ReferralId, SpellId};
use rules::access::Action;
use tower_sessions::Session;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "delivery/pages/spell.html")]
struct SpellPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    id: ReferralId,
    heading: &'static str,
    action: String,
    kinds: &'a [Choice],
}

fn page(
    shell: &Shell,
    seen: &SeenReferral,
    corrected: Option<SpellId>,
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    let id = seen.id();
    let (heading, action) = match corrected {
        None => ("Add a job", format!("/participants/{id}/spells/new")),
        Some(spell) => ("Correct a job", format!("/participants/{id}/spells/{spell}/correct")),
    };
    let kinds = spell_form::kinds();
    let page = SpellPage { shell, form, caption: seen.caption(), id, heading, action, kinds: &kinds };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn show_new(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ReferralId>,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordSpell).await?;
    page(&shell, &seen, None, (&Form::blank(), StatusCode::OK))
}

pub(super) async fn add(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordSpell).await?;
    let Some(new) = spell_form::read(&mut form, app.today_in(&seen.referral.area)) else {
        return page(&shell, &seen, None, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let says = format!("The job at {} was recorded. What it leads to was worked out below.", new.employer);
    if let Err(error) = delivery::record_spell(&app, &by, id, new).await {
        let status = error.onto(&mut form, "from")?;
        return page(&shell, &seen, None, (&form, status));
    }
    notice::leave(&session, Notice::done(says)).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

pub(super) async fn show_correct(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address((id, spell)): Address<(ReferralId, SpellId)>,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordSpell).await?;
    let rows = store::of_referral(app.db.reader(), id).await?;
    let row = standing(&rows, spell.0).ok_or(PageError::NotFound)?;
    page(&shell, &seen, Some(SpellId(row.id)), (&spell_form::filled(row), StatusCode::OK))
}

pub(super) async fn correct(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address((id, spell)): Address<(ReferralId, SpellId)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let seen = access::referral(&app, &by, id, Action::RecordSpell).await?;
    let rows = store::of_referral(app.db.reader(), id).await?;
    if !rows.iter().any(|row| row.id == spell.0) {
        return Err(PageError::NotFound);
    }
    let Some(new) = spell_form::read(&mut form, app.today_in(&seen.referral.area)) else {
        return page(&shell, &seen, Some(spell), (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let says = format!("The job at {} was corrected. What was recorded before is kept.", new.employer);
    match delivery::correct_spell(&app, &by, id, spell, new).await {
        Ok(_) => {}
        Err(ActionError::Lost) => return lost(&app, &shell, &seen, spell, form).await,
        Err(error) => {
            let status = error.onto(&mut form, "from")?;
            return page(&shell, &seen, Some(spell), (&form, status));
        }
    }
    notice::leave(&session, Notice::done(says)).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

/// Somebody corrected it first: what was typed stays, and would now correct what they recorded.
async fn lost(
    app: &App,
    shell: &Shell,
    seen: &SeenReferral,
    spell: SpellId,
    mut form: Form,
) -> Result<Response, PageError> {
    let rows = store::of_referral(app.db.reader(), seen.id()).await?;
    let now = standing(&rows, spell.0);
    let theirs = now.map(in_a_line).unwrap_or_default();
    form.errors.push(
        "employer",
        format!("Somebody else corrected this job first. It now says: {theirs}. What you typed is kept below: save it only if it is still right"),
    );
    let target = now.map_or(spell, |row| SpellId(row.id));
    page(shell, seen, Some(target), (&form, StatusCode::CONFLICT))
}

fn in_a_line(row: &row::Model) -> String {
    let until = row.until_day.map_or_else(|| "still there".to_owned(), |day| format!("to {}", kernel::in_words(day)));
    let hours = row.hours_per_week.map(|hours| format!(", {hours} hours a week")).unwrap_or_default();
    let earnings =
        row.earnings_pence_week.map(|pence| format!(", {} a week", kernel::Pence(pence))).unwrap_or_default();
    format!("{}, from {} {until}{hours}{earnings}", row.employer, kernel::in_words(row.from_day))
}

/// The record that stands for a job: the one named, or what it was replaced by, however often.
///
/// A correction replaces a record and writes the next one in the same breath, by the same account.
fn standing(rows: &[row::Model], id: Uuid) -> Option<&row::Model> {
    let mut current = rows.iter().find(|row| row.id == id)?;
    // Each step goes on in time, so there are at most as many as there are records.
    for _ in rows {
        let (Some(at), Some(by)) = (current.replaced_at, current.replaced_by) else { return Some(current) };
        let next = rows.iter().filter(|row| row.recorded_by == by && row.recorded_at >= at && row.id != current.id);
        current = next.min_by_key(|row| (row.recorded_at, row.id))?;
    }
    None
}
