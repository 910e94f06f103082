//! `/retention`: what was asked to be deleted and what is due, and deleting what is due of several records at once.

use crate::{
    App, access,
    account::SignedIn,
    action::ActionError,
    notice,
    retention::{self, Answer, Asked, Ground, Record},
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, Form},
        render,
    },
    wording,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{AlikeId, PersonId, Zone, in_words};
use policy::{
    Keep,
    retention::{PAYMENT, WORDS},
};
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "retention/pages/due.html")]
struct DuePage<'a> {
    shell: &'a Shell,
    zone: Zone,
    form: &'a Form,
    asked: Vec<Asked>,
    alike: Vec<retention::Alike>,
    due: Vec<Choice>,
    /// Whether there are more than are shown.
    more: bool,
    keeps: Vec<Kept<'a>>,
}

/// A line of the schedule.
struct Kept<'a> {
    says: String,
    keep: &'a Keep,
    months: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    page(&app, &shell, &by, &form).await
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, form: &Form) -> Result<Html<String>, PageError> {
    let asked = retention::asked(app, by).await?;
    let (due, more) = retention::due(app, by).await?;
    let due = due.iter().map(choice).collect();
    let alike = retention::alike::alike(app, by).await?;
    render(&DuePage { shell, zone: by.zone(app), form, asked, alike, due, more, keeps: keeps(app, by) })
}

fn choice(record: &Record) -> Choice {
    let due = record.parts.iter().filter(|part| part.by_schedule.is_now()).map(|part| part.says.clone());
    let says = format!("Person {}, last helped on {}", record.reference, in_words(record.last_done_on));
    Choice::new(record.person.to_string(), says).hint(due.collect::<Vec<_>>().join("; "))
}

fn keeps<'a>(app: &'a App, by: &SignedIn) -> Vec<Kept<'a>> {
    let Some(area) = by.area().and_then(|area| app.policy.area(area)) else { return Vec::new() };
    let kinds = app.policy.categories.keys().map(String::as_str).chain([WORDS, PAYMENT]);
    let keeps = kinds.filter_map(|kind| {
        let keep = app.policy.keep(area, kind)?;
        let says = wording::capitalised(&retention::kind_says(app, kind));
        let months = usize::try_from(keep.months).unwrap_or_default();
        Some(Kept { says, keep, months: wording::count(months, "month", "months") })
    });
    keeps.collect()
}

/// Says whether two records are one person's.
pub(super) async fn say_alike(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Address(id): Address<AlikeId>,
    form: Form,
) -> Result<Redirect, PageError> {
    access::general(&app, &by, Action::EraseRecords).await?;
    let (answer, says) = match form.text("answer") {
        "same" => (Answer::Same, "It is kept that they are one person. Agree which record stays."),
        "another" => (Answer::Another, "It is kept that they are two people."),
        _ => return Err(PageError::BadRequest { says: "Say whether they are one person or two.".to_owned() }),
    };
    match retention::say_alike(&app, &by, id, answer).await {
        Ok(()) => notice::leave(&session, Notice::done(says)).await?,
        Err(ActionError::Lost) => notice::leave(&session, Notice::important("Somebody answered it first.")).await?,
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to("/retention"))
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    let ticked: Vec<PersonId> = form.all("due").filter_map(|id| id.parse().ok()).collect();
    if ticked.is_empty() {
        form.errors.push("due", "Tick the records of which you want to delete what is due");
        let page = page(&app, &shell, &by, &form).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut done = 0;
    for person in ticked {
        match retention::erase(&app, &by, person, Ground::Schedule).await {
            Ok(_) => done += 1,
            // Somebody else was first with this one.
            Err(ActionError::NotFound) => {}
            Err(error) if error.is("retention/nothing-due") => {}
            Err(error) => {
                let status = error.onto(&mut form, "due")?;
                let page = page(&app, &shell, &by, &form).await?;
                return Ok((status, page).into_response());
            }
        }
    }
    let says = wording::count(done, "record", "records");
    notice::leave(&session, Notice::done(format!("Deleted what was due of {says}. Each has a certificate."))).await?;
    Ok(Redirect::to("/retention").into_response())
}
