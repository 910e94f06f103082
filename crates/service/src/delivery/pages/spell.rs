//! Adding a job to a participant's record, and correcting one.

use super::spell_form;
use crate::{
    App, access,
    access::SeenReferral,
    account::SignedIn,
    action::ActionError,
    alike::Kind,
    db::entities::spell as row,
    delivery::{self, Beside, NewSpell, store},
    notice,
    web::{
        Address, Notice, PageError, Shell,
        check::{self, Check, Sure},
        forms::{Choice, DateRule, Form},
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
use policy::DayKind;
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
    /// Jobs in the record that look like this one.
    alike: Vec<AlikeRow>,
    /// Whether one of them may be corrected by it: not by what is itself a correction.
    may_correct: bool,
}

/// A job in the record that looks like the one that was typed.
struct AlikeRow {
    id: Uuid,
    says: String,
}

impl SpellPage<'_> {
    /// What may be said of the job that was typed.
    fn answers(&self) -> Vec<Choice> {
        let of = |one: &AlikeRow| if self.alike.len() == 1 { String::new() } else { format!(": {}", one.says) };
        let mut found = Vec::new();
        if self.may_correct {
            for one in &self.alike {
                let same = Choice::new(format!("same-{}", one.id), format!("the same job{}", of(one)));
                found.push(same.hint("Nothing is added."));
                let corrected = Choice::new(format!("corrected-{}", one.id), format!("a correction of it{}", of(one)));
                found.push(corrected.hint("It takes the place of what is recorded."));
            }
        }
        let another = "another job at the same time";
        found.push(Choice::new("another", another).hint("Both are kept, and the pay of both counts."));
        found
    }
}

fn page(
    shell: &Shell,
    seen: &SeenReferral,
    corrected: Option<SpellId>,
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    page_asking(shell, seen, corrected, (form, status), Vec::new())
}

/// The page with a question about jobs that look like the one that was typed.
fn page_asking(
    shell: &Shell,
    seen: &SeenReferral,
    corrected: Option<SpellId>,
    (form, status): (&Form, StatusCode),
    alike: Vec<AlikeRow>,
) -> Result<Response, PageError> {
    let id = seen.id();
    let (heading, action) = match corrected {
        None => ("Add a job", format!("/participants/{id}/spells/new")),
        Some(spell) => ("Correct a job", format!("/participants/{id}/spells/{spell}/correct")),
    };
    let kinds = spell_form::kinds();
    let may_correct = corrected.is_none();
    let caption = seen.caption();
    let page = SpellPage { shell, form, caption, id, heading, action, kinds: &kinds, alike, may_correct };
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
    let Some(new) = spell_form::read(&mut form, of_work(&app, &seen)) else {
        return page(&shell, &seen, None, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let says = format!("The job at {} was recorded. What it leads to was worked out below.", new.employer);
    let beside: Vec<Uuid> = form.all("beside").filter_map(|id| id.parse().ok()).collect();
    let said = said(form.text("alike"), &beside);
    let (done, says) = match said {
        Said::Same(kept) => {
            let same = delivery::say_same(&app, &by, id, (Kind::Job, kept)).await;
            (same, "Nothing was added: the job is recorded already.".to_owned())
        }
        Said::Corrects(old) => return correct_one(&app, (&shell, &session, &by), &seen, old, (form, new)).await,
        Said::Another => {
            (delivery::record_job_beside(&app, &by, id, new.clone(), Beside(&beside)).await.map(drop), says)
        }
        Said::Nothing => (delivery::record_spell(&app, &by, id, new.clone()).await.map(drop), says),
    };
    match done {
        Ok(()) => {}
        Err(error) if error.is("delivery/same-job") => return ask(&app, &shell, &seen, None, (form, &new)).await,
        Err(error) => {
            let status = error.onto(&mut form, "from")?;
            return page(&shell, &seen, None, (&form, status));
        }
    }
    done_there(&session, id, says).await
}

/// What was said of a job that looks like one in the record.
enum Said {
    Nothing,
    Same(Uuid),
    Corrects(Uuid),
    Another,
}

fn said(answer: &str, beside: &[Uuid]) -> Said {
    let one = |kind: &str| answer.strip_prefix(kind).and_then(|id| id.parse().ok()).filter(|id| beside.contains(id));
    match answer {
        "another" => Said::Another,
        _ => one("same-").map(Said::Same).or_else(|| one("corrected-").map(Said::Corrects)).unwrap_or(Said::Nothing),
    }
}

/// Asks whether the job is one that is recorded already. What was typed stays.
async fn ask(
    app: &App,
    shell: &Shell,
    seen: &SeenReferral,
    corrected: Option<SpellId>,
    (mut form, new): (Form, &NewSpell),
) -> Result<Response, PageError> {
    let connection = app.db.reader();
    let rows = store::of_referral(connection, seen.id()).await?;
    let like = delivery::jobs_like(connection, &rows, new, corrected.map(|spell| spell.0)).await?;
    let alike = like.iter().map(|row| AlikeRow { id: row.id, says: in_a_line(row) }).collect();
    let says = match corrected {
        None => "This looks like a job that is recorded already. Say what it is",
        Some(_) => "This now looks like another job in the record. If it is the same job, correct only one of the two",
    };
    form.errors.push("alike", says);
    page_asking(shell, seen, corrected, (&form, StatusCode::UNPROCESSABLE_ENTITY), alike)
}

async fn done_there(session: &Session, id: ReferralId, says: String) -> Result<Response, PageError> {
    notice::leave(session, Notice::done(says)).await?;
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
    let Some(new) = spell_form::read(&mut form, of_work(&app, &seen)) else {
        return page(&shell, &seen, Some(spell), (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    correct_one(&app, (&shell, &session, &by), &seen, spell.0, (form, new)).await
}

/// Corrects a job, once it was said what money goes back.
async fn correct_one(
    app: &App,
    (shell, session, by): (&Shell, &Session, &SignedIn),
    seen: &SeenReferral,
    old: Uuid,
    (mut form, new): (Form, NewSpell),
) -> Result<Response, PageError> {
    let (id, spell) = (seen.id(), SpellId(old));
    let beside: Vec<Uuid> = form.all("beside").filter_map(|id| id.parse().ok()).filter(|id| *id != old).collect();
    let beside = if form.text("alike") == "another" { beside } else { Vec::new() };
    let corrected = (new.clone(), Beside(&beside));
    let done = match delivery::money_back_of_correction(app, by, id, spell, corrected.clone()).await {
        Ok(back) if !check::is_sure(&form, &back) => {
            let check = Check {
                heading: "Before you correct this job",
                action: &format!("/participants/{id}/spells/{spell}/correct"),
                button: "Correct it and take the money back",
                cancel: &format!("/participants/{id}"),
                says: back.says(app),
                sure: &back.word(),
            };
            return check.page(shell, &form);
        }
        Ok(_) => delivery::correct_job_beside(app, by, id, spell, corrected).await.map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let says = format!("The job at {} was corrected. What was recorded before is kept.", new.employer);
            done_there(session, id, says).await
        }
        Err(ActionError::Lost) => lost(app, shell, seen, spell, form).await,
        Err(error) if error.is("delivery/same-job") => ask(app, shell, seen, Some(spell), (form, &new)).await,
        Err(error) => {
            let status = error.onto(&mut form, "from")?;
            page(shell, seen, Some(spell), (&form, status))
        }
    }
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

/// Which days the first and the last of a job can be.
fn of_work(app: &App, seen: &SeenReferral) -> DateRule {
    let today = app.today_in(&seen.referral.area);
    DateRule::Within { ends: app.policy.bounds(DayKind::Work).ends(today), today }
}
